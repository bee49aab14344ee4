// See killing.hpp.
#include "tests/crash/killing.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include "tests/support/child.hpp"
#include "tests/support/random.hpp"
#include "tests/support/submitted.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

void claim(bool holds, const std::string& words) {
    if (!holds) throw std::runtime_error(words);
}

void kill_and_wait(Child& child) {
    ::kill(child.pid(), SIGKILL);
    static_cast<void>(child.wait());
}

class Killing {
public:
    explicit Killing(const KillPlan& plan) : plan_(plan), random_(plan.seed) {
        write_text(lines_, plan.partitions == 1 ? workload_lines(plan.lines)
                                                : workload_lines_of_two(plan.lines));
        const auto begin = std::chrono::steady_clock::now();
        const fs::path data = folder_.path() / "reference";
        claim(start(data)->wait().exit_code == 0, "the reference does not end with 0");
        duration_ =
            std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin);
        outcomes_ = read_text(out_);
        reference_ = contents_of(data);
        leads_ = leads_in(data);
        for (std::uint32_t p = 0; p < plan.partitions; ++p) events_.push_back(events_of(data, p));
    }

    KillCounts run() {
        while (counts_.engines + counts_.backups_killed < plan_.kills) {
            data_ = folder_.path() / fmt::format("run{}", counts_.runs);
            while (counts_.engines + counts_.backups_killed < plan_.kills)
                if (one_run_ends()) break;
            finish();
        }
        return counts_;
    }

private:
    enum class Beside : std::uint8_t { nothing, backup, killed_backup };

    [[nodiscard]] std::unique_ptr<Child> start(const fs::path& data) const {
        const int out = ::open(out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        claim(out >= 0, "no file for outcomes");
        ChildIo io;
        io.out = out;
        std::vector<std::string> words{"submit", lines_.string(), "--data", data.string()};
        const auto set = [&words](const std::string& option) {
            words.insert(words.end(), {"--set", option});
        };
        set("disk.free_min=0");
        set(fmt::format("embedded.partitions={}", plan_.partitions));
        if (plan_.in_company) {
            set("state.checkpoint_events=1000");
            set("views.flush_ms=20");
        }
        auto child = std::make_unique<Child>(words, io);
        ::close(out);
        return child;
    }

    [[nodiscard]] milliseconds some_of(milliseconds all) {
        return milliseconds(random_.below(static_cast<std::uint64_t>(all.count()) + 1));
    }

    // Whole outcome lines of a run that was cut short are the first lines of the reference, but for
    // the word that says that they came again.
    [[nodiscard]] std::string said() const { return said_first(read_text(out_)); }
    void check_acknowledged() const {
        const std::string now = said();
        claim(now.size() <= outcomes_.size() && outcomes_.compare(0, now.size(), now) == 0,
              "what was said is not what the reference said");
    }
    // The last position of each partition; 0: nothing was.
    using Positions = std::vector<std::uint64_t>;
    [[nodiscard]] Positions acknowledged() const {
        const std::string now = said();
        Positions all;
        for (std::uint32_t p = 0; p < plan_.partitions; ++p)
            all.push_back(number_after(now, fmt::format(R"("partition":{},"position":)", p)));
        return all;
    }

    // True: it has come to its end by itself.
    bool one_run_ends() {
        // A request for all views; the engine makes them beside what serves, and swaps them.
        if (plan_.in_company && fs::exists(data_ / "log" / "CURRENT"))
            static_cast<void>(
                leadline({"view", "rebuild", "--all", "--no-wait", "--data", data_.string()}));
        const auto engine = start(data_);
        const milliseconds moment = some_of(duration_);
        const auto beside =
            plan_.in_company ? static_cast<Beside>(random_.below(3)) : Beside::nothing;
        const milliseconds before = beside == Beside::nothing ? moment : some_of(moment);
        std::unique_ptr<Child> backup;
        Positions at_least(plan_.partitions);
        bool has_ended = engine->ends_within(before);
        if (beside != Beside::nothing && fs::exists(data_ / "FORMAT")) {
            at_least = acknowledged();
            backup = std::make_unique<Child>(std::vector<std::string>{
                "backup", backup_.string(), "--data", data_.string(), "-o", "json"});
        }
        has_ended = has_ended || engine->ends_within(moment - before);
        if (has_ended) {
            const Ended ended = engine->wait();
            // The backup was there before the engine, and has the folder until it is done.
            has_ended = ended.exit_code != 69 || backup == nullptr;
            claim(!has_ended || ended.exit_code == 0, "submit does not end with 0: " + ended.err);
        } else {
            kill_and_wait(*engine);
            ++counts_.engines;
        }
        check_acknowledged();
        if (backup != nullptr) look_after(*backup, beside, at_least);
        check_kept();
        if (plan_.tell) plan_.tell(summary());
        return has_ended;
    }

    void look_after(Child& backup, Beside beside, const Positions& at_least) {
        if (beside == Beside::killed_backup && !backup.ends_within(some_of(milliseconds(100)))) {
            kill_and_wait(backup);
            ++counts_.backups_killed;
        } else {
            const Ended ended = backup.wait();
            // An engine that was killed before its log had been made leaves nothing to copy.
            claim(ended.exit_code == 0 ||
                      (ended.exit_code == 1 && at_least == Positions(plan_.partitions)),
                  fmt::format("backup ends with {}: {}", ended.exit_code, ended.err));
        }
        // Whole or none, whatever was killed.
        if (fs::exists(backup_)) check_backup(at_least);
        const auto staging = data_ / "staging";
        left_over_ |= fs::exists(staging) && !fs::is_empty(staging);
    }

    void check_backup(const Positions& at_least) {
        const fs::path again = folder_.path() / "again";
        const Ended restored =
            leadline({"restore", backup_.string(), "--data", again.string(), "-o", "json"});
        claim(restored.exit_code == 0, "a backup cannot be restored: " + restored.err);
        check_holds(again, at_least);
        for (std::uint32_t p = 0; p < plan_.partitions; ++p) {
            const std::string events = events_of(again, p);
            claim(events_[p].compare(0, events.size(), events) == 0, "a backup has other events");
        }
        check_state(again);
        fs::remove_all(again);
        fs::remove_all(backup_);
        ++counts_.backups;
    }

    static void check_state(const fs::path& data) {
        const Ended checked = leadline({"state", "check", "--data", data.string()});
        claim(checked.exit_code == 0, "the state is not what its events say: " + checked.err);
    }

    // Deciding a lost epoch again would give the same outcomes, so the log itself is asked, before
    // anything is submitted to it again.
    void check_kept() const { check_holds(data_, acknowledged()); }

    static void check_holds(const fs::path& data, const Positions& positions) {
        for (std::size_t p = 0; p < positions.size(); ++p) {
            if (positions[p] == 0) continue;
            const Ended last = leadline({"log", "tail", "-n", "1", "--partition", std::to_string(p),
                                         "-o", "jsonl", "--data", data.string()});
            claim(last.exit_code == 0, "the log cannot be read: " + last.err);
            claim(number_after(last.out, R"("sequence":")") >= positions[p],
                  "an event that was acknowledged is gone");
        }
    }

    [[nodiscard]] static std::string events_of(const fs::path& data, std::uint32_t partition) {
        const Ended exported = leadline(
            {"log", "export", "--partition", std::to_string(partition), "--data", data.string()});
        claim(exported.exit_code == 0, "the log cannot be exported: " + exported.err);
        return exported.out;
    }

    [[nodiscard]] std::string leads_in(const fs::path& data) const {
        std::vector<std::string> programs{"acme"};
        if (plan_.partitions > 1) programs.emplace_back("bolt");
        std::string all;
        for (const std::string& program : programs) {
            std::vector<std::string> words{"lead", "list", "-o", "csv", "--data", data.string()};
            if (plan_.partitions > 1) words.insert(words.end(), {"--program", program});
            const Ended list = leadline(words);
            claim(list.exit_code == 0, "the leads cannot be listed: " + list.err);
            all += list.out;
        }
        return all;
    }

    void finish() {
        const Ended ended = start(data_)->wait();
        claim(ended.exit_code == 0, "submit does not end with 0: " + ended.err);
        check_acknowledged();
        claim(said().size() == outcomes_.size(), "outcomes are missing");
        claim(contents_of(data_) == reference_, "the events or the state differ");
        claim(leads_in(data_) == leads_, "the views differ");
        check_state(data_);
        const auto staging = data_ / "staging";
        claim(!fs::exists(staging) || fs::is_empty(staging) || left_over_,
              "a copy is left that nobody waits for");
        left_over_ = false;
        fs::remove_all(data_);
        ++counts_.runs;
    }

    [[nodiscard]] std::string summary() const {
        return fmt::format(
            "{} engines and {} backups killed, {} backups restored, {} runs finished",
            counts_.engines, counts_.backups_killed, counts_.backups, counts_.runs);
    }

    const KillPlan& plan_;
    Random random_;
    TemporaryFolder folder_;
    fs::path lines_ = folder_.path() / "lines.jsonl";
    fs::path out_ = folder_.path() / "out";
    fs::path backup_ = folder_.path() / "backup";
    fs::path data_;
    std::string outcomes_;
    std::string leads_;
    std::vector<std::string> events_;  // of each partition
    Contents reference_;
    milliseconds duration_{};
    bool left_over_ = false;
    KillCounts counts_;
};

}  // namespace

KillCounts kill_many(const KillPlan& plan) { return Killing(plan).run(); }

}  // namespace leadline::tests
