// See child.hpp.
#include "tests/support/child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "tests/support/repository.hpp"

namespace leadline::tests {

Child::Child(const std::vector<std::string>& arguments, const ChildIo& io) {
    const std::string binary =
        (io.program.empty() ? build_folder() / "leadline" : io.program).string();
    std::vector<char*> argv{const_cast<char*>(binary.c_str())};
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    const std::string out = (folder_.path() / "out").string();
    const std::string err = (folder_.path() / "err").string();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    constexpr int writing = O_WRONLY | O_CREAT | O_TRUNC;
    if (io.in < 0) {
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    } else {
        posix_spawn_file_actions_adddup2(&actions, io.in, STDIN_FILENO);
    }
    if (io.out < 0) {
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), writing, 0600);
    } else {
        posix_spawn_file_actions_adddup2(&actions, io.out, STDOUT_FILENO);
    }
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), writing, 0600);
    const int failed = posix_spawn(&pid_, binary.c_str(), &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error(binary + " cannot be started");
}

Child::~Child() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

Ended Child::wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    const int code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return {code, read_text(folder_.path() / "out"), read_text(folder_.path() / "err")};
}

std::string Child::err_so_far() const { return read_text(folder_.path() / "err"); }

bool Child::ends_within(std::chrono::milliseconds limit) const {
    const auto until = std::chrono::steady_clock::now() + limit;
    siginfo_t ended{};
    do {
        const int asked =
            ::waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT);
        if (asked == 0 && ended.si_pid != 0) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    } while (std::chrono::steady_clock::now() < until);
    return false;
}

Ended leadline(const std::vector<std::string>& arguments, const std::string& in) {
    const TemporaryFolder folder;
    write_text(folder.path() / "in", in);
    const int file = ::open((folder.path() / "in").c_str(), O_RDONLY | O_CLOEXEC);
    Child child(arguments, {file, -1});
    ::close(file);
    return child.wait();
}

std::string read_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

void write_text(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

}  // namespace leadline::tests
