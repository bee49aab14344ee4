// The table of the rooms, and the walk over the include graph. A new room, or a library that only
// some rooms may see, is one line in the table.
#include "tests/tidy/include_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "events/base/ensure.hpp"

namespace leadline::tests {
namespace {

const std::vector<std::string_view> outside_world = {
    "rocksdb/",     "librdkafka", "boost/asio", "boost/beast",       "spdlog/",    "yaml-cpp/",
    "CLI/",         "csv.h",      "curl/",      "prometheus",        "thread",     "mutex",
    "shared_mutex", "atomic",     "future",     "semaphore",         "stop_token", "chrono",
    "ctime",        "time.h",     "random",     "iostream",          "fstream",    "filesystem",
    "unistd.h",     "sys/",       "fcntl.h",    "condition_variable"};

std::vector<std::string_view> with(std::vector<std::string_view> names,
                                   std::initializer_list<std::string_view> more) {
    names.insert(names.end(), more);
    return names;
}

const std::vector<RoomRule>& room_rules() {
    static const std::vector<RoomRule> rules = {
        {"events/",
         {"events/"},
         with(outside_world, {"cereal/", "simdjson", "re2/"}),
         "the language knows nobody; only its codecs include cereal and simdjson"},
        {"events/codec/",
         {"events/"},
         with(outside_world, {"re2/"}),
         "codecs turn structs into bytes and text, and touch nothing else"},
        {"events/memory/",
         {"events/"},
         {"rocksdb/", "boost/", "cereal/", "simdjson", "thread", "mutex", "chrono", "random",
          "fstream", "filesystem", "unistd.h", "fcntl.h"},
         "memory is asked of the system, and nothing else"},
        {"engine/",
         {"events/", "engine/"},
         {"librdkafka", "boost/asio", "boost/beast", "yaml-cpp/", "CLI/", "csv.h", "curl/"},
         "the engine knows the language; outside systems are connectors"},
        {"engine/core/",
         {"events/", "engine/core/", "engine/log/log.hpp"},  // that header: the word Partition
         with(outside_world, {"unordered_map", "unordered_set", "cereal/", "simdjson", "regex"}),
         "the core is pure: time, identity and bytes arrive as data (DESIGN D11)"},
        {"engine/log/",
         {"events/", "engine/log/"},
         {"librdkafka", "boost/", "spdlog/", "yaml-cpp/", "CLI/", "rocksdb/", "chrono", "random"},
         "the log port knows blocks of events; each log of the world is a connector"},
        {"engine/rocks/",
         {"events/", "engine/rocks/"},
         {"librdkafka", "boost/", "spdlog/", "yaml-cpp/", "CLI/", "thread", "chrono", "random"},
         "what every store on RocksDB shares knows none of them"},
        {"config/",
         {"events/", "config/", "engine/core/calendar/", "engine/core/places/"},
         {"rocksdb/", "librdkafka", "boost/asio", "spdlog/", "thread", "chrono", "random"},
         "configuration is read into the language's own structs; the facts of calendar and places "
         "tell what cannot be"},
        {"projections/",
         {"events/", "engine/core/", "engine/log/", "engine/rocks/", "projections/"},
         {"librdkafka", "boost/asio", "boost/beast", "yaml-cpp/", "CLI/", "csv.h", "curl/"},
         "read models know the log and the pure core, not the runtime"},
        {"connectors/",
         {"events/", "engine/", "config/", "projections/", "connectors/"},
         {},
         "nothing of the product includes tests or benchmarks"},
        {"bench/", {""}, {}, ""},
        {"tests/", {""}, {}, ""},
        {"cmake/", {""}, {}, ""},
    };
    return rules;
}

bool begins_with_one(std::string_view name, const std::vector<std::string_view>& beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view beginning) {
        // A whole name ("thread") or a folder ("rocksdb/"), so that <threads.h> is another thing.
        const bool whole =
            beginning.ends_with('/') || name.size() == beginning.size() ||
            (name.size() > beginning.size() && !std::isalnum(name[beginning.size()]));
        return name.starts_with(beginning) && whole;
    });
}

constexpr std::string_view impure_words[] = {"std::unordered_map",
                                             "std::unordered_set",
                                             "std::unordered_multimap",
                                             "std::thread",
                                             "std::mutex",
                                             "std::random_device",
                                             "std::mt19937",
                                             "std::mt19937_64",
                                             "std::cout",
                                             "std::cerr",
                                             "std::getenv",
                                             "std::rand",
                                             "system_clock",
                                             "steady_clock",
                                             "gettimeofday",
                                             "clock_gettime",
                                             "float",
                                             "double"};

// `word` in the line, and not as a part of a longer name.
bool has_word(std::string_view line, std::string_view word) {
    const auto part_of_name = [&](std::size_t at) {
        return at < line.size() && (std::isalnum(line[at]) || line[at] == '_');
    };
    for (std::size_t at = line.find(word); at != std::string_view::npos;
         at = line.find(word, at + 1))
        if (!(at > 0 && part_of_name(at - 1)) && !part_of_name(at + word.size())) return true;
    return false;
}

using Graph = std::map<std::string, const SourceFile*, std::less<>>;

// Depth first; a file that is met again while it is being walked closes a circle.
void walk(const Graph& graph, const SourceFile& file, std::vector<std::string>& trail,
          std::map<std::string, bool>& done, Complaints& complaints) {
    trail.push_back(file.path);
    for (const Include& include : file.includes) {
        const auto next = graph.find(include.what);
        if (!include.quoted || next == graph.end() || done.contains(include.what)) continue;
        const auto again = std::find(trail.begin(), trail.end(), include.what);
        if (again == trail.end()) {
            walk(graph, *next->second, trail, done, complaints);
            continue;
        }
        std::string circle;
        for (auto step = again; step != trail.end(); ++step) circle += *step + " -> ";
        complaints.push_back({"include circle", file.path, include.line,
                              circle + include.what + ": move what both need into a third file"});
    }
    trail.pop_back();
    done[file.path] = true;
}

}  // namespace

const RoomRule& room_rule(std::string_view path) {
    const RoomRule* best = nullptr;
    for (const RoomRule& rule : room_rules())
        if (path.starts_with(rule.folder) && (!best || rule.folder.size() > best->folder.size()))
            best = &rule;
    ENSURE(best != nullptr);
    return *best;
}

Complaints arrows(const SourceFile& file) {
    const RoomRule& rule = room_rule(file.path);
    Complaints complaints;
    for (const Include& include : file.includes) {
        const bool allowed =
            include.quoted
                ? std::any_of(rule.may_include.begin(), rule.may_include.end(),
                              [&](auto folder) { return include.what.starts_with(folder); })
                : !begins_with_one(include.what, rule.forbidden);
        if (allowed) continue;
        complaints.push_back(
            {"arrows", file.path, include.line,
             fmt::format("{} may not include {}: {}", rule.folder, include.what, rule.reason)});
    }
    return complaints;
}

Complaints impurities(const SourceFile& file) {
    if (!file.is_under("engine/core/") && !file.is_under("events/")) return {};
    Complaints complaints;
    std::size_t number = 0;
    std::istringstream code(file.code);
    for (std::string line; std::getline(code, line);) {
        ++number;
        for (const std::string_view word : impure_words)
            if (has_word(line, word))
                complaints.push_back(
                    {"impurities", file.path, number,
                     fmt::format("{}: decisions depend on the log alone, in integers "
                                 "and in a fixed order; take it as data, or sort "
                                 "(DESIGN D11)",
                                 word)});
    }
    return complaints;
}

Complaints include_graph(const std::vector<SourceFile>& files) {
    Graph graph;
    for (const SourceFile& file : files) graph.emplace(file.path, &file);
    Complaints complaints;
    for (const SourceFile& file : files)
        for (const Include& include : file.includes)
            if (include.quoted && !graph.contains(include.what))
                complaints.push_back({"include path", file.path, include.line,
                                      include.what + " is no file of this repository: write the "
                                                     "path from its root"});
    std::map<std::string, bool> done;
    std::vector<std::string> trail;
    for (const SourceFile& file : files)
        if (!done.contains(file.path)) walk(graph, file, trail, done, complaints);
    return complaints;
}

}  // namespace leadline::tests
