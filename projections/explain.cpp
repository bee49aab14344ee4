// See explain.hpp: the story as text.
#include "projections/explain.hpp"

#include <fmt/format.h>

#include "projections/story.hpp"

namespace leadline::projections {

namespace {

// "2026-01-02T03:04:05Z" and two spaces; the lines below stand under the first one's words.
constexpr std::size_t time_columns = 22;

std::string person_line(const ShownPerson& person) {
    if (person.shown == Shown::erased) return "contact (erased)\n";
    const events::ContactDetails& contact = person.person.contact;
    std::string text;
    for (const Text part : {contact.name, contact.email, contact.phone})
        if (!part.empty()) text += fmt::format("{}{}", text.empty() ? "" : ", ", part);
    return text.empty() ? text : "contact " + text + "\n";
}

}  // namespace

std::string explain_text(const LeadAnswer& lead) {
    const LeadRow& row = lead.story.row;
    std::string text = fmt::format("lead {}", row.lead.text);
    if (!row.details.company.empty()) text += fmt::format(", {}", row.details.company);
    text += fmt::format(": {}\n", standing_words(row));
    text += person_line(lead.story.person);
    for (const StoryStep& step : tell_story(lead)) {
        bool has_time = !step.joins;
        for (const std::string& line : step.lines) {
            const std::string time = has_time ? time_words(step.time()) + "  " : std::string();
            text += fmt::format("{:<{}}{}\n", time, time_columns, line);
            has_time = false;
        }
    }
    return text;
}

}  // namespace leadline::projections
