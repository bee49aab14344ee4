// See status_file.hpp.
#include "connectors/embedded/status_file.hpp"

#include <fmt/format.h>
#include <simdjson.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "events/codec/json_text.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;
using simdjson::dom::element;

namespace {

constexpr const char* file_name = "STATUS";

void append(std::string& out, std::string_view name, std::uint64_t number) {
    events::append_key(out, name);
    events::append_number(out, number);
}

void append(std::string& out, std::string_view name, std::string_view text) {
    events::append_key(out, name);
    events::append_json(out, text);
}

void append(std::string& out, std::string_view name, events::Time time) {
    events::append_key(out, name);
    events::append_json(out, time);
}

template <class Items, class Append>
void append_list(std::string& out, std::string_view name, const Items& items, Append append_item) {
    events::append_key(out, name);
    out += '[';
    for (const auto& item : items) {
        if (&item != items.data()) out += ',';
        out += '{';
        append_item(item);
        out += '}';
    }
    out += ']';
}

// Missing or of another type: none, as in a file of another version.
std::uint64_t number_of(const element& from, std::string_view name) {
    std::uint64_t number = 0;
    return from[name].get(number) == simdjson::SUCCESS ? number : 0;
}

std::string text_of(const element& from, std::string_view name) {
    std::string_view text;
    return from[name].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

events::Time time_of(const element& from, std::string_view name) {
    return events::parse_time(text_of(from, name)).value_or(events::Time{});
}

bool truth_of(const element& from, std::string_view name) {
    bool truth = false;
    return from[name].get(truth) == simdjson::SUCCESS && truth;
}

template <class Visit>
void for_each(const element& from, std::string_view name, Visit visit) {
    simdjson::dom::array items;
    if (from[name].get(items) != simdjson::SUCCESS) return;
    for (const element item : items) visit(item);
}

EngineStatus status_of(const element& root) {
    EngineStatus status;
    status.process = static_cast<std::int64_t>(number_of(root, "process"));
    status.command = text_of(root, "command");
    status.begun = time_of(root, "begun");
    status.written = time_of(root, "written");
    status.monotonic = {static_cast<std::int64_t>(number_of(root, "monotonic_us"))};
    status.has_ended = truth_of(root, "ended");
    status.failed = text_of(root, "failed");
    status.closed = text_of(root, "closed");
    for_each(root, "partitions", [&status](const element& item) {
        status.partitions.push_back({static_cast<std::uint32_t>(number_of(item, "partition")),
                                     number_of(item, "position"), time_of(item, "time")});
    });
    for_each(root, "views", [&status](const element& item) {
        status.views.push_back(
            {text_of(item, "view"), static_cast<std::uint32_t>(number_of(item, "partition")),
             number_of(item, "position"), number_of(item, "lag"), text_of(item, "stopped")});
    });
    for_each(root, "kafka", [&status](const element& item) {
        status.kafka.push_back({static_cast<std::uint32_t>(number_of(item, "partition")),
                                number_of(item, "offset"), number_of(item, "behind"),
                                number_of(item, "forwarded"), number_of(item, "dropped")});
    });
    element told;
    if (root["notifications"].get(told) == simdjson::SUCCESS)
        status.notifications = {number_of(told, "waiting"), number_of(told, "delivered"),
                                number_of(told, "failed")};
    status.commands_per_s = number_of(root, "commands_per_s");
    status.events_per_s = number_of(root, "events_per_s");
    status.epoch_commands_p50 = number_of(root, "epoch_commands_p50");
    status.epoch_commands_max = number_of(root, "epoch_commands_max");
    status.answer_us_p50 = number_of(root, "answer_us_p50");
    status.answer_us_p99 = number_of(root, "answer_us_p99");
    status.memory_bytes = number_of(root, "memory_bytes");
    status.late_reads = number_of(root, "late_reads");
    status.inbox_done = number_of(root, "inbox_done");
    status.inbox_failed = number_of(root, "inbox_failed");
    return status;
}

}  // namespace

std::string to_json(const EngineStatus& status) {
    std::string out = "{";
    append(out, "process", static_cast<std::uint64_t>(status.process));
    append(out, "command", status.command);
    append(out, "begun", status.begun);
    append(out, "written", status.written);
    append(out, "monotonic_us", static_cast<std::uint64_t>(status.monotonic.us));
    events::append_key(out, "ended");
    out += status.has_ended ? "true" : "false";
    append(out, "failed", status.failed);
    append(out, "closed", status.closed);
    append_list(out, "partitions", status.partitions, [&out](const auto& place) {
        append(out, "partition", place.partition);
        append(out, "position", place.position);
        if (place.time.is_set()) append(out, "time", place.time);
    });
    append_list(out, "views", status.views, [&out](const auto& view) {
        append(out, "view", view.name);
        append(out, "partition", view.partition);
        append(out, "position", view.position);
        append(out, "lag", view.lag);
        if (!view.stopped.empty()) append(out, "stopped", view.stopped);
    });
    append_list(out, "kafka", status.kafka, [&out](const auto& place) {
        append(out, "partition", place.partition);
        append(out, "offset", place.offset);
        append(out, "behind", place.behind);
        append(out, "forwarded", place.forwarded);
        append(out, "dropped", place.dropped);
    });
    if (status.notifications) {
        events::append_key(out, "notifications");
        out += '{';
        append(out, "waiting", status.notifications->waiting);
        append(out, "delivered", status.notifications->delivered);
        append(out, "failed", status.notifications->failed);
        out += '}';
    }
    append(out, "commands_per_s", status.commands_per_s);
    append(out, "events_per_s", status.events_per_s);
    append(out, "epoch_commands_p50", status.epoch_commands_p50);
    append(out, "epoch_commands_max", status.epoch_commands_max);
    append(out, "answer_us_p50", status.answer_us_p50);
    append(out, "answer_us_p99", status.answer_us_p99);
    append(out, "memory_bytes", status.memory_bytes);
    append(out, "late_reads", status.late_reads);
    append(out, "inbox_done", status.inbox_done);
    append(out, "inbox_failed", status.inbox_failed);
    return out + "}\n";
}

Result<void> write_status(const std::filesystem::path& folder, const EngineStatus& status) {
    const auto path = folder / file_name;
    const auto draft = folder / (std::string(file_name) + ".new");
    {
        std::ofstream out(draft, std::ios::binary | std::ios::trunc);
        out << to_json(status) << std::flush;
        if (!out) return fail(Failure::io, fmt::format("{} cannot be written", draft.string()));
    }
    if (::rename(draft.c_str(), path.c_str()) == 0) return {};
    return fail(Failure::io,
                fmt::format("{} cannot be written: {}", path.string(), std::strerror(errno)));
}

Result<EngineStatus> read_status(const std::filesystem::path& folder) {
    const auto path = folder / file_name;
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(Failure::not_found, fmt::format("there is no {}", path.string()));
    std::ostringstream text;
    text << in.rdbuf();
    simdjson::dom::parser parser;
    element root;
    if (parser.parse(std::move(text).str()).get(root) != simdjson::SUCCESS || !root.is_object())
        return fail(Failure::corrupt, fmt::format("{} cannot be understood", path.string()));
    return status_of(root);
}

std::uint64_t resident_bytes() {
    std::ifstream in("/proc/self/statm");
    std::uint64_t size = 0;
    std::uint64_t resident = 0;
    in >> size >> resident;
    const long page = ::sysconf(_SC_PAGESIZE);
    return in && page > 0 ? resident * static_cast<std::uint64_t>(page) : 0;
}

}  // namespace leadline::connectors
