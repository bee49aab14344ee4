// `view list` and `view rebuild`, with an engine running and without; views whose folder is taken
// away from a running engine; a kill while views are made again.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <regex>
#include <thread>

#include "projections/view_report.hpp"
#include "tests/connectors/cli/read/support.hpp"
#include "tests/connectors/cli/story.hpp"
#include "tests/support/child.hpp"
#include "tests/support/repository.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

Ran ask(const fs::path& data, std::vector<std::string> words) {
    words.insert(words.end(), {"--data", data.string()});
    return run(words);
}

std::string leads_of(const fs::path& data) { return ask(data, {"lead", "list", "-o", "csv"}).out; }

// So long until it is true; a bound, and not a pace.
template <class IsTrue>
bool comes_true(IsTrue&& is_true) {
    for (const auto end = std::chrono::steady_clock::now() + 60s;
         std::chrono::steady_clock::now() < end; std::this_thread::sleep_for(5ms))
        if (is_true()) return true;
    return false;
}

// A running `submit` that waits for more lines.
class Engine {
public:
    explicit Engine(const fs::path& data, const std::vector<std::string>& more = {}) {
        int pipe[2];
        if (::pipe2(pipe, O_CLOEXEC) != 0) FAIL("no pipe");
        std::vector<std::string> words{"submit", "--data", data.string()};
        words.insert(words.end(), more.begin(), more.end());
        child_ = std::make_unique<Child>(words, ChildIo{pipe[0], -1, {}});
        ::close(pipe[0]);
        in_ = pipe[1];
        REQUIRE(comes_true([&] {
            const auto folder = connectors::DataFolder::look(data);
            return folder && folder->in_use();
        }));
    }
    ~Engine() { end(); }
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    void say(const std::string& lines) const {
        REQUIRE(::write(in_, lines.data(), lines.size()) == static_cast<ssize_t>(lines.size()));
    }
    Ended end() {
        if (in_ >= 0) ::close(in_);
        in_ = -1;
        return child_ ? std::exchange(child_, nullptr)->wait() : Ended{};
    }
    void kill() {
        ::kill(child_->pid(), SIGKILL);
        end();
    }

private:
    std::unique_ptr<Child> child_;
    int in_ = -1;
};

struct Decided {
    explicit Decided(int leads = 100) {
        REQUIRE(leadline({"submit", "--data", data.string()}, setup_lines() + lead_lines(1, leads))
                    .exit_code == 0);
    }
    TemporaryFolder folder;
    fs::path data = folder.path() / "data";
};

}  // namespace

TEST_CASE("docs: views are shown with the versions that they have", "[connectors]") {
    static const std::regex view(R"(([a-z_]+)@v[0-9]+)");
    std::size_t met = 0;
    for (const char* name : {"README.md", "docs/running.md", "docs/views.md"}) {
        const std::string text = read_text(repository_root() / name);
        for (std::sregex_iterator at(text.begin(), text.end(), view), end; at != end; ++at) {
            for (const projections::ViewMaker& maker : projections::current_views()) {
                if (projections::parse_view_name(maker.name).base != (*at)[1].str()) continue;
                ++met;
                INFO(name);
                CHECK(at->str() == maker.name);
            }
        }
    }
    CHECK(met > 8);
}

TEST_CASE("view list: position, lag, size and state of each view, in each format", "[connectors]") {
    const Decided it;
    const Ran text = ask(it.data, {"view", "list"});
    INFO(text.err);
    CHECK(text.code == 0);
    CHECK_THAT(text.out, Contains("VIEW             STATE    POSITION  LAG"));
    CHECK_THAT(text.out, Contains("lead@v9          serving"));
    CHECK(lines_in(text.out) == 1 + projections::current_views().size());
    const Ran json = ask(it.data, {"view", "list", "-o", "jsonl"});
    CHECK_THAT(json.out, Contains(R"({"view":"lead@v9","state":"serving","position":)"));
    CHECK_THAT(json.out, Contains(R"("lag":0,"bytes":)"));

    SECTION("it looks, and brings nothing up to the log") {
        REQUIRE(leadline({"submit", "--data", it.data.string(), "--set", "views.enabled=false"},
                         lead_lines(101, 110))
                    .exit_code == 0);
        CHECK(ask(it.data, {"view", "list"}).code == 0);
        const Ran behind = ask(it.data, {"view", "list", "-o", "jsonl"});
        CHECK(behind.out.find(R"("lag":0,)") == std::string::npos);
    }
    SECTION("views that are not there are missing") {
        fs::remove_all(it.data / "views");
        const Ran missing = ask(it.data, {"view", "list", "-o", "csv"});
        CHECK(missing.code == 0);
        CHECK_THAT(missing.out, Contains("lead@v9,missing,0,"));
    }
}

TEST_CASE("view rebuild: without an engine it makes the views again and says where they stand",
          "[connectors]") {
    const Decided it;
    const std::string before = leads_of(it.data);
    const Ran some = ask(it.data, {"view", "rebuild", "lead", "deal@v6", "-o", "csv"});
    INFO(some.err);
    CHECK(some.code == 0);
    CHECK(lines_in(some.out) == 3);
    CHECK_THAT(some.out, Contains("lead@v9,serving,"));
    CHECK(leads_of(it.data) == before);
    CHECK(ask(it.data, {"view", "rebuild", "--all"}).code == 0);
    CHECK(leads_of(it.data) == before);
    const Ran unknown = ask(it.data, {"view", "rebuild", "led"});
    CHECK(unknown.code == 2);
    CHECK_THAT(unknown.err, Contains("did you mean \"lead\"?"));
    CHECK(ask(it.data, {"view", "rebuild"}).code == 2);
    CHECK(ask(it.data, {"view", "rebuild", "lead", "--all"}).code == 2);
}

TEST_CASE("view rebuild: beside an engine that engine does it, and goes on meanwhile",
          "[connectors]") {
    const Decided it(1'000);
    const std::string before = leads_of(it.data);
    Engine engine(it.data);
    const Ran rebuilt = ask(it.data, {"view", "rebuild", "--all", "-o", "csv"});
    INFO(rebuilt.err);
    CHECK(rebuilt.code == 0);
    CHECK(lines_in(rebuilt.out) == 1 + projections::current_views().size());
    CHECK(rebuilt.out.find("making") == std::string::npos);
    CHECK(leads_of(it.data) == before);
    engine.say(lead_lines(1'001, 1'010));
    CHECK(comes_true([&] { return lines_in(leads_of(it.data)) == 1'011; }));
    const Ended ended = engine.end();
    CHECK(ended.exit_code == 0);
    CHECK_THAT(ended.err, Contains("serving now"));
}

TEST_CASE("view rebuild: an engine that keeps no views leaves it to the next that does",
          "[connectors]") {
    const Decided it;
    {
        Engine engine(it.data, {"--set", "views.enabled=false"});
        CHECK(ask(it.data, {"view", "rebuild", "lead", "--no-wait"}).code == 0);
        CHECK_THAT(ask(it.data, {"view", "list", "-o", "csv"}).out, Contains("lead@v9,asked,"));
    }
    CHECK(lines_in(leads_of(it.data)) == 101);  // whoever reads first does it
    CHECK_THAT(ask(it.data, {"view", "list", "-o", "csv"}).out, !Contains("asked"));
}

TEST_CASE("views: their folder is taken from a running engine, which makes them again",
          "[connectors]") {
    const Decided it(300);
    Engine engine(it.data);
    engine.say(lead_lines(301, 310));
    REQUIRE(comes_true([&] { return lines_in(leads_of(it.data)) == 311; }));
    const std::string before = leads_of(it.data);
    fs::remove_all(it.data / "views");
    CHECK(comes_true([&] { return leads_of(it.data) == before; }));
    engine.say(lead_lines(311, 320));
    CHECK(comes_true([&] { return lines_in(leads_of(it.data)) == 321; }));
    const Ended ended = engine.end();
    CHECK(ended.exit_code == 0);
    CHECK_THAT(ended.err, Contains("views are made again from the log: "));
    CHECK(lines_in(leads_of(it.data)) == 321);
}

TEST_CASE("views: an engine that is killed while it makes them again leaves whole views",
          "[connectors]") {
    const Decided it(2'000);
    const std::string before = leads_of(it.data);
    for (int round = 0; round < 6; ++round) {
        Engine engine(it.data);
        REQUIRE(ask(it.data, {"view", "rebuild", "--all", "--no-wait"}).code == 0);
        // Anywhere between the request and the swap; what matters is that it does not matter.
        std::this_thread::sleep_for(std::chrono::milliseconds(15 * round * round));
        engine.kill();
        INFO("round " << round);
        const Ran list = ask(it.data, {"view", "list", "-o", "csv"});
        CHECK(list.code == 0);
        CHECK_THAT(list.out, Contains("lead@v9,serving,") && !Contains("missing"));
        CHECK(leads_of(it.data) == before);
    }
}

TEST_CASE("views: answers say which view has stopped, and what mends it", "[connectors]") {
    const Decided it;
    const std::string before = leads_of(it.data);
    {
        // Its head, as the projector writes it when a view throws.
        using namespace projections;
        auto store = ViewStore::open(it.data / "views" / "p0", ViewAccess::write);
        REQUIRE(store.has_value());
        const auto head = Moment(**store).head("deal@v6");
        REQUIRE(head.has_value());
        ViewFlush stopped;
        stopped.number = head->number;
        stopped.name = "deal@v6";
        stopped.standing = head->standing;
        stopped.stopped = "the view deal@v6 has stopped after position 7: no";
        stopped.write = [](KeyWriter&) {};
        REQUIRE((*store)->flush({stopped}).has_value());
    }
    const Ran listed = ask(it.data, {"view", "list", "-o", "csv"});
    CHECK_THAT(listed.out, Contains("deal@v6,stopped,") && Contains("after position 7: no"));
    const Ran leads = ask(it.data, {"lead", "list", "-o", "csv"});
    CHECK(leads.out == before);
    CHECK_THAT(leads.err, Contains("after position 7: no; `leadline view rebuild deal` makes it "
                                   "again"));
    REQUIRE(leadline({"submit", "--data", it.data.string()}, lead_lines(101, 105)).exit_code == 0);
    CHECK(lines_in(leads_of(it.data)) == 106);  // everything else runs on
    CHECK(ask(it.data, {"view", "rebuild", "deal"}).code == 0);
    CHECK_THAT(ask(it.data, {"view", "list", "-o", "csv"}).out, Contains("deal@v6,serving,"));
    CHECK(ask(it.data, {"lead", "list", "-o", "csv"}).err.find("stopped") == std::string::npos);
}

}  // namespace leadline::tests
