// From a row to the texts of a command; see map_value.hpp.
#include "connectors/files/map_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "config/yaml/names.hpp"

namespace leadline::connectors {

using config::Diagnostics;
using config::shown;
using events::Time;

std::size_t Scope::add(std::string name) {
    const std::size_t slot = names_.size();
    slots_.emplace(name, slot);
    names_.push_back(std::move(name));
    return slot;
}

void Scope::bind(ColumnName& column, Diagnostics& diagnostics) const {
    const auto known = slots_.find(column.name);
    if (known != slots_.end()) {
        column.slot = known->second;
        return;
    }
    const std::vector<std::string_view> names(names_.begin(), names_.end());
    diagnostics.error(*source_, column.place,
                      config::unknown_name("column of " + what_, column.name, names));
}

void Scope::bind(ValueRule& rule, Diagnostics& diagnostics) const {
    for (TemplatePart& part : rule.parts)
        if (part.column) bind(*part.column, diagnostics);
    for (ColumnName& column : rule.later_of) bind(column, diagnostics);
}

void Scope::bind(DataRule& rule, Diagnostics& diagnostics) const {
    if (rule.shape == DataRule::Shape::value) bind(rule.value, diagnostics);
    for (DataRule& part : rule.parts) bind(part, diagnostics);
}

namespace {

constexpr std::string_view type_words[] = {"a text",        "a whole number", "a decimal number",
                                           "true or false", "a time",         "a date"};

// One rule on one row; remembers where it is, so that notes say it.
class Evaluator {
public:
    Evaluator(const ValueRule& rule, const RowView& row, Evaluation to)
        : rule_(rule), row_(row), to_(to) {}

    Outcome run(std::string& out) {
        out.clear();
        const ColumnName* empty = empty_column();
        if (empty != nullptr)
            return otherwise(rule_.empty, fmt::format("{} is empty", empty->name), out);
        if (!rule_.later_of.empty()) return latest(out);
        for (const TemplatePart& part : rule_.parts) {
            out += part.literal;
            if (part.column) out += row_.columns[part.column->slot];
        }
        correct(out);
        if (!rule_.table.empty()) {
            const ValueTable& table = to_.map.tables.at(rule_.table);
            const auto entry = table.find(out);
            if (entry == table.end())
                return otherwise(rule_.not_in_table, rule_.name + " is not in its table", out);
            out = entry->second;
        }
        if (rule_.is_id && !to_id(out)) return fail(rule_.name + " has no letter or digit", out);
        return typed(out);
    }

private:
    void correct(std::string& text) {
        if (rule_.correct.empty()) return;
        const ValueTable& table = to_.map.tables.at(rule_.correct);
        const auto entry = table.find(text);
        if (entry == table.end()) return;
        say(fmt::format("{} {} is taken for {}", rule_.name, shown(text), shown(entry->second)),
            {});
        text = entry->second;
    }

    // "Zoë O'Hara" -> "zoë-o-hara": bytes beyond ASCII stay as they are. False: nothing is left.
    static bool to_id(std::string& text) {
        std::string id;
        bool is_gap = false;
        for (const char c : text) {
            const bool is_capital = c >= 'A' && c <= 'Z';
            const bool is_kept = is_capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                                 static_cast<unsigned char>(c) >= 0x80U;
            if (is_kept && is_gap && !id.empty()) id += '-';
            if (is_kept) id += is_capital ? static_cast<char>(c + ('a' - 'A')) : c;
            is_gap = !is_kept;
        }
        if (id.empty()) return false;
        text = std::move(id);
        return true;
    }

    [[nodiscard]] const ColumnName* empty_column() const {
        for (const TemplatePart& part : rule_.parts)
            if (part.column && row_.columns[part.column->slot].empty()) return &*part.column;
        for (const ColumnName& column : rule_.later_of)
            if (row_.columns[column.slot].empty()) return &column;
        return nullptr;
    }

    Outcome otherwise(const Otherwise& way, const std::string& why, std::string& out) {
        switch (way.kind) {
            case OtherwiseKind::omit:
                say(why + ", left the field out", out);
                return Outcome::omitted;
            case OtherwiseKind::omit_object:
                say(why + ", left out what it is a part of", out);
                return Outcome::object_omitted;
            case OtherwiseKind::keep:
                say(why + ", kept as it is", out);
                return typed(out);
            case OtherwiseKind::use:
                say(fmt::format("{}, took {}", why, shown(way.text)), out);
                out = way.text;
                return typed(out);
            case OtherwiseKind::report:
                break;
        }
        return fail(why, out);
    }

    Outcome latest(std::string& out) {
        std::optional<Time> latest;
        const ColumnName* taken = nullptr;
        for (const ColumnName& column : rule_.later_of) {
            const Text text = row_.columns[column.slot];
            const auto time = parse_table_time(text, rule_.time_format, rule_.utc_offset_minutes);
            if (!time) return fail(column.name + " is no time", text);
            if (latest && *time <= *latest) continue;
            latest = time;
            taken = &column;
        }
        if (taken != &rule_.later_of.front())
            say(fmt::format("{} is earlier than {}, took the later", rule_.later_of.front().name,
                            taken->name),
                {});
        out = events::to_text(*latest);
        return typed(out);
    }

    // Checks `text` against the rule's type and gives it the form that JSON wants.
    Outcome typed(std::string& text) {
        bool good = true;
        switch (rule_.type) {
            case ValueType::text:
                break;
            case ValueType::integer:
                good = is_integer(text);
                break;
            case ValueType::decimal:
                good = is_decimal(text);
                if (good && rule_.scale > 0) scale(text);
                break;
            case ValueType::boolean:
                good = to_boolean(text);
                break;
            case ValueType::time:
            case ValueType::date:
                good = to_time(text);
                break;
        }
        if (good) return Outcome::value;
        return fail(fmt::format("{} is not {}", rule_.name,
                                type_words[static_cast<std::size_t>(rule_.type)]),
                    text);
    }

    static bool is_integer(const std::string& text) {
        std::int64_t value = 0;
        const char* end = text.data() + text.size();
        const auto read = std::from_chars(text.data(), end, value);
        return read.ec == std::errc{} && read.ptr == end && std::to_string(value) == text;
    }

    static bool is_decimal(std::string_view text) {
        if (text.starts_with('-')) text.remove_prefix(1);
        const std::size_t point = text.find('.');
        const auto digits = [](std::string_view part) {
            return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
        };
        return digits(text.substr(0, point)) &&
               (point == std::string_view::npos || digits(text.substr(point + 1)));
    }

    // The decimal point of `text`, a decimal number, some digits further right: 1.5 -> 1500.
    void scale(std::string& text) const {
        const std::string sign = text.starts_with('-') ? "-" : "";
        std::string digits = text.substr(sign.size());
        const std::size_t point = std::min(digits.find('.'), digits.size());
        if (point < digits.size()) digits.erase(point, 1);
        const std::size_t whole = point + static_cast<std::size_t>(rule_.scale);
        if (digits.size() < whole) digits.append(whole - digits.size(), '0');
        const std::size_t zeros = std::min(digits.find_first_not_of('0'), whole - 1);
        text = sign + digits.substr(zeros, whole - zeros);
        if (whole < digits.size()) text += '.' + digits.substr(whole);
    }

    static bool to_boolean(std::string& text) {
        std::transform(text.begin(), text.end(), text.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        return text == "true" || text == "false";
    }

    bool to_time(std::string& text) const {
        // later_of has read its columns by their format already.
        const std::string& format = rule_.later_of.empty() ? rule_.time_format : no_format_;
        const auto time = parse_table_time(text, format, rule_.utc_offset_minutes);
        if (!time) return false;
        text = events::to_text(*time);
        if (rule_.type == ValueType::date) text.resize(10);
        constexpr std::string_view no_fraction = ".000000Z";
        if (text.ends_with(no_fraction)) text.replace(text.size() - no_fraction.size(), 8, "Z");
        return true;
    }

    void say(std::string what, std::string_view value) { add(std::move(what), value, false); }

    Outcome fail(std::string what, std::string_view value) {
        add(std::move(what), value, true);
        return Outcome::failed;
    }

    void add(std::string what, std::string_view value, bool problem) {
        std::string example = row_.place;
        if (!value.empty()) example += ' ' + shown(value);
        note(to_.notes, {std::move(what), problem, 0, {std::move(example)}});
    }

    inline static const std::string no_format_;
    const ValueRule& rule_;
    const RowView& row_;
    Evaluation to_;
};

}  // namespace

Outcome evaluate(const ValueRule& rule, const RowView& row, Evaluation to, std::string& out) {
    return Evaluator(rule, row, to).run(out);
}

bool holds(const std::vector<RowCondition>& when, const RowView& row) {
    return std::all_of(when.begin(), when.end(), [&](const RowCondition& condition) {
        const Text text = row.columns[condition.column.slot];
        const bool is = condition.op == RowCondition::Op::exists
                            ? !text.empty()
                            : std::find(condition.values.begin(), condition.values.end(), text) !=
                                  condition.values.end();
        return is == condition.wanted;
    });
}

}  // namespace leadline::connectors
