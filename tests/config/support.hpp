// Rulesets read for tests, and what was said of them. One thread.
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "config/ruleset_file.hpp"
#include "config/yaml/document.hpp"

namespace leadline::tests {

struct ReadRules {
    config::Diagnostics diagnostics;
    config::Ruleset ruleset;

    explicit ReadRules(const std::string& text, const config::KnownNames* known = nullptr) {
        const auto document = config::Document::parse("rules.yaml", text, diagnostics);
        REQUIRE(document);
        config::MapReader m(document->root(), diagnostics, "a file of rules");
        read_ruleset(m, known, diagnostics, ruleset);
        m.finish();
    }
};

// "LINE:COLUMN: MISTAKE", a line each.
[[nodiscard]] inline std::string said(const std::string& text,
                                      const config::KnownNames* known = nullptr) {
    constexpr std::string_view file = "rules.yaml:";
    constexpr std::string_view kind = " error: ";
    const std::string report = ReadRules(text, known).diagnostics.to_text();
    std::string all;
    for (std::size_t at = report.find(file); at != std::string::npos;
         at = report.find(file, at + 1)) {
        const std::string line =
            report.substr(at + file.size(), report.find('\n', at) - at - file.size());
        const std::size_t mistake = line.find(kind);
        all += (all.empty() ? "" : "\n") + line.substr(0, mistake) + " " +
               line.substr(mistake + kind.size());
    }
    return all;
}

}  // namespace leadline::tests
