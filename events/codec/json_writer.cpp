// See json_writer.hpp: the values that are not written field by field.
#include "events/codec/json_writer.hpp"

namespace leadline::events {

void append_detail(std::string& out, const Detail& detail, bool everything) {
    const auto text = [&out](Text name, Text value) {
        append_key(out, name);
        append_json(out, value);
    };
    const auto time = [&out](Text name, Time value) {
        if (!value.is_set()) return;
        append_key(out, name);
        append_json(out, value);
    };
    out += '{';
    if (!detail.about.id.empty()) {
        text("about_kind", name_of(detail.about.kind));
        text("about", detail.about.id);
    }
    time("since", detail.since);
    if (detail.by.is_set() && (detail.by_visible || everything)) text("by", detail.by.text);
    if (detail.by.is_set() && everything) {
        append_key(out, "by_visible");
        out += detail.by_visible ? "true" : "false";
    }
    if (detail.limit != Limit::none) {
        text("limit", name_of(detail.limit));
        if (!detail.cap.empty()) text("cap", detail.cap);
        append_key(out, "used");
        append_number(out, detail.used);
        append_key(out, "allowed");
        append_number(out, detail.allowed);
    }
    time("frees_at", detail.frees_at);
    if (!detail.matched.empty()) append_key(out, "matched");
    for (const MatchField& field : detail.matched) {
        out += &field == &detail.matched[0] ? '[' : ',';
        append_json(out, name_of(field));
    }
    if (!detail.matched.empty()) out += ']';
    if (!detail.statuses.empty()) append_key(out, "statuses");
    for (const Text& status : detail.statuses) {
        out += &status == &detail.statuses[0] ? '[' : ',';
        append_json(out, status);
    }
    if (!detail.statuses.empty()) out += ']';
    if (!detail.custom_fields.empty()) append_key(out, "custom_fields");
    for (const FaultyField& each : detail.custom_fields) {
        out += &each == &detail.custom_fields[0] ? "[{" : ",{";
        text("name", each.name);
        text("fault", name_of(each.fault));
        out += '}';
    }
    if (!detail.custom_fields.empty()) out += ']';
    out += '}';
}

namespace {

void append_custom_value(std::string& out, const CustomField& field) {
    switch (field.type) {
        case CustomType::string:
            return append_json(out, field.text);
        case CustomType::integer:
            return append_number(out, field.integer);
        case CustomType::boolean:
            out += field.integer != 0 ? "true" : "false";
            return;
        case CustomType::decimal:
            out += "{\"decimal\":";
            append_json(out, field.text);
            out += '}';
            return;
        case CustomType::date:
            out += "{\"date\":";
            append_json(out, field.text);
            out += '}';
            return;
        case CustomType::list:
            out += '[';
            for (std::size_t i = 0; i < field.items.size(); ++i) {
                if (i > 0) out += ',';
                append_json(out, field.items[i]);
            }
            out += ']';
            return;
    }
    out += "null";
}

}  // namespace

void append_custom_fields(std::string& out, const CustomFields& custom) {
    out += '{';
    for (std::size_t i = 0; i < custom.fields.size(); ++i) {
        if (i > 0) out += ',';
        append_json(out, custom.fields[i].name);
        out += ':';
        append_custom_value(out, custom.fields[i]);
    }
    out += '}';
}

}  // namespace leadline::events
