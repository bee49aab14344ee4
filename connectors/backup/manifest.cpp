// See manifest.hpp.
#include "connectors/backup/manifest.hpp"

#include <fmt/format.h>

#include <charconv>

#include "connectors/backup/copy_file.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

namespace {

constexpr std::string_view first_words = "leadline backup, version ";
constexpr std::size_t sha256_digits = 64;

// Takes words off the front of one line; after the first that does not fit nothing does.
class Words {
public:
    explicit Words(std::string_view line) : rest_(line) {}

    Words& word(std::string_view expected) {
        fits_ = fits_ && rest_.starts_with(expected);
        if (fits_) rest_.remove_prefix(expected.size());
        return *this;
    }
    template <class Number>
    Words& number(Number& to) {
        const auto read = std::from_chars(rest_.data(), rest_.data() + rest_.size(), to);
        fits_ = fits_ && read.ec == std::errc();
        if (fits_) rest_.remove_prefix(static_cast<std::size_t>(read.ptr - rest_.data()));
        return *this;
    }
    Words& hex(std::string& to, std::size_t digits) {
        fits_ = fits_ && rest_.size() >= digits &&
                rest_.substr(0, digits).find_first_not_of("0123456789abcdef") == rest_.npos;
        if (!fits_) return *this;
        to = rest_.substr(0, digits);
        rest_.remove_prefix(digits);
        return *this;
    }
    Words& all(std::string& to) {
        to = rest_;
        rest_ = {};
        return *this;
    }
    [[nodiscard]] bool fit() const { return fits_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool fits_ = true;
};

bool take_line(std::string_view& text, std::string_view& line) {
    const std::size_t end = text.find('\n');
    if (end == text.npos) return false;
    line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return true;
}

// A name that leads out of the folder is no file of a backup.
bool is_inside(const std::string& path) {
    return !path.empty() && path.front() != '/' && ("/" + path + "/").find("/../") == path.npos;
}

bool read_line(std::string_view line, BackupManifest& to) {
    if (line.starts_with("partition ")) {
        BackupManifest::Place& place = to.places.emplace_back();
        return Words(line)
            .word("partition ")
            .number(place.partition)
            .word(" position ")
            .number(place.position)
            .word(" block ")
            .number(place.block)
            .word(" hash ")
            .hex(place.hash, sha256_digits)
            .fit();
    }
    BackupFile& file = to.files.emplace_back();
    return Words(line)
               .word("file ")
               .number(file.bytes)
               .word(" ")
               .hex(file.sha256, sha256_digits)
               .word(" ")
               .all(file.path)
               .fit() &&
           is_inside(file.path);
}

tl::unexpected<events::Error> not_whole() {
    return fail(Failure::corrupt, "its list of files (BACKUP) is damaged or cut short");
}

}  // namespace

std::string to_text(const BackupManifest& manifest) {
    std::string text = fmt::format("{}{}\nlog {}\nmade {}\n", first_words, backup_version,
                                   manifest.log, events::to_text(manifest.made));
    for (const auto& place : manifest.places)
        text += fmt::format("partition {} position {} block {} hash {}\n", place.partition,
                            place.position, place.block, place.hash);
    for (const BackupFile& file : manifest.files)
        text += fmt::format("file {} {} {}\n", file.bytes, file.sha256, file.path);
    return text + "end " + sha256_of(text) + "\n";
}

Result<BackupManifest> parse_manifest(std::string_view text) {
    std::string_view rest = text;
    std::string_view line;
    std::uint32_t version = 0;
    if (!take_line(rest, line) || !Words(line).word(first_words).number(version).fit())
        return not_whole();
    if (version != backup_version) {
        return fail(Failure::configuration,
                    fmt::format("it is of version {}, and this program knows version {}: use a "
                                "newer leadline",
                                version, backup_version));
    }
    BackupManifest manifest;
    std::string made;
    if (!take_line(rest, line) || !Words(line).word("log ").hex(manifest.log, 32).fit())
        return not_whole();
    if (!take_line(rest, line) || !Words(line).word("made ").all(made).fit()) return not_whole();
    const auto time = events::parse_time(made);
    if (!time) return not_whole();
    manifest.made = *time;
    for (;;) {
        const std::string_view before = text.substr(0, text.size() - rest.size());
        if (!take_line(rest, line)) return not_whole();
        std::string sum;
        if (Words(line).word("end ").hex(sum, sha256_digits).fit()) {
            if (!rest.empty() || sum != sha256_of(before)) return not_whole();
            return manifest;
        }
        if (!read_line(line, manifest)) return not_whole();
    }
}

}  // namespace leadline::connectors
