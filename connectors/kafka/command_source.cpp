// See command_source.hpp.
#include "connectors/kafka/command_source.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "connectors/kafka/admin.hpp"
#include "connectors/kafka/watchdog.hpp"
#include "events/codec/outcome_json.hpp"
#include "events/enum_names.hpp"

namespace leadline::connectors::kafka {

using engine::Input;
using events::fail;
using events::Failure;
using events::Result;

namespace {

// So long nothing may come before the loop looks around: whether it is to stop, and for timers.
constexpr std::chrono::milliseconds wait{20};
constexpr auto patience = std::chrono::seconds(5);
constexpr auto end_patience = std::chrono::seconds(5);
constexpr std::chrono::seconds ask{2};
constexpr events::Duration ahead_max{5 * 60 * std::int64_t{1'000'000}};
// A tick that was sent is on its way; another would say the same.
constexpr auto between_ticks = std::chrono::seconds(1);

}  // namespace

CommandSource::CommandSource(CommandSourceParts parts, std::unique_ptr<Heard> heard, Handle client)
    : parts_(std::move(parts)),
      heard_(std::move(heard)),
      client_(std::make_shared<Handle>(std::move(client))),
      queue_(rd_kafka_queue_get_consumer(client_->get())),
      inputs_(fmt::format("{}/{}", parts_.options.commands, parts_.partition), parts_.partition,
              parts_.partitions),
      next_(parts_.from) {
    inputs_.begin_at(parts_.time);
}

// To end a client whose topic was taken away hangs in 2.0.2: it is left behind then, since what has
// to be said of that must not wait for it.
CommandSource::~CommandSource() {
    give_back();
    rd_kafka_t* const client = client_->get();
    rd_kafka_assign(client, nullptr);
    queue_.reset();
    Watchdog watchdog(end_patience);
    if (watchdog.run([held = std::move(client_)]() mutable { held.reset(); })) return;
    rd_kafka_set_log_level(client, 0);
    spdlog::warn("a client of {} does not end, and is left behind", parts_.options.commands);
}

Result<std::unique_ptr<CommandSource>> CommandSource::open(CommandSourceParts parts) {
    auto config = ClientConfig::make(parts.options, Role::data);
    if (!config) return tl::unexpected(std::move(config).error());
    auto heard = std::make_unique<Heard>();
    rd_kafka_conf_set_opaque(config->native(), heard.get());
    rd_kafka_conf_set_error_cb(config->native(), on_error);
    auto client = Handle::consumer(*std::move(config));
    if (!client) return tl::unexpected(std::move(client).error());
    const PartitionList list(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(list.get(), parts.options.commands.c_str(),
                                      static_cast<std::int32_t>(parts.partition))
        ->offset = static_cast<std::int64_t>(parts.from);
    if (const auto code = rd_kafka_assign(client->get(), list.get()))
        return tl::unexpected(to_error(code, "reading " + parts.options.commands));
    return std::unique_ptr<CommandSource>(
        new CommandSource(std::move(parts), std::move(heard), *std::move(client)));
}

// On the thread that reads.
void CommandSource::on_error(rd_kafka_t*, int code, const char* reason, void* heard) {
    spdlog::info("kafka: {}", reason);
    const auto of = static_cast<rd_kafka_resp_err_t>(code);
    if (to_error(of, {}).failure == Failure::unavailable) return;
    auto& to = *static_cast<Heard*>(heard);
    if (to.is_refused) return;
    to.is_refused = true;
    to.ask_at = std::chrono::steady_clock::now() + patience;
}

// The library says once that a topic is not there, or not ours to read, and then waits for ever.
// But a broker that has just come back may not know its topics yet: so it is asked again.
Result<void> CommandSource::check_heard() {
    const auto now = std::chrono::steady_clock::now();
    if (!heard_->is_refused || now < heard_->ask_at) return {};
    heard_->ask_at = now + patience;
    auto admin = Admin::open(parts_.options, ask);
    const auto facts =
        admin ? admin->describe() : Result<ClusterFacts>(tl::unexpected(admin.error()));
    if (!facts && facts.error().failure == Failure::unavailable) return {};
    if (!facts) return tl::unexpected(facts.error());
    if (!facts->of(TopicUse::commands).is_there)
        return fail(Failure::refused,
                    fmt::format("{}: there is no such topic any more", parts_.options.commands));
    heard_->is_refused = false;
    return {};
}

// Inputs are views of the messages.
void CommandSource::give_back() {
    for (std::size_t i = 0; i < held_; ++i) rd_kafka_message_destroy(messages_[i]);
    held_ = 0;
}

Result<std::span<const Input>> CommandSource::poll(std::size_t max) {
    give_back();
    inputs_.clear();
    messages_.resize(std::min<std::size_t>(max, parts_.commands_max));
    held_ = consume(queue_.get(), messages_, wait);
    if (auto heard = check_heard(); !heard) return tl::unexpected(std::move(heard).error());
    const std::uint64_t forwarded = forwarded_;
    for (std::size_t i = 0; i < held_; ++i)
        if (auto taken = take(*messages_[i]); !taken) return tl::unexpected(taken.error());
    // Before the epoch that passes them over can be committed.
    if (forwarded_ != forwarded)
        if (auto sent = parts_.sender.flush(); !sent) return tl::unexpected(sent.error());
    if (held_ == 0)
        if (auto ticked = tick_when_due(); !ticked) return tl::unexpected(ticked.error());
    return inputs_.all();
}

Result<void> CommandSource::take(rd_kafka_message_t& message) {
    if (message.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET)
        return fail(Failure::refused,
                    fmt::format("{}/{}: the commands from offset {} on are gone: retention has "
                                "taken what nobody had decided",
                                parts_.options.commands, parts_.partition, next_.load()));
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        auto error = to_error(message.err, "reading " + parts_.options.commands);
        if (error.failure == Failure::unavailable) return {};  // the library tries again
        return tl::unexpected(std::move(error));
    }
    heard_->is_refused = false;
    const auto offset = static_cast<std::uint64_t>(message.offset);
    if (offset < next_) {
        ++dropped_;
        return {};
    }
    next_ = offset + 1;
    Record record;
    record.offset = offset;
    record.key = {static_cast<const std::byte*>(message.key), message.key_len};
    if (message.payload != nullptr)
        record.value = {static_cast<const std::byte*>(message.payload), message.len};
    TRY(check_time(message, record));
    read_headers(message);
    record.headers = headers_;
    if (inputs_.add(record) == RecordInputs::Added::misrouted) {
        ++forwarded_;
        return parts_.sender.forward(record, parts_.partition, inputs_.misrouted_to());
    }
    if (inputs_.all().back().kind == Input::Kind::dead_letter) keep_original(record);
    return {};
}

Result<void> CommandSource::check_time(const rd_kafka_message_t& message, Record& record) const {
    rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    record.append_time.us = rd_kafka_message_timestamp(&message, &type) * 1'000;
    if (type != RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME)
        return fail(Failure::refused,
                    fmt::format("{}/{}: the record at offset {} has its sender's time and not the "
                                "broker's: set message.timestamp.type=LogAppendTime (see `leadline "
                                "kafka check`)",
                                parts_.options.commands, parts_.partition, message.offset));
    const events::Duration ahead = record.append_time - parts_.clock.now();
    if (ahead.us <= ahead_max.us) return {};
    return fail(Failure::passing,
                fmt::format("{}/{}: the record at offset {} is of {}, {} ahead of this machine's "
                            "clock: one of the two clocks is wrong",
                            parts_.options.commands, parts_.partition, message.offset,
                            events::to_text(record.append_time), events::to_text(ahead)));
}

CommandCounts CommandSource::counts() const {
    CommandCounts counts{next_, 0, forwarded_, dropped_};
    std::int64_t low = 0;
    std::int64_t high = 0;
    // As the last answer of the leader said; before there is one, not at all.
    const auto code =
        rd_kafka_get_watermark_offsets(client_->get(), parts_.options.commands.c_str(),
                                       static_cast<std::int32_t>(parts_.partition), &low, &high);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR && high > static_cast<std::int64_t>(counts.next))
        counts.behind = static_cast<std::uint64_t>(high) - counts.next;
    return counts;
}

void CommandSource::read_headers(const rd_kafka_message_t& message) {
    headers_.clear();
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t bytes = 0;
    for (std::size_t i = 0;
         rd_kafka_header_get_all(headers, i, &name, &value, &bytes) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++i)
        headers_.push_back({name, {static_cast<const std::byte*>(value), bytes}});
}

void CommandSource::keep_original(const Record& record) {
    OriginalLetter letter;
    letter.key = events::as_text(record.key);
    if (record.value) letter.value = events::as_text(*record.value);
    for (const RecordHeader& header : record.headers)
        letter.headers.emplace_back(header.name, events::as_text(header.value));
    letter.offset = record.offset;
    const Input& input = inputs_.all().back();
    letter.reason = events::name_of(input.reason);
    parts_.letters.put(input.letter.key, std::move(letter));
}

// On the topic, so that a replay knows when it was.
Result<void> CommandSource::tick_when_due() {
    const auto due = parts_.next_due();
    if (!due || *due > parts_.clock.now()) return {};
    const auto now = std::chrono::steady_clock::now();
    if (ticked_ != std::chrono::steady_clock::time_point{} && now - ticked_ < between_ticks)
        return {};
    ticked_ = now;
    return parts_.sender.tick(parts_.partition);
}

}  // namespace leadline::connectors::kafka
