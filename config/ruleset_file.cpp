// Reads rules; see ruleset_file.hpp. A rule is never reached when one before it has no condition,
// or the same one.
#include "config/ruleset_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "config/ruleset_caps.hpp"
#include "config/ruleset_custom_fields.hpp"
#include "config/ruleset_deals.hpp"
#include "config/ruleset_places.hpp"
#include "config/ruleset_processes.hpp"
#include "config/ruleset_stages.hpp"
#include "config/ruleset_time.hpp"
#include "config/yaml/document.hpp"
#include "config/yaml/names.hpp"

namespace leadline::config {
namespace {

using events::RulesetEntry;

constexpr std::size_t name_bytes_max = 256;

std::string_view without_folders(std::string_view file) {
    return file.substr(file.find_last_of('/') + 1);  // npos + 1 is 0
}

// Two conditions with the same text hold for the same leads.
std::string condition_text(events::List<events::ConditionNode> condition) {
    std::string text;
    for (const events::ConditionNode& node : condition) {
        text += fmt::format("{} {} {}:{}", static_cast<unsigned>(node.op), node.children,
                            node.field_name.size(), node.field_name);
        for (const events::Text value : node.values)
            text += fmt::format(" {}:{}", value.size(), value);
        for (const events::Nearness& near : node.near)
            text += fmt::format(" {} km {} {}", near.km, near.at.latitude, near.at.longitude);
        for (const events::TimeWindow& window : node.window)
            text += fmt::format(" {} {} {} {} {}", window.weekdays, window.from_min, window.to_min,
                                window.first_date, window.last_date);
        text += '\n';
    }
    return text;
}

// Tells whether an entry can be reached, one after the other.
class Reach {
public:
    explicit Reach(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    void check(const Node& node, const RulesetEntry& entry) {
        if (decided_by_ != 0) return;  // said once, of the first
        const std::string text = condition_text(entry.condition);
        const auto [at, is_new] = lines_.emplace(text, entry.place.line);
        if (!is_new)
            return diagnostics_.error(node,
                                      fmt::format("this rule is never reached: the rule at line "
                                                  "{} has the same condition and comes first",
                                                  at->second));
        const auto always = lines_.find("");
        if (always == lines_.end() || always->second == entry.place.line) return;
        decided_by_ = always->second;
        diagnostics_.error(node, fmt::format("this rule is never reached, nor is any after it: the "
                                             "rule at line {} has no `when` and decides every lead",
                                             decided_by_));
    }

private:
    Diagnostics& diagnostics_;
    std::map<std::string, std::uint32_t> lines_;  // by condition
    std::uint32_t decided_by_ = 0;
};

void read_entry(const Node& node, RuleReader& reader, RulesetEntry& out) {
    Diagnostics& diagnostics = reader.diagnostics();
    MapReader m(node, diagnostics, "a rule");
    std::string name;
    if (m.required("name", name)) {
        if (name.size() > name_bytes_max)
            m.error("name",
                    fmt::format("the name has {} bytes, at most {}", name.size(), name_bytes_max));
        out.name = reader.arena().copy(name);
    }
    out.file = reader.arena().copy(without_folders(node.source->name()));
    out.place = node.place;
    if (const Node* when = m.child("when")) (void)reader.read_when(*when, out.condition);
    if (const Node* then = m.required_child("then")) reader.read_action(*then, out.action);
    if (const Node* otherwise = m.child("else")) {
        const auto actions = reader.arena().make<events::Action>(1);
        if (reader.read_target(*otherwise, "else", actions[0]))
            out.otherwise = events::List<events::Action>(actions);
        if (out.action.kind == events::ActionKind::do_not_assign && node.find("then") != nullptr &&
            node.find("then")->find("do_not_assign") != nullptr)
            m.error("else", "do_not_assign looks for nobody, so `else` is never used");
    }
    m.finish();
}

// What members ask of scores, where they stand.
void check_members_ask_score(const Node& then, const RulesetEntry& entry, const Scoring& scoring,
                             Diagnostics& diagnostics) {
    for (const char* kind : {"rotate", "least_loaded"}) {
        const Node* action = then.find(kind);
        if (action == nullptr) continue;
        for (const char* list : {"users", "partners", "queues"}) {
            const Node* members = action->find(list);
            if (members == nullptr || members->items.size() != entry.action.members.size())
                continue;
            for (std::size_t i = 0; i < members->items.size(); ++i) {
                const events::RotationMember& member = entry.action.members[i];
                if (const Node* when = members->items[i].find("when"))
                    check_asks_score(*when, member.condition, scoring, diagnostics);
                if (const Node* prefer = members->items[i].find("prefer"))
                    check_asks_score(*prefer, member.preference, scoring, diagnostics);
            }
        }
    }
}

void read_entries(const Node& list, RuleReader& reader, Ruleset& out) {
    Diagnostics& diagnostics = reader.diagnostics();
    if (!list.is_list()) return diagnostics.expected(list, "a list of rules");
    if (list.items.size() > events::ruleset_entries_max)
        return diagnostics.error(list, fmt::format("{} rules, at most {}", list.items.size(),
                                                   events::ruleset_entries_max));
    Reach reach(diagnostics);
    std::map<events::Text, std::uint32_t> lines;  // by name
    for (const Node& node : list.items) {
        RulesetEntry entry;
        const std::size_t errors = diagnostics.errors();
        read_entry(node, reader, entry);
        const auto [first, is_new] = lines.emplace(entry.name, entry.place.line);
        if (!entry.name.empty() && !is_new)
            diagnostics.error(*node.find("name"),
                              fmt::format("the rule at line {} is called {} too; explanations and "
                                          "tests name rules, so each has a name of its own",
                                          first->second, shown(entry.name)));
        if (const Node* when = node.find("when"))
            check_asks_score(*when, entry.condition, out.scoring, diagnostics);
        if (const Node* then = node.find("then"))
            check_members_ask_score(*then, entry, out.scoring, diagnostics);
        if (diagnostics.errors() == errors) reach.check(node, entry);
        out.entries.push_back(entry);
    }
}

}  // namespace

void read_ruleset(MapReader& m, const KnownNames* known, Diagnostics& diagnostics, Ruleset& out) {
    RuleReader reader(known, diagnostics, out.arena);
    if (const Node* zone = m.child("time_zone")) read_zone(*zone, diagnostics, out.arena, out.zone);
    if (const Node* territories = m.child("territories"))
        read_territories(*territories, diagnostics, out.arena, out.territories);
    reader.know_territories(out.territories);
    if (const Node* duplicates = m.child("duplicates")) {
        read_duplicates(*duplicates, reader, out.duplicates);
        reader.know_duplicates();
    }
    if (const Node* customers = m.child("returning_customers"))
        read_returning_customers(*customers, reader, out.duplicates, out.returning_customers);
    if (const Node* processes = m.child("lead_processes"))
        read_lead_processes(*processes, diagnostics, out.arena, out.lead_processes);
    reader.know_statuses(status_names(out.lead_processes));
    if (const Node* fields = m.child("custom_fields"))
        read_custom_fields(*fields, diagnostics, out.arena, out.custom_fields);
    reader.know_custom_fields(out.custom_fields);
    if (const Node* scoring = m.child("scoring")) read_scoring(*scoring, reader, out.scoring);
    if (const Node* caps = m.child("caps"))
        read_caps(*caps, known, diagnostics, out.arena, out.caps);
    if (const Node* deals = m.child("deals"))
        read_deals(*deals, known, diagnostics, out.arena, out.deals);
    if (const Node* stages = m.child("opportunity_stages"))
        read_opportunity_stages(*stages, diagnostics, out.arena, out.opportunity_stages);
    if (const Node* rules = m.required_child("rules")) read_entries(*rules, reader, out);
    if (const Node* fallback = m.required_child("fallback"))
        reader.read_target(*fallback, "the fallback", out.fallback);
}

Ruleset read_ruleset_file(const Document& document, const KnownNames* known,
                          Diagnostics& diagnostics) {
    Ruleset ruleset;
    MapReader m(document.root(), diagnostics, "a file of rules");
    read_ruleset(m, known, diagnostics, ruleset);
    m.finish();
    return ruleset;
}

events::Result<Ruleset> load_ruleset_file(const std::filesystem::path& file,
                                          const KnownNames* known, Diagnostics& diagnostics) {
    auto document = Document::load(file, diagnostics);
    if (!document) return tl::unexpected(std::move(document).error());
    return read_ruleset_file(*document, known, diagnostics);
}

}  // namespace leadline::config
