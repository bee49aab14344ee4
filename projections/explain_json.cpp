// See explain.hpp: the story as JSON. A step has its fields as they are (lead_row.hpp), and the
// same words as the text.
#include "events/codec/json_writer.hpp"
#include "projections/explain.hpp"
#include "projections/story.hpp"

namespace leadline::projections {

namespace {

void append_lines(std::string& out, const std::vector<std::string>& lines) {
    events::append_key(out, "text");
    out += '[';
    for (const std::string& line : lines) {
        if (&line != &lines.front()) out += ',';
        events::append_json(out, line);
    }
    out += ']';
}

// The object's end is taken off again, so that more can be said in it.
template <class T>
void append_open(std::string& out, events::Arena& arena, const T& value) {
    events::JsonWriter(out, arena).object(value);
    out.pop_back();
}

}  // namespace

std::string explain_json(const LeadAnswer& lead) {
    std::string out;
    events::Arena arena;
    append_open(out, arena, lead.story.row);
    if (lead.story.person.shown == Shown::erased) {
        events::append_key(out, "personal");
        out += "\"(erased)\"";
    }
    events::append_key(out, "story");
    out += '[';
    bool is_first = true;
    for (const StoryStep& step : tell_story(lead)) {
        if (!is_first) out += ',';
        is_first = false;
        if (step.step != nullptr) {
            append_open(out, arena, *step.step);
        } else {
            append_open(out, arena, *step.deal);
        }
        if (step.nearest) {
            events::append_key(out, "nearest");
            append_json(out, *step.nearest);
        }
        append_lines(out, step.lines);
        out += '}';
    }
    out += "]}";
    return out;
}

}  // namespace leadline::projections
