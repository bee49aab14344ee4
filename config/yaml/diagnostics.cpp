// Diagnostics: all mistakes of a run; see diagnostics.hpp.
#include "config/yaml/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "config/yaml/names.hpp"

namespace leadline::config {

using events::Failure;
using events::Result;

std::string found(const Node& node) {
    switch (node.kind) {
        case NodeKind::nothing:
            return node.text.empty() ? "nothing" : node.text;
        case NodeKind::scalar:
            return shown(node.text);
        case NodeKind::list:
            return node.items.empty() ? "an empty list" : "a list";
        case NodeKind::map:
            return node.items.empty() ? "an empty map" : "a map";
    }
    return {};
}

std::string to_text(const Diagnostic& diagnostic) {
    const char* severity = diagnostic.severity == Severity::error ? "error" : "warning";
    if (diagnostic.place.line == 0)
        return fmt::format("{}: {}: {}\n", diagnostic.file, severity, diagnostic.message);
    return fmt::format("{}:{}:{}: {}: {}\n{}", diagnostic.file, diagnostic.place.line,
                       diagnostic.place.column, severity, diagnostic.message, diagnostic.excerpt);
}

void Diagnostics::add(Diagnostic diagnostic) {
    if (diagnostic.severity == Severity::error) ++errors_;
    if (std::find(files_.begin(), files_.end(), diagnostic.file) == files_.end())
        files_.push_back(diagnostic.file);
    if (kept_.size() < diagnostics_max) {
        kept_.push_back(std::move(diagnostic));
    } else {
        ++left_out_;
    }
}

void Diagnostics::error(const Node& at, std::string message) {
    error(*at.source, at.place, std::move(message));
}

void Diagnostics::error(const Source& source, SourcePlace place, std::string message) {
    add({Severity::error, source.name(), place, std::move(message), source.excerpt(place)});
}

void Diagnostics::error(std::string_view file, std::string message) {
    add({Severity::error, std::string(file), {}, std::move(message), {}});
}

void Diagnostics::warning(const Node& at, std::string message) {
    add({Severity::warning, at.source->name(), at.place, std::move(message),
         at.source->excerpt(at.place)});
}

void Diagnostics::expected(const Node& node, std::string_view what, std::string_view hint) {
    std::string message = fmt::format("expected {}, found {}", what, found(node));
    if (!hint.empty()) message += fmt::format("; {}", hint);
    error(node, std::move(message));
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    std::vector<Diagnostic> out = kept_;
    const auto rank = [this](const Diagnostic& d) {
        const auto file = std::find(files_.begin(), files_.end(), d.file) - files_.begin();
        return std::tuple(file, d.place.line, d.place.column);
    };
    std::stable_sort(out.begin(), out.end(),
                     [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return out;
}

std::string Diagnostics::to_text() const {
    std::string out;
    for (const Diagnostic& diagnostic : sorted()) out += config::to_text(diagnostic);
    if (left_out_ > 0) out += fmt::format("and {} more\n", left_out_);
    return out;
}

Result<void> Diagnostics::result(Failure failure) const {
    if (ok()) return {};
    std::string text = to_text();
    text.pop_back();  // an Error's message has no trailing newline
    return events::fail(failure, std::move(text));
}

}  // namespace leadline::config
