// LineReader: lines of several files, one after the other, numbered from 1 through all of them; or
// of one open file after the other, each numbered from 1. Reads in large chunks and hands out
// views. A line of any length takes no more memory than the part that is kept of it. "-" is
// standard input. One thread; bytes_read() any.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/log/log.hpp"

namespace leadline::connectors {

inline constexpr std::size_t line_kept_max = 1U << 20U;  // of one that is longer; see SPEC 15

struct Line {
    std::uint64_t number = 0;  // within the call, over all files
    events::BytesView bytes;   // without its end; at least the first line_kept_max of a long one
    std::uint64_t length = 0;  // of the whole line
    std::optional<engine::Digest32> digest;  // SHA-256 of the whole, when `bytes` is not all of it
};

class LineReader {
public:
    // Looks at all files before any is read: `io` names the first that cannot be.
    [[nodiscard]] static events::Result<LineReader> open(std::vector<std::string> files);
    // Lines at hand.
    [[nodiscard]] static LineReader of(std::string_view lines);
    // None until take() brings a file.
    [[nodiscard]] static LineReader of_no_file() { return LineReader({}); }
    LineReader(LineReader&& other) noexcept;
    LineReader& operator=(LineReader&&) = delete;
    LineReader(const LineReader&) = delete;
    ~LineReader();

    // Reads this open file next and closes it at its end; `name` is for messages. What was left of
    // the one before is forgotten.
    void take(int descriptor, std::string name);

    // Waiting for input ends when this file descriptor becomes readable.
    void wake_by(int descriptor) { wake_ = descriptor; }

    enum class Got : std::uint8_t { line, nothing_yet, end };

    // The next line, valid until the next call. nothing_yet: with `wait`, that `wake` ended it;
    // without, that the next line is not there yet.
    [[nodiscard]] events::Result<Got> next(Line& line, bool wait);

    [[nodiscard]] std::uint64_t bytes_read() const { return read_.load(std::memory_order_relaxed); }
    // Of all files together; none when one of them is no regular file.
    [[nodiscard]] std::optional<std::uint64_t> bytes_total() const { return total_; }

private:
    explicit LineReader(std::vector<std::string> files);

    enum class Fill : std::uint8_t { more, end_of_file, not_yet };
    [[nodiscard]] events::Result<Fill> fill(std::byte* to, std::size_t room, std::size_t& got,
                                            bool wait);
    [[nodiscard]] events::Result<Fill> refill(bool wait);
    [[nodiscard]] events::Result<bool> open_next_file();
    void close_file();
    [[nodiscard]] events::Result<Got> read_long_line(Line& line, bool wait);
    void give(Line& line, std::size_t size);

    std::vector<std::string> files_;
    int wake_ = -1;         // none
    std::size_t file_ = 0;  // the next one to open
    int fd_ = -1;
    bool waits_ = false;  // fd_ may keep us waiting: it is no regular file
    std::vector<std::byte> buffer_;
    std::size_t begin_ = 0;    // of the line that is next
    std::size_t scanned_ = 0;  // up to here it has no end
    std::size_t end_ = 0;
    struct LongLine;
    std::unique_ptr<LongLine> long_;  // one that has begun, and whose end is not there yet
    std::vector<std::byte> rest_;     // what follows a long line
    std::uint64_t lines_ = 0;
    std::atomic<std::uint64_t> read_ = 0;
    std::optional<std::uint64_t> total_ = 0;
};

}  // namespace leadline::connectors
