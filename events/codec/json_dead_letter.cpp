// See json_dead_letter.hpp.
#include "events/codec/json_dead_letter.hpp"

#include <algorithm>

#include "events/codec/json_text.hpp"
#include "events/codec/outcome_json.hpp"

namespace leadline::events {

void append_dead_letter(std::string& out, const DeadLetterRecord& record) {
    out += "{\"reason\":";
    append_json(out, name_of(record.reason));
    out += ",\"errors\":";
    append_field_errors(out, record.errors);
    out += ",\"source_of\":{\"line\":";
    append_number(out, record.line);
    out += ",\"sha256\":\"";
    append_hex(out, record.sha256);
    out += "\"},\"length\":";
    append_number(out, record.length);
    out += ",\"original_base64\":\"";
    append_base64(
        out, record.original.first(std::min(record.original.size(), dead_letter_original_max)));
    out += '"';
    out += record.resolved ? resolved_ending : "}";
}

}  // namespace leadline::events
