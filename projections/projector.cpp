// See projector.hpp.
#include "projections/projector.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace leadline::projections {

using engine::BlockHeader;
using events::Error;
using events::fail;
using events::Failure;

Projector::Projector(const engine::LogReader& log, ViewStore& store,
                     const ProjectorOptions& options, Clock clock, ViewMakers makers)
    : log_(log),
      store_(store),
      options_(options),
      clock_(std::move(clock)),
      makers_(std::move(makers)),
      last_flush_(clock_()),
      flush_every_(options.flush_every),
      was_emptied_(store.was_emptied()) {}

Result<std::unique_ptr<Projector>> Projector::open(const engine::LogReader& log, ViewStore& store,
                                                   const ProjectorOptions& options, Clock clock,
                                                   const ViewMakers& makers) {
    std::unique_ptr<Projector> projector(
        new Projector(log, store, options, std::move(clock), makers));
    TRY(projector->begin());
    return projector;
}

Result<void> Projector::begin() {
    try {
        TRY(compare_with_log());
        TRY(drop_outdated());
        return take_views();
    } catch (const ViewFailure& failure) {
        return or_begin_again(tl::unexpected(failure.error));
    }
}

// ---- Where the views stand.

Result<void> Projector::compare_with_log() {
    std::string why;
    {
        const Moment moment(store_);
        for (const std::string& name : store_.names()) {
            const auto head = moment.head(name);
            if (!head || !why.empty()) continue;
            auto wrong = mismatch(head->standing);
            if (!wrong) return tl::unexpected(std::move(wrong).error());
            why = *std::move(wrong);
        }
    }
    if (why.empty()) return {};
    was_emptied_ = why;
    const auto emptied = store_.empty();
    if (!emptied) throw ViewFailure(emptied.error());
    return {};
}

// Why the views are not this log's; empty: they are.
Result<std::string> Projector::mismatch(const Standing& standing) const {
    if (standing.block == 0) return std::string();
    if (standing.log != log_.id()) return std::string("they were made from another log");
    auto end = log_.end(options_.partition);
    if (!end) return tl::unexpected(std::move(end).error());
    if (end->block < standing.block)
        return fmt::format("they stand at position {}, and the log ends at {}",
                           standing.position.number, end->last_position.number);
    const auto block = log_.read(options_.partition, standing.block);
    if (!block && block.error().failure == events::Failure::not_found)
        return events::fail(
            events::Failure::corrupt,
            fmt::format("block {} of the log is missing: what comes before position "
                        "{} cannot be read",
                        standing.block, standing.position.number + 1));
    if (!block) return tl::unexpected(block.error());
    const auto header = engine::peek_header(*block);
    if (header && header->previous == standing.before &&
        header->last_position() == standing.position) {
        return std::string();
    }
    return fmt::format("they stand on a block {} that is not the log's", standing.block);
}

Result<void> Projector::take_views() {
    standing_.partition = options_.partition;
    standing_.log = log_.id();
    {
        const Moment moment(store_);
        for (const ViewMaker& maker : is_beside_ ? makers_ : to_serve(moment))
            take(maker, is_beside_ ? beside_name(maker.name) : maker.name, moment);
    }
    // All that run stand at one block, but for copies of different age.
    const Slot* furthest_behind = nullptr;
    for (const Slot& slot : slots_)
        if (!slot.stopped && (furthest_behind == nullptr || slot.block < furthest_behind->block))
            furthest_behind = &slot;
    if (furthest_behind != nullptr && furthest_behind->block != 0)
        standing_ = furthest_behind->flushed;
    flushed_block_ = standing_.block;
    applied_ = flushed_ = standing_.position.number;
    list_listeners();
    return {};
}

void Projector::take(const ViewMaker& maker, std::string stored, const Moment& moment) {
    Slot slot;
    slot.number = store_.enroll(stored);
    slot.view = maker.make({&store_, slot.number});
    slot.flushed = standing_;  // the beginning
    if (const auto head = moment.head(stored)) {
        slot.flushed = head->standing;
        slot.is_told = !head->stopped.empty();
        if (slot.is_told) slot.stopped = std::make_unique<Error>(Error{Failure::io, head->stopped});
    }
    slot.block = slot.flushed.block;
    slot.stored = std::move(stored);
    slots_.push_back(std::move(slot));
}

void Projector::list_listeners() {
    for (std::vector<Slot*>& list : listeners_) list.clear();
    events::Events::for_each([this]<class Event>() {
        for (Slot& slot : slots_)
            if (!slot.stopped && slot.view->listens_to(Event::kind))
                listeners_[events::kind_slot(Event::kind)].push_back(&slot);
    });
}

// ---- Applying.

Result<bool> Projector::step(std::size_t events_max) {
    if (broken_) return tl::unexpected(*broken_);
    if (damage_) TRY(begin_again(*damage_));
    if (!is_beside_) TRY(begin_again_if_lost());
    if (!is_beside_) TRY(open_again_if_failed());
    if (is_beside_ && stopped().size() == slots_.size()) return false;  // nothing is left to make
    const auto end = log_.end(options_.partition);
    if (!end) return tl::unexpected(end.error());
    is_far_behind_ =
        end->last_position.number > standing_.position.number + options_.far_behind_events;
    if (flush_is_due()) TRY(flush());
    for (std::size_t events = 0; standing_.block < end->block && events < events_max;) {
        const auto applied = apply_epoch();
        if (!applied) return tl::unexpected(applied.error());
        events += *applied;
        if (damage_) TRY(begin_again(*damage_));
        if (flush_is_due()) TRY(flush());
    }
    return standing_.block < end->block;
}

Result<void> Projector::catch_up() {
    for (;;) {
        const auto stepped = step(100'000);
        if (!stepped) return tl::unexpected(stepped.error());
        if (*stepped) continue;
        const std::size_t times_before = times_made_again_;
        TRY(flush());
        if (times_made_again_ == times_before) return {};
    }
}

Result<std::size_t> Projector::apply_epoch() {
    std::size_t events = 0;
    for (;;) {
        const auto header = apply_block();
        if (!header) return tl::unexpected(header.error());
        events += header->event_count;
        if (!header->ends_epoch()) continue;
        for (Slot& slot : slots_)
            if (!slot.stopped) slot.block = std::max(slot.block, standing_.block);
        applied_ = standing_.position.number;
        return events;
    }
}

Result<BlockHeader> Projector::apply_block() {
    const std::uint64_t number = standing_.block + 1;
    const auto block = log_.read(options_.partition, number);
    if (!block) return tl::unexpected(block.error());
    const auto unreadable = [this, number](std::string_view why) {
        return broken(
            fmt::format("partition {}: block {} cannot be read ({}): the first position "
                        "that cannot be read is {}",
                        options_.partition.number, number, why, standing_.position.number + 1));
    };
    const auto header = engine::read_block(*block);
    if (!header) return unreadable(to_text(header.error()));
    if (header->block != number || header->log_id != standing_.log ||
        header->first_position.number != standing_.position.number + 1) {
        return unreadable("it is not the block that follows");
    }
    is_within_epoch_ = true;
    engine::EventWalk walk(engine::payload_of(*block));
    while (const auto event = walk.next()) TRY(apply_event(*event));
    if (!walk.at_end()) return unreadable("its events contradict its header");
    is_within_epoch_ = !header->ends_epoch();
    standing_.block = number;
    standing_.before = header->previous;
    standing_.position = header->last_position();
    standing_.time = header->last_time;
    return *header;
}

Result<void> Projector::apply_event(events::BytesView event) {
    const events::EventKind kind{events::read_prefix(event)->kind};
    const std::vector<Slot*>& listeners = listeners_[events::kind_slot(kind)];
    if (listeners.empty() && events::name_of(kind) != "?") return {};
    events::EventHeader header;
    events::BytesView body;
    memory_.reset();
    const bool is_readable =
        events::read_header(event, header, body) &&
        events::visit_body(header, body, memory_,
                           [&]<class Event>(const events::EventHeader& h, const Event& e) {
                               const Happening happening{h, body, &e};
                               for (Slot* slot : listeners) tell(*slot, happening);
                           });
    if (is_readable) return {};
    return broken(fmt::format("partition {}: the event at position {} cannot be decoded",
                              options_.partition.number,
                              events::read_prefix(event)->position.number));
}

tl::unexpected<Error> Projector::broken(std::string message) {
    broken_ = std::make_unique<Error>(Error{Failure::corrupt, std::move(message)});
    return tl::unexpected(*broken_);
}

void Projector::tell(Slot& slot, const Happening& happening) {
    if (damage_ || slot.stopped || slot.block > standing_.block) return;  // it has seen this before
    try {
        slot.view->apply(happening);
    } catch (const ViewFailure& failure) {
        if (is_store_broken(failure.error))
            damage_ = std::make_unique<Error>(failure.error);
        else
            stop(slot, failure.error);
    } catch (const std::exception& error) {
        stop(slot, {Failure::io, error.what()});
    }
}

void Projector::stop(Slot& slot, Error error) {
    error.message = fmt::format("the view {} has stopped after position {}: {}", slot.view->name(),
                                slot.flushed.position.number, error.message);
    slot.stopped = std::make_unique<Error>(std::move(error));
    slot.is_told = false;
}

std::vector<std::string> Projector::names() const {
    std::vector<std::string> all;
    for (const Slot& slot : slots_) all.emplace_back(slot.view->name());
    return all;
}

std::vector<StoppedView> Projector::stopped() const {
    std::vector<StoppedView> all;
    for (const Slot& slot : slots_)
        if (slot.stopped) all.push_back({std::string(slot.view->name()), *slot.stopped});
    return all;
}

}  // namespace leadline::projections
