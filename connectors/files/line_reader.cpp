// See line_reader.hpp.
#include "connectors/files/line_reader.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "events/base/ensure.hpp"
#include "events/base/sha256.hpp"

namespace leadline::connectors {

using events::BytesView;
using events::Failure;
using events::Result;

namespace {

constexpr std::size_t buffer_bytes = 2 * line_kept_max;

tl::unexpected<events::Error> cannot_read(const std::string& file, int error) {
    return events::fail(Failure::io,
                        fmt::format("{} cannot be read: {}", file == "-" ? "standard input" : file,
                                    std::strerror(error)));
}

std::optional<std::size_t> find_end(BytesView bytes) {
    if (bytes.empty()) return std::nullopt;
    const void* at = std::memchr(bytes.data(), '\n', bytes.size());
    if (at == nullptr) return std::nullopt;
    return static_cast<std::size_t>(static_cast<const std::byte*>(at) - bytes.data());
}

}  // namespace

struct LineReader::LongLine {
    events::Sha256 digester;
    std::uint64_t length = 0;
};

LineReader::LineReader(std::vector<std::string> files)
    : files_(std::move(files)), buffer_(buffer_bytes) {}

LineReader::LineReader(LineReader&& other) noexcept
    : files_(std::move(other.files_)),
      wake_(other.wake_),
      file_(other.file_),
      fd_(std::exchange(other.fd_, -1)),
      waits_(other.waits_),
      buffer_(std::move(other.buffer_)),
      begin_(other.begin_),
      scanned_(other.scanned_),
      end_(other.end_),
      long_(std::move(other.long_)),
      rest_(std::move(other.rest_)),
      lines_(other.lines_),
      read_(other.bytes_read()),
      total_(other.total_) {}

LineReader::~LineReader() { close_file(); }

LineReader LineReader::of(std::string_view lines) {
    LineReader reader({});
    const BytesView bytes = events::as_bytes(lines);
    reader.buffer_.assign(bytes.begin(), bytes.end());
    if (!lines.empty() && lines.back() != '\n') reader.buffer_.push_back(std::byte{'\n'});
    reader.end_ = reader.buffer_.size();
    reader.total_ = bytes.size();
    reader.read_ = bytes.size();
    return reader;
}

Result<LineReader> LineReader::open(std::vector<std::string> files) {
    LineReader reader(std::move(files));
    for (const std::string& file : reader.files_) {
        struct stat about {};
        const int status =
            file == "-" ? ::fstat(STDIN_FILENO, &about) : ::stat(file.c_str(), &about);
        if (status != 0) return cannot_read(file, errno);
        if (S_ISDIR(about.st_mode)) return cannot_read(file, EISDIR);
        if (file != "-" && ::access(file.c_str(), R_OK) != 0) return cannot_read(file, errno);
        if (!S_ISREG(about.st_mode)) reader.total_.reset();
        if (reader.total_) *reader.total_ += static_cast<std::uint64_t>(about.st_size);
    }
    return reader;
}

Result<LineReader::Got> LineReader::next(Line& line, bool wait) {
    if (!rest_.empty()) {
        std::memcpy(buffer_.data(), rest_.data(), rest_.size());
        begin_ = scanned_ = 0;
        end_ = rest_.size();
        rest_.clear();
    }
    if (long_ != nullptr) return read_long_line(line, wait);
    for (;;) {
        const BytesView unseen(buffer_.data() + scanned_, end_ - scanned_);
        if (const auto at = find_end(unseen)) {
            give(line, scanned_ + *at - begin_);
            ++begin_;
            scanned_ = begin_;
            return Got::line;
        }
        scanned_ = end_;
        if (end_ - begin_ >= line_kept_max) return read_long_line(line, wait);
        if (fd_ < 0) {
            const auto opened = open_next_file();
            if (!opened) return tl::unexpected(opened.error());
            if (!*opened) return Got::end;
        }
        const auto filled = refill(wait);
        if (!filled) return tl::unexpected(filled.error());
        if (*filled == Fill::not_yet) return Got::nothing_yet;
        if (*filled == Fill::more) continue;
        close_file();
        if (begin_ == end_) continue;
        give(line, end_ - begin_);
        return Got::line;
    }
}

void LineReader::give(Line& line, std::size_t size) {
    line.number = ++lines_;
    line.bytes = {buffer_.data() + begin_, size};
    line.length = size;
    line.digest.reset();
    begin_ += size;
    scanned_ = begin_;
}

Result<LineReader::Fill> LineReader::refill(bool wait) {
    if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        scanned_ -= begin_;
        begin_ = 0;
    }
    std::size_t got = 0;
    const auto filled = fill(buffer_.data() + end_, buffer_.size() - end_, got, wait);
    end_ += got;
    return filled;
}

// The rest of a line that is too long to be kept runs past: counted, digested, forgotten. When its
// end is not there yet, the next call goes on with it.
Result<LineReader::Got> LineReader::read_long_line(Line& line, bool wait) {
    const std::size_t begun = end_ - begin_;
    std::vector<std::byte> piece(buffer_bytes / 2);
    if (long_ == nullptr) {
        long_ = std::make_unique<LongLine>();
        long_->digester.add({buffer_.data() + begin_, begun});
        long_->length = begun;
    }
    for (bool is_over = false; !is_over;) {
        std::size_t got = 0;
        const auto filled = fill(piece.data(), piece.size(), got, wait);
        if (!filled) return tl::unexpected(filled.error());
        if (*filled == Fill::not_yet) return Got::nothing_yet;
        const BytesView bytes(piece.data(), got);
        const auto at = find_end(bytes);
        long_->digester.add(bytes.first(at.value_or(got)));
        long_->length += at.value_or(got);
        if (at)
            rest_.assign(piece.begin() + static_cast<std::ptrdiff_t>(*at + 1),
                         piece.begin() + static_cast<std::ptrdiff_t>(got));
        if (*filled == Fill::end_of_file) close_file();
        is_over = at || *filled == Fill::end_of_file;
    }
    give(line, begun);
    line.bytes = line.bytes.first(line_kept_max);
    line.length = long_->length;
    line.digest = long_->digester.finish();
    long_.reset();
    return Got::line;
}

Result<LineReader::Fill> LineReader::fill(std::byte* to, std::size_t room, std::size_t& got,
                                          bool wait) {
    const std::string& file = files_[file_ - 1];
    for (;;) {
        if (waits_) {
            pollfd both[2] = {{fd_, POLLIN, 0}, {wake_, POLLIN, 0}};
            const int ready = ::poll(both, 2, wait ? -1 : 0);
            if (ready < 0 && errno != EINTR) return cannot_read(file, errno);
            if (ready > 0 && both[1].revents != 0) return Fill::not_yet;
            if (ready == 0) return Fill::not_yet;
            if (ready < 0) continue;
        }
        const ssize_t read = ::read(fd_, to, room);
        if (read < 0 && errno == EINTR) continue;
        if (read < 0) return cannot_read(file, errno);
        got = static_cast<std::size_t>(read);
        read_.fetch_add(got, std::memory_order_relaxed);
        return read == 0 ? Fill::end_of_file : Fill::more;
    }
}

void LineReader::take(int descriptor, std::string name) {
    close_file();
    files_.assign(1, std::move(name));
    file_ = 1;
    fd_ = descriptor;
    waits_ = false;
    begin_ = scanned_ = end_ = 0;
    long_.reset();
    rest_.clear();
    lines_ = 0;
    ::posix_fadvise(fd_, 0, 0, POSIX_FADV_SEQUENTIAL);
}

// False: there is none left.
Result<bool> LineReader::open_next_file() {
    if (file_ == files_.size()) return false;
    const std::string& file = files_[file_++];
    fd_ = file == "-" ? STDIN_FILENO : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd_ < 0) return cannot_read(file, errno);
    struct stat about {};
    if (::fstat(fd_, &about) != 0) return cannot_read(file, errno);
    waits_ = !S_ISREG(about.st_mode);
    if (!waits_) ::posix_fadvise(fd_, 0, 0, POSIX_FADV_SEQUENTIAL);
    return true;
}

void LineReader::close_file() {
    if (fd_ > STDIN_FILENO) ::close(fd_);
    fd_ = -1;
}

}  // namespace leadline::connectors
