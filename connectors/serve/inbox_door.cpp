// See inbox_door.hpp.
#include "connectors/serve/inbox_door.hpp"

#include <fmt/format.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "config/yaml/names.hpp"

namespace leadline::connectors {

using events::Result;

InboxDoor::InboxDoor(Parts parts)
    : parts_(std::move(parts)),
      warnings_(parts_.warn, fmt::format("files of the inbox could not be read: see {}",
                                         parts_.inbox.failed().string())) {
    watch_ = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch_ < 0) return;
    const auto path = parts_.inbox.root().string();
    if (::inotify_add_watch(watch_, path.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO) >= 0) return;
    ::close(watch_);
    watch_ = -1;
}

InboxDoor::~InboxDoor() {
    if (watch_ >= 0) ::close(watch_);
}

Result<Door::Got> InboxDoor::next(Line& line) {
    for (std::size_t files = 0;; ++files) {
        if (is_open_) {
            const auto got = lines_.next(line, false);
            if (got && *got == LineReader::Got::line) return Got::line;
            is_open_ = false;
            TRY(end_file(got ? "" : got.error().message));
        }
        if (files == files_per_call) return Got::again;
        const auto opened = open_next();
        if (!opened) return tl::unexpected(opened.error());
        if (!*opened) return Got::nothing_yet;
    }
}

// False: there is none. One that cannot be read is over as soon as it has begun.
Result<bool> InboxDoor::open_next() {
    warnings_.look(parts_.clock.read().monotonic);
    auto name = next_taken();
    if (!name) return tl::unexpected(std::move(name).error());
    if (!*name) return false;
    name_ = **name;
    origin_ = name_ + "/";
    parts_.outcomes.begin(name_);
    const auto file = parts_.inbox.open_taken(name_);
    if (!file) {
        TRY(end_file(file.error().message));
        return true;
    }
    lines_.take(*file, (parts_.inbox.taken() / name_).string());
    is_open_ = true;
    return true;
}

Result<void> InboxDoor::end_file(const std::string& problem) {
    if (!problem.empty())
        warnings_.say(fmt::format("{} of the inbox cannot be read: {}; it is in {}",
                                  config::shown(name_), problem, parts_.inbox.failed().string()),
                      parts_.clock.read().monotonic);
    return parts_.outcomes.end(problem);
}

Result<std::optional<std::string>> InboxDoor::next_taken() {
    bool has_looked = false;
    for (;;) {
        if (names_.empty()) {
            if (has_looked && !takes_left_over_) return std::nullopt;
            has_looked = !takes_left_over_;
            TRY(look_for_names());
            continue;
        }
        const std::string name = std::move(names_.back());
        names_.pop_back();
        if (takes_left_over_) return name;
        auto taken = parts_.inbox.take(name, parts_.clock.now());
        if (taken && *taken) return taken;
        // It stays where it is, and is tried again at the next look.
        if (!taken) warnings_.say(taken.error().message, parts_.clock.read().monotonic);
    }
}

// A full list is gone on with behind its last name, so that files that cannot be taken do not keep
// others from being found.
Result<void> InboxDoor::look_for_names() {
    forget_events();
    auto found = takes_left_over_ ? parts_.inbox.taken_names(after_, names_max)
                                  : parts_.inbox.waiting_names(after_, names_max);
    if (!found) return tl::unexpected(std::move(found).error());
    names_ = *std::move(found);
    const bool is_full = names_.size() == names_max;
    if (names_.empty()) takes_left_over_ = false;
    after_ = is_full || takes_left_over_ ? names_.back() : std::string();
    std::reverse(names_.begin(), names_.end());
    return {};
}

// What they tell is found by looking; they only wake whoever waits.
void InboxDoor::forget_events() const {
    if (watch_ < 0) return;
    std::array<char, 16'384> events;
    while (::read(watch_, events.data(), events.size()) > 0) {
    }
}

}  // namespace leadline::connectors
