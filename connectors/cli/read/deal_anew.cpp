// See deal_anew.hpp.
#include "connectors/cli/read/deal_anew.hpp"

#include <cstring>

#include "engine/log/placement.hpp"
#include "events/kinds.hpp"

namespace leadline::connectors {

using engine::Partition;
using events::Result;

namespace {

constexpr std::size_t epoch_bytes = 4U << 20U;  // an epoch ends once it has so many
constexpr std::uint64_t events_between_looks = 4'096;
constexpr std::size_t position_offset = 8;  // in an event's bytes; see FORMAT.md

// What tells one command from the next. The same source and id may be decided again after their
// window, and that is another time.
std::string name_of_command(const events::EventHeader& header) {
    if (header.cause.kind == events::CommandKind::none) return {};
    std::string name(header.program.text);
    name.append(1, '\0').append(header.cause.source).append(1, '\0').append(header.cause.id);
    const auto until = static_cast<std::uint64_t>(header.cause.repeat_until.us);
    return name.append(reinterpret_cast<const char*>(&until), sizeof until);
}

}  // namespace

DealAnew::DealAnew(engine::Log& to) : to_(to) {
    for (Partition partition; partition.number < to.partitions(); ++partition.number)
        targets_.emplace_back(to.id(), partition);
}

Result<void> DealAnew::run(const engine::LogReader& from, const GoOn& go_on) {
    StreamRange all;
    all.proves_chain = true;
    auto stream = EventStream::open(from, all);
    if (!stream) return tl::unexpected(std::move(stream).error());
    for (std::uint64_t count = 0;; ++count) {
        if (count % events_between_looks == 0) TRY(go_on(count, stream->total()));
        const auto event = stream->next();
        if (!event) return tl::unexpected(event.error());
        if (*event == nullptr) break;
        TRY(deal(**event));
    }
    for (Target& target : targets_) {
        TRY(close(target));
        if (!target.spans.empty()) TRY(write(target));
    }
    return copy_letters(from, [&] { return go_on(stream->total(), stream->total()); });
}

// That time was reached is every partition's news to which it is news (SPEC 2.5); all else lies
// where its program does.
Result<void> DealAnew::deal(const StreamedEvent& event) {
    if (event.header.program.is_set()) {
        return add(event, targets_[engine::partition_of(event.header.program,
                                                        static_cast<std::uint32_t>(targets_.size()))
                                       .number]);
    }
    for (Target& target : targets_) {
        if (event.header.time <= target.time) continue;
        TRY(add(event, target));
        TRY(close(target));
    }
    return {};
}

Result<void> DealAnew::add(const StreamedEvent& event, Target& target) {
    std::string command = name_of_command(event.header);
    const bool is_open = target.open.event_count > 0;
    if (is_open && !target.command.empty() && command != target.command) TRY(close(target));
    target.command = std::move(command);
    const std::size_t begin = target.events.size();
    if (target.open.event_count == 0) target.open = {target.offset++, begin, begin, 0};
    target.events.insert(target.events.end(), event.bytes.begin(), event.bytes.end());
    events::store(target.events.data() + begin + position_offset, ++target.position);
    target.open.end = target.events.size();
    ++target.open.event_count;
    target.time = event.header.time;
    return {};
}

Result<void> DealAnew::close(Target& target) {
    if (target.open.event_count == 0) return {};
    target.spans.push_back(target.open);
    target.open = {};
    target.command.clear();
    return target.events.size() < epoch_bytes ? Result<void>() : write(target);
}

Result<void> DealAnew::write(Target& target) {
    target.writer.write({target.events, target.spans, target.offset}, target.end, target.epoch);
    TRY(to_.append(target.epoch));
    target.end = target.epoch.end;
    target.epoch.dead_letters.clear();
    target.events.clear();
    target.spans.clear();
    return {};
}

// In epochs without events.
Result<void> DealAnew::copy_letters(const engine::LogReader& from,
                                    const std::function<Result<void>()>& go_on) {
    Target& target = targets_.front();
    std::size_t bytes = 0;
    Result<void> written;
    TRY(from.dead_letters([&](const engine::DeadLetter& letter) {
        target.epoch.dead_letters.push_back(letter);
        bytes += letter.key.size() + letter.value.size();
        ++dead_letters_;
        if (dead_letters_ % events_between_looks == 0) written = go_on();
        if (!written || bytes < epoch_bytes) return written.has_value();
        bytes = 0;
        written = write(target);
        return written.has_value();
    }));
    TRY(written);
    return target.epoch.dead_letters.empty() ? Result<void>() : write(target);
}

}  // namespace leadline::connectors
