// See engine_host_views.hpp.
#include "connectors/cli/engine_host_views.hpp"

#include <spdlog/spdlog.h>

#include <chrono>

namespace leadline::connectors {

using events::Position;
using events::Result;

namespace {

constexpr std::size_t events_per_step = 4'096;
constexpr std::chrono::milliseconds health_every{500};
constexpr std::chrono::seconds failure_pause{1};

events::Time steady_now() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

}  // namespace

Result<std::unique_ptr<ViewThread>> ViewThread::open(const engine::LogReader& log,
                                                     const std::filesystem::path& folder,
                                                     engine::Partition partition,
                                                     const config::Options::Views& options) {
    std::unique_ptr<ViewThread> views(new ViewThread(log, folder));
    auto store = projections::ViewStore::open(folder, projections::ViewAccess::write);
    if (!store) return tl::unexpected(std::move(store).error());
    views->store_ = *std::move(store);
    projections::ProjectorOptions how;
    how.partition = partition;
    how.flush_every = {std::int64_t{options.flush_ms} * 1'000};
    how.let_go = [it = views.get()] { it->copies_.reset(); };
    auto projector = projections::Projector::open(log, *views->store_, how, steady_now);
    if (!projector) return tl::unexpected(std::move(projector).error());
    views->projector_ = *std::move(projector);
    views->times_told_ = views->projector_->times_made_again();  // was_emptied() tells it
    views->stopped_told_ = views->projector_->stopped().size();  // and stopped() these
    views->lag_max_ = options.lag_max;
    views->idle_ = std::chrono::milliseconds(options.flush_ms) / 4;
    views->note_health();
    return views;
}

ViewThread::~ViewThread() { static_cast<void>(stop()); }

void ViewThread::start() {
    ends_ = lets_go_ = false;
    thread_ = std::thread([this] { run(); });
}

void ViewThread::run() {
    for (;;) {
        const auto more = projector_->step(events_per_step);
        tell_news();
        note_health();
        if (more) look_after_copies();
        run_errand();
        std::unique_lock lock(mutex_);
        changed_.notify_all();
        if (!more) {
            if (!stands_still(more.error())) return;
            changed_.wait_for(lock, failure_pause, [this] { return ends_; });
            if (ends_) return;
            continue;
        }
        if (trouble_) {
            trouble_.reset();
            noted_ = {};
            spdlog::info("views go on");
        }
        if (ends_) return;
        if (*more) continue;
        changed_.wait_for(lock, idle_, [this] { return has_more_ || ends_ || errand_; });
        has_more_ = false;
    }
}

// Under mutex_. What could not be written is tried again, as the log goes on when there is room on
// the disk. False: they stop.
bool ViewThread::stands_still(const events::Error& error) {
    for (ViewHealth& view : health_) view.stopped = error.message;
    if (error.failure != events::Failure::io) {
        error_ = error;
        return false;
    }
    if (!trouble_) spdlog::warn("views: {}; they stand still and are tried again", error.message);
    trouble_ = error;
    return true;
}

void ViewThread::tell_news() {
    if (projector_->times_made_again() != times_told_) {
        times_told_ = projector_->times_made_again();
        spdlog::warn("views are made again from the log: {}", projector_->was_emptied());
    }
    const auto stopped = projector_->stopped();
    for (std::size_t i = stopped_told_; i < stopped.size(); ++i)
        spdlog::error("{}", stopped[i].error.message);
    stopped_told_ = stopped.size();
}

// From what is flushed: that is what readers find. On the thread that steps, since a store that is
// made again must not be read meanwhile.
void ViewThread::note_health() {
    const auto now = std::chrono::steady_clock::now();
    if (noted_ != decltype(noted_){} && now - noted_ < health_every) return;
    noted_ = now;
    std::vector<ViewHealth> health;
    const std::vector<projections::StoppedView> stopped = projector_->stopped();
    try {
        const projections::Moment moment(*store_);
        for (const std::string& name : store_->names()) {
            const auto head = moment.head(name);
            health.push_back({name, head ? head->standing.position : Position{}, {}});
            for (const projections::StoppedView& one : stopped)
                if (one.name == name) health.back().stopped = one.error.message;
        }
    } catch (const projections::ViewFailure&) {
        return;  // the projector meets it too, and mends it
    }
    const std::lock_guard lock(mutex_);
    health_ = std::move(health);
    const std::optional<events::Error>& why = error_ ? error_ : trouble_;
    for (ViewHealth& view : health_)
        if (why && view.stopped.empty()) view.stopped = why->message;
}

std::vector<ViewHealth> ViewThread::health() const {
    const std::lock_guard lock(mutex_);
    return health_;
}

void ViewThread::wake() {
    {
        const std::lock_guard lock(mutex_);
        has_more_ = true;
    }
    changed_.notify_all();
}

void ViewThread::wait_for(Position position) {
    const auto is_near = [&] { return position.number <= projector_->applied().number + lag_max_; };
    if (is_near()) return;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return is_near() || lets_go_ || ends_ || error_ || trouble_; });
}

void ViewThread::stop_waiting() {
    {
        const std::lock_guard lock(mutex_);
        lets_go_ = true;
    }
    changed_.notify_all();
}

Result<void> ViewThread::stop() {
    if (thread_.joinable()) {
        {
            const std::lock_guard lock(mutex_);
            ends_ = true;
        }
        changed_.notify_all();
        thread_.join();
        if (!error_) {
            auto flushed = projector_->flush();
            tell_news();
            noted_ = {};
            note_health();
            if (!flushed) return flushed;
        }
        if (copies_) {  // what they are so far is kept for the next
            const auto copies = copies_->stop();
            auto kept = copies ? (*copies)->flush() : Result<void>();
            copies_.reset();
            if (!kept) spdlog::warn("{}", kept.error().message);
        }
    }
    if (error_) return tl::unexpected(*error_);
    return {};
}

Result<void> ViewThread::catch_up(const std::function<void(Position)>& step,
                                  const std::function<bool()>& give_up) {
    for (bool is_behind = true; is_behind && !give_up();) {
        const auto more = projector_->step(events_per_step);
        if (!more) return tl::unexpected(more.error());
        is_behind = *more;
        note_health();
        step(projector_->applied());
    }
    auto caught_up = give_up() ? projector_->flush() : projector_->catch_up();
    if (caught_up && !give_up()) caught_up = take_requests();
    if (caught_up && !give_up()) {
        caught_up = projector_->make_copies([&](Position at) {
            step(at);
            return !give_up();
        });
    }
    tell_news();
    noted_ = {};
    note_health();
    return caught_up;
}

}  // namespace leadline::connectors
