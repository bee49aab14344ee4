// A lead whose every field says which field of which lead it is, so that what somebody may not see
// can be looked for in whatever was answered. The country is no text of one's own: it has none.
// Pure; any thread.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "events/lead_fields.hpp"
#include "tests/support/stories.hpp"

namespace leadline::tests {

struct Mark {
    std::string field;  // as events/lead_fields.hpp names it
    std::string text;
};

// `number`: of the lead, below a thousand; for the fields that are numbers.
[[nodiscard]] inline std::vector<Mark> marks_of(const std::string& lead, unsigned number) {
    std::vector<Mark> marks;
    const auto add = [&](events::Text name) {
        const std::string field(name);
        if (field == "address.country") return;
        if (field == "revenue") {
            marks.push_back({field, std::to_string(77'000 + number) + ".00"});
        } else if (field == "employees") {
            marks.push_back({field, std::to_string(88'000 + number)});
        } else {
            marks.push_back({field, field + "(" + lead + ")"});
        }
    };
    for (const events::Text name : events::business_lead_fields) add(name);
    for (const events::Text name : events::personal_lead_fields) add(name);
    return marks;
}

[[nodiscard]] inline Asked marked(const std::string& lead, unsigned number) {
    const std::vector<Mark> marks = marks_of(lead, number);
    const auto mark = [&marks](Text field) -> Text {
        return std::find_if(marks.begin(), marks.end(),
                            [field](const Mark& each) { return each.field == field; })
            ->text;
    };
    const std::vector<Text> products{mark("products")};
    events::CreateLead create{{lead}, {}};
    create.allow_duplicate = true;
    events::LeadDetails& details = create.details;
    details.company = mark("company");
    details.address = {"FJ", mark("address.region"), mark("address.city"),
                       mark("address.postal_code")};
    details.products = products;
    details.source = mark("source");
    details.campaign = mark("campaign");
    details.revenue = {mark("revenue"), "EUR", (77'000 + static_cast<std::int64_t>(number)) * 100};
    details.employees = 88'000 + number;
    details.record_type = mark("record_type");
    const events::CustomField custom{"size", events::CustomType::string, mark("custom"), 0, {}};
    events::LeadPerson person{{mark("contact.name"), mark("contact.email"), mark("contact.phone")},
                              mark("street"),
                              mark("text"),
                              {}};
    person.custom.fields = std::span(&custom, 1);
    events::Arena arena;
    details.person = {lead, events::Sealing::plain, 0, events::body_in(arena, person)};
    return upstream(create);
}

// What somebody wrote beside a command about the lead.
[[nodiscard]] inline events::Part<events::Remark> remark_of(events::Arena& arena, Text lead,
                                                            Text text) {
    return {lead, events::Sealing::plain, 0, events::body_in(arena, events::Remark{text})};
}

[[nodiscard]] inline Asked noted(Text who, Text lead, Text text) {
    events::Arena arena;
    return user(who, events::AddLeadNote{{lead}, remark_of(arena, lead, text)});
}

// The channel manager puts it somewhere.
[[nodiscard]] inline Asked into(Text queue, Text lead) {
    return manager(events::ReassignLead{{lead}, {}, {{}, {queue}, false}, {}});
}
[[nodiscard]] inline Asked offered_to(Text partner, Text lead) {
    return manager(events::ReassignLead{{lead}, {}, {{}, {}, false, {partner}, {}}, {}});
}

}  // namespace leadline::tests
