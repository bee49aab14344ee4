// Texts and custom fields in JSON; see plan_json.hpp.
#include "config/plan_json.hpp"

namespace leadline::config {

void append_json(std::string& to, std::string_view text) {
    to += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            to += '\\';
            to += c;
        } else if (byte < 0x20) {
            to += fmt::format("\\u{:04x}", byte);
        } else {
            to += c;
        }
    }
    to += '"';
}

void CommandJson::write(const events::CustomFields& custom) {
    const bool outer = std::exchange(first_, true);
    out_ += '{';
    for (const events::CustomField& field : custom.fields) {
        key(field.name);
        switch (field.type) {
            case events::CustomType::string: write(field.text); break;
            case events::CustomType::integer: write(field.integer); break;
            case events::CustomType::boolean: write(field.integer != 0); break;
            case events::CustomType::list: write(field.items); break;
            case events::CustomType::decimal:
            case events::CustomType::date:
                out_ += field.type == events::CustomType::date ? "{\"date\":" : "{\"decimal\":";
                write(field.text);
                out_ += '}';
                break;
        }
    }
    out_ += '}';
    first_ = outer;
}

std::string command_line(const CommandFrame& frame, std::string_view type, std::string_view id,
                         std::string_view data) {
    std::string out = R"({"specversion":"1.0","type":)";
    append_json(out, type);
    out += ",\"source\":";
    append_json(out, frame.source);
    out += ",\"id\":";
    append_json(out, id);
    if (frame.time.is_set()) {
        out += ",\"time\":";
        append_json(out, events::to_text(frame.time));
    }
    out += ",\"program\":";
    append_json(out, frame.program);
    out += ",\"actor\":";
    append_json(out, frame.actor);
    out += ",\"data\":";
    out += data;
    return out + '}';
}

}  // namespace leadline::config
