// How fast do all views together keep up with a log: the mix of workload.hpp, decided beforehand,
// so many leads live; projected with the flushes that a running engine has. Beside it: the same
// rows through memtables and a write-ahead log. CPU of the projecting thread alone, and of the
// process with RocksDB's merging; the second is what a machine of two cores must have left.
// Then how long answers take that are about all of it: ages of all queues, a page of partners with
// their counts, what claim limits leave.
//   bench_views [leads live] [commands]
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "bench/recorder.hpp"
#include "bench/workload.hpp"
#include "engine/log/sim_log.hpp"
#include "events/base/ensure.hpp"
#include "projections/projector.hpp"
#include "projections/query.hpp"

namespace leadline::bench {
namespace {

double cpu_seconds(int who) {
    rusage use{};
    getrusage(who, &use);
    return static_cast<double>(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           static_cast<double>(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

struct Used {
    double wall = 0, thread = 0, process = 0;

    static Used now() {
        const auto clock = std::chrono::steady_clock::now().time_since_epoch();
        return {std::chrono::duration<double>(clock).count(), cpu_seconds(RUSAGE_THREAD),
                cpu_seconds(RUSAGE_SELF)};
    }
    Used operator-(const Used& before) const {
        return {wall - before.wall, thread - before.thread, process - before.process};
    }
};

events::Time steady_time() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
}

struct Recorded {
    const engine::SimLog& log;
    events::Position end;
    events::Position setup;  // its last position
    std::uint64_t commands;
};

void report(const char* what, const Used& used, double commands, double events) {
    fmt::print(
        "{:<34} {:>8.0f} commands/s {:>8.0f} events/s   us/command: {:.2f} thread, "
        "{:.2f} process\n",
        what, commands / used.wall, events / used.wall, used.thread / commands * 1e6,
        used.process / commands * 1e6);
}

// Prints the median and the worst of 21 answers.
template <class Ask>
void report_answer(const char* what, Ask&& ask) {
    std::vector<double> all;
    for (int i = 0; i < 21; ++i) {
        const double begin = Used::now().wall;
        ENSURE(ask().has_value());
        all.push_back((Used::now().wall - begin) * 1e3);
    }
    std::sort(all.begin(), all.end());
    fmt::print("  {:<32} {:>8.2f} ms, worst {:.2f} ms\n", what, all[all.size() / 2], all.back());
}

void report_answers(const projections::ViewStore& store) {
    const projections::Query query({&store});
    const auto name = query.only_program();
    ENSURE(name.has_value());
    const events::ProgramId program{*name};
    const projections::Paging page{{}, 100};
    report_answer("ages of all queues", [&] { return query.aged_queues(program); });
    report_answer("a page of 100 partners", [&] { return query.partners(program, page); });
    const auto partners = query.partners(program, page);
    ENSURE(partners.has_value() && !partners->value.items.empty());
    const events::PartnerId partner = partners->value.items[0].partner;
    report_answer("a partner, its claim limits", [&] {
        return query.partner(program, partner, {{}, 10});
    });
}

void run(const char* what, const Recorded& recorded, std::size_t ingest_bytes_min) {
    std::string folder = (std::filesystem::temp_directory_path() / "leadline-XXXXXX").string();
    ENSURE(mkdtemp(folder.data()) != nullptr);
    {
        projections::ViewStoreOptions options;
        options.ingest_bytes_min = ingest_bytes_min;
        auto store = projections::ViewStore::open(folder, projections::ViewAccess::write, options);
        ENSURE(store.has_value());
        auto projector = projections::Projector::open(recorded.log, **store, {}, steady_time);
        ENSURE(projector.has_value());
        projections::Projector& p = **projector;
        const Used begin = Used::now();
        while (p.applied() < recorded.setup) ENSURE(p.step(1).has_value());
        ENSURE(p.flush().has_value());
        const Used half = Used::now();
        while (p.applied() < recorded.end) ENSURE(p.step(1).has_value());
        ENSURE(p.flush().has_value());
        const Used end = Used::now();
        const auto leads = static_cast<double>(recorded.setup.number);
        report(fmt::format("{}, leads created", what).c_str(), half - begin, leads / 2, leads);
        report(fmt::format("{}, mix", what).c_str(), end - half,
               static_cast<double>(recorded.commands),
               static_cast<double>(p.applied().number - recorded.setup.number));
        ENSURE(p.stopped().empty());
        report_answers(**store);
    }
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace leadline::bench

int main(int argc, char** argv) {
    using namespace leadline;
    bench::WorkloadSize size;
    if (argc > 1) size.leads_live = std::strtoull(argv[1], nullptr, 10);
    if (argc > 2) size.commands = std::strtoull(argv[2], nullptr, 10);
    engine::SimStorage storage(1, 1);
    const auto log = engine::SimLog::open(storage);
    ENSURE(log.has_value());
    bench::Recorder recorder(**log);
    bench::Workload workload(size);
    for (events::CommandHeader c; workload.next_setup(c);) recorder.decide(c);
    recorder.end_epoch();
    const events::Position setup = recorder.position();
    for (events::CommandHeader c; workload.next_mixed(c);) recorder.decide(c);
    recorder.end_epoch();
    const bench::Recorded recorded{**log, recorder.position(), setup, size.commands};
    fmt::print("{} leads live, {} commands of the mix, {} events\n", size.leads_live, size.commands,
               recorder.position().number - setup.number);
    bench::run("sorted files", recorded, 1U << 20U);
    bench::run("write-ahead log and memtable", recorded, std::size_t{1} << 40U);
    return 0;
}
