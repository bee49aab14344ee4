// A Kafka Streams application that does what Leadline does with leads and claims, exactly once: one
// sub-topology, a task per partition, RocksDB stores with changelogs. bench/peers/README.md says what
// each setting is for. Runs until SIGTERM; kafka_compare starts it.
//   Streams BROKERS APPLICATION COMMANDS OUTCOMES EVENTS FOLDER [PROPERTY=VALUE...]
package leadline.peer;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

public final class Streams {
    private Streams() {}

    private static <V> StoreBuilder<?> store(String name, Serde<V> value) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.String(), value)
                .withCachingEnabled()
                .withLoggingEnabled(Map.of());
    }

    private static Topology topology(String commands, String outcomes, String events) {
        StreamPartitioner<byte[], byte[]> own =
                new StreamPartitioner<>() {
                    @Override
                    @Deprecated
                    public Integer partition(String topic, byte[] key, byte[] value, int count) {
                        return Claims.PARTITION.get();
                    }

                    @Override
                    public Optional<Set<Integer>> partitions(
                            String topic, byte[] key, byte[] value, int count) {
                        return Optional.of(Set.of(Claims.PARTITION.get()));
                    }
                };
        ByteArraySerializer bytes = new ByteArraySerializer();
        Topology topology = new Topology();
        topology.addSource(
                "commands", new ByteArrayDeserializer(), new ByteArrayDeserializer(), commands);
        topology.addProcessor("claims", Claims::new, "commands");
        topology.addStateStore(store(Claims.SETUP, Serdes.String()), "claims");
        topology.addStateStore(store(Claims.LEADS, Serdes.String()), "claims");
        topology.addStateStore(store(Claims.COUNTS, Serdes.Long()), "claims");
        topology.addStateStore(store(Claims.SEEN, Serdes.String()), "claims");
        topology.addStateStore(store(Claims.POSITION, Serdes.Long()), "claims");
        topology.addSink("outcomes", outcomes, bytes, bytes, own, "claims");
        topology.addSink("events", events, bytes, bytes, own, "claims");
        return topology;
    }

    private static Properties properties(String[] words) {
        Properties p = new Properties();
        p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, words[0]);
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, words[1]);
        p.put(StreamsConfig.STATE_DIR_CONFIG, words[5]);
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 256L << 20);
        p.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 10_000);
        p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksTuning.class);
        p.put(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, "INFO");
        p.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 1 << 18);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 128L << 20);
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5_000);
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        p.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                8 << 20);
        for (int i = 6; i < words.length; ++i) {
            int equals = words[i].indexOf('=');
            p.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return p;
    }

    public static void main(String[] words) throws InterruptedException {
        KafkaStreams streams =
                new KafkaStreams(topology(words[2], words[3], words[4]), properties(words));
        CountDownLatch stopped = new CountDownLatch(1);
        streams.setUncaughtExceptionHandler(
                wrong -> {
                    wrong.printStackTrace();
                    Runtime.getRuntime().halt(1);
                    return null;
                });
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    streams.close();
                                    stopped.countDown();
                                }));
        streams.start();
        stopped.await();
    }
}
