// See schema.hpp: the schemas of values, and the two documents.
#include "events/codec/schema.hpp"

#include "events/codec/schema_writer.hpp"
#include "events/facts.hpp"

namespace leadline::events {
namespace {

// The limits of an attribute that is text.
void append_attribute(std::string& out, Text name, Text description, TextRule rule) {
    append_key(out, name);
    out += '{';
    append_key(out, "description");
    append_json(out, description);
    out += ',';
    append_text_schema(out, rule);
    out += '}';
}

constexpr TextRule short_attribute{TextForm::id, attribute_bytes_max, 1};
constexpr TextRule source_attribute{TextForm::id, source_bytes_max, 1};
constexpr TextRule id_attribute{TextForm::id, id_bytes_max, 1};

void append_shared_attributes(std::string& out) {
    out += R"("specversion":{"description":"The version of CloudEvents.","const":"1.0"})";
    append_attribute(out, "id", "With program and source it identifies the event.",
                     short_attribute);
    append_attribute(out, "source", "Who says it.", source_attribute);
    append_attribute(out, "program", "The program it belongs to.", id_attribute);
    append_attribute(out, "partitionkey", "The program, where `program` is not there.",
                     id_attribute);
    append_attribute(out, "onbehalfof", "For whom the actor acts.", short_attribute);
    append_attribute(out, "correlationid", "Carried through.", short_attribute);
    append_attribute(out, "traceparent", "W3C Trace Context, carried through.", short_attribute);
    append_attribute(out, "subject", "What it is about.", source_attribute);
    append_attribute(out, "dataschema", "Not looked at.", source_attribute);
    out += R"(,"datacontenttype":{"description":"A JSON type.","type":"string",)"
           R"("pattern":"[/+][Jj][Ss][Oo][Nn]( *;.*)?$"})"
           R"(,"type":{"description":"The name of the command or event.","type":"string"})"
           R"(,"data":{"description":"Its fields.","type":"object"})"
           R"(,"time":{"description":"RFC 3339 with at most microseconds, or a date in UTC.",)";
    append_time_schema(out);
    out += '}';
}

// Other attributes are allowed as CloudEvents allows them, and not looked at.
constexpr Text extensions = R"(,"propertyNames":{"pattern":"^[a-z0-9]+$"},)"
                            R"("additionalProperties":{"type":["string","boolean","integer"],)"
                            R"("minimum":-2147483648,"maximum":2147483647})";

void begin_document(std::string& out, Text name, Text title) {
    out +=
        R"({"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:leadline:schema:)";
    (out += name) += "\"";
    append_key(out, "title");
    append_json(out, title);
    out += R"(,"type":"object","properties":{)";
    append_shared_attributes(out);
}

void append_definitions_of_commands(std::string& out, SchemaOf of) {
    Commands::for_each([&]<class Command>() {
        append_key(out, Command::name);
        SchemaWriter(out, of).object<Command>();
    });
}

template <class Command>
void append_command_choice(std::string& out) {
    std::vector<Text> names{Command::name};
    if (const Text fact = fact_for(Command::kind); !fact.empty()) names.push_back(fact);
    out += R"({"properties":{"type":{"description":"The command, and the fact that asks for it.",)"
           R"("type":"string")";
    append_names(out, "enum", names);
    ((out += R"(},"data":{"description":"What it asks.","$ref":"#/$defs/)") += Command::name) +=
        "\"}}";
    if constexpr (!required_fields<Command>.empty()) out += R"(,"required":["data"])";
    out += "},";
}

// "NothingChanged" is one type for all commands; `command` tells them apart.
template <class Event>
void append_event_choice(std::string& out) {
    out += R"({"properties":{"type":{"description":"What happened.","const":)";
    append_json(out, name_of(Event::kind));
    if (is_no_effect(Event::kind)) {
        out += R"(},"command":{"description":"What was asked, without effect.","const":)";
        append_json(out, name_of(CommandKind{static_cast<std::uint16_t>(
                             static_cast<std::uint16_t>(Event::kind) - 2000)}));
    }
    out += R"(},"data":{"description":"All that is said of it.",)";
    std::string fields;
    SchemaWriter(fields, SchemaOf::events).object<Event>();
    out += fields.substr(1);  // its first brace stands already
    out += "}},";
}

}  // namespace

void append_names(std::string& out, Text key, std::span<const Text> names) {
    append_key(out, key);
    for (const Text& name : names) {
        out += &name == names.data() ? '[' : ',';
        append_json(out, name);
    }
    out += ']';
}

void append_number_schema(std::string& out, NumberRule rule) {
    out += R"("type":"integer","minimum":)";
    append_number(out, rule.min);
    out += R"(,"maximum":)";
    append_number(out, rule.max);
}

void append_text_schema(std::string& out, TextRule rule) {
    out += R"("type":"string")";
    switch (rule.form) {
        case TextForm::country:
            out += R"(,"pattern":"^[A-Z]{2}$")";
            return;
        case TextForm::currency:
            out += R"(,"pattern":"^[A-Z]{3}$")";
            return;
        case TextForm::sha256:
            out += R"(,"pattern":"^[0-9a-f]{64}$")";
            return;
        case TextForm::decimal:
            out += R"(,"pattern":"^-?[0-9]+(\\.[0-9]+)?$")";
            break;
        case TextForm::id:
            out += R"(,"pattern":"^[^\\x00-\\x1f\\x7f]*$")";
            break;
        case TextForm::any:
            break;
    }
    if (rule.bytes_min > 0) {
        out += R"(,"minLength":)";
        append_number(out, rule.bytes_min);
    }
    out += R"(,"maxLength":)";
    append_number(out, rule.bytes_max);
}

void append_time_schema(std::string& out) {
    out +=
        R"("type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt][0-9]{2}:[0-9]{2}:[0-9]{2})"
        R"((\\.[0-9]{1,6})?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$")";
}

void append_duration_schema(std::string& out) {
    out += R"("type":"string","minLength":2,"pattern":"^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?)"
           R"(([0-9]+ms)?([0-9]+us)?$")";
}

void append_custom_schema(std::string& out) {
    out += R"("type":"object","maxProperties":)";
    append_number(out, custom_fields_max);
    out += R"(,"propertyNames":{)";
    append_text_schema(out, id_attribute);
    out += R"(},"additionalProperties":{"anyOf":[{)";
    append_text_schema(out, {TextForm::any, long_text_bytes_max});
    out += R"(},{)";
    append_number_schema(out, number_rule<std::int64_t>({}));
    out += R"(},{"type":"boolean"},{"type":"array","items":{"type":"string"}},)"
           R"({"type":"object","properties":{"decimal":{"description":"Decimal text.",)";
    append_text_schema(out, {TextForm::decimal, decimal_bytes_max});
    out += R"(}},"required":["decimal"],"additionalProperties":false},)"
           R"({"type":"object","properties":{"date":{)"
           R"("description":"ISO 8601.","type":"string",)"
           R"("pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}},"required":["date"],)"
           R"("additionalProperties":false}]})";
}

std::string command_schema() {
    std::string out;
    begin_document(out, "commands", "A Leadline command as a CloudEvent");
    out += R"(,"actor":{"description":"Who asks; absent: the system that is the source.",)"
           R"("type":"string","pattern":"^(user|manager|system):[^\\x00-\\x1f\\x7f]+$"}})";
    out += R"(,"required":["specversion","id","source","type"],)"
           R"("anyOf":[{"required":["program"]},{"required":["partitionkey"]}])";
    (out += extensions) += R"(,"oneOf":[)";
    Commands::for_each([&out]<class Command>() { append_command_choice<Command>(out); });
    out.back() = ']';
    out += R"(,"$defs":{)";
    append_definitions_of_commands(out, SchemaOf::commands);
    return indented(out += "}}") + '\n';
}

std::string event_schema() {
    std::string out;
    begin_document(out, "events", "A Leadline event as a CloudEvent");
    out +=
        R"(,"actor":{"description":"Who asked; the engine: a timer fired.","type":"string",)"
        R"("pattern":"^(engine|(user|manager|system):.+)$"},)"
        R"("sequence":{"description":"The position in its partition's log.","type":"string",)"
        R"("pattern":"^[0-9]{20}$"},)"
        R"("command":{"description":"The command that caused it.","type":"string"},)"
        R"("causationid":{"description":"That command's source and id, with a bar between them.",)"
        R"("type":"string"}},)"
        R"("required":["specversion","id","source","type","subject","time","sequence","actor",)"
        R"("data"])";
    (out += extensions) += R"(,"oneOf":[)";
    Events::for_each([&out]<class Event>() { append_event_choice<Event>(out); });
    out.back() = ']';
    out += R"(,"$defs":{)";
    append_definitions_of_commands(out, SchemaOf::events);
    return indented(out += "}}") + '\n';
}

}  // namespace leadline::events
