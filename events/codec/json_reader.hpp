// JsonReader: the archive that fills a command's struct from parsed JSON through its `serialize`,
// and names everything that is wrong, not just the first. Texts are views into the parser's memory
// until the command is encoded. Used by cloud_event*.cpp alone; one thread.
#pragma once

#include <simdjson.h>

#include <optional>
#include <vector>

#include "events/base/time.hpp"
#include "events/codec/body.hpp"
#include "events/codec/json_members.hpp"
#include "events/codec/json_rules.hpp"
#include "events/dead_letter.hpp"

namespace leadline::events {

using JsonType = simdjson::dom::element_type;

// Where the reader stands: a chain on the stack, made into a JSON pointer only when something is
// wrong.
struct JsonStep {
    static constexpr std::size_t not_an_item = SIZE_MAX;

    const JsonStep* up;
    Text key;
    std::size_t index = not_an_item;
};

class JsonReader {
public:
    // The errors of one command are gathered in `errors`.
    void begin(Arena& arena, std::vector<FieldError>& errors);

    // Reads `data` (none: an empty object) as a T. What it says is whole when no error was added.
    template <class T>
    void read(const std::optional<JsonValue>& data, T& value) {
        const JsonStep step{at_, "data"};
        at_ = &step;
        if (data) {
            read_value({}, *data, value);
        } else {
            read_object(nullptr, value);
        }
        at_ = step.up;
    }

    // A claim must name its user: an upstream system tells of it, and a system claims nothing
    // itself.
    void require_claimant(bool required) { claimant_required_ = required; }

    [[nodiscard]] Arena& arena() { return *arena_; }
    [[nodiscard]] bool ok() const { return errors_->empty(); }

    // Something is wrong where the reader stands, or with the field `key` there.
    void problem(std::string text);
    void problem(Text key, std::string text);

    // ---- The archive. Inlined down to the comparison of a name, which then is one with a
    // constant.

    template <class... Ts>
    [[gnu::always_inline]] void operator()(Field<Ts>... fields) {
        (one(fields), ...);
    }
    template <class T>
    void derived(Field<T>) {}  // computed by settle()

private:
    // No error was found at any of these fields of the object at hand, so that they can be
    // compared.
    [[nodiscard]] bool sound(std::initializer_list<Text> names) const;
    [[nodiscard]] std::string pointer() const;

    void name_leftovers(const std::vector<Text>& known);
    void name_missing(std::span<const Text> required);
    void wrong_type(Text expected, JsonValue found);
    void number_out_of_range(NumberRule rule, JsonValue found);
    void not_one_of(Text found, const std::vector<Text>& names);

    template <class T>
    [[gnu::always_inline]] void one(Field<T> f) {
        JsonValue value;
        if (!members_.take(f.name, value)) return;
        const JsonStep step{at_, f.name};
        at_ = &step;
        read_value(f.name, value, f.value);
        at_ = step.up;
    }

    template <class Person>
    void one(Field<Part<Person>> f);

    // ---- Values.

    template <class T>
    void read_object(const simdjson::dom::object* object, T& value);
    template <class T>
    requires std::is_class_v<T>
    void read_value(Text name, JsonValue from, T& value);
    template <class T>
    void read_value(Text name, JsonValue from, std::optional<T>& value);
    template <class T>
    void read_value(Text name, JsonValue from, List<T>& value);
    template <class Tag>
    void read_value(Text name, JsonValue from, Id<Tag>& value);
    template <std::integral Number>
    void read_value(Text name, JsonValue from, Number& value);
    template <NamedEnum Enum>
    void read_value(Text name, JsonValue from, Enum& value);
    void read_value(Text name, JsonValue from, Text& value);
    void read_value(Text, JsonValue from, bool& value);
    void read_value(Text, JsonValue from, Time& value);
    void read_value(Text name, JsonValue from, Duration& value);
    void read_value(Text, JsonValue from, CustomFields& value);
    void read_custom(JsonValue from, CustomField& field);
    void read_custom_tagged(const simdjson::dom::object& object, CustomField& field);
    void check_text(Text text, TextRule rule);

    // ---- What needs several fields at once (json_settle.cpp).

    void settle(Money& money);
    void not_negative(const std::optional<Money>& amount);
    void settle(const ReassignTarget& to);
    void settle(const ReassignLead& command);
    void settle(const StageRulesetPart& command);
    void settle(const DefineQueue& command);
    void settle(const ClaimLead& command);
    void settle(const ClaimLeads& command);
    void settle(const RegisterDeal& command);
    void settle(const CreateOpportunity& command);
    void settle(const UpdateOpportunity& command);
    void settle(const ChangeOpportunityStatus& command);
    void settle(const AddOpportunityNote& command);
    void settle(const ExtendDeal& command);
    void settle(const WinDeal& command);
    void settle(const CheckCustomer& command);
    void settle(const MergeLeads& command);
    void settle(const OpenSpan& span);
    void settle(const Absence& absence);
    void settle(const OpeningHours& hours);

    Arena* arena_ = nullptr;
    std::vector<FieldError>* errors_ = nullptr;
    const JsonStep* at_ = nullptr;
    Text subject_;  // the first id: the command's own thing, and so whose personal parts these are
    bool claimant_required_ = false;
    JsonMembers members_;
};

}  // namespace leadline::events

#include "events/codec/json_reader.inl.hpp"
