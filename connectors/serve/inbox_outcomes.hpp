// InboxOutcomes: which answer belongs to which file of the inbox. When the last answer of a file is
// there, its outcomes are written, made durable and moved into place, and then the file itself:
// whoever finds it in done/ finds all its outcomes. A crash between leaves it in taken/. begin(),
// expect() and end() are the decider's, tell() the committing thread's.
#pragma once

#include <atomic>
#include <deque>
#include <mutex>

#include "connectors/serve/inbox.hpp"
#include "engine/runtime/ports.hpp"
#include "events/outcome.hpp"

namespace leadline::connectors {

class InboxOutcomes final : public engine::OutcomeSink {
public:
    // The inbox must outlive it.
    explicit InboxOutcomes(const Inbox& inbox) : inbox_(inbox) {}
    ~InboxOutcomes() override;

    // The next answers belong to this file of taken/.
    void begin(std::string name);
    // One more line of it will be answered.
    void expect();
    // It has no more lines; `problem`: since it cannot be read, or no further.
    [[nodiscard]] events::Result<void> end(std::string problem = {});

    [[nodiscard]] events::Result<void> tell(const engine::Epoch& epoch) override;

    // Of this run. Any thread.
    struct Counts {
        std::uint64_t done = 0;
        std::uint64_t failed = 0;
    };
    [[nodiscard]] Counts counts() const { return {done_.load(), failed_.load()}; }

private:
    struct File {
        std::string name;
        std::uint64_t expected = 0;
        std::uint64_t told = 0;
        bool has_ended = false;
        std::string problem;
        std::string outcomes;  // that are not written yet
        int draft = -1;        // where they are written, once there are too many to keep
    };

    // None beside a file that could not be read at all.
    [[nodiscard]] static bool has_outcomes(const File& file) {
        return file.told > 0 || file.problem.empty();
    }
    [[nodiscard]] std::deque<File> take_complete();
    [[nodiscard]] events::Result<void> write(File& file) const;
    [[nodiscard]] events::Result<void> sync(std::deque<File>& files) const;
    [[nodiscard]] events::Result<void> finish(std::deque<File> files);
    [[nodiscard]] events::Result<void> move_on(const File& file) const;
    [[nodiscard]] std::filesystem::path room_of(const File& file) const;
    [[nodiscard]] std::filesystem::path draft_of(const File& file) const;

    const Inbox& inbox_;
    std::mutex mutex_;
    std::deque<File> files_;  // under mutex_; in the order of their answers
    events::Arena arena_;     // tell() only
    std::atomic<std::uint64_t> done_ = 0;
    std::atomic<std::uint64_t> failed_ = 0;
};

}  // namespace leadline::connectors
