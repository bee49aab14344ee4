// See body_grammar.hpp. GrammarWriter is an archive like the others: what SpanWriter writes, it
// names, so each overload of `type_of` stands for one of span_values.hpp or span_groups.hpp.
#include "events/codec/body_grammar.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>

#include "events/kinds.hpp"

namespace leadline::events {
namespace {

// The name of a struct or an enum as it is written in the code: structs that are no kind have no
// other.
template <class T>
Text name_in_code() {
    const Text signature = __PRETTY_FUNCTION__;  // "... [with T = leadline::events::Address; ..."
    const std::size_t begin = signature.find("T = ") + 4;
    const Text whole = signature.substr(begin, signature.find_first_of(";]", begin) - begin);
    return whole.substr(whole.rfind(':') + 1);
}

// "name = one two three", broken into lines.
std::string rule(Text name, const std::vector<std::string>& words) {
    constexpr std::size_t columns = 100;
    std::string text = fmt::format("{} =", name);
    std::size_t line = text.size();
    for (const std::string& word : words) {
        const bool breaks = line + 1 + word.size() > columns;
        text += breaks ? "\n    " : " ";
        text += word;
        line = breaks ? 4 + word.size() : line + 1 + word.size();
    }
    return text + '\n';
}

// What bodies are made of, by name.
struct Parts {
    std::map<Text, std::string> structs;
    std::map<Text, std::string> enums;
};

class GrammarWriter {
public:
    explicit GrammarWriter(Parts& parts) : parts_(parts) {}

    // "name = field:type field:type"
    template <class T>
    std::string rule_of(Text name) {
        T value{};
        value.serialize(*this);
        if (fields_.empty()) fields_.emplace_back("nothing");
        return rule(name, fields_);
    }

    // ---- The archive.

    template <class... Ts>
    void operator()(Field<Ts>... fields) {
        (fields_.push_back(fmt::format("{}:{}", fields.name, type_of(fields.value))), ...);
    }
    template <class T>
    void derived(Field<T> f) {
        (*this)(f);
    }
    template <class T>
    void binary(Field<T> f) {
        fields_.push_back(fmt::format("{}:bytes", f.name));
    }

private:
    template <std::integral Number>
    std::string type_of(const Number&) {
        if (std::is_same_v<Number, bool>) return "bool";
        if (sizeof(Number) == 1) return "u8";
        return fmt::format("{}{}", std::is_signed_v<Number> ? "zigzag" : "varint",
                           8 * sizeof(Number));
    }
    template <NamedEnum Enum>
    std::string type_of(const Enum&) {
        const Text name = name_in_code<Enum>();
        if (!parts_.enums.contains(name)) parts_.enums[name] = enum_rule<Enum>(name);
        return std::string(name);
    }
    template <NamedEnum Enum>
    std::string enum_rule(Text name) {
        using Number = std::underlying_type_t<Enum>;
        std::vector<std::string> values;
        for (const EnumName<Enum>& entry : enum_names(Enum{}))
            values.push_back(fmt::format("{}:{}", static_cast<Number>(entry.value), entry.name));
        return rule(fmt::format("{} {}", type_of(Number{}), name), values);
    }
    std::string type_of(const Time&) { return "time"; }
    std::string type_of(const Duration&) { return "duration"; }
    std::string type_of(const Text&) { return "text"; }
    template <class Tag>
    std::string type_of(const Id<Tag>&) {
        return "id";
    }
    template <class T>
    std::string type_of(const std::optional<T>&) {
        return fmt::format("optional({})", type_of(T{}));
    }
    template <class T>
    std::string type_of(const List<T>&) {
        return fmt::format("list({})", type_of(T{}));
    }
    std::string type_of(const CustomFields& value) { return type_of(value.fields); }
    template <class Person>
    std::string type_of(const Part<Person>&) {
        return fmt::format("part({})", type_of(Person{}));
    }
    template <class T>
    requires std::is_class_v<T> std::string type_of(const T&) {
        const Text name = name_in_code<T>();
        if (!IsCommand<T> && !parts_.structs.contains(name))
            parts_.structs[name] = GrammarWriter(parts_).rule_of<T>(name);
        return std::string(name);
    }

    Parts& parts_;
    std::vector<std::string> fields_;
};

// The numbers that stand in an event's header.
struct HeaderNumbers {
    SubjectKind subject_kind{};
    ActorKind actor_kind{};

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("subject_kind", subject_kind), field("actor_kind", actor_kind));
    }
};

// The kind's rule, behind those of the versions it had before.
template <class Kind, class Title>
void append_versions(std::string& out, Parts& parts, Title title) {
    if constexpr (requires { typename Kind::before; })
        append_versions<typename Kind::before>(out, parts, title);
    out += GrammarWriter(parts).rule_of<Kind>(title.template operator()<Kind>());
}

template <class Kinds, class Title>
void append_rules(std::string& out, Text heading, Parts& parts, Title title) {
    out += fmt::format("### {}\n\n```\n", heading);
    Kinds::for_each([&]<class Kind>() { append_versions<Kind>(out, parts, title); });
    out += "```\n\n";
}

void append_parts(std::string& out, Text heading, const std::map<Text, std::string>& rules) {
    out += fmt::format("### {}\n\n```\n", heading);
    for (const auto& [name, text] : rules) out += text;
    out += "```\n";
}

}  // namespace

std::string body_grammar() {
    Parts parts;
    const auto event = []<class Event>() {
        return fmt::format("{} v{} {}", static_cast<int>(Event::kind), Event::schema_version,
                           name_of(Event::kind));
    };
    std::string out;
    append_rules<Happenings>(out, "Events: what happened", parts, event);
    append_rules<Rejections>(out, "Events: refused", parts, event);
    append_rules<NoEffects>(out, "Events: accepted without effect", parts, event);
    append_rules<Commands>(out, "Commands", parts, []<class Command>() {
        return fmt::format("{} {}", static_cast<int>(Command::kind), Command::name);
    });
    (void)GrammarWriter(parts).rule_of<HeaderNumbers>("header");  // for the names alone
    append_parts(out, "What they are made of", parts.structs);
    out += '\n';
    append_parts(out, "Numbers with names", parts.enums);
    return out;
}

}  // namespace leadline::events
