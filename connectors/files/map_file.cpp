// Reads a mapping file: value tables, files, kinds; see map_file.hpp. Single values are read in
// map_value_file.cpp.
#include "connectors/files/map_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/yaml/map_reader.hpp"
#include "config/yaml/names.hpp"
#include "events/kinds.hpp"

namespace leadline::connectors {

using config::Diagnostics;
using config::MapReader;
using config::Node;

namespace {

// What upstream systems publish in words of their own (SPEC 16).
constexpr std::string_view fact_names[] = {"lead.created", "lead.claimed", "lead.reassigned",
                                           "lead.converted", "deal.registered"};

std::vector<std::string_view> command_names() {
    std::vector<std::string_view> names;
    events::Commands::for_each([&]<class Command>() { names.push_back(Command::name); });
    names.insert(names.end(), std::begin(fact_names), std::end(fact_names));
    return names;
}

void read_tables(const Node* node, Diagnostics& diagnostics, Map& map) {
    if (node == nullptr) return;
    if (!node->is_map()) return diagnostics.expected(*node, "tables by name (a map)");
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
        ValueTable& table = map.tables[node->keys[i].text];
        const Node& entries = node->items[i];
        if (!entries.is_map()) diagnostics.expected(entries, "a table (a map)");
        for (std::size_t j = 0; j < entries.keys.size(); ++j) {
            std::string text;
            if (read(entries.items[j], diagnostics, text)) table[entries.keys[j].text] = text;
        }
    }
}

// leads: mql_id   or   leads: {column: mql_id, missing: empty}
JoinRule read_join(const Node& key, const Node& node, Diagnostics& diagnostics, const Map& map) {
    JoinRule out;
    out.with = key.text;
    out.place = key.place;
    if (node.is_map()) {
        MapReader m(node, diagnostics, "a join");
        if (const Node* column = m.required_child("column"))
            out.column = read_column(*column, diagnostics);
        static constexpr config::Choice<bool> choices[] = {{"report", false}, {"empty", true}};
        m.optional("missing", config::one_of(out.missing_is_empty, "word", choices));
        m.finish();
    } else {
        out.column = read_column(node, diagnostics);
    }
    std::vector<std::string_view> names;
    for (const FileRule& file : map.files) names.push_back(file.name);
    const auto with = std::find(names.begin(), names.end(), out.with);
    if (with == names.end()) {
        diagnostics.error(key,
                          config::unknown_name("file (of those written before)", out.with, names));
        return out;
    }
    const FileRule& other = map.files[static_cast<std::size_t>(with - names.begin())];
    if (!other.key)
        diagnostics.error(key,
                          fmt::format("{} needs a `key` to be joined", config::shown(out.with)));
    if (other.optional)
        diagnostics.error(key, fmt::format("{} is optional; what others join must be there",
                                           config::shown(out.with)));
    return out;
}

void read_delimiter(const Node* node, Diagnostics& diagnostics, char& out) {
    if (node == nullptr) return;
    if (!node->is_scalar() || node->text.size() != 1 || node->text == "\"" || node->text == "\n")
        return diagnostics.expected(*node, "one character, such as \";\" or \"\\t\"");
    out = node->text[0];
}

RowCondition read_condition(const Node& node, Diagnostics& diagnostics) {
    RowCondition out;
    MapReader m(node, diagnostics, "a condition");
    if (const Node* inner = m.child("not")) {
        m.finish();
        out = read_condition(*inner, diagnostics);
        out.wanted = !out.wanted;
        return out;
    }
    if (const Node* column = m.required_child("column"))
        out.column = read_column(*column, diagnostics);
    const auto op = m.exactly_one({"equals", "in", "exists"});
    if (op == "exists") m.optional("exists", out.wanted);
    if (op == "in") {
        out.op = RowCondition::Op::in;
        m.optional("in", out.values);
    }
    if (op == "equals") {
        out.op = RowCondition::Op::equals;
        m.optional("equals", out.values.emplace_back());
    }
    m.finish();
    return out;
}

// One condition, or a list of them.
std::vector<RowCondition> read_conditions(const Node& node, Diagnostics& diagnostics) {
    std::vector<RowCondition> out;
    if (!node.is_list()) out.push_back(read_condition(node, diagnostics));
    for (const Node& item : node.items)
        if (node.is_list()) out.push_back(read_condition(item, diagnostics));
    return out;
}

void read_remarks(const Node* node, Diagnostics& diagnostics, std::vector<RowRemark>& out) {
    if (node == nullptr) return;
    if (!node->is_map())
        return diagnostics.expected(*node, "conditions by what is remarked (a map)");
    for (std::size_t i = 0; i < node->keys.size(); ++i)
        out.push_back({node->keys[i].text, read_conditions(node->items[i], diagnostics)});
}

// Those that a join goes by, and those that these are computed of, are computed first.
void order_columns(FileRule& rule) {
    std::vector<std::string> wanted;
    for (const JoinRule& join : rule.joins) wanted.push_back(join.column.name);
    while (!wanted.empty()) {
        const std::string name = std::move(wanted.back());
        wanted.pop_back();
        for (ComputedColumn& column : rule.columns) {
            if (column.name != name || column.before_joins) continue;
            column.before_joins = true;
            for (const TemplatePart& part : column.value.parts)
                if (part.column) wanted.push_back(part.column->name);
            for (const ColumnName& of : column.value.later_of) wanted.push_back(of.name);
        }
    }
    std::stable_partition(rule.columns.begin(), rule.columns.end(),
                          [](const ComputedColumn& column) { return column.before_joins; });
}

FileRule read_file(const Node& key, const Node& node, Diagnostics& diagnostics, Map& map) {
    FileRule out;
    out.name = key.text;
    out.place = key.place;
    MapReader m(node, diagnostics, "a file");
    m.optional("file", out.pattern);
    m.optional("header", out.header);
    read_delimiter(m.child("delimiter"), diagnostics, out.delimiter);
    m.optional("optional", out.optional);
    if (const Node* column = m.child("key")) out.key = read_column(*column, diagnostics);
    if (const Node* joins = m.child("join")) {
        if (!joins->is_map()) diagnostics.expected(*joins, "file: column (a map)");
        for (std::size_t i = 0; i < joins->keys.size(); ++i)
            out.joins.push_back(read_join(joins->keys[i], joins->items[i], diagnostics, map));
    }
    if (const Node* columns = m.child("columns")) {
        if (!columns->is_map()) diagnostics.expected(*columns, "values by column name (a map)");
        for (std::size_t i = 0; i < columns->keys.size(); ++i) {
            const std::string& name = columns->keys[i].text;
            out.columns.push_back({name, read_value(columns->items[i], diagnostics, name, map)});
        }
    }
    order_columns(out);
    read_remarks(m.child("remarks"), diagnostics, out.remarks);
    m.finish();
    return out;
}

void read_each(const Node* node, Diagnostics& diagnostics, KindRule& out) {
    if (node == nullptr) return;
    if (!node->is_map() || node->keys.size() != 1 || !node->items[0].is_list())
        return diagnostics.expected(*node, "one name and its columns, such as {person: [a, b]}");
    out.each_name = node->keys[0].text;
    for (const Node& column : node->items[0].items)
        out.each.push_back(read_column(column, diagnostics));
}

// What stands at the top of the map for every kind that does not say it itself.
struct Defaults {
    const Node* program = nullptr;
    const Node* source = nullptr;
    const Node* actor = nullptr;
};

// The value under `key`, else the default; reports when there is neither.
ValueRule read_attribute(MapReader& m, std::string_view key, const Node* otherwise,
                         std::pair<Diagnostics&, Map&> to) {
    const Node* node = m.child(key);
    if (node == nullptr) node = otherwise;
    if (node == nullptr) node = m.required_child(key);
    if (node == nullptr) return {};
    ValueRule out = read_value(*node, to.first, std::string(key), to.second);
    const auto omits = [](const Otherwise& way) {
        return way.kind == OtherwiseKind::omit || way.kind == OtherwiseKind::omit_object;
    };
    if (omits(out.empty) || omits(out.not_in_table))
        to.first.error(*node,
                       fmt::format("{} cannot be left out; write report or {{use: TEXT}}", key));
    return out;
}

KindRule read_kind(const Node& node, Diagnostics& diagnostics, Map& map, const Defaults& defaults) {
    KindRule out;
    out.place = node.place;
    MapReader m(node, diagnostics, "a kind");
    static const std::vector<std::string_view> names = command_names();
    m.required("type", out.type);
    if (!out.type.value.empty() &&
        std::find(names.begin(), names.end(), out.type.value) == names.end())
        m.error("type", config::unknown_name("command", out.type.value, names));
    std::vector<std::string_view> files;
    for (const FileRule& file : map.files) files.push_back(file.name);
    if (const Node* from = m.required_child("from"))
        (void)read_name(*from, diagnostics, "file", files, out.file);
    if (const Node* when = m.child("when")) out.when = read_conditions(*when, diagnostics);
    read_each(m.child("each"), diagnostics, out);
    if (const Node* column = m.child("once_per")) out.once_per = read_column(*column, diagnostics);
    out.program = read_attribute(m, "program", defaults.program, {diagnostics, map});
    out.source = read_attribute(m, "source", defaults.source, {diagnostics, map});
    out.id = read_attribute(m, "id", nullptr, {diagnostics, map});
    out.time = read_attribute(m, "time", nullptr, {diagnostics, map});
    out.time.type = ValueType::time;
    out.actor = read_attribute(m, "actor", defaults.actor, {diagnostics, map});
    if (const Node* data = m.required_child("data")) {
        if (!data->is_map()) diagnostics.expected(*data, "fields by name (a map)");
        out.data = read_data(*data, diagnostics, "data", map);
    }
    m.finish();
    return out;
}

}  // namespace

Map read_map(const config::Document& document, Diagnostics& diagnostics) {
    Map map;
    MapReader m(document.root(), diagnostics, "a mapping file");
    const Defaults defaults{m.child("program"), m.child("source"), m.child("actor")};
    read_tables(m.child("tables"), diagnostics, map);
    if (const Node* files = m.required_child("files")) {
        if (!files->is_map()) diagnostics.expected(*files, "files by name (a map)");
        for (std::size_t i = 0; i < files->keys.size(); ++i)
            map.files.push_back(read_file(files->keys[i], files->items[i], diagnostics, map));
    }
    if (const Node* kinds = m.required_child("kinds")) {
        if (!kinds->is_list() || kinds->items.empty())
            diagnostics.expected(*kinds, "a list of kinds of commands");
        for (const Node& kind : kinds->items)
            map.kinds.push_back(read_kind(kind, diagnostics, map, defaults));
    }
    m.finish();
    return map;
}

}  // namespace leadline::connectors
