// See epoch_records.hpp.
#include "connectors/kafka/epoch_records.hpp"

#include <fmt/format.h>

#include "engine/log/block.hpp"
#include "events/codec/cloud_event_out.hpp"
#include "events/codec/event_codec.hpp"
#include "events/codec/outcome_json.hpp"
#include "events/kinds.hpp"

namespace leadline::connectors::kafka {

using events::fail;
using events::Failure;
using events::Result;

namespace {

std::optional<events::EventKind> event_named(std::string_view name) {
    for (std::uint16_t number = 1; number < 3'000; ++number)
        if (const auto kind = static_cast<events::EventKind>(number); events::name_of(kind) == name)
            return kind;
    return std::nullopt;
}

}  // namespace

Result<EpochRecords> EpochRecords::make_for(const config::Options::Kafka& options) {
    EpochRecords made;
    made.has_feed_ = options.feed;
    made.has_headers_ = options.feed_headers;
    std::string_view rest = options.feed_types;
    while (!rest.empty()) {
        const std::string_view name = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), name.size() + 1));
        const auto kind = event_named(name);
        if (!kind)
            return fail(Failure::configuration,
                        fmt::format("kafka.feed_types: no event is named \"{}\"", name));
        made.feed_types_.insert(*kind);
    }
    return made;
}

Result<void> EpochRecords::make(const engine::Epoch& epoch) {
    feed_.clear();
    feed_headers_.clear();
    outcomes_.clear();
    if (has_feed_) TRY(make_feed(epoch));
    make_outcomes(epoch);
    return {};
}

Result<void> EpochRecords::make_feed(const engine::Epoch& epoch) {
    engine::EventWalk walk(epoch.events);
    while (const auto bytes = walk.next()) {
        events::EventHeader header;
        events::BytesView body;
        bool is_read = events::read_header(*bytes, header, body);
        if (is_read && !feed_types_.empty() && !feed_types_.contains(header.kind)) continue;
        key_.clear();
        events::append_subject(key_, epoch.partition.number, header);
        feed_.open(key_);
        arena_.reset();
        is_read = is_read &&
                  events::append_event(feed_.bytes(), epoch.partition.number, header, body, arena_);
        if (!is_read)
            return fail(Failure::corrupt,
                        fmt::format("partition {}: the event at position {} cannot be told",
                                    epoch.partition.number, header.position.number));
        feed_.close();
        if (!has_headers_) continue;
        FeedHeaders& headers = feed_headers_.emplace_back();
        headers.type = events::name_of(header.kind);
        events::append_event_id(headers.id, epoch.partition.number, header);
        headers.traceparent = header.traceparent;
    }
    return {};
}

void EpochRecords::make_outcomes(const engine::Epoch& epoch) {
    engine::for_each_outcome(epoch, arena_, [this](const events::Outcome& outcome, std::size_t) {
        outcomes_.open(outcome.source);
        events::append_outcome(outcomes_.bytes(), outcome);
        outcomes_.close();
    });
}

}  // namespace leadline::connectors::kafka
