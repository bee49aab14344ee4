// kill -9 at random moments of a running `submit`, on real files: nothing that was acknowledged is
// missing, and after the input has been finished the events and the state hash are those of a run
// that was never killed; of one partition, and of two. LEADLINE_CRASH_KILLS and
// LEADLINE_CRASH_LINES make it longer.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <memory>

#include "tests/support/child.hpp"
#include "tests/support/generate.hpp"
#include "tests/support/submitted.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

class Ground;

// A running `submit` with its outcomes going to the ground's file, which a kill does not take away.
class Run {
public:
    Run(const Ground& ground, const std::string& data);

    [[nodiscard]] bool ends_within(std::chrono::milliseconds limit) const {
        return child_->ends_within(limit);
    }
    int wait() { return child_->wait().exit_code; }
    void kill() { ::kill(child_->pid(), SIGKILL); }

private:
    std::unique_ptr<Child> child_;
};

class Ground {
public:
    Ground(std::uint64_t lines, std::uint32_t partitions) : partitions_(partitions) {
        write_text(lines_, partitions == 1 ? workload_lines(lines) : workload_lines_of_two(lines));
        const auto begin = std::chrono::steady_clock::now();
        Run run(*this, "reference");
        REQUIRE(run.wait() == 0);
        duration_ms_ = static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                            std::chrono::steady_clock::now() - begin)
                                            .count());
        reference_outcomes_ = read_text(out_);
        reference_ = contents_of(folder_.path() / "reference");
    }

    // Whole outcome lines of a run that was cut short are the first lines of the reference, but for
    // the word that says that they came again.
    void check_acknowledged() const {
        const std::string said = said_first(read_text(out_));
        REQUIRE(said.size() <= reference_outcomes_.size());
        const bool is_same = reference_outcomes_.compare(0, said.size(), said) == 0;
        REQUIRE(is_same);
    }

    // Deciding a lost epoch again would give the same outcomes, so the log itself is asked, before
    // anything is submitted to it again.
    void check_kept(const std::string& data) const {
        const std::string said = said_first(read_text(out_));
        for (std::uint32_t partition = 0; partition < partitions_; ++partition) {
            const std::string number = std::to_string(partition);
            const std::uint64_t told =
                number_after(said, R"("partition":)" + number + R"(,"position":)");
            if (told == 0) continue;
            const Ended last = leadline({"log", "tail", "-n", "1", "--partition", number, "-o",
                                         "jsonl", "--data", (folder_.path() / data).string()});
            REQUIRE(last.exit_code == 0);
            REQUIRE(number_after(last.out, R"("sequence":")") >= told);
        }
    }

    void check_finished(const std::string& data) {
        check_acknowledged();
        const bool is_same = contents_of(folder_.path() / data) == reference_;
        REQUIRE(is_same);
    }

    void forget(const std::string& data) { fs::remove_all(folder_.path() / data); }
    [[nodiscard]] int duration_ms() const { return duration_ms_; }

private:
    friend class Run;

    std::uint32_t partitions_;
    TemporaryFolder folder_;
    fs::path lines_ = folder_.path() / "lines.jsonl";
    fs::path out_ = folder_.path() / "out";
    std::string reference_outcomes_;
    Contents reference_;
    int duration_ms_ = 0;
};

Run::Run(const Ground& ground, const std::string& data) {
    const int out = open(ground.out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    REQUIRE(out >= 0);
    ChildIo io;
    io.out = out;
    child_ = std::make_unique<Child>(
        std::vector<std::string>{"submit", ground.lines_.string(), "--data",
                                 (ground.folder_.path() / data).string(), "--set",
                                 "embedded.partitions=" + std::to_string(ground.partitions_)},
        io);
    close(out);
}

void kill_and_finish(std::uint64_t kills, std::uint64_t lines, std::uint32_t partitions) {
    const std::uint64_t seed =
        static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
    CAPTURE(seed);
    Random random(seed);
    Ground ground(lines, partitions);
    std::uint64_t finished = 0;
    for (std::uint64_t done = 0; done < kills;) {
        const std::string data = "run" + std::to_string(finished);
        Run run(ground, data);
        const auto moment =
            static_cast<int>(random.below(static_cast<std::uint64_t>(ground.duration_ms())));
        if (!run.ends_within(std::chrono::milliseconds(moment))) {
            run.kill();
            run.wait();
            ground.check_acknowledged();
            ground.check_kept(data);
            ++done;
            if (done < kills) continue;
        } else {
            REQUIRE(run.wait() == 0);
        }
        // Ended by itself, or the last kill: finish the input and compare everything.
        Run last(ground, data);
        REQUIRE(last.wait() == 0);
        ground.check_finished(data);
        ground.forget(data);
        ++finished;
    }
}

TEST_CASE("submit: killed at random moments it loses nothing it said, and ends as if never killed",
          "[crash]") {
    kill_and_finish(from_environment("LEADLINE_CRASH_KILLS", 50),
                    from_environment("LEADLINE_CRASH_LINES", 500'000), 1);
}

TEST_CASE("submit: with two partitions it is killed without a loss, too", "[crash]") {
    kill_and_finish(from_environment("LEADLINE_CRASH_KILLS", 50) / 5,
                    from_environment("LEADLINE_CRASH_LINES", 500'000) / 5, 2);
}

}  // namespace
}  // namespace leadline::tests
