// See follower.hpp. Rows: 'M' -> the log's id; 'p' partition -> block, position, live_from; 'v'
// program: the log has a record of a notification of that program.
#include "connectors/notify/follower.hpp"

#include <fmt/format.h>

#include <charconv>

#include "engine/log/block.hpp"
#include "events/codec/cloud_event_out.hpp"
#include "events/codec/event_codec.hpp"

namespace leadline::connectors::notify {

using engine::Partition;
using events::Result;

namespace {

constexpr char log_row = 'M';
constexpr char partition_row = 'p';
constexpr char recorded_row = 'v';
constexpr int blocks_at_once = 64;
constexpr std::string_view line_source = "leadline/notifications";

std::uint64_t number_of(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::string key_of(Partition partition) {
    return row_key(partition_row, {fmt::format("{:05}", partition.number)});
}

// The key of the notification that an event settles.
struct Settles {
    std::string key;

    template <class Event>
    void operator()(const Event& e) {
        if constexpr (std::is_same_v<Event, events::NotificationRecorded> ||
                      std::is_same_v<Event, events::Rejected<events::RecordNotification>>)
            key = e.asked.notification;
    }
};

}  // namespace

Follower::Follower(const Parts& parts)
    : parts_(parts),
      rows_(parts.rows),
      directory_(rows_),
      owing_(parts.settings, parts.log.id(), directory_),
      outbox_(parts.rows) {}

Result<std::unique_ptr<Follower>> Follower::open(Parts parts) {
    std::unique_ptr<Follower> follower(new Follower(parts));
    TRY(follower->load());
    return follower;
}

Result<void> Follower::load() {
    const engine::LogId id = parts_.log.id();
    const std::string written(reinterpret_cast<const char*>(id.data()), id.size());
    const auto of_log = rows_.get(row_key(log_row, {}));
    bool is_ours = of_log && *of_log == written;
    for (Partition p; p.number < parts_.log.partitions(); ++p.number) {
        const auto end = parts_.log.end(p);
        if (!end) return tl::unexpected(end.error());
        ends_at_open_.push_back(end->block);
        const auto row = rows_.get(key_of(p));
        const std::vector<std::string> texts = unpacked(row.value_or(""), 3);
        standings_.push_back({number_of(texts[0]), number_of(texts[1]), number_of(texts[2])});
        is_ours = is_ours && row && standings_.back().block <= end->block;
    }
    if (!is_ours) TRY(begin_anew());
    rows_.put(row_key(log_row, {}), written);
    return rows_.write();
}

Result<void> Follower::begin_anew() {
    for (const std::string& key : rows_.keys("")) rows_.erase(key);
    for (Partition p; p.number < parts_.log.partitions(); ++p.number) {
        const auto end = parts_.log.end(p);
        if (!end) return tl::unexpected(end.error());
        standings_[p.number] = {0, 0, end->last_position.number};
        put(p, standings_[p.number]);
    }
    return {};
}

void Follower::put(Partition partition, const Standing& standing) {
    rows_.put(key_of(partition),
              packed({std::to_string(standing.block), std::to_string(standing.position),
                      std::to_string(standing.live_from)}));
}

Result<bool> Follower::step() {
    bool has_more = false;
    bool is_behind_open = false;
    for (Partition p; p.number < standings_.size(); ++p.number) {
        const auto more = read_some(p, standings_[p.number]);
        if (!more) return tl::unexpected(more.error());
        has_more |= *more;
        is_behind_open |= standings_[p.number].block < ends_at_open_[p.number];
    }
    if (!has_caught_up_ && !is_behind_open) TRY(hand_over());
    return has_more;
}

// What is still owed after all that the log has on record.
Result<void> Follower::hand_over() {
    TRY(outbox_.load());
    has_caught_up_ = true;
    return {};
}

Result<bool> Follower::read_some(Partition partition, Standing& standing) {
    const auto end = parts_.log.end(partition);
    if (!end) return tl::unexpected(end.error());
    for (int i = 0; i < blocks_at_once && standing.block < end->block; ++i)
        TRY(read_block(partition, standing));
    return standing.block < end->block;
}

// A block is taken whole, with where it ends, or not at all.
Result<void> Follower::read_block(Partition partition, Standing& standing) {
    const auto bytes = parts_.log.read(partition, standing.block + 1);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto header = engine::read_block(*bytes);
    if (!header)
        return events::fail(
            events::Failure::corrupt,
            fmt::format("notifications: block {} of partition {} cannot be read: {}",
                        standing.block + 1, partition.number, engine::to_text(header.error())));
    std::vector<Owed> owed;
    recorded_.clear();
    engine::EventWalk walk(engine::payload_of(*bytes));
    while (const auto event = walk.next()) {
        events::EventHeader each;
        events::BytesView body;
        if (!events::read_header(*event, each, body)) break;
        arena_.reset();
        take(each, body, standing, owed);
    }
    Standing next = standing;
    next.block = header->block;
    next.position = header->last_position().number;
    put(partition, next);
    TRY(rows_.write());
    standing = next;
    if (!has_caught_up_) return {};
    outbox_.take_in(std::move(owed));
    for (const std::string& key : recorded_) outbox_.forget(key);
    return {};
}

bool Follower::is_live(const events::EventHeader& header, const Standing& standing) const {
    if (parts_.clock.now() - header.time > parts_.settings.age_max) return false;
    return header.position.number > standing.live_from ||
           rows_.get(row_key(recorded_row, {header.program.text})).has_value();
}

// A record settles what it names. So does the refusal of one that we gave: the log will not take
// it.
void Follower::take_record(const events::EventHeader& header, events::BytesView body) {
    const bool is_record = header.kind == events::NotificationRecorded::kind;
    if (!is_record && header.cause.source != line_source) return;
    Settles settles;
    if (!events::visit_body(header.kind, header.version, body, arena_, settles)) return;
    if (is_record) rows_.put(row_key(recorded_row, {header.program.text}), "");
    Outbox::erase(rows_, settles.key);
    recorded_.push_back(settles.key);
}

void Follower::take(const events::EventHeader& header, events::BytesView body,
                    const Standing& standing, std::vector<Owed>& owed) {
    if (header.kind == events::NotificationRecorded::kind ||
        header.kind == events::Rejected<events::RecordNotification>::kind)
        return take_record(header, body);
    directory_.apply(header, body, arena_);
    if (!is_live(header, standing)) return;
    for (Owed& each : owing_.of(header, body, arena_)) {
        Outbox::put(rows_, each);
        owed.push_back(std::move(each));
    }
}

std::vector<OwnLine> Follower::take_lines() {
    std::vector<OwnLine> lines;
    for (const Outbox::Settled& settled : outbox_.take_settled()) {
        const Owed& owed = settled.owed;
        events::RecordNotification record;
        record.notification = owed.message.key;
        record.event = owed.event;
        record.event_position = static_cast<std::int64_t>(owed.position);
        record.channel = owed.kind;
        record.result = settled.result;
        record.attempts = settled.attempts;
        record.answer = settled.answer;
        record.problem = settled.problem;
        record.user = {owed.user};
        record.partner = {owed.partner};
        record.lead = {owed.lead};
        record.opportunity = {owed.opportunity};
        record.deal = {owed.deal};
        events::CommandHeader command;
        command.kind = events::RecordNotification::kind;
        command.program = {owed.program};
        command.source = line_source;
        command.id = owed.message.key;
        command.time = parts_.clock.now();
        command.actor = {events::ActorKind::upstream_system, "notifications"};
        arena_.reset();
        command.body = events::body_in(arena_, record);
        std::string line;
        if (events::append_command(line, command, arena_))
            lines.push_back({owed.program, std::move(line)});
    }
    return lines;
}

}  // namespace leadline::connectors::notify
