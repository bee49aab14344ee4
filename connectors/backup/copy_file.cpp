// See copy_file.hpp.
#include "connectors/backup/copy_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "events/base/sha256.hpp"

namespace leadline::connectors {

namespace fs = std::filesystem;
using events::fail;
using events::Failure;
using events::Result;

namespace {

constexpr std::size_t chunk_bytes = 1U << 20U;

class Descriptor {
public:
    Descriptor(const fs::path& path, int how) : number_(::open(path.c_str(), how, 0644)) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] bool is_open() const { return number_ >= 0; }
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

tl::unexpected<events::Error> cannot(const fs::path& path, const char* verb, int error) {
    return fail(Failure::io,
                fmt::format("{} cannot be {}: {}", path.string(), verb, std::strerror(error)));
}

constexpr int for_new = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;

// 0: at the end; below zero: errno says why.
ssize_t read_some(const Descriptor& from, std::vector<char>& to) {
    ssize_t got = 0;
    do {
        got = ::read(from.number(), to.data(), to.size());
    } while (got < 0 && errno == EINTR);
    return got;
}

Result<void> write_all(const Descriptor& to, const fs::path& path, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(to.number(), text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return cannot(path, "written", errno);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

}  // namespace

std::string sha256_of(std::string_view text) {
    events::Sha256 sum;
    sum.add(events::as_bytes(text));
    return sum.finish_hex();
}

Result<Copied> copy_file(const fs::path& from, const fs::path& to, const OnBytes& on_bytes) {
    const Descriptor in(from, O_RDONLY | O_CLOEXEC);
    if (!in.is_open()) return cannot(from, "read", errno);
    const Descriptor out(to, for_new);
    if (!out.is_open()) return cannot(to, "written", errno);
    Copied copied;
    events::Sha256 sum;
    std::vector<char> chunk(chunk_bytes);
    for (;;) {
        const ssize_t got = read_some(in, chunk);
        if (got < 0) return cannot(from, "read", errno);
        if (got == 0) break;
        const auto count = static_cast<std::size_t>(got);
        sum.add(events::as_bytes({chunk.data(), count}));
        TRY(write_all(out, to, {chunk.data(), count}));
        copied.bytes += count;
        TRY(on_bytes(count));
    }
    if (::fsync(out.number()) != 0) return cannot(to, "written", errno);
    copied.sha256 = sum.finish_hex();
    return copied;
}

Result<void> write_file(const fs::path& to, std::string_view text) {
    const Descriptor out(to, for_new);
    if (!out.is_open()) return cannot(to, "written", errno);
    TRY(write_all(out, to, text));
    if (::fsync(out.number()) != 0) return cannot(to, "written", errno);
    return {};
}

Result<std::string> read_file(const fs::path& from) {
    const Descriptor in(from, O_RDONLY | O_CLOEXEC);
    if (!in.is_open()) return cannot(from, "read", errno);
    std::string text;
    std::vector<char> chunk(chunk_bytes);
    for (;;) {
        const ssize_t got = read_some(in, chunk);
        if (got < 0) return cannot(from, "read", errno);
        if (got == 0) return text;
        text.append(chunk.data(), static_cast<std::size_t>(got));
    }
}

Result<void> make_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return cannot(folder, "made", error.value());
    return {};
}

Result<void> sync_folder(const fs::path& folder) {
    const Descriptor held(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (!held.is_open()) return cannot(folder, "opened", errno);
    if (::fsync(held.number()) != 0) return cannot(folder, "written", errno);
    return {};
}

Result<void> sync_tree(const fs::path& folder) {
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(folder, error))
        if (entry.is_directory()) TRY(sync_folder(entry.path()));
    if (error) return cannot(folder, "read", error.value());
    return sync_folder(folder);
}

}  // namespace leadline::connectors
