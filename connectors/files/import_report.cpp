// The summary of an import; see import_report.hpp.
#include "connectors/files/import_report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace leadline::connectors {
namespace {

// 10567 -> "10,567"
std::string grouped(std::uint64_t number) {
    const std::string digits = std::to_string(number);
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
        text += digits[i];
    }
    return text;
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

void append(std::string& out, const std::vector<ImportNote>& notes) {
    for (const ImportNote& n : notes) {
        out += fmt::format("    {}{}: {} ({}{})\n", n.problem ? "left out: " : "", n.what,
                           counted(n.count, "time", "times"), fmt::join(n.examples, ", "),
                           n.count > n.examples.size() ? ", ..." : "");
    }
}

}  // namespace

void note(std::vector<ImportNote>& notes, ImportNote one) {
    auto same = std::find_if(notes.begin(), notes.end(), [&](const ImportNote& n) {
        return n.what == one.what && n.problem == one.problem;
    });
    if (same == notes.end()) {
        same = notes.insert(notes.end(), ImportNote{one.what, one.problem, 0, {}});
    }
    same->count += std::max<std::uint64_t>(one.count, 1);
    for (std::string& example : one.examples)
        if (same->examples.size() < note_examples_max) same->examples.push_back(std::move(example));
}

std::uint64_t ImportReport::left_out() const {
    std::uint64_t sum = 0;
    for (const FileReport& file : files) sum += file.left_out;
    for (const KindReport& kind : kinds) sum += kind.left_out;
    return sum;
}

std::string to_text(const ImportReport& report) {
    std::string out;
    for (const FileReport& file : report.files) {
        out += fmt::format("{} ({}): {}", file.name, fmt::join(file.files, ", "),
                           counted(file.rows, "row", "rows"));
        if (file.left_out > 0) out += fmt::format(", {} left out", grouped(file.left_out));
        out += '\n';
        append(out, file.notes);
    }
    for (const KindReport& kind : report.kinds) {
        out += fmt::format("{} from {}: {}", kind.type, kind.from,
                           counted(kind.lines, "line", "lines"));
        if (kind.left_out > 0) out += fmt::format(", {} left out", grouped(kind.left_out));
        if (kind.passed_over > 0)
            out +=
                fmt::format(", {} passed over by `when`", counted(kind.passed_over, "row", "rows"));
        if (kind.repeated > 0)
            out += fmt::format(", {} more of the same `once_per`", grouped(kind.repeated));
        out += '\n';
        append(out, kind.notes);
    }
    out += counted(report.lines, "command line", "command lines");
    if (report.left_out() > 0) out += fmt::format(", {} left out", grouped(report.left_out()));
    return out + '\n';
}

}  // namespace leadline::connectors
