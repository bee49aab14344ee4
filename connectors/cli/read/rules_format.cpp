// `rules fmt`: program files, rules and cases in their one form. A file is replaced whole, by
// rename, and only when it differs; one that cannot be read stays as it is, and so does its mode.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <ostream>

#include "config/yaml/formatter.hpp"
#include "connectors/cli/read/things.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

namespace {

namespace fs = std::filesystem;

constexpr std::string_view standard_input = "-";

tl::unexpected<events::Error> cannot(std::string_view what, const fs::path& file) {
    return fail(Failure::io,
                fmt::format("{} cannot be {}: {}", file.string(), what, std::strerror(errno)));
}

Result<std::string> read_all(const std::string& name) {
    if (name == standard_input) return std::string(std::istreambuf_iterator<char>(std::cin), {});
    std::error_code code;
    if (fs::is_directory(name, code)) return fail(Failure::io, name + ": is a folder");
    errno = 0;
    std::ifstream in(name, std::ios::binary);
    if (!in) return cannot("read", name);
    std::string text(std::istreambuf_iterator<char>(in), {});
    if (in.bad()) return cannot("read", name);
    return text;
}

// Written and synced beside the file, which it then replaces; goes away when that fails.
class Replacement {
public:
    explicit Replacement(const fs::path& file) : file_(file), made_(file.string() + ".XXXXXX") {}
    ~Replacement() {
        if (fd_ < 0) return;
        ::close(fd_);
        if (!is_done_) ::unlink(made_.c_str());
    }
    Replacement(const Replacement&) = delete;
    Replacement& operator=(const Replacement&) = delete;

    Result<void> write(std::string_view text) {
        struct stat about {};
        if (::stat(file_.c_str(), &about) != 0) return cannot("read", file_);
        fd_ = ::mkostemp(made_.data(), O_CLOEXEC);
        if (fd_ < 0) return cannot("written", file_);
        TRY(FdOutput(fd_).write(text));
        if (::fchmod(fd_, about.st_mode & 07777U) != 0 || ::fsync(fd_) != 0 ||
            ::rename(made_.c_str(), file_.c_str()) != 0)
            return cannot("written", file_);
        is_done_ = true;
        return {};
    }

private:
    fs::path file_;
    std::string made_;
    int fd_ = -1;
    bool is_done_ = false;
};

// True: the file is, or was, in another form.
Result<bool> format_file(const std::string& name, bool checks, const Answering& to) {
    const auto text = read_all(name);
    if (!text) return tl::unexpected(text.error());
    config::Diagnostics diagnostics;
    const bool is_input = name == standard_input;
    const auto made = config::formatted(is_input ? "stdin" : name, *text, diagnostics);
    if (!made) return tl::unexpected(made.error());
    const bool differs = *made != *text;
    if (checks) {
        if (differs) TRY(to.out.write((is_input ? "stdin" : name) + "\n"));
    } else if (is_input) {
        TRY(to.out.write(*made));
    } else if (differs) {
        std::error_code code;
        const fs::path target = fs::canonical(name, code);  // not a link to it
        TRY(Replacement(code ? fs::path(name) : target).write(*made));
        to.err << name << ": formatted\n";
    }
    return differs;
}

}  // namespace

Answered rules_format(Context& context, const FormatArgs& args) {
    const Answering to = answering(context);
    bool any_differs = false;
    std::optional<events::Error> failed;  // the last; all but it are told at once
    for (const std::string& name : args.files) {
        const auto differs = format_file(name, args.checks, to);
        if (differs) {
            any_differs = any_differs || *differs;
            continue;
        }
        if (failed) to.err << "leadline: " << failed->message << '\n';
        failed = differs.error();
    }
    if (failed) return tl::unexpected(*failed);
    return args.checks && any_differs ? ExitCode::no : ExitCode::done;
}

}  // namespace leadline::connectors
