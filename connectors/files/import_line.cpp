// One command line as a CloudEvent in structured JSON; see import_line.hpp.
#include "connectors/files/import_line.hpp"

#include <fmt/format.h>

#include "events/codec/json_text.hpp"

namespace leadline::connectors {

using events::append_json;

namespace {

void append_typed(std::string& out, const ValueRule& rule, std::string_view text) {
    if (rule.type == ValueType::integer || rule.type == ValueType::boolean) {
        out += text;
    } else {
        append_json(out, text);
    }
}

Outcome append_data(std::string& out, const DataRule& rule, const RowView& row, Evaluation to);

// A value's text; in a list, `split` makes several items of it.
Outcome append_value(std::string& out, const ValueRule& rule, const RowView& row, Evaluation to) {
    std::string text;
    const Outcome outcome = evaluate(rule, row, to, text);
    if (outcome != Outcome::value) return outcome;
    if (rule.split.empty()) {
        append_typed(out, rule, text);
        return outcome;
    }
    bool first = true;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(rule.split, at), text.size());
        if (end > at) {
            if (!std::exchange(first, false)) out += ',';
            append_typed(out, rule, std::string_view(text).substr(at, end - at));
        }
        at = end + rule.split.size();
    }
    return first ? Outcome::omitted : Outcome::value;
}

// Members or items, without those left out. An object of which nothing is left is left out too, or
// of which a member says so; a list stays, empty. All of them are tried, so that everything wrong
// with a row is noted.
Outcome append_parts(std::string& out, const DataRule& rule, const RowView& row, Evaluation to) {
    const bool object = rule.shape == DataRule::Shape::object;
    const std::size_t begin = out.size();
    bool first = true;
    bool failed = false;
    bool is_whole = true;
    out += object ? '{' : '[';
    for (const DataRule& part : rule.parts) {
        const std::size_t before = out.size();
        if (!first) out += ',';
        if (object) {
            append_json(out, part.key);
            out += ':';
        }
        const Outcome outcome = append_data(out, part, row, to);
        failed = failed || outcome == Outcome::failed;
        is_whole = is_whole && outcome != Outcome::object_omitted;
        if (outcome == Outcome::value) {
            first = false;
        } else {
            out.resize(before);
        }
    }
    if (failed) return Outcome::failed;
    if (object && !is_whole) {
        out.replace(begin, std::string::npos, "{}");
        return Outcome::omitted;
    }
    out += object ? '}' : ']';
    return first && object && !rule.parts.empty() ? Outcome::omitted : Outcome::value;
}

Outcome append_data(std::string& out, const DataRule& rule, const RowView& row, Evaluation to) {
    return rule.shape == DataRule::Shape::value ? append_value(out, rule.value, row, to)
                                                : append_parts(out, rule, row, to);
}

// An attribute is never left out: the map's reader refuses `omit` there.
bool attribute(const ValueRule& rule, const RowView& row, Evaluation to, std::string& text) {
    return evaluate(rule, row, to, text) == Outcome::value;
}

bool is_actor(std::string_view text) {
    for (const std::string_view kind : {"user:", "manager:", "system:"})
        if (text.starts_with(kind) && text.size() > kind.size()) return true;
    return false;
}

// The line, or none and the notes that say why.
std::optional<ImportedLine> try_line(const KindRule& kind, const RowView& row, Evaluation to) {
    std::string id, source, time, program, actor, data;
    bool good = attribute(kind.id, row, to, id);
    good = attribute(kind.source, row, to, source) && good;
    good = attribute(kind.time, row, to, time) && good;
    good = attribute(kind.program, row, to, program) && good;
    good = attribute(kind.actor, row, to, actor) && good;
    good = append_data(data, kind.data, row, to) != Outcome::failed && good;
    const auto refuse = [&](std::string what) {
        note(to.notes, {std::move(what), true, 0, {row.place}});
        return std::nullopt;
    };
    if (!good) return std::nullopt;
    if (!is_actor(actor)) return refuse("the actor is not user:ID, manager:ID or system:ID");
    ImportedLine line{*events::parse_time(time), {}, "{\"specversion\":\"1.0\""};
    line.identity = fmt::format("{}\n{}\n{}", program, source, id);
    const auto append = [&](std::string_view name, std::string_view text) {
        line.text += fmt::format(",\"{}\":", name);
        append_json(line.text, text);
    };
    append("id", id);
    append("source", source);
    append("type", kind.type.value);
    append("time", time);
    append("program", program);
    append("actor", actor);
    line.text += ",\"data\":" + data + '}';
    if (line.text.size() > command_line_bytes_max)
        return refuse(
            fmt::format("the command would be larger than {} bytes", command_line_bytes_max));
    return line;
}

}  // namespace

std::optional<events::Time> time_of(const KindRule& kind, const RowView& row, const Map& map) {
    std::vector<ImportNote> unheard;
    std::string text;
    if (evaluate(kind.time, row, {map, unheard}, text) != Outcome::value) return std::nullopt;
    return events::parse_time(text);
}

std::optional<ImportedLine> command_line(const KindRule& kind, const RowView& row, Evaluation to) {
    std::vector<ImportNote> notes;
    auto line = try_line(kind, row, {to.map, notes});
    // A row that gives no line has taken no default either: what is noted is why.
    for (ImportNote& one : notes)
        if (line || one.problem) note(to.notes, std::move(one));
    return line;
}

}  // namespace leadline::connectors
