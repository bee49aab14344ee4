// A configuration that is read again: whole or not at all, and what waits for the next start.
#include "connectors/serve/reload.hpp"

#include <catch2/catch.hpp>

#include "tests/support/child.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
using connectors::Reload;

struct Case {
    TemporaryFolder folder;
    config::OptionSources sources{folder.path() / "leadline.yaml", {}, {}};
    std::vector<config::Options> applied;
    std::optional<Reload> reload;

    explicit Case(const std::string& text, std::vector<std::string> sets = {}) {
        sources.sets = std::move(sets);
        write(text);
        config::Diagnostics diagnostics;
        auto loaded = config::load_configuration(sources, diagnostics);
        REQUIRE(loaded.has_value());
        reload.emplace(sources, *std::move(loaded),
                       [this](const config::Options& options) { applied.push_back(options); });
    }
    void write(const std::string& text) const { write_text(*sources.file, text); }
    // All lines; fails the test when that one is refused.
    [[nodiscard]] std::vector<std::string> again() {
        const Reload::Told told = reload->again();
        CHECK_FALSE(told.is_refused);
        return told.lines;
    }
};

}  // namespace

TEST_CASE("reload: options that reload take their new values, and are named one a line",
          "[connectors]") {
    Case it("log: {level: info}\nepoch: {commands_max: 100}\n");
    it.write("log: {level: debug}\nepoch: {commands_max: 200}\n");
    CHECK(it.again() == std::vector<std::string>{"log.level is debug now; it was info",
                                                 "epoch.commands_max is 200 now; it was 100"});
    REQUIRE(it.applied.size() == 1);
    CHECK(it.applied[0].log.level == config::LogLevel::debug);
    CHECK(it.applied[0].epoch.commands_max == 200);
    CHECK(it.again() == std::vector<std::string>{"the configuration is as it was"});
    it.write("");
    CHECK(it.again() == std::vector<std::string>{"log.level is info now; it was debug",
                                                 "epoch.commands_max is 384 now; it was 200"});
    CHECK(it.applied.size() == 2);
}

TEST_CASE("reload: an option that does not reload waits for the next start, and is named",
          "[connectors]") {
    Case it("state: {checkpoint_bytes: 8MiB}\n");
    it.write("state: {checkpoint_bytes: 16MiB}\nserve: {rescan_ms: 50}\n");
    CHECK(it.again() ==
          std::vector<std::string>{
              "state.checkpoint_bytes stays 8MiB until the next start; then it is 16MiB",
              "serve.rescan_ms is 50 now; it was 1000"});
    REQUIRE(it.applied.size() == 1);
    CHECK(it.applied[0].state.checkpoint_bytes == 8U << 20U);
    it.write("state: {checkpoint_bytes: 8388608}\nserve: {rescan_ms: 50}\n");  // the same, in bytes
    CHECK(it.again() == std::vector<std::string>{"the configuration is as it was"});
}

TEST_CASE("reload: texts and properties that differ are named, secrets without their value",
          "[connectors]") {
    Case it("kafka: {group: a, properties: {linger.ms: 5, sasl.password: one}}\n");
    it.write("kafka: {group: \"a\", properties: {sasl.password: one, linger.ms: \"5\"}}\n");
    CHECK(it.again() == std::vector<std::string>{"the configuration is as it was"});
    it.write("kafka: {group: b, properties: {sasl.password: two}}\n");
    CHECK(it.again() ==
          std::vector<std::string>{
              "kafka.group stays a until the next start; then it is b",
              "kafka.properties stays {linger.ms: 5, sasl.password: ***} until the next start; "
              "then it is {sasl.password: ***}"});
    CHECK(it.applied.empty());
}

TEST_CASE("reload: a bad configuration is refused whole, and the old one stays", "[connectors]") {
    Case it("log: {level: info}\n");
    const auto refused = [&](const std::string& text, const std::string& words) {
        it.write(text);
        const Reload::Told told = it.reload->again();
        CHECK(told.is_refused);
        REQUIRE(told.lines.size() == 1);
        CHECK_THAT(told.lines[0], Catch::StartsWith("the configuration stays as it was: "));
        CHECK_THAT(told.lines[0], Contains(words));
    };
    refused("log: {level: debug}\nepoch: {commands_max: 0}\n", "leadline.yaml:2:");
    refused("log: {level: debug}\nlogg: {level: info}\n", "unknown key");
    refused("log: {level: debug", "leadline.yaml:");
    std::filesystem::remove(*it.sources.file);
    CHECK(it.reload->again().is_refused);
    CHECK(it.applied.empty());
    CHECK(it.reload->in_force().options.log.level == config::LogLevel::info);
}

TEST_CASE("reload: what the command line says stays stronger than the file", "[connectors]") {
    Case it("log: {level: info}\n", {"log.level=warning"});
    it.write("log: {level: debug}\n");
    CHECK(it.again() == std::vector<std::string>{"the configuration is as it was"});
}

}  // namespace leadline::tests
