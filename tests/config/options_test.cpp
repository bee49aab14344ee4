// The table of options, and what documents say of it.
#include "config/options.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/repository.hpp"

using namespace leadline::config;

namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

// Of "0.1.0 ...".
std::array<int, 3> numbers(const std::string& version) {
    std::array<int, 3> found{};
    std::sscanf(version.c_str(), "%d.%d.%d", &found[0], &found[1], &found[2]);
    return found;
}

template <class Value>
std::string shown(Value value) {
    return std::to_string(static_cast<std::int64_t>(value));
}

std::string shown(const std::string& value) { return value; }

// Every member of Options, in the order of the table.
std::vector<std::string> members(const Options& o) {
    std::string properties;
    for (const auto& [name, value] : o.kafka.properties) properties += name + "=" + value;
    return {shown(o.log.level),
            shown(o.log.format),
            shown(o.engine.log),
            shown(o.epoch.commands_max),
            shown(o.embedded.partitions),
            shown(o.state.memory),
            shown(o.state.checkpoint_events),
            shown(o.state.checkpoint_bytes),
            shown(o.views.enabled),
            shown(o.views.lag_max),
            shown(o.views.flush_ms),
            shown(o.disk.compression),
            shown(o.disk.free_min),
            shown(o.submit.progress),
            shown(o.submit.progress_ms),
            shown(o.serve.rescan_ms),
            shown(o.notifications.file),
            shown(o.kafka.brokers),
            shown(o.kafka.group),
            shown(o.kafka.instance),
            shown(o.kafka.commands),
            shown(o.kafka.log),
            shown(o.kafka.events),
            shown(o.kafka.outcomes),
            shown(o.kafka.dead_letters),
            shown(o.kafka.feed),
            shown(o.kafka.feed_types),
            shown(o.kafka.feed_headers),
            shown(o.kafka.partitions),
            shown(o.kafka.replication),
            properties};
}

bool is_of_numbers(const Option& option) {
    return option.type != OptionType::text && option.type != OptionType::properties;
}

}  // namespace

TEST_CASE("options: every default is a value of its own row", "[config]") {
    for (const Option& option : option_table()) {
        INFO(option.name);
        Options options{};
        std::int64_t value = 0;
        CHECK(store_value(option, option.default_text, options) ==
              (option.type != OptionType::properties));
        CHECK(parse_value(option, option.default_text, value) == is_of_numbers(option));
        const bool has_range =
            option.type == OptionType::number || option.type == OptionType::bytes;
        CHECK((option.min < option.max) == has_range);
        CHECK(option.choices.empty() == (option.type != OptionType::choice));
        CHECK(option.pattern.empty() == (option.type != OptionType::text));
    }
}

TEST_CASE("options: every row stores into a member of its own", "[config]") {
    const std::size_t rows = option_table().size();
    const std::vector<std::string> before = members(Options{});
    REQUIRE(before.size() == rows);
    for (std::size_t row = 0; row < rows; ++row) {
        const Option& option = option_table()[row];
        INFO(option.name);
        Options options{};
        CHECK((option.store != nullptr) == is_of_numbers(option));
        CHECK((option.store_text != nullptr) == (option.type == OptionType::text));
        CHECK((option.store_property != nullptr) == (option.type == OptionType::properties));
        if (option.store != nullptr) option.store(options, 1);
        if (option.store_text != nullptr) option.store_text(options, "1");
        if (option.store_property != nullptr) option.store_property(options, "a.b", "c");
        std::vector<std::string> expected = before;
        expected[row] = option.store_property != nullptr ? "a.b=c" : "1";
        CHECK(members(options) == expected);
    }
}

TEST_CASE("options: a text is what its row's pattern matches, and nothing else", "[config]") {
    Options options{};
    const auto takes = [&options](const char* name, std::string_view text) {
        return store_value(*find_option(name), text, options);
    };
    CHECK(takes("kafka.log", "a.B-2_c"));
    CHECK(options.kafka.log == "a.B-2_c");
    CHECK(takes("kafka.log", std::string(249, 'x')));
    for (const std::string& bad : {std::string(), std::string(250, 'x'), std::string("a b"),
                                   std::string("a/b"), std::string("\xC3\xA4"), std::string("a\n")})
        CHECK_FALSE(takes("kafka.log", bad));
    CHECK(options.kafka.log == std::string(249, 'x'));  // nothing was put
    CHECK(takes("kafka.brokers", "one:9092,two:9092"));
    for (const char* bad : {"", "one:9092, two:9092", ",one", "one,"})
        CHECK_FALSE(takes("kafka.brokers", bad));
    CHECK(takes("kafka.instance", "left"));
    CHECK(takes("kafka.instance", ""));
    CHECK(options.kafka.instance.empty());
    options.kafka.instance = "left";
    CHECK(takes("kafka.instance", empty_text));  // as it is shown
    CHECK(options.kafka.instance.empty());
    CHECK_FALSE(takes("kafka.group", ""));
    CHECK_FALSE(takes("kafka.properties", "{}"));  // one by one
}

TEST_CASE("options: names are one group and one key, each name is there once", "[config]") {
    std::set<std::string_view> names;
    std::set<std::string_view> groups;
    std::string_view last;
    for (const Option& option : option_table()) {
        CHECK(names.insert(option.name).second);
        CHECK(option.name.find('.') == option.name.rfind('.'));
        CHECK(option.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") ==
              std::string_view::npos);
        CHECK(find_option(option.name) == &option);
        CHECK(option.help.ends_with('.'));
        const std::string_view group = option.name.substr(0, option.name.find('.'));
        if (group != last) CHECK(groups.insert(group).second);  // groups stand together
        last = group;
    }
    CHECK(find_option("epoch") == nullptr);
}

TEST_CASE("options: the defaults of the table are the defaults in force", "[config]") {
    const Options& options = default_options();
    CHECK(options.log.level == LogLevel::info);
    CHECK(options.log.format == LogFormat::text);
    CHECK(options.epoch.commands_max == 384);
    CHECK(options.state.checkpoint_bytes == 4U * 1024U * 1024U);
    CHECK(options.views.enabled);
    CHECK(options.views.flush_ms == 200);
    CHECK(options.submit.progress == Progress::automatic);
    CHECK(options.engine.log == LogKind::embedded);
    CHECK(options.kafka.brokers == "127.0.0.1:9092");
    CHECK(options.kafka.instance.empty());
    CHECK(options.kafka.dead_letters == "leadline.dead-letters");
    CHECK(options.kafka.properties.empty());
}

TEST_CASE("options: values are written plainly and lie in their range", "[config]") {
    const Option& epoch = *find_option("epoch.commands_max");
    std::int64_t value = 0;
    CHECK(parse_value(epoch, "1", value));
    CHECK(parse_value(epoch, "8192", value));
    CHECK(value == 8192);
    for (const char* bad :
         {"0", "8193", "", "-1", "+1", "010", "1e3", "1 ", "99999999999999999999"})
        CHECK_FALSE(parse_value(epoch, bad, value));
    const Option& bytes = *find_option("state.checkpoint_bytes");
    CHECK(parse_value(bytes, "8MiB", value));
    CHECK(value == 8 * 1024 * 1024);
    CHECK(parse_value(bytes, "65536", value));
    CHECK(value == 65536);
    for (const char* bad : {"8MB", "8 MiB", "MiB", "2GiB", "9999999999999GiB", "63KiB"})
        CHECK_FALSE(parse_value(bytes, bad, value));
    CHECK_FALSE(parse_value(*find_option("views.enabled"), "yes", value));
    CHECK_FALSE(parse_value(*find_option("log.level"), "INFO", value));
}

TEST_CASE("options: a name in the environment is the option's in capitals", "[config]") {
    CHECK(environment_name(*find_option("epoch.commands_max")) == "LEADLINE_EPOCH_COMMANDS_MAX");
    CHECK(expected_values(*find_option("epoch.commands_max")) == "1 to 8192 commands");
    CHECK(expected_values(*find_option("state.checkpoint_bytes")) == "64KiB to 1GiB");
    CHECK(expected_values(*find_option("log.format")) == "text or json");
}

TEST_CASE("options: the table in docs/configuration.md is the one that is generated", "[config]") {
    const std::string document =
        text_of(leadline::tests::repository_root() / "docs/configuration.md");
    const std::string begin = "<!-- options: generated -->\n";
    const std::string end = "<!-- options: end -->";
    const std::size_t from = document.find(begin);
    REQUIRE(from != std::string::npos);
    const std::size_t to = document.find(end, from);
    REQUIRE(to != std::string::npos);
    CHECK(document.substr(from + begin.size(), to - from - begin.size()) == options_markdown());
}

TEST_CASE("options: none is there since a version that is still to come", "[config]") {
    const std::string build = text_of(leadline::tests::repository_root() / "CMakeLists.txt");
    const std::string words = "project(leadline VERSION ";
    const std::size_t at = build.find(words);
    REQUIRE(at != std::string::npos);
    const std::array<int, 3> version = numbers(build.substr(at + words.size()));
    CHECK(version > std::array<int, 3>{});
    for (const Option& option : option_table()) {
        INFO(option.name);
        CHECK(numbers(std::string(option.since)) > std::array<int, 3>{});
        CHECK(numbers(std::string(option.since)) <= version);
    }
}

TEST_CASE("options: the help has each option with its default and all its words", "[config]") {
    const std::string help = options_help();
    std::istringstream lines(help);
    std::string on_one_line;
    for (std::string line; std::getline(lines, line);) {
        CHECK(line.size() <= 80);
        on_one_line += line.substr(line.find_first_not_of(' ')) + ' ';
    }
    for (const Option& option : option_table())
        CHECK(on_one_line.find(std::string(option.name) + " = " + std::string(option.default_text) +
                               " " + std::string(option.help)) != std::string::npos);
}

TEST_CASE("options: the schema names every option with its default and range", "[config]") {
    const std::string schema = options_schema();
    for (const Option& option : option_table()) {
        const std::string key(option.name.substr(option.name.find('.') + 1));
        CHECK(schema.find("\n        \"" + key + "\": {") != std::string::npos);
    }
    CHECK(
        schema.find("\"commands_max\": {\"type\": \"integer\", \"minimum\": 1, \"maximum\": 8192, "
                    "\"default\": 384,") != std::string::npos);
    CHECK(schema.find(
              "\"level\": {\"enum\": [\"trace\", \"debug\", \"info\", \"warning\", \"error\", "
              "\"off\"], \"default\": \"info\",") != std::string::npos);
    CHECK(schema.find(R"x("log": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,249}$", )x"
                      R"x("default": "leadline.log",)x") != std::string::npos);
    CHECK(schema.find(R"x("pattern": "^[A-Za-z0-9._-]{0,249}$", "default": "",)x") !=
          std::string::npos);
    CHECK(schema.find(R"x("pattern": "^[^\\s,]+(,[^\\s,]+)*$")x") != std::string::npos);
    CHECK(schema.find(R"x("properties": {"type": "object", "additionalProperties": {"type": )x") !=
          std::string::npos);
    CHECK(std::count(schema.begin(), schema.end(), '{') ==
          std::count(schema.begin(), schema.end(), '}'));
}
