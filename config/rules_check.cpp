// See rules_check.hpp. A key that only one kind of file has tells which it is.
#include "config/rules_check.hpp"

#include "config/program_file.hpp"
#include "config/rules_test.hpp"
#include "config/ruleset_parts.hpp"
#include "config/yaml/document.hpp"

namespace leadline::config {

using events::Failure;
using events::Result;

namespace {

bool holds_only_rules(const Node& root) {
    const auto has = [&root](std::string_view key) { return root.find(key) != nullptr; };
    return (has("rules") || has("fallback")) && !has("program") && !has("partners") &&
           !has("queues");
}

Result<RulesInFile> read_rules(const Document& document, const std::filesystem::path& file,
                               Diagnostics& diagnostics) {
    if (!holds_only_rules(document.root())) {
        auto program = read_program_file(document, file.parent_path(), diagnostics);
        if (!program) return tl::unexpected(std::move(program).error());
        return RulesInFile{std::move(program->id), std::move(program->ruleset)};
    }
    RulesInFile read{{}, read_ruleset_file(document, nullptr, diagnostics)};
    TRY(diagnostics.result());
    if (const auto parts = cut_ruleset(read.ruleset); !parts) {  // too large to travel
        diagnostics.error(file.string(), parts.error().message);
        return tl::unexpected(parts.error());
    }
    return read;
}

}  // namespace

Result<bool> check_rules(const std::filesystem::path& file, Diagnostics& diagnostics) {
    const auto document = Document::load(file, diagnostics);
    if (!document) {
        if (document.error().failure == Failure::configuration) return false;
        return tl::unexpected(document.error());
    }
    if (document->root().find("cases") != nullptr)
        return read_rules_test(*document, file, diagnostics).has_value();
    return read_rules(*document, file, diagnostics).has_value();
}

Result<RulesInFile> load_rules(const std::filesystem::path& file, Diagnostics& diagnostics) {
    const auto document = Document::load(file, diagnostics);
    if (!document) return tl::unexpected(document.error());
    return read_rules(*document, file, diagnostics);
}

}  // namespace leadline::config
