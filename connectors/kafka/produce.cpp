// See produce.hpp.
#include "connectors/kafka/produce.hpp"

#include <array>

namespace leadline::connectors::kafka {

namespace {

rd_kafka_vu_t part(rd_kafka_vtype_t type) {
    rd_kafka_vu_t made{};
    made.vtype = type;
    return made;
}

rd_kafka_vu_t bytes(rd_kafka_vtype_t type, const void* begin, std::size_t size) {
    rd_kafka_vu_t made = part(type);
    made.u.mem.ptr = const_cast<void*>(begin);
    made.u.mem.size = size;
    return made;
}

}  // namespace

rd_kafka_resp_err_t produce(rd_kafka_t* client, const Target& to, HeadedRecord record, bool waits) {
    std::array<rd_kafka_vu_t, 6> parts{part(RD_KAFKA_VTYPE_RKT), part(RD_KAFKA_VTYPE_PARTITION),
                                       part(RD_KAFKA_VTYPE_MSGFLAGS), part(RD_KAFKA_VTYPE_HEADERS)};
    parts[0].u.rkt = to.topic;
    parts[1].u.i32 = to.partition;
    parts[2].u.i = RD_KAFKA_MSG_F_COPY | (waits ? RD_KAFKA_MSG_F_BLOCK : 0);
    parts[3].u.headers = record.headers.get();
    const std::string_view key = record.key;
    parts[4] = bytes(RD_KAFKA_VTYPE_KEY, key.empty() ? nullptr : key.data(), key.size());
    parts[5] = record.value
                   ? bytes(RD_KAFKA_VTYPE_VALUE, record.value->data(), record.value->size())
                   : bytes(RD_KAFKA_VTYPE_VALUE, nullptr, 0);
    const CallError error(rd_kafka_produceva(client, parts.data(), parts.size()));
    if (error != nullptr) return rd_kafka_error_code(error.get());
    static_cast<void>(record.headers.release());
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

void add_header(const Headers& headers, std::string_view name, std::string_view value) {
    rd_kafka_header_add(headers.get(), name.data(), static_cast<ssize_t>(name.size()), value.data(),
                        static_cast<ssize_t>(value.size()));
}

}  // namespace leadline::connectors::kafka
