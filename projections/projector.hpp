// Projector: keeps the views of one partition up with its log. It decodes each event once for all
// views, applies whole epochs only, and flushes by bytes and by time. A view that throws stops
// alone, for good, and its position and error are kept. A second one makes copies of views beside
// those that serve, and hands them over. One thread steps; the positions may be read by any.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/log/block.hpp"
#include "projections/view.hpp"
#include "projections/views.hpp"

namespace leadline::projections {

struct ProjectorOptions {
    engine::Partition partition{};
    std::size_t flush_bytes_max = 24U << 20U;  // of changes in memory
    events::Duration flush_every{200'000};     // others see what is applied so much later at most
    // Copies are seen by nobody, and views that are far behind are waited for: the larger their
    // flushes, the fewer rows are written twice.
    std::size_t flush_bytes_beside = 96U << 20U;
    std::uint64_t far_behind_events = 200'000;
    // Called before a store is made again from nothing, or closed: whoever else uses it must let it
    // go.
    std::function<void()> let_go{};
};

struct StoppedView {
    std::string name;
    events::Error error;
};

class Projector {
public:
    using Clock = std::function<events::Time()>;  // only differences matter

    // Compares the store with the log; views that stand on another log, or beyond this one's end,
    // are emptied and made again (see was_emptied); so is a store that proves damaged or loses its
    // folder, now or later. The log and the store must outlive it.
    [[nodiscard]] static Result<std::unique_ptr<Projector>> open(
        const engine::LogReader& log, ViewStore& store, const ProjectorOptions& options,
        Clock clock, const ViewMakers& makers = all_views());

    // Applies epochs until about `events_max` events are done or the log's end is reached, and
    // flushes when that is due. True: the log has more. After an error of reading or writing it may
    // be called again and goes on where it stood; a damaged log is refused for ever.
    [[nodiscard]] Result<bool> step(std::size_t events_max);

    // Steps to the log's present end and flushes.
    [[nodiscard]] Result<void> catch_up();

    [[nodiscard]] Result<void> flush();

    // The last position that is applied, and that others can see.
    [[nodiscard]] events::Position applied() const { return {applied_.load()}; }
    [[nodiscard]] events::Position flushed() const { return {flushed_.load()}; }

    [[nodiscard]] std::vector<StoppedView> stopped() const;
    [[nodiscard]] engine::Partition partition() const { return options_.partition; }
    [[nodiscard]] std::vector<std::string> names() const;  // of its views

    // ---- Copies beside those that serve (projector_beside.cpp).

    // Asks for a copy of the view, to take its place. It is remembered in the store. `not_found`
    // when there is no view of this name without its version.
    [[nodiscard]] Result<void> ask_again(Text base);
    // Whether a copy is to be made, or finished: asked for, or of a version that is not there yet.
    [[nodiscard]] bool wants_copies() const;
    // What makes them; it goes on where the last one stood. Its step() may be called by another
    // thread than this one's, and none of the others.
    [[nodiscard]] Result<std::unique_ptr<Projector>> open_beside();
    // Brings both to one position and puts the copies in their places, in one write; nobody steps
    // `beside` any more. Copies that have stopped are left out.
    [[nodiscard]] Result<void> adopt(Projector& beside);
    // All of this at once: makes every copy that is wanted. Calls `step` now and then with the
    // position it has come to; returns early when that says false.
    [[nodiscard]] Result<void> make_copies(const std::function<bool(events::Position)>& step);

    // The store's damage that was met beside; null: none.
    [[nodiscard]] const events::Error* damage() const { return damage_.get(); }
    [[nodiscard]] const std::string& was_emptied() const { return was_emptied_; }  // why, or ""
    // How often a store that proved damaged was made again meanwhile; was_emptied() says why.
    [[nodiscard]] std::size_t times_made_again() const { return times_made_again_; }

private:
    struct Slot {
        std::unique_ptr<View> view;
        std::string stored;  // its name in the store
        ViewNumber number = 0;
        std::uint64_t block = 0;  // applied or flushed up to it
        Standing flushed;         // as its head says
        std::unique_ptr<events::Error> stopped;
        bool is_told = false;  // that it has stopped stands in its head
    };

    Projector(const engine::LogReader& log, ViewStore& store, const ProjectorOptions& options,
              Clock clock, ViewMakers makers);
    [[nodiscard]] Result<void> begin();
    [[nodiscard]] Result<void> compare_with_log();
    [[nodiscard]] Result<void> take_views();
    void take(const ViewMaker& maker, std::string stored, const Moment& moment);
    [[nodiscard]] ViewMakers to_serve(const Moment& moment) const;
    [[nodiscard]] ViewMakers to_copy(const Moment& moment) const;
    [[nodiscard]] Result<void> drop_outdated();
    [[nodiscard]] Result<void> run_to(std::uint64_t block);
    [[nodiscard]] std::vector<ViewSwap> swaps_of(const Projector& beside) const;
    void seat(Slot slot);
    [[nodiscard]] bool is_store_broken(const events::Error& error) const;
    [[nodiscard]] Result<void> begin_again(events::Error damage);
    [[nodiscard]] Result<void> or_begin_again(Result<void> done);
    [[nodiscard]] Result<void> begin_again_if_lost();
    [[nodiscard]] Result<void> open_again_if_failed();
    [[nodiscard]] Result<std::string> mismatch(const Standing& standing) const;
    [[nodiscard]] Result<std::size_t> apply_epoch();
    [[nodiscard]] Result<engine::BlockHeader> apply_block();
    [[nodiscard]] Result<void> apply_event(events::BytesView event);
    [[nodiscard]] tl::unexpected<events::Error> broken(std::string message);
    void tell(Slot& slot, const Happening& happening);
    void stop(Slot& slot, events::Error error);
    void list_listeners();
    [[nodiscard]] bool flush_is_due() const;
    [[nodiscard]] std::size_t pending_bytes() const;
    [[nodiscard]] std::vector<ViewFlush> what_to_flush(Slot*& writing);
    void flushed_all();

    const engine::LogReader& log_;
    ViewStore& store_;
    ProjectorOptions options_;
    Clock clock_;
    ViewMakers makers_;
    bool is_beside_ = false;
    std::vector<Slot> slots_;
    std::array<std::vector<Slot*>, events::kind_slots> listeners_;
    events::Arena memory_;
    Standing standing_;  // of what is applied
    std::uint64_t flushed_block_ = 0;
    events::Time last_flush_;
    events::Duration flush_every_;           // longer while sorted runs pile up in the store
    bool is_within_epoch_ = false;           // nothing may be flushed
    bool is_far_behind_ = false;             // flushes are large, and none for their time
    std::unique_ptr<events::Error> broken_;  // the log is damaged here
    std::unique_ptr<events::Error> damage_;  // of the store, met while applying
    std::size_t times_made_again_ = 0;
    std::size_t times_damaged_ = 0;
    std::string was_emptied_;
    std::atomic<std::uint64_t> applied_ = 0;
    std::atomic<std::uint64_t> flushed_ = 0;
};

}  // namespace leadline::projections
