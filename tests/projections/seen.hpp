// What tests of PartnerQuery share: a log with its views, asked as somebody, and all that was
// answered as one text. One thread.
#pragma once

#include <optional>

#include "events/codec/json_writer.hpp"
#include "projections/partner_query.hpp"
#include "tests/projections/view_world.hpp"
#include "tests/support/marked_lead.hpp"

namespace leadline::tests {

using projections::PartnerQuery;
using projections::SeenLead;
using projections::Sight;

using Ids = std::vector<std::string>;

template <class T>
[[nodiscard]] inline std::string json(const T& value) {
    std::string out;
    events::Arena arena;
    events::JsonWriter(out, arena).object(value);
    return out;
}

[[nodiscard]] inline std::string all_of(const SeenLead& lead) {
    std::string out = json(lead.row) + json(lead.person.person);
    for (const projections::Step& step : lead.steps) out += json(step);
    for (const projections::DealRow& deal : lead.deals) out += json(deal);
    return out;
}

[[nodiscard]] inline bool has(const std::string& text, Text part) {
    return text.find(part) != std::string::npos;
}

// A log with its views, asked as somebody.
struct Seen {
    explicit Seen(const std::vector<Asked>& commands) {
        world.ask(commands);
        grown.emplace(world.log());
        query.emplace(grown->catch_up().query());
    }
    [[nodiscard]] PartnerQuery as(Text user) const {
        return must(PartnerQuery::as(*query, program, {user}));
    }
    [[nodiscard]] Sight sight(Text user, Text lead) const {
        const auto found = as(user).lead({lead});
        return found ? found->value.sight : Sight::none;
    }
    // In the order of the list.
    [[nodiscard]] Ids leads(Text user, const projections::LeadFilter& filter = {}) const {
        const auto page = must(as(user).leads(filter));
        Ids ids;
        for (const projections::LeadRow& row : page.value.items) ids.emplace_back(row.lead.text);
        return ids;
    }
    [[nodiscard]] std::string lead(Text user, Text lead) const {
        return all_of(must(as(user).lead({lead})).value);
    }
    [[nodiscard]] Ids steps(Text user, Text lead) const {
        const auto found = must(as(user).lead({lead}));
        Ids names;
        for (const projections::Step& step : found.value.steps) names.emplace_back(step.name);
        return names;
    }
    [[nodiscard]] std::string why_nothing(Text user) const {
        const auto made = PartnerQuery::as(*query, program, {user});
        return made ? std::string() : made.error().message;
    }

    static constexpr events::ProgramId program{"acme"};
    ViewWorld world;
    std::optional<Grown> grown;
    std::optional<projections::Query> query;
};

// Which marks stand in the text, by the names of their fields.
[[nodiscard]] inline Ids marked_fields(const std::string& text, const std::string& lead,
                                       unsigned number) {
    Ids fields;
    for (const Mark& mark : marks_of(lead, number))
        if (has(text, mark.text)) fields.push_back(mark.field);
    return fields;
}

[[nodiscard]] inline Ids all_fields() {
    Ids fields;
    for (const Mark& mark : marks_of("l", 1)) fields.push_back(mark.field);
    return fields;
}

[[nodiscard]] inline Ids business_fields() {
    Ids fields;
    for (const Text name : events::business_lead_fields)
        if (name != "address.country") fields.emplace_back(name);
    return fields;
}

}  // namespace leadline::tests
