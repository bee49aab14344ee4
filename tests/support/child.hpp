// Child: the binary `leadline` (or another program) as a process of its own, for tests of what only
// a process can show: exit codes, signals, closed pipes. Its output lies in files of the test's
// folder, so that neither side can block the other, unless the test brings a descriptor. One
// thread; a child that is not waited for is ended.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {

struct Ended {
    int exit_code = -1;  // 128 + the signal's number when one ended it
    std::string out;     // empty when the test brought a descriptor
    std::string err;
};

struct ChildIo {
    int in = -1;                         // -1: nothing to read
    int out = -1;                        // -1: into Ended::out
    std::filesystem::path program = {};  // the whole path; empty: the leadline of this build
};

class Child {
public:
    explicit Child(const std::vector<std::string>& arguments, const ChildIo& io = {});
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    [[nodiscard]] pid_t pid() const { return pid_; }
    [[nodiscard]] Ended wait();
    // What it has written to stderr until now.
    [[nodiscard]] std::string err_so_far() const;
    // Whether it has ended by itself within that time; wait() tells how.
    [[nodiscard]] bool ends_within(std::chrono::milliseconds limit) const;

private:
    TemporaryFolder folder_;
    pid_t pid_ = -1;
};

// Runs it to its end, with `in` as its standard input.
[[nodiscard]] Ended leadline(const std::vector<std::string>& arguments, const std::string& in = "");

[[nodiscard]] std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);

}  // namespace leadline::tests
