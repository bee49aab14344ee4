// See rules_check.hpp. A key that only one kind of file has tells which it is.
#include "config/rules_check.hpp"

#include "config/program_file.hpp"
#include "config/rules_test.hpp"
#include "config/ruleset_parts.hpp"
#include "config/yaml/document.hpp"

namespace leadline::config {

using events::Failure;
using events::Result;

Result<bool> check_rules(const std::filesystem::path& file, Diagnostics& diagnostics) {
    const auto document = Document::load(file, diagnostics);
    if (!document) {
        if (document.error().failure == Failure::configuration) return false;
        return tl::unexpected(document.error());
    }
    const Node& root = document->root();
    if (root.find("cases") != nullptr)
        return read_rules_test(*document, file, diagnostics).has_value();
    const auto has = [&root](std::string_view key) { return root.find(key) != nullptr; };
    const bool holds_only_rules =
        (has("rules") || has("fallback")) && !has("program") && !has("partners") && !has("queues");
    if (!holds_only_rules)
        return read_program_file(*document, file.parent_path(), diagnostics).has_value();
    const Ruleset ruleset = read_ruleset_file(*document, nullptr, diagnostics);
    if (!diagnostics.ok()) return false;
    if (const auto parts = cut_ruleset(ruleset); !parts)  // too large to travel
        diagnostics.error(file.string(), parts.error().message);
    return diagnostics.ok();
}

}  // namespace leadline::config
