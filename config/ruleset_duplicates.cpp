// Reads duplicates; see ruleset_duplicates.hpp.
#include "config/ruleset_duplicates.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/yaml/names.hpp"

namespace leadline::config {
namespace {

using events::MatchField;

constexpr Choice<events::DuplicateAction> actions[] = {{"flag", events::DuplicateAction::flag},
                                                       {"attach", events::DuplicateAction::attach},
                                                       {"reject", events::DuplicateAction::reject}};

// A set of fields, as bits.
using Fields = unsigned;

bool read_field(const Node& node, Diagnostics& diagnostics, MatchField& out) {
    std::vector<std::string_view> names;
    for (const auto& [field, name] : events::match_field_names) names.push_back(name);
    std::size_t chosen = 0;
    if (!read_name(node, diagnostics, "key", names, chosen)) return false;
    out = events::match_field_names[chosen].value;
    return true;
}

// One item: a key, or a list of keys that must all match. No fields after a report.
Fields read_rule(const Node& node, RuleReader& reader, events::MatchRule& out) {
    Diagnostics& diagnostics = reader.diagnostics();
    const std::span<const Node> keys = node.is_list() ? std::span(node.items) : std::span(&node, 1);
    if (keys.empty()) {
        diagnostics.expected(node, "a key, or a list of keys that must all match");
        return 0;
    }
    const std::span<MatchField> fields = reader.arena().make<MatchField>(keys.size());
    Fields seen = 0;
    bool is_good = true;
    bool is_of_places = true;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!read_field(keys[i], diagnostics, fields[i])) {
            is_good = false;
            continue;
        }
        const Fields bit = 1U << static_cast<unsigned>(fields[i]);
        if ((seen & bit) != 0) {
            diagnostics.error(keys[i], fmt::format("{} is there twice", keys[i].text));
            is_good = false;
        }
        seen |= bit;
        is_of_places = is_of_places && events::is_place(fields[i]);
    }
    if (is_good && is_of_places) {
        diagnostics.error(node,
                          "strangers have their country and postal code in common; expected in a "
                          "list with email, phone, company or web_domain");
        is_good = false;
    }
    out.fields = events::List<MatchField>(fields);
    return is_good ? seen : 0;
}

void read_match(const Node& list, RuleReader& reader, events::Duplicates& out) {
    Diagnostics& diagnostics = reader.diagnostics();
    if (!list.is_list() || list.items.empty())
        return diagnostics.expected(list, "a list of one or more keys such as [email, phone]");
    if (list.items.size() > events::match_rules_max)
        return diagnostics.error(
            list, fmt::format("{} items, at most {}", list.items.size(), events::match_rules_max));
    const auto rules = reader.arena().make<events::MatchRule>(list.items.size());
    std::vector<Fields> all;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const Fields fields = read_rule(list.items[i], reader, rules[i]);
        if (fields != 0 && std::find(all.begin(), all.end(), fields) != all.end())
            diagnostics.error(list.items[i], "an item before it matches by the same");
        all.push_back(fields);
    }
    out.match = events::List<events::MatchRule>(rules);
}

}  // namespace

void read_duplicates(const Node& node, RuleReader& reader, std::vector<events::Duplicates>& out) {
    Diagnostics& diagnostics = reader.diagnostics();
    MapReader m(node, diagnostics, "duplicates");
    events::Duplicates made;
    if (const Node* match = m.required_child("match")) read_match(*match, reader, made);
    if (m.optional("look_back", made.look_back) && made.look_back.us == 0)
        m.error("look_back", "nobody is found in 0; leave it out to look back for ever");
    m.required("then", one_of(made.then, "way", actions));
    m.finish();
    out.push_back(made);
}

void read_returning_customers(const Node& node, RuleReader& reader,
                              const std::vector<events::Duplicates>& duplicates,
                              std::vector<events::ReturningCustomers>& out) {
    Diagnostics& diagnostics = reader.diagnostics();
    MapReader m(node, diagnostics, "returning customers");
    events::ReturningCustomers made;
    made.place = node.place;
    if (m.optional("accept_within", made.accept_within) && made.accept_within.us == 0)
        m.error("accept_within", "nobody answers in 0; leave it out to wait for ever");
    m.finish();
    if (duplicates.empty())
        diagnostics.error(node, "no customer is known again: the ruleset has no `duplicates`");
    out.push_back(made);
}

}  // namespace leadline::config
