// ViewWorld: a log to project. Commands are decided by the real core, events can be put by hand
// where no command makes them, and a test says where epochs and blocks end. Grown: a store with its
// projector on such a log, in a folder of its own, under a clock that the test moves; its files are
// not synced, since no test here cuts the power. One thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/core/decider.hpp"
#include "engine/log/epoch_writer.hpp"
#include "engine/log/sim_log.hpp"
#include "engine/runtime/ports.hpp"
#include "projections/projector.hpp"
#include "projections/query.hpp"
#include "tests/support/given.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {

class ViewWorld {
public:
    // Commands are a second apart from this time on.
    explicit ViewWorld(events::Time begin = {1'767'323'045'000'000},  // 2026-01-02T03:04:05Z
                       std::uint64_t log_seed = 1);

    // Decides commands of the program "acme", each with an id of its own.
    ViewWorld& ask(const std::vector<Asked>& commands);
    ViewWorld& ask(const Asked& command) { return ask(std::vector<Asked>{command}); }
    ViewWorld& ask(const engine::Input& input);
    // Puts an event as it is, unseen by the core: nothing can be asked afterwards.
    template <class Event>
    ViewWorld& put(events::Actor actor, const Event& event) {
        events::write_event(decided_, next_header(actor), event);
        return *this;
    }
    ViewWorld& wait(events::Duration time) {
        now_ = now_ + time;
        return *this;
    }

    // Makes one epoch of what was decided since the last, each command in a span of its own.
    ViewWorld& cut();
    // The log with everything in it.
    [[nodiscard]] const engine::SimLog& log();
    [[nodiscard]] const engine::State& state() const { return state_; }
    [[nodiscard]] events::Position position() const { return end_.last_position; }

private:
    class Memory final : public engine::History {
    public:
        void keep(events::BytesView events);
        events::Result<void> read(events::Position first, std::uint32_t count,
                                  events::Bytes& out) override;

    private:
        std::vector<events::Bytes> events_;
    };

    void decide(const events::CommandHeader& command);
    [[nodiscard]] events::EventHeader next_header(events::Actor actor);

    engine::State state_;
    Memory history_;
    engine::Decider decider_{state_, history_};
    engine::SimStorage storage_;
    std::unique_ptr<engine::SimLog> log_;
    engine::EpochWriter writer_;
    engine::LogEnd end_;
    events::Bytes decided_;
    events::Position put_;  // of the last event put by hand
    events::Time now_;
    std::uint64_t asked_ = 0;
};

class Grown {
public:
    explicit Grown(const engine::LogReader& log, projections::ProjectorOptions options = {},
                   projections::ViewMakers makers = projections::all_views(),
                   projections::ViewStoreOptions store = {});

    // Opens store and projector anew, as after a restart.
    void reopen();
    // By a program that knows other views.
    void reopen(projections::ViewMakers makers) {
        makers_ = std::move(makers);
        reopen();
    }
    void close();

    // To the log's end, whatever it takes.
    Grown& catch_up();

    [[nodiscard]] projections::Projector& projector() { return *projector_; }
    [[nodiscard]] projections::ViewStore& store() const { return *store_; }
    [[nodiscard]] projections::Query query() const { return projections::Query({store_.get()}); }
    [[nodiscard]] std::filesystem::path folder() const { return folder_.path() / "p0"; }
    events::Time now{1};

private:
    const engine::LogReader& log_;
    projections::ProjectorOptions options_;
    projections::ViewMakers makers_;
    projections::ViewStoreOptions store_options_;
    TemporaryFolder folder_;
    std::unique_ptr<projections::ViewStore> store_;
    std::unique_ptr<projections::Projector> projector_;
};

// Everything that the queries can answer about every program, as JSON: two stores that say the same
// hold the same.
[[nodiscard]] std::string dump(const projections::Query& query);

template <class T>
T must(events::Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return *std::move(result);
}
inline void must(const events::Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().message);
}

}  // namespace leadline::tests
