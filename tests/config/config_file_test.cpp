// Configuration from file, environment and --set: who wins, where it came from, what is said of
// mistakes.
#include "config/config_file.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/repository.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace leadline::config;
namespace events = leadline::events;

namespace {

struct Loaded {
    Diagnostics diagnostics;
    events::Result<Configuration> result;

    explicit Loaded(const OptionSources& sources)
        : result(load_configuration(sources, diagnostics)) {}

    // Of the line that is printed for that name; empty when there is none.
    SettingLine line(std::string_view name) const {
        for (SettingLine& each : setting_lines(*result))
            if (each.name == name) return std::move(each);
        return {};
    }
    std::string origin_of(std::string_view name) const { return line(name).origin; }
};

class ConfigFile {
public:
    explicit ConfigFile(const std::string& text) { std::ofstream(path()) << text; }
    std::filesystem::path path() const { return folder_.path() / "leadline.yaml"; }

private:
    leadline::tests::TemporaryFolder folder_;
};

// The lines that begin with a file's name, without its folders and the excerpts.
std::string complaints(const std::string& text) {
    std::string out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t at = line.find(": error: ");
        if (at == std::string::npos) continue;
        const std::size_t slash = line.rfind('/', at);
        out += line.substr(slash == std::string::npos ? 0 : slash + 1) + "\n";
    }
    return out;
}

}  // namespace

TEST_CASE("configuration: without any source everything is at its default", "[config]") {
    const Loaded loaded({});
    REQUIRE(loaded.result);
    CHECK(loaded.result->settings.size() == option_table().size());
    CHECK(loaded.result->options.epoch.commands_max == default_options().epoch.commands_max);
    CHECK(loaded.origin_of("epoch.commands_max") == "default");
}

TEST_CASE("configuration: --set is stronger than the environment, that than the file", "[config]") {
    const ConfigFile file("epoch:\n  commands_max: 10\nviews:\n  lag_max: 1000\n  flush_ms: 20\n");
    const Loaded loaded({file.path(),
                         {{"LEADLINE_EPOCH_COMMANDS_MAX", "20"}, {"LEADLINE_VIEWS_FLUSH_MS", "30"}},
                         {"epoch.commands_max=40", "epoch.commands_max=50"}});
    REQUIRE(loaded.result);
    CHECK(loaded.result->options.epoch.commands_max == 50);
    CHECK(loaded.result->options.views.flush_ms == 30);
    CHECK(loaded.result->options.views.lag_max == 1000);
    CHECK(loaded.origin_of("epoch.commands_max") == "--set");
    CHECK(loaded.origin_of("views.flush_ms") == "LEADLINE_VIEWS_FLUSH_MS");
    CHECK(loaded.origin_of("views.lag_max") == file.path().string() + ":4");
}

TEST_CASE("configuration: show prints every value, and with --origin where it came from",
          "[config]") {
    const Loaded loaded({{}, {}, {"log.level=debug"}});
    REQUIRE(loaded.result);
    const std::string with = configuration_text(*loaded.result, true);
    CHECK(with.find("log.level               = debug                  # --set\n") == 0);
    CHECK(with.find("\nepoch.commands_max      = 384                    # default\n") !=
          std::string::npos);
    CHECK(configuration_text(*loaded.result, false).find("log.level               = debug\n") == 0);
}

TEST_CASE("configuration: all mistakes of all sources are said in one run", "[config]") {
    const ConfigFile file(
        "epoch:\n"
        "  commands_max: 9000\n"
        "  comands_max: 5\n"
        "vievs:\n"
        "  enabled: true\n"
        "views:\n"
        "  enabled: yes\n"
        "  flush_ms: \"200\"\n"
        "log: info\n"
        "state:\n"
        "  checkpoint_bytes: 8MB\n");
    const Loaded loaded({file.path(),
                         {{"LEADLINE_LOG_LEVEL", "inf"}, {"LEADLINE_EPOCH_COMMANDS", "1"}},
                         {"views.lag=1", "views.lag_max"}});
    REQUIRE_FALSE(loaded.result);
    CHECK(loaded.result.error().failure == events::Failure::configuration);
    CHECK(
        complaints(loaded.diagnostics.to_text()) ==
        "leadline.yaml:2:17: error: expected 1 to 8192 commands for epoch.commands_max, found "
        "\"9000\"\n"
        "leadline.yaml:3:3: error: unknown key \"comands_max\"; expected one of: commands_max; did "
        "you mean \"commands_max\"?\n"
        "leadline.yaml:4:1: error: unknown key \"vievs\"; expected one of: engine, "
        "embedded, disk, submit, serve, notifications, kafka\n"
        "leadline.yaml:7:12: error: expected true or false for views.enabled, found \"yes\"\n"
        "leadline.yaml:8:13: error: expected 10 to 500 ms for views.flush_ms, found \"200\"\n"
        "leadline.yaml:9:6: error: expected log (a map), found \"info\"\n"
        "leadline.yaml:11:21: error: expected 64KiB to 1GiB for state.checkpoint_bytes, found "
        "\"8MB\"\n"
        "environment:1:1: error: unknown option \"LEADLINE_EPOCH_COMMANDS\"; expected one of: "
        "LEADLINE_LOG_LEVEL, LEADLINE_LOG_FORMAT, LEADLINE_ENGINE_LOG, "
        "LEADLINE_EPOCH_COMMANDS_MAX, "
        "LEADLINE_EMBEDDED_PARTITIONS, LEADLINE_STATE_MEMORY, LEADLINE_STATE_CHECKPOINT_EVENTS, "
        "LEADLINE_STATE_CHECKPOINT_BYTES, "
        "LEADLINE_VIEWS_ENABLED, LEADLINE_VIEWS_LAG_MAX, LEADLINE_VIEWS_FLUSH_MS, "
        "LEADLINE_DISK_COMPRESSION, LEADLINE_DISK_FREE_MIN, "
        "LEADLINE_SUBMIT_PROGRESS, LEADLINE_SUBMIT_PROGRESS_MS, LEADLINE_SERVE_RESCAN_MS, "
        "LEADLINE_NOTIFICATIONS_FILE, LEADLINE_KAFKA_BROKERS, LEADLINE_KAFKA_GROUP, "
        "LEADLINE_KAFKA_INSTANCE and 11 more; did you mean "
        "\"LEADLINE_EPOCH_COMMANDS_MAX\"?\n"
        "environment:1:20: error: expected trace, debug, info, warning, error or off for "
        "log.level, found \"inf\"; did you mean \"info\"?\n"
        "--set:1:1: error: unknown option \"views.lag\"; expected one of: log.level, log.format, "
        "engine.log, epoch.commands_max, embedded.partitions, state.memory, "
        "state.checkpoint_events, "
        "state.checkpoint_bytes, "
        "views.enabled, views.lag_max, views.flush_ms, disk.compression, disk.free_min, "
        "submit.progress, submit.progress_ms, "
        "serve.rescan_ms, notifications.file, kafka.brokers, kafka.group, kafka.instance and 11 "
        "more\n"
        "--set:1:1: error: expected OPTION=VALUE\n");
    CHECK(loaded.diagnostics.to_text().find("    1 | LEADLINE_LOG_LEVEL=inf\n"
                                            "      |                    ^\n") != std::string::npos);
}

TEST_CASE("configuration: properties come one by one from everywhere, and the stronger one counts",
          "[config]") {
    const ConfigFile file(
        "kafka:\n"
        "  instance: \"\"\n"
        "  properties:\n"
        "    ssl.ca.location: /etc/ca.pem\n"
        "    linger.ms: 5\n"
        "    socket.keepalive.enable: true\n");
    const Loaded loaded({file.path(),
                         {{"LEADLINE_KAFKA_PROPERTIES_SASL_PASSWORD", "to=ken"},
                          {"LEADLINE_KAFKA_PROPERTIES_LINGER_MS", "6"}},
                         {"kafka.properties.linger.ms=7", "kafka.properties.client.id=a=b"}});
    INFO(loaded.diagnostics.to_text());
    REQUIRE(loaded.result);
    using Map = decltype(Options::Kafka::properties);
    CHECK(loaded.result->options.kafka.properties == Map{{"client.id", "a=b"},
                                                         {"linger.ms", "7"},
                                                         {"sasl.password", "to=ken"},
                                                         {"socket.keepalive.enable", "true"},
                                                         {"ssl.ca.location", "/etc/ca.pem"}});
    CHECK(loaded.origin_of("kafka.properties.linger.ms") == "--set");
    CHECK(loaded.origin_of("kafka.properties.sasl.password") ==
          "LEADLINE_KAFKA_PROPERTIES_SASL_PASSWORD");
    CHECK(loaded.origin_of("kafka.properties.ssl.ca.location") == file.path().string() + ":4");
    CHECK(loaded.line("kafka.instance").value == "\"\"");
    CHECK(loaded.line("kafka.properties").name.empty());  // its properties stand for it
}

TEST_CASE("configuration: what is secret among properties is never printed", "[config]") {
    const Loaded loaded(
        {{},
         {{"LEADLINE_KAFKA_PROPERTIES_SASL_OAUTHBEARER_CLIENT_SECRET", "hush"}},
         {"kafka.properties.sasl.password=hush", "kafka.properties.ssl.key.password=hush",
          "kafka.properties.ssl.key.pem=hush", "kafka.properties.ssl.keystore.password=hush",
          "kafka.properties.sasl.username=anna"}});
    REQUIRE(loaded.result);
    std::string printed = configuration_text(*loaded.result, true);
    for (const Setting& setting : loaded.result->settings) printed += setting.value;
    CHECK(printed.find("hush") == std::string::npos);
    CHECK(loaded.line("kafka.properties.ssl.key.pem").value == "***");
    CHECK(loaded.line("kafka.properties.sasl.username").value == "anna");
    CHECK(printed.find("{sasl.oauthbearer.client.secret: ***, sasl.password: ***, "
                       "sasl.username: anna, ssl.key.password: ***") != std::string::npos);
}

TEST_CASE("configuration: what is no text and no map of properties is said so", "[config]") {
    const ConfigFile file(
        "kafka:\n"
        "  log: a log\n"
        "  group: [a]\n"
        "  properties: {linger.ms: [5], client.id: }\n");
    const Loaded loaded({file.path(),
                         {{"LEADLINE_KAFKA_PROPERTIES", "linger.ms=5"}},
                         {"kafka.properties=linger.ms", "kafka.properties.=1"}});
    REQUIRE_FALSE(loaded.result);
    const std::string hint =
        "a map of properties for kafka.properties, found \"linger.ms%\"; one of them is set by "
        "--set kafka.properties.NAME=VALUE\n";
    const auto with = [&hint](const std::string& more) {
        std::string text = hint;
        return text.replace(text.find('%'), 1, more);
    };
    CHECK(complaints(loaded.diagnostics.to_text()) ==
          "leadline.yaml:2:8: error: expected a topic's name (letters, digits, '.', '_' and '-') "
          "for kafka.log, found \"a log\"\n"
          "leadline.yaml:3:10: error: expected a group's name for kafka.group, found a list\n"
          "leadline.yaml:4:27: error: expected a text for kafka.properties.linger.ms, found a "
          "list\n"
          "leadline.yaml:4:32: error: expected a text for kafka.properties.client.id, found "
          "nothing\n"
          "environment:1:27: error: expected " +
              with("=5") + "--set:1:18: error: expected " + with("") +
              "--set:1:19: error: expected a text for kafka.properties., found \"1\"\n");
}

TEST_CASE("configuration: other variables of the environment are not ours", "[config]") {
    const Loaded loaded({{}, {{"PATH", "/bin"}, {"LEADLINE_DATA", "x"}, {"EPOCH_X", "1"}}, {}});
    CHECK(loaded.result);
    const char* const block[] = {"PATH=/bin", "LEADLINE_VIEWS_FLUSH_MS=50", "LEADLINE_A=b=c",
                                 nullptr};
    const auto variables = environment_of(block);
    REQUIRE(variables.size() == 2);
    CHECK(variables[0] == std::pair<std::string, std::string>{"LEADLINE_A", "b=c"});
    CHECK(variables[1].second == "50");
}

TEST_CASE("configuration: a file that is not there is no mistake of the file", "[config]") {
    const Loaded loaded({std::filesystem::path("/nowhere/leadline.yaml"), {}, {}});
    REQUIRE_FALSE(loaded.result);
    CHECK(loaded.result.error().failure == events::Failure::io);
}

TEST_CASE("configuration: an empty file says nothing, the sample says the defaults", "[config]") {
    const ConfigFile empty("# nothing yet\n");
    CHECK(Loaded({empty.path(), {}, {}}).result);
    const Loaded sample(
        {leadline::tests::repository_root() / "config/samples/leadline.yaml", {}, {}});
    INFO(sample.diagnostics.to_text());
    REQUIRE(sample.result);
    for (const Setting& setting : sample.result->settings) {
        CHECK(setting.value == setting.option->default_text);
        CHECK(setting.origin.kind == OriginKind::file);  // the sample leaves out none
    }
}
