// See opening.hpp.
#include "connectors/cli/opening.hpp"

#include <algorithm>
#include <span>
#include <thread>

namespace leadline::connectors {

using engine::Partition;
using engine::Position;
using events::fail;
using events::Failure;
using events::Result;

Opening::Opening(const HostSetup& setup, const std::vector<Position>& ends) : setup_(setup) {
    for (const Position end : ends) partitions_.emplace_back().end = end;
}

// No more threads than can work: each has a state in the making, and reads for it.
Result<void> Opening::run(const Open& open) {
    if (setup_.progress != nullptr) setup_.progress->restart();
    const std::size_t processors = std::max(2U, std::thread::hardware_concurrency());
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < std::min(processors, partitions_.size()); ++i)
        others.emplace_back([this, &open] { open_next(open); });
    open_next(open);
    for (std::thread& other : others) other.join();
    if (setup_.progress != nullptr) setup_.progress->clear();
    for (const One& each : partitions_)
        if (each.error) return tl::unexpected(*each.error);
    return {};
}

void Opening::open_next(const Open& open) {
    for (;;) {
        Partition partition;
        {
            const std::lock_guard lock(mutex_);
            if (next_.number == partitions_.size()) return;
            partition = next_;
            ++next_.number;
        }
        auto opened = go_on(partition);
        if (opened) opened = open(partition);
        end(partition, std::move(opened));
    }
}

void Opening::end(Partition partition, Result<void> opened) {
    const std::lock_guard lock(mutex_);
    One& one = partitions_[partition.number];
    one.is_done = true;
    if (opened)
        one.at = one.end;
    else
        one.error = std::move(opened).error();
    // Lines of those who come next have waited for this one.
    for (; first_open_.number < partitions_.size(); ++first_open_.number) {
        One& next = partitions_[first_open_.number];
        for (const std::string& line : next.lines) say_now(line);
        next.lines.clear();
        // What follows an error would not have been begun.
        if (!next.is_done || next.error) return;
    }
}

OpeningTold Opening::told(Partition partition) {
    return {[this, partition](std::string_view line) { say(partition, line); },
            [this, partition](Position position) { at(partition, position); },
            [this, partition] { return go_on(partition); }};
}

void Opening::say(Partition partition, std::string_view line) {
    const std::lock_guard lock(mutex_);
    if (partition == first_open_) return say_now(line);
    partitions_[partition.number].lines.emplace_back(line);
}

void Opening::say_now(std::string_view line) const {
    if (setup_.progress != nullptr) setup_.progress->clear();
    setup_.say(line);
}

void Opening::at(Partition partition, Position position) {
    const std::lock_guard lock(mutex_);
    partitions_[partition.number].at = position;
    show();
}

void Opening::show() const {
    std::uint64_t at = 0;
    std::uint64_t end = 0;
    for (const One& each : partitions_) {
        at += each.at.number;
        end += each.end.number;
    }
    if (setup_.progress == nullptr || end == 0) return;
    setup_.progress->at({"state: read", "events of the log", at, share_of(at, end)});
}

Result<void> Opening::go_on(Partition partition) const {
    if (setup_.signals != nullptr) TRY(connectors::go_on(*setup_.signals));
    const std::lock_guard lock(mutex_);
    const auto before = std::span(partitions_).first(partition.number);
    if (std::any_of(before.begin(), before.end(), [](const One& o) { return o.error.has_value(); }))
        return fail(Failure::interrupted, "");
    return {};
}

}  // namespace leadline::connectors
