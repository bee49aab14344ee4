// How fast is the whole command `leadline submit`: lines from a file, decided, synced, every view
// kept up with, outcome lines written. The first run, untimed, sets the program and its leads up;
// the second, timed, is the mix of workload.hpp and ends when everything is on disk, the last
// checkpoint and the views too.
//   bench_submit [leads live] [commands]
#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <vector>

#include "bench/workload.hpp"
#include "connectors/cli/app.hpp"
#include "events/base/ensure.hpp"

namespace leadline::bench {
namespace {

using Clock = std::chrono::steady_clock;

void submit(const std::string& folder, const std::string& file) {
    const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    ENSURE(null >= 0);
    connectors::FdOutput out(null);
    connectors::WallClock clock;
    const std::string data = folder + "/data";
    const std::vector<const char*> words{"leadline", "submit", "--data", data.c_str(),
                                         file.c_str()};
    const int code = connectors::run_app(static_cast<int>(words.size()), words.data(),
                                         {out, std::cerr, false, false, clock, {}});
    ENSURE(code == 0);
    close(null);
}

double measure(const WorkloadSize& size) {
    std::string folder =
        (std::filesystem::temp_directory_path() / "leadline-bench-XXXXXX").string();
    ENSURE(mkdtemp(folder.data()) != nullptr);
    const std::string setup = folder + "/setup.jsonl";
    const std::string mixed = folder + "/mixed.jsonl";
    {
        Workload workload(size);
        events::CommandHeader command;
        std::ofstream first(setup);
        while (workload.next_setup(command)) first << json_line(command) << '\n';
        std::ofstream second(mixed);
        while (workload.next_mixed(command)) second << json_line(command) << '\n';
    }
    submit(folder, setup);
    const auto begin = Clock::now();
    submit(folder, mixed);
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    std::filesystem::remove_all(folder);
    return static_cast<double>(size.commands) / seconds;
}

}  // namespace
}  // namespace leadline::bench

int main(int argc, char** argv) {
    leadline::bench::WorkloadSize size;
    size.leads_live = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 300'000;
    size.commands = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 500'000;
    std::vector<double> runs;
    for (int run = 0; run < 3; ++run) runs.push_back(leadline::bench::measure(size));
    std::sort(runs.begin(), runs.end());
    fmt::print("leadline submit with every view: {:.0f} commands/s ({:.0f} to {:.0f})\n", runs[1],
               runs.front(), runs.back());
}
