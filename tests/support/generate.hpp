// arbitrary<T>(arena, random): any command, event or value, filled through its `serialize` from a
// seed. Values keep the limits of json_rules.hpp, so that every generated command is one that could
// have come in; beyond that they are as odd as they may be. The same seed gives the same value.
#pragma once

#include "tests/support/arbitrary.hpp"

namespace leadline::tests {

class Generator {
public:
    Generator(events::Arena& arena, Random& random) : arena_(arena), random_(random) {}

    template <class T>
    void fill(T& value) {
        const std::span<const events::Text> outer = required_;
        required_ = events::required_fields<T>;
        value.serialize(*this);
        required_ = outer;
        if constexpr (requires { settle(value); }) settle(value);
    }

    // ---- The archive.

    template <class... Ts>
    void operator()(events::Field<Ts>... fields) {
        (one(fields.name, fields.value), ...);
    }
    template <class T>
    void derived(events::Field<T>) {}
    template <class T>
    void binary(events::Field<T> f) {
        f.value = arbitrary_text(arena_, random_, {events::TextForm::any, 16, 16});
    }

private:
    [[nodiscard]] bool left_out(events::Text name) {
        for (const events::Text required : required_)
            if (required == name) return false;
        return random_.one_in(3);
    }

    void one(events::Text name, events::Text& value) {
        const events::TextRule rule = events::text_rule(name);
        if (!left_out(name)) value = arbitrary_text(arena_, random_, rule);
    }
    template <class Tag>
    void one(events::Text name, events::Id<Tag>& value) {
        if (left_out(name)) return;
        value.text = arbitrary_id(arena_, random_);
        if (subject_.empty()) subject_ = value.text;
    }
    template <std::integral Number>
    void one(events::Text name, Number& value) {
        const events::NumberRule rule = events::number_rule<Number>(name);
        value = static_cast<Number>(random_.one_in(2)
                                        ? random_.between(rule.min, rule.max)
                                        : random_.between(rule.min < 0 ? -1 : rule.min,
                                                          std::min<std::int64_t>(rule.max, 100)));
    }
    void one(events::Text, bool& value) { value = random_.one_in(2); }
    template <events::NamedEnum Enum>
    void one(events::Text, Enum& value) {
        const auto names = events::enum_names(Enum{});
        value = names[random_.below(names.size())].value;
    }
    void one(events::Text name, events::Time& value) {
        if (!left_out(name)) value.us = random_.between(1, events::time_max.us);
    }
    void one(events::Text name, events::Duration& value) {
        const events::DurationRule rule = events::duration_rule(name);
        value.us = random_.between(rule.min.us, rule.max.us);
        if (random_.one_in(2)) value.us = std::max(rule.min.us, value.us / 1'000'000 * 1'000'000);
    }
    void one(events::Text name, events::Money& value) {
        if (!left_out(name)) value = arbitrary_money(arena_, random_);
    }
    void one(events::Text, events::CustomFields& to) { to = arbitrary_custom(arena_, random_); }
    template <class T>
    void one(events::Text name, std::optional<T>& value) {
        if (!random_.one_in(2)) return;
        if constexpr (std::is_same_v<T, events::Money>) {
            value = arbitrary_money(arena_, random_);
            if (name == "amount") *value = without_sign(*value);
            return;
        }
        one(name, value.emplace());
        if constexpr (std::is_same_v<T, events::Text>)  // it must be there, or left out
            if (value->size() < events::text_rule(name).bytes_min) value.reset();
        if constexpr (requires { value->is_set(); })
            if (value && !value->is_set()) value.reset();
    }
    template <class T>
    void one(events::Text name, events::List<T>& value) {
        const std::size_t most = std::min<std::size_t>(events::list_max(name), 4);
        const std::span<T> items = arena_.make<T>(random_.below(most + 1));
        const std::span<const events::Text> outer = required_;
        required_ = std::span(&name, 1);  // an item is there
        for (T& item : items) one(name, item);
        required_ = outer;
        value = events::List<T>(items);
    }
    template <class Person>
    void one(events::Text name, events::Part<Person>& part) {
        Person person{};
        if constexpr (std::is_same_v<Person, events::Remark>) {
            one(name, person.text);
        } else {
            fill(person);
        }
        if (person == Person{}) return;
        part.subject = subject_;
        part.bytes = events::body_in(arena_, person);
    }
    template <class T>
    requires std::is_class_v<T>
    void one(events::Text, T& value) { fill(value); }
    void settle(events::DefineQueue& command);
    void settle(events::ReassignTarget& to);
    void settle(events::ReassignLead& command);
    void settle(events::MergeLeads& command);
    void settle(events::ClaimLeads& command);
    void settle(events::StageRulesetPart& command);
    void settle(events::RegisterDeal& command);
    void settle(events::CheckCustomer& command);
    void settle(events::ExtendDeal& command);
    void settle(events::CreateOpportunity& command);
    void settle(events::ChangeOpportunityStatus& command);
    void settle(events::AddOpportunityNote& command);
    void settle(events::OpenSpan& span);
    void settle(events::Absence& absence);
    void settle(events::OpeningHours& hours);
    events::Part<events::Remark> some_words(events::Text of);

    events::Arena& arena_;
    Random& random_;
    std::span<const events::Text> required_;
    events::Text subject_;  // as the reader of commands finds it: the first id
};

template <class T>
[[nodiscard]] T arbitrary(events::Arena& arena, Random& random) {
    T value{};
    Generator(arena, random).fill(value);
    return value;
}
// Everything but kind, digest and body.
[[nodiscard]] events::CommandHeader arbitrary_command_header(events::Arena& arena, Random& random);

// A whole command header around that body, its digest included.
template <class Command>
[[nodiscard]] events::CommandHeader header_around(events::Arena& arena, Random& random,
                                                  const Command& command) {
    events::CommandHeader header = arbitrary_command_header(arena, random);
    header.kind = Command::kind;
    header.body = events::body_in(arena, command);
    return header;
}

}  // namespace leadline::tests
