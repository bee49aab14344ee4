// Reads program files; see program_file.hpp.
#include "config/program_file.hpp"

#include <fmt/format.h>

#include "config/program_file_sections.hpp"
#include "config/ruleset_parts.hpp"
#include "config/yaml/document.hpp"

namespace leadline::config {
namespace {

using events::Result;

// The rules of a program stand in it, or in the file that `rules_file` names.
void read_rules(MapReader& m, const KnownNames* known, const std::filesystem::path& folder,
                Diagnostics& diagnostics, ProgramFile& out) {
    const Node* other = m.child("rules_file");
    if (other == nullptr) return read_ruleset(m, known, diagnostics, out.ruleset);
    for (const std::string_view key :
         {"rules", "fallback", "scoring", "duplicates", "returning_customers", "caps",
          "lead_processes", "custom_fields", "deals", "opportunity_stages", "territories",
          "time_zone"})
        if (m.child(key) != nullptr)
            m.error(key, fmt::format("`rules_file` says that the rules stand elsewhere; {} belongs "
                                     "there too",
                                     key));
    std::string name;
    if (!read(*other, diagnostics, name)) return;
    if ((folder / name).lexically_normal() ==
        std::filesystem::path(other->source->name()).lexically_normal())
        return diagnostics.error(*other,
                                 "this is the file that names it; rules that stand here "
                                 "need no `rules_file`");
    auto ruleset = load_ruleset_file(folder / name, known, diagnostics);
    if (ruleset) {
        out.ruleset = std::move(*ruleset);
    } else if (ruleset.error().failure != events::Failure::configuration) {
        diagnostics.error(*other, ruleset.error().message);
    }
}

}  // namespace

Result<ProgramFile> read_program_file(const Document& document, const std::filesystem::path& folder,
                                      Diagnostics& diagnostics) {
    ProgramFile file;
    SectionReader sections(diagnostics, file);
    MapReader m(document.root(), diagnostics, "a program file");
    if (const Node* program = m.required_child("program")) sections.read_program(*program);
    if (const Node* partners = m.child("partners")) sections.read_partners(*partners);
    if (const Node* queues = m.child("queues")) sections.read_queues(*queues);
    read_rules(m, sections.known(), folder, diagnostics, file);
    m.finish();
    TRY(diagnostics.result());
    if (auto parts = cut_ruleset(file.ruleset); !parts) {  // too large to travel
        diagnostics.error(document.source().name(), parts.error().message);
        return tl::unexpected(std::move(parts).error());
    }
    return file;
}

Result<ProgramFile> load_program_file(const std::filesystem::path& file, Diagnostics& diagnostics) {
    auto document = Document::load(file, diagnostics);
    if (!document) return tl::unexpected(std::move(document).error());
    return read_program_file(*document, file.parent_path(), diagnostics);
}

Result<ProgramFile> parse_program_file(std::string name, std::string text,
                                       Diagnostics& diagnostics) {
    auto document = Document::parse(std::move(name), std::move(text), diagnostics);
    if (!document) return tl::unexpected(std::move(document).error());
    return read_program_file(*document, {}, diagnostics);
}

}  // namespace leadline::config
