// RocksDB under Kafka Streams' stores: one block cache and one budget of write buffers for all of
// them, filters, large write buffers, and nothing compressed, since the processor is what is short.
package leadline.peer;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

public final class RocksTuning implements RocksDBConfigSetter {
    private static final Cache CACHE = new LRUCache(512L << 20);
    private static final WriteBufferManager BUFFERS = new WriteBufferManager(384L << 20, CACHE);

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setFilterPolicy(new BloomFilter(10, false));
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(BUFFERS);
        options.setWriteBufferSize(64L << 20);
        options.setMaxWriteBufferNumber(3);
        options.setCompressionType(CompressionType.NO_COMPRESSION);
    }

    @Override
    public void close(String store, Options options) {
        // The cache is shared until the process ends.
    }
}
