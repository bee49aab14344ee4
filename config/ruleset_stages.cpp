// Reads the stages of opportunities; see ruleset_stages.hpp.
#include "config/ruleset_stages.hpp"

#include <fmt/format.h>

#include <set>

#include "config/yaml/names.hpp"
#include "events/ids.hpp"

namespace leadline::config {

using events::Text;

namespace {

events::List<Text> read_names(const Node& list, Diagnostics& diagnostics, events::Arena& arena) {
    if (!list.is_list() || list.items.empty()) {
        diagnostics.expected(list, "a list of one or more stages");
        return {};
    }
    if (list.items.size() > events::opportunity_stages_max)
        diagnostics.error(list, fmt::format("{} stages, at most {}", list.items.size(),
                                            events::opportunity_stages_max));
    const std::span<Text> names = arena.make<Text>(list.items.size());
    std::set<Text> seen;
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::string name;
        if (!read(list.items[i], diagnostics, name)) continue;
        names[i] = arena.copy(name);
        if (name.empty() || name.size() > events::id_bytes_max)
            diagnostics.error(list.items[i], fmt::format("a stage's name has 1 to {} bytes",
                                                         events::id_bytes_max));
        if (!seen.insert(names[i]).second)
            diagnostics.error(list.items[i],
                              fmt::format("the stage {} is there twice", shown(name)));
    }
    return events::List<Text>(names);
}

}  // namespace

void read_opportunity_stages(const Node& node, Diagnostics& diagnostics, events::Arena& arena,
                             std::vector<events::OpportunityStages>& out) {
    MapReader m(node, diagnostics, "opportunity_stages");
    events::OpportunityStages made;
    made.place = node.place;
    if (const Node* names = m.required_child("names"))
        made.names = read_names(*names, diagnostics, arena);
    m.optional("may_go_back", made.may_go_back);
    m.finish();
    out.push_back(made);
}

}  // namespace leadline::config
