// The list of files of a backup: what is written is read back, and nothing else passes for it.
#include "connectors/backup/manifest.hpp"

#include <catch2/catch.hpp>

namespace leadline::connectors {
namespace {

using Catch::Contains;
using events::Failure;

BackupManifest some_manifest() {
    BackupManifest manifest;
    manifest.log = std::string(32, 'a');
    manifest.made = {1'767'225'600'123'456};
    manifest.places = {{0, 12, 3, std::string(64, 'b')}, {1, 0, 0, std::string(64, 'c')}};
    manifest.files = {{"log/000012.sst", 4'711, std::string(64, 'd')},
                      {"views/p0/a name with spaces", 0, std::string(64, 'e')}};
    return manifest;
}

}  // namespace

TEST_CASE("BackupManifest: what is written is read back", "[connectors]") {
    const auto parsed = parse_manifest(to_text(some_manifest()));
    REQUIRE(parsed.has_value());
    CHECK(*parsed == some_manifest());
}

TEST_CASE("BackupManifest: cut short or changed anywhere it is refused", "[connectors]") {
    const std::string text = to_text(some_manifest());
    for (std::size_t length = 0; length < text.size(); ++length)
        CHECK_FALSE(parse_manifest(text.substr(0, length)).has_value());
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string changed = text;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        INFO("byte " << at);
        CHECK_FALSE(parse_manifest(changed).has_value());
    }
    CHECK_FALSE(parse_manifest(text + "more").has_value());
}

TEST_CASE("BackupManifest: one of a newer version says so", "[connectors]") {
    std::string text = to_text(some_manifest());
    text.replace(text.find("version 1"), 9, "version 2");
    const auto parsed = parse_manifest(text);
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().failure == Failure::configuration);
    CHECK_THAT(parsed.error().message, Contains("version 2") && Contains("use a newer leadline"));
}

TEST_CASE("BackupManifest: a file outside the backup's folder is refused", "[connectors]") {
    for (const char* path : {"/etc/passwd", "../x", "log/../../x", "log/.."}) {
        BackupManifest manifest = some_manifest();
        manifest.files[0].path = path;
        INFO(path);
        CHECK_FALSE(parse_manifest(to_text(manifest)).has_value());
    }
}

}  // namespace leadline::connectors
