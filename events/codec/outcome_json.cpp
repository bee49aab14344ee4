// See outcome_json.hpp.
#include "events/codec/outcome_json.hpp"

#include "events/codec/json_text.hpp"
#include "events/codec/json_writer.hpp"
#include "events/kinds.hpp"

namespace leadline::events {
namespace {

void append_named(std::string& out, Text name, Text value) {
    append_key(out, name);
    append_json(out, value);
}

void append_place(std::string& out, const Outcome& outcome) {
    append_key(out, "partition");
    append_number(out, outcome.partition);
    append_key(out, "position");
    append_number(out, outcome.position.number);
}

void append_accepted(std::string& out, const Outcome& outcome) {
    append_place(out, outcome);
    append_key(out, "events");
    out += '[';
    for (std::size_t i = 0; i < outcome.events.size(); ++i) {
        if (i > 0) out += ',';
        append_json(out, name_of(outcome.events[i]));
    }
    out += ']';
    if (!outcome.items) return;
    append_key(out, "items");
    out += "{\"accepted\":";
    append_number(out, outcome.items->accepted);
    out += ",\"rejected\":";
    append_number(out, outcome.items->rejected);
    out += '}';
}

void append_rejected(std::string& out, const Outcome& outcome) {
    append_named(out, "reason", name_of(outcome.why.reason));
    append_place(out, outcome);
    if (outcome.differs) return;
    append_key(out, "detail");
    append_detail(out, outcome.why.detail, false);
}

void append_dead_lettered(std::string& out, const Outcome& outcome) {
    append_named(out, "reason", name_of(outcome.dead_letter));
    if (outcome.offset) {
        append_key(out, "partition");
        append_number(out, outcome.partition);
        append_key(out, "offset");
        append_number(out, *outcome.offset);
    }
    append_key(out, "errors");
    append_field_errors(out, outcome.errors);
}

}  // namespace

void append_field_errors(std::string& out, std::span<const FieldError> errors) {
    out += '[';
    for (const FieldError& error : errors) {
        out += &error == errors.data() ? "{" : ",{";
        append_named(out, "pointer", error.pointer);
        append_named(out, "problem", error.problem);
        out += '}';
    }
    out += ']';
}

void append_outcome(std::string& out, const Outcome& outcome) {
    out += '{';
    if (!outcome.program.empty()) append_named(out, "program", outcome.program);
    if (!outcome.source.empty()) append_named(out, "source", outcome.source);
    if (!outcome.id.empty()) append_named(out, "id", outcome.id);
    switch (outcome.kind) {
        case OutcomeKind::accepted:
            append_named(out, "outcome", "accepted");
            append_accepted(out, outcome);
            break;
        case OutcomeKind::rejected:
            append_named(out, "outcome", "rejected");
            append_rejected(out, outcome);
            break;
        case OutcomeKind::dead_lettered:
            append_named(out, "outcome", "dead_lettered");
            append_dead_lettered(out, outcome);
            break;
    }
    if (outcome.repeated) out += ",\"repeated\":true";
    if (outcome.differs) out += ",\"differs\":true";
    out += '}';
}

}  // namespace leadline::events
