// How fast are all views made again from the log, against a raw scan of the same blocks (see
// recorded_log.hpp): into an empty store, and beside those that serve until they take their place.
// The log at rest, in the page cache; all in one run, by turns.
//   bench_rebuild [leads live] [commands] [runs]
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <chrono>

#include "bench/recorded_log.hpp"
#include "events/base/ensure.hpp"
#include "projections/projector.hpp"

namespace leadline::bench {
namespace {

namespace fs = std::filesystem;
using connectors::EmbeddedReader;
using projections::Projector;
using projections::ViewStore;

events::Time steady_time() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
}

// Of the whole process, RocksDB's merging included: what others on the machine do is not in it.
double processor_seconds() {
    rusage use{};
    getrusage(RUSAGE_SELF, &use);
    return static_cast<double>(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           static_cast<double>(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

struct Times {
    std::vector<double> wall, processor;

    template <class Work>
    void take(Work&& work) {
        const double before = processor_seconds();
        wall.push_back(work());
        processor.push_back(processor_seconds() - before);
    }
    void report(const char* what, std::uint64_t events, double mib) const {
        report_times(what, wall, events, mib);
        fmt::print("{:<34} {:6.3f} s of processor time\n", "", median_of(processor));
    }
};

struct Views {
    Views(const EmbeddedReader& log, const fs::path& folder)
        : store(*ViewStore::open(folder, projections::ViewAccess::write)),
          projector(*Projector::open(log, *store, {}, steady_time)) {}

    std::unique_ptr<ViewStore> store;
    std::unique_ptr<Projector> projector;
};

double anew(const EmbeddedReader& log, const fs::path& folder) {
    fs::remove_all(folder);
    return seconds_of([&] {
        const Views views(log, folder);
        ENSURE(views.projector->catch_up().has_value());
        ENSURE(views.projector->stopped().empty());
    });
}

// The views in `folder` serve, and are asked for again, all of them.
double beside(const EmbeddedReader& log, const fs::path& folder) {
    const Views views(log, folder);
    return seconds_of([&] {
        for (const auto& maker : projections::current_views())
            ENSURE(views.projector->ask_again(projections::parse_view_name(maker.name).base));
        ENSURE(views.projector->make_copies([](events::Position) { return true; }));
        ENSURE(!views.projector->wants_copies() && views.projector->stopped().empty());
    });
}

void run(const WorkloadSize& size, int runs) {
    std::string folder = (fs::temp_directory_path() / "leadline-XXXXXX").string();
    ENSURE(mkdtemp(folder.data()) != nullptr);
    static_cast<void>(record_log(folder + "/log", size));
    const auto log = *EmbeddedReader::open(folder + "/log", connectors::Beside::nobody);
    const std::uint64_t events = log->end(recorded_partition)->last_position.number;
    std::uint64_t bytes = 0;
    Times raw, made_anew, made_beside;
    static_cast<void>(raw_scan(*log, bytes));  // into the page cache
    for (int i = 0; i < runs; ++i) {
        raw.take([&] { return raw_scan(*log, bytes); });
        made_anew.take([&] { return anew(*log, folder + "/views"); });
        made_beside.take([&] { return beside(*log, folder + "/views"); });
    }
    const double mib = static_cast<double>(bytes) / (1U << 20U);
    fmt::print("{} events, {:.0f} MiB, {:.0f} bytes per event\n", events, mib,
               static_cast<double>(bytes) / static_cast<double>(events));
    raw.report("raw scan", events, mib);
    made_anew.report("all views, into an empty store", events, mib);
    made_beside.report("all views, beside what serves", events, mib);
    fmt::print("ratio {:.2f} into an empty store, {:.2f} beside (must 0.1, want 0.3)\n",
               median_of(raw.wall) / median_of(made_anew.wall),
               median_of(raw.wall) / median_of(made_beside.wall));
    fmt::print("of processor time {:.2f} and {:.2f}\n",
               median_of(raw.processor) / median_of(made_anew.processor),
               median_of(raw.processor) / median_of(made_beside.processor));
    fs::remove_all(folder);
}

}  // namespace
}  // namespace leadline::bench

int main(int argc, char** argv) {
    leadline::bench::WorkloadSize size;
    size.leads_live = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 300'000;
    size.commands = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 700'000;
    leadline::bench::run(size, argc > 3 ? std::atoi(argv[3]) : 5);
}
