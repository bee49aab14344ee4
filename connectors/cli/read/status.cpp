// `status`: how the engine of a data folder does, from the outside: what it last wrote of itself,
// and whether it still lives. Exit code 0 only while it runs and takes commands.
#include "connectors/cli/read/status.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "connectors/cli/output.hpp"
#include "connectors/cli/progress.hpp"

namespace leadline::connectors {

using events::Failure;
using events::Result;

namespace {

constexpr events::Duration silent_after{5'000'000};

double seconds_of(events::Duration duration) { return static_cast<double>(duration.us) / 1e6; }

std::string milliseconds_text(std::uint64_t us) {
    return us == 0 ? "-" : fmt::format("{:.1f} ms", static_cast<double>(us) / 1e3);
}

std::string places_text(const EngineStatus& told) {
    std::string text;
    for (const auto& place : told.partitions) {
        text += fmt::format("{}{}/{}", text.empty() ? "at position " : ", ", place.partition,
                            place.position);
        if (place.time.is_set()) text += " (" + events::to_text(place.time) + ")";
    }
    return text;
}

std::string views_text(const EngineStatus& told) {
    if (told.views.empty()) return "no views";
    // Of several partitions: of the one that is furthest behind.
    std::vector<EngineStatus::ViewPlace> views;
    for (const auto& view : told.views) {
        const auto at = std::find_if(views.begin(), views.end(),
                                     [&view](const auto& v) { return v.name == view.name; });
        if (at == views.end()) {
            views.push_back(view);
            continue;
        }
        at->lag = std::max(at->lag, view.lag);
        if (at->stopped.empty()) at->stopped = view.stopped;
    }
    std::string text;
    for (const auto& view : views) {
        text += fmt::format("{}{} {}", text.empty() ? "views behind " : ", ", view.name, view.lag);
        if (!view.stopped.empty()) text += " and stopped";
    }
    return text;
}

std::string kafka_text(const EngineStatus& told) {
    std::uint64_t behind = 0;
    std::uint64_t forwarded = 0;
    std::string numbers;
    for (const auto& place : told.kafka) {
        behind += place.behind;
        forwarded += place.forwarded;
        numbers += fmt::format("{}{}", numbers.empty() ? "" : ", ", place.partition);
    }
    return fmt::format("; partitions {} of Kafka are ours, {} commands wait there{}", numbers,
                       count_text(behind),
                       forwarded == 0 ? "" : fmt::format(", {} sent on", count_text(forwarded)));
}

// What stands behind the first word or two.
std::string figures_text(const EngineStatus& told) {
    std::string text = fmt::format(
        "{}; {} commands/s, {} events/s; {}; memory {} MiB; epochs of {} commands (largest {}); "
        "answers p50 {}, p99 {}",
        places_text(told), count_text(told.commands_per_s), count_text(told.events_per_s),
        views_text(told), told.memory_bytes >> 20U, told.epoch_commands_p50,
        told.epoch_commands_max, milliseconds_text(told.answer_us_p50),
        milliseconds_text(told.answer_us_p99));
    if (told.late_reads > 0) text += fmt::format("; {} late reads", count_text(told.late_reads));
    if (!told.kafka.empty()) text += kafka_text(told);
    if (told.inbox_done + told.inbox_failed > 0)
        text += fmt::format("; inbox {} files done, {} failed", count_text(told.inbox_done),
                            count_text(told.inbox_failed));
    if (told.notifications)
        text += fmt::format("; notifications {} delivered, {} failed, {} wait",
                            count_text(told.notifications->delivered),
                            count_text(told.notifications->failed),
                            count_text(told.notifications->waiting));
    return text;
}

Record record_of(const Health& health) {
    Record record;
    record.add("engine", name_of(health.state));
    if (health.process != 0) record.add("process", health.process);
    if (!health.told) return record;
    const EngineStatus& told = *health.told;
    record.add("command", told.command)
        .add("begun", told.begun)
        .add("written", told.written)
        .add("failed", told.failed.empty() ? Cell() : Cell(told.failed))
        .add("closed", told.closed.empty() ? Cell() : Cell(told.closed))
        .add("commands_per_s", told.commands_per_s)
        .add("events_per_s", told.events_per_s)
        .add("memory_bytes", told.memory_bytes)
        .add("epoch_commands_p50", told.epoch_commands_p50)
        .add("epoch_commands_max", told.epoch_commands_max)
        .add("answer_us_p50", told.answer_us_p50)
        .add("answer_us_p99", told.answer_us_p99)
        .add("late_reads", told.late_reads)
        .add("inbox_done", told.inbox_done)
        .add("inbox_failed", told.inbox_failed);
    if (told.notifications)
        record.add("notifications_waiting", told.notifications->waiting)
            .add("notifications_delivered", told.notifications->delivered)
            .add("notifications_failed", told.notifications->failed);
    Table views("views", {{"view"}, {"partition"}, {"position"}, {"lag"}, {"stopped"}});
    for (const auto& view : told.views)
        views.add({view.name, view.partition, view.position, view.lag,
                   view.stopped.empty() ? Cell() : Cell(view.stopped)});
    record.add(std::move(views));
    if (told.kafka.empty()) return record;
    Table kafka("kafka", {{"partition"}, {"offset"}, {"behind"}, {"forwarded"}, {"dropped"}});
    for (const auto& place : told.kafka)
        kafka.add({place.partition, place.offset, place.behind, place.forwarded, place.dropped});
    return record.add(std::move(kafka));
}

}  // namespace

std::string_view name_of(Health::State state) {
    switch (state) {
        case Health::State::runs:
            return "runs";
        case Health::State::closed:
            return "closed";
        case Health::State::silent:
            return "silent";
        case Health::State::untold:
            return "untold";
        case Health::State::ended:
            return "ended";
        case Health::State::died:
            return "died";
        case Health::State::none:
            return "none";
    }
    return {};
}

Health judge(std::optional<EngineStatus> told, std::int64_t holder,
             events::Duration now_monotonic) {
    Health health;
    health.process = holder;
    health.told = std::move(told);
    using State = Health::State;
    if (holder == 0) {
        health.state = !health.told             ? State::none
                       : health.told->has_ended ? State::ended
                                                : State::died;
    } else if (!health.told || health.told->process != holder || health.told->has_ended) {
        health.told.reset();
        health.state = State::untold;
    } else {
        health.age = {now_monotonic.us - health.told->monotonic.us};
        health.state = health.age > silent_after      ? State::silent
                       : !health.told->closed.empty() ? State::closed
                                                      : State::runs;
    }
    return health;
}

std::string to_text(const Health& health) {
    const auto up = [&health] {
        return span_text(seconds_of(health.told->written - health.told->begun));
    };
    const auto figures = [&health] { return figures_text(*health.told); };
    switch (health.state) {
        case Health::State::runs:
            return fmt::format("{} runs (process {}, up {}) {}", health.told->command,
                               health.process, up(), figures());
        case Health::State::closed:
            return fmt::format("{} takes nothing in (process {}, up {}): {}; {}",
                               health.told->command, health.process, up(), health.told->closed,
                               figures());
        case Health::State::silent:
            return fmt::format(
                "{} has said nothing for {} (process {}), it is stopped or stuck: {}",
                health.told->command, span_text(seconds_of(health.age)), health.process, figures());
        case Health::State::untold:
            return fmt::format("process {} has the folder and says nothing of itself",
                               health.process);
        case Health::State::ended:
            if (!health.told->failed.empty()) {
                return fmt::format("no engine runs; {} failed {} {}: {}", health.told->command,
                                   events::to_text(health.told->written), places_text(*health.told),
                                   health.told->failed);
            }
            return fmt::format("no engine runs; {} ended {} {}", health.told->command,
                               events::to_text(health.told->written), places_text(*health.told));
        case Health::State::died:
            return fmt::format("no engine runs; {} was killed after {} {}", health.told->command,
                               events::to_text(health.told->written), places_text(*health.told));
        case Health::State::none:
            return "no engine runs, and none has told of itself";
    }
    return {};
}

Answered status(Context& context, const StatusArgs&) {
    const auto folder = DataFolder::look(context.line.data);
    if (!folder) return tl::unexpected(folder.error());
    auto told = read_status(folder->root());
    if (!told && told.error().failure != Failure::not_found) return tl::unexpected(told.error());
    const Health health =
        judge(told ? std::optional(*std::move(told)) : std::nullopt,
              folder->in_use() ? folder->holder() : 0, context.console.clock.read().monotonic);
    const Answering to = answering(context);
    if (to.format == OutputFormat::text) {
        TRY(to.out.write(to_text(health) + "\n"));
    } else {
        Places at;
        if (health.told)
            for (const auto& place : health.told->partitions)
                at.push_back({place.partition, place.position, place.time});
        TRY(show(to, record_of(health), at));
    }
    return health.state == Health::State::runs ? ExitCode::done : ExitCode::no;
}

}  // namespace leadline::connectors
