// Projector: keeps the views of one partition up with its log. It decodes each event once for all
// views, applies whole epochs only, and flushes by bytes and by time. A view that throws stops
// alone and says so; the others go on. One thread steps; the positions may be read by any.
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
    engine::Partition partition;
    std::size_t flush_bytes_max = 24U << 20U;  // of changes in memory
    events::Duration flush_every{200'000};     // others see what is applied so much later at most
};

struct StoppedView {
    std::string name;
    events::Error error;
};

class Projector {
public:
    using Clock = std::function<events::Time()>;  // only differences matter
    using MakeViews = std::function<std::vector<std::unique_ptr<View>>(ViewStore&)>;

    // Compares the store with the log; views that stand on another log, or beyond this one's end,
    // are emptied and made again (see was_emptied); so is a store that proves damaged, now or
    // later. The log and the store must outlive it.
    [[nodiscard]] static Result<std::unique_ptr<Projector>> open(
        const engine::LogReader& log, ViewStore& store, const ProjectorOptions& options,
        Clock clock, const MakeViews& make = make_views);

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
    [[nodiscard]] const std::string& was_emptied() const { return was_emptied_; }  // why, or ""
    // How often a store that proved damaged was made again meanwhile; was_emptied() says why.
    [[nodiscard]] std::size_t times_made_again() const { return times_made_again_; }

private:
    struct Slot {
        std::unique_ptr<View> view;
        ViewNumber number = 0;
        std::uint64_t block = 0;  // applied or flushed up to it
        std::unique_ptr<events::Error> stopped;
    };

    Projector(const engine::LogReader& log, ViewStore& store, const ProjectorOptions& options,
              Clock clock, MakeViews make);
    [[nodiscard]] Result<void> begin();
    [[nodiscard]] Result<void> compare_with_log();
    [[nodiscard]] Result<void> take_views();
    [[nodiscard]] Result<void> begin_again(events::Error damage);
    [[nodiscard]] Result<void> or_begin_again(Result<void> done);
    [[nodiscard]] Result<std::string> mismatch(const Standing& standing) const;
    [[nodiscard]] Result<std::size_t> apply_epoch();
    [[nodiscard]] Result<engine::BlockHeader> apply_block();
    [[nodiscard]] Result<void> apply_event(events::BytesView event);
    [[nodiscard]] tl::unexpected<events::Error> broken(std::string message);
    void tell(Slot& slot, const Happening& happening);
    void stop(Slot& slot, events::Error error);
    void list_listeners();
    [[nodiscard]] Result<void> all_stopped() const;
    [[nodiscard]] bool flush_is_due() const;
    [[nodiscard]] std::size_t pending_bytes() const;
    [[nodiscard]] Result<void> drop_outdated();

    const engine::LogReader& log_;
    ViewStore& store_;
    ProjectorOptions options_;
    Clock clock_;
    MakeViews make_;
    std::vector<Slot> slots_;
    std::array<std::vector<Slot*>, events::kind_slots> listeners_;
    events::Arena memory_;
    Standing standing_;  // of what is applied
    std::uint64_t flushed_block_ = 0;
    events::Time last_flush_;
    events::Duration flush_every_;  // longer while sorted runs pile up in the store
    bool is_within_epoch_ = false;  // nothing may be flushed
    bool has_outdated_ = false;
    std::unique_ptr<events::Error> broken_;  // the log is damaged here
    std::unique_ptr<events::Error> damage_;  // of the store, met while applying
    std::size_t times_made_again_ = 0;
    std::string was_emptied_;
    std::atomic<std::uint64_t> applied_ = 0;
    std::atomic<std::uint64_t> flushed_ = 0;
};

}  // namespace leadline::projections
