// InboxDoor: lines from the files of an inbox, in the order of their names; first of those that a
// crash left in taken/. A file that cannot be read goes to failed/ and is said in one line. inotify
// tells of new files where the file system knows it; ServeSource looks now and then all the same,
// since others (NFS) do not. One file is open at a time. The decider's thread.
#pragma once

#include "connectors/files/clock.hpp"
#include "connectors/serve/door.hpp"
#include "connectors/serve/inbox_outcomes.hpp"
#include "connectors/serve/sparse_lines.hpp"

namespace leadline::connectors {

class InboxDoor final : public Door {
public:
    struct Parts {
        const Inbox& inbox;
        InboxOutcomes& outcomes;
        const Clock& clock;
        std::function<void(std::string_view)> warn;  // one line for whoever runs the engine
    };
    explicit InboxDoor(Parts parts);
    ~InboxDoor() override;
    InboxDoor(const InboxDoor&) = delete;
    InboxDoor& operator=(const InboxDoor&) = delete;

    // An error when the inbox itself cannot be read, or a file not moved on.
    [[nodiscard]] events::Result<Got> next(Line& line) override;
    [[nodiscard]] std::string_view origin() const override { return origin_; }
    void will_be_answered() override { parts_.outcomes.expect(); }
    [[nodiscard]] int descriptor() const override { return watch_; }

private:
    static constexpr std::size_t names_max = 4'096;       // that are known at a time
    static constexpr std::size_t files_per_call = 1'024;  // without a single line

    [[nodiscard]] events::Result<bool> open_next();
    [[nodiscard]] events::Result<std::optional<std::string>> next_taken();
    [[nodiscard]] events::Result<void> look_for_names();
    [[nodiscard]] events::Result<void> end_file(const std::string& problem);
    void forget_events() const;

    Parts parts_;
    SparseLines warnings_;
    int watch_ = -1;  // of inotify; -1: it is not to be had
    LineReader lines_ = LineReader::of_no_file();
    bool is_open_ = false;
    std::string name_;                // of the open file
    std::string origin_;              // "NAME/"
    std::vector<std::string> names_;  // the last one is the next
    bool takes_left_over_ = true;     // names_ are of taken/
    std::string after_;               // names_ go on behind it; empty: from the beginning
};

}  // namespace leadline::connectors
