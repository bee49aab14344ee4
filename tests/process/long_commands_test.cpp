// A signal in the middle of every command that may take long: it ends with 130, and nothing half
// made is left. Where the command was quicker than the signal, it is asked again.
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/child.hpp"
#include "tests/support/import_map.hpp"
#include "tests/support/repository.hpp"
#include "tests/support/submitted.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

// Whether it hears signals by now, and will not die of one.
bool hears(pid_t process, int signal) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    const std::string word = "SigBlk:\t";
    for (std::string line; std::getline(status, line);) {
        if (!line.starts_with(word)) continue;
        const auto blocked = std::stoull(line.substr(word.size()), nullptr, 16);
        return (blocked >> (signal - 1) & 1U) != 0;
    }
    return false;
}

// Until then it would rightly die of the signal, as everything does that has just been started.
void wait_until_it_hears(const Child& child, int signal) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!hears(child.pid(), signal) && !child.ends_within(milliseconds(0)))
        if (std::chrono::steady_clock::now() > until) FAIL("it hears no signals");
}

struct Long {
    std::vector<std::string> words;
    fs::path makes = {};       // what is there once it is done, and not before
    fs::path takes_away = {};  // before each try, so that there is more to do
    bool is_underway_by_draft = false;
    int signal = SIGTERM;
};

Ended interrupted(const Long& command) {
    const fs::path draft = command.makes.string() + ".unfinished";
    for (int tries = 1;; ++tries) {
        if (!command.takes_away.empty()) fs::remove_all(command.takes_away);
        Child child(command.words);
        wait_until_it_hears(child, command.signal);
        while (command.is_underway_by_draft && !fs::exists(draft))
            if (child.ends_within(milliseconds(0))) break;
        ::kill(child.pid(), command.signal);
        Ended ended = child.wait();
        if (ended.exit_code != 0 || tries == 50) return ended;
        if (!command.makes.empty()) fs::remove_all(command.makes);
    }
}

std::string many_rows() {
    std::string csv = "lead,met\n";
    for (int n = 0; n < 40'000; ++n) csv += "l" + std::to_string(n) + ",2018-01-01\n";
    return csv;
}

// The names in a folder.
std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

TEST_CASE("long commands: a signal in their midst ends each with 130, and nothing is left of it",
          "[process]") {
    const TemporaryFolder folder;
    const auto file = [&folder](const char* name) { return (folder.path() / name).string(); };
    const std::string data = file("data");
    const auto log_info = [&data] {
        return leadline({"log", "info", "--data", data, "-o", "json"}).out;
    };
    write_text(file("map.yaml"), import_map);
    write_text(file("leads.csv"), many_rows());
    write_text(file("lines"), workload_lines(30'000));
    REQUIRE(leadline({"submit", file("lines"), "--data", data}).exit_code == 0);
    const std::string log = log_info();
    const std::string program = (repository_root() / "config/samples/demo.program.yaml").string();
    const fs::path state = fs::path(data) / "state";
    const fs::path views = fs::path(data) / "views";
    const std::vector<std::string> names = names_in(folder.path());
    const Long commands[] = {
        {{"import", file("leads.csv"), "--map", file("map.yaml"), "--to", file("to")}, file("to")},
        {{"program", "plan", program, "--data", data}},
        {{"program", "apply", program, "--data", data}, {}, state},
        {{"submit", file("lines"), "--data", data}, {}, state},
        {{"log", "copy", file("copy"), "--partitions", "2", "--data", data},
         file("copy"),
         {},
         true},
        {{"log", "copy", file("copy"), "--partitions", "2", "--data", data},
         file("copy"),
         {},
         true,
         SIGINT},
        {{"log", "verify", "--data", data}},
        {{"log", "export", file("to"), "--data", data}, file("to")},
        {{"state", "check", "--data", data}},
        {{"view", "rebuild", "--all", "--data", data}},
        {{"lead", "list", "--data", data}, {}, views},
        {{"backup", file("to"), "--data", data}, file("to")},
    };
    for (const Long& command : commands) {
        INFO(command.words[0] << " " << command.words[1]);
        const Ended ended = interrupted(command);
        INFO(ended.err);
        CHECK(ended.exit_code == 130);
        CHECK(names_in(folder.path()) == names);
    }
    // An engine that starts and has not come to its commands.
    fs::remove_all(state);
    Child serve({"serve", "--data", data});
    wait_until_it_hears(serve, SIGTERM);
    ::kill(serve.pid(), SIGTERM);
    CHECK(serve.wait().exit_code == 0);
    CHECK(log_info() == log);
    CHECK(leadline({"log", "verify", "--data", data}).exit_code == 0);
}

TEST_CASE("long commands: waiting for an engine to make a view again is ended by a signal",
          "[process]") {
    const TemporaryFolder folder;
    const std::string data = (folder.path() / "data").string();
    REQUIRE(leadline({"submit", "--data", data}, acme_lines()).exit_code == 0);
    // It keeps no views, so that one waits for it in vain.
    Child serve({"serve", "--data", data, "--set", "views.enabled=false"});
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (serve.err_so_far().find("serves") == std::string::npos)
        if (serve.ends_within(milliseconds(0)) || std::chrono::steady_clock::now() > until)
            FAIL(serve.err_so_far());
    const Ended ended = interrupted({{"view", "rebuild", "--all", "--data", data}});
    INFO(ended.err);
    CHECK(ended.exit_code == 130);
    ::kill(serve.pid(), SIGTERM);
    CHECK(serve.wait().exit_code == 0);
}

}  // namespace leadline::tests
