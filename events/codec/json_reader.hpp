// JsonReader: the archive that fills a command's struct from parsed JSON through its `serialize`, and
// names everything that is wrong, not just the first. Texts are views into the parser's memory until
// the command is encoded. Used by cloud_event*.cpp alone; one thread.
#pragma once

#include <simdjson.h>

#include <optional>
#include <vector>

#include "events/base/time.hpp"
#include "events/codec/body.hpp"
#include "events/codec/json_rules.hpp"
#include "events/codec/json_words.hpp"
#include "events/dead_letter.hpp"

namespace leadline::events {

using JsonValue = simdjson::dom::element;
using JsonType = simdjson::dom::element_type;

// The names of a struct's fields, parts opened: for the nearest known name.
class FieldNames {
public:
    template <class T>
    [[nodiscard]] static std::vector<Text> of() {
        FieldNames names;
        T value{};
        value.serialize(names);
        return std::move(names.found_);
    }
    template <class... Ts>
    void operator()(Field<Ts>... fields) {
        (one(fields), ...);
    }
    template <class T>
    void derived(Field<T>) {}

private:
    template <class T>
    void one(Field<T> f) {
        found_.push_back(f.name);
    }
    template <class Person>
    void one(Field<Part<Person>> f) {
        if constexpr (std::is_same_v<Person, Remark>) {
            found_.push_back(f.name);
        } else {
            Person person{};
            person.serialize(*this);
        }
    }
    std::vector<Text> found_;
};

// Where the reader stands: a chain on the stack, made into a JSON pointer only when something is wrong.
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

    // A claim must name its user: an upstream system tells of it, and a system claims nothing itself.
    void require_claimant(bool required) { claimant_required_ = required; }

    [[nodiscard]] Arena& arena() { return *arena_; }
    [[nodiscard]] bool ok() const { return errors_->empty(); }

    // Something is wrong where the reader stands, or with the field `key` there.
    void problem(std::string text);
    void problem(Text key, std::string text);

    // ---- The archive. Inlined down to the comparison of a name, which then is one with a constant:
    // a third of the time of reading a lead.

    template <class... Ts>
    [[gnu::always_inline]] void operator()(Field<Ts>... fields) {
        (one(fields), ...);
    }
    template <class T>
    void derived(Field<T>) {}  // computed by settle()

private:
    struct Member {
        Text key;
        JsonValue value;
        bool taken;
    };
    // One object's members within members_. `marks` has a bit for each key, so that most fields that
    // are absent are known to be so at once.
    struct Frame {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::size_t cursor = 0;  // where the next field is expected: senders keep an order
        std::size_t taken = 0;
        std::uint64_t marks = 0;
    };

    [[nodiscard]] static constexpr std::uint64_t mark(Text key) {
        if (key.empty()) return 1;
        const auto letter = [key](std::size_t i) { return static_cast<unsigned char>(key[i]); };
        return std::uint64_t{1} << ((key.size() * 5 + letter(0) * 3U + letter(key.size() - 1)) & 63U);
    }

    // The member of that name, marked as taken; null counts as absent.
    [[nodiscard, gnu::always_inline]] bool take(Text name, JsonValue& value) {
        if ((frame_.marks & mark(name)) == 0) return false;
        std::size_t at = frame_.cursor;
        if (at >= frame_.end || !same(members_[at].key, name)) {
            at = place_of(name);
            if (at == frame_.end) return false;
        }
        frame_.cursor = at + 1;
        ++frame_.taken;
        members_[at].taken = true;
        value = members_[at].value;
        return !value.is_null();
    }
    [[nodiscard]] std::size_t place_of(Text name) const;  // the frame's end: nowhere
    [[nodiscard]] bool has(Text name) const;
    // No error was found at any of these fields of the object at hand, so that they can be compared.
    [[nodiscard]] bool sound(std::initializer_list<Text> names) const;
    [[nodiscard]] std::string pointer() const;

    [[nodiscard]] Frame enter(const simdjson::dom::object* object);  // null: one without members
    void leave(const Frame& outer);
    void name_leftovers(const std::vector<Text>& known);
    void name_missing(std::span<const Text> required);
    void wrong_type(Text expected, JsonValue found);
    void number_out_of_range(NumberRule rule, JsonValue found);
    void not_one_of(Text found, const std::vector<Text>& names);

    template <class T>
    [[gnu::always_inline]] void one(Field<T> f) {
        JsonValue value;
        if (!take(f.name, value)) return;
        const JsonStep step{at_, f.name};
        at_ = &step;
        read_value(f.name, value, f.value);
        at_ = step.up;
    }

    // The fields of a part stand in the object that holds it; a Remark is one text.
    template <class Person>
    void one(Field<Part<Person>> f) {
        Person person{};
        if constexpr (std::is_same_v<Person, Remark>) {
            one(Field<Text>{f.name, person.text, {}});
        } else {
            const std::size_t taken = frame_.taken;
            person.serialize(*this);
            if (frame_.taken == taken) return;
        }
        if (person == Person{} || !errors_->empty()) return;
        f.value.subject = subject_;
        f.value.bytes = body_in(*arena_, person);
    }

    // ---- Values.

    template <class T>
    void read_object(const simdjson::dom::object* object, T& value) {
        const Frame outer = enter(object);
        value.serialize(*this);
        if (frame_.taken != frame_.end - frame_.begin) name_leftovers(FieldNames::of<T>());
        if constexpr (!required_fields<T>.empty()) name_missing(required_fields<T>);
        if constexpr (requires { settle(value); }) settle(value);
        leave(outer);
    }
    template <class T>
        requires std::is_class_v<T>
    void read_value(Text, JsonValue from, T& value) {
        if (!from.is_object()) return wrong_type("an object", from);
        const simdjson::dom::object object = from.get_object().value_unsafe();
        read_object(&object, value);
    }
    template <class T>
    void read_value(Text name, JsonValue from, std::optional<T>& value) {
        read_value(name, from, value.emplace());
    }
    template <class T>
    [[gnu::always_inline]] void read_value(Text name, JsonValue from, List<T>& value) {
        if (!from.is_array()) return wrong_type("a list", from);
        const simdjson::dom::array array = from.get_array().value_unsafe();
        if (array.size() > list_max(name))
            return problem("has more than " + std::to_string(list_max(name)) + " items");
        const std::span<T> items = arena_->make<T>(array.size());
        JsonStep step{at_, {}, 0};
        at_ = &step;
        for (const JsonValue item : array) {
            read_value(name, item, items[step.index]);
            ++step.index;
        }
        at_ = step.up;
        value = List<T>(items);
    }
    template <class Tag>
    void read_value(Text, JsonValue from, Id<Tag>& value) {
        if (!from.is_string()) return wrong_type("text", from);
        value.text = from.get_string().value_unsafe();
        check_text(value.text, {TextForm::id, id_bytes_max});
        if (subject_.empty()) subject_ = value.text;
    }
    [[gnu::always_inline]] void read_value(Text name, JsonValue from, Text& value) {
        if (!from.is_string()) return wrong_type("text", from);
        value = from.get_string().value_unsafe();
        const TextRule rule = text_rule(name);
        if (rule.form != TextForm::any || value.size() > rule.bytes_max ||
            value.size() < rule.bytes_min) {
            check_text(value, rule);
        }
    }
    template <std::integral Number>
    void read_value(Text name, JsonValue from, Number& value) {
        const NumberRule rule = number_rule<Number>(name);
        std::int64_t number = 0;
        if (from.type() != JsonType::INT64) return number_out_of_range(rule, from);
        number = from.get_int64().value_unsafe();
        if (number < rule.min || number > rule.max) return number_out_of_range(rule, from);
        value = static_cast<Number>(number);
    }
    template <NamedEnum Enum>
    void read_value(Text, JsonValue from, Enum& value) {
        if (!from.is_string()) return wrong_type("text", from);
        const Text text = from.get_string().value_unsafe();
        if (const std::optional<Enum> named = value_of<Enum>(text)) {
            value = *named;
            return;
        }
        std::vector<Text> names;
        for (const EnumName<Enum>& entry : enum_names(Enum{})) names.push_back(entry.name);
        not_one_of(text, names);
    }
    void read_value(Text, JsonValue from, bool& value);
    void read_value(Text, JsonValue from, Time& value);
    void read_value(Text name, JsonValue from, Duration& value);
    void read_value(Text, JsonValue from, CustomFields& value);
    void read_custom(JsonValue from, CustomField& field);
    void read_custom_tagged(const simdjson::dom::object& object, CustomField& field);
    void check_text(Text text, TextRule rule);

    // ---- What needs several fields at once (json_settle.cpp).

    void settle(Money& money);
    void settle(const ReassignTarget& to);
    void settle(const ReassignLead& command);
    void settle(const StageRulesetPart& command);
    void settle(const DefineQueue& command);
    void settle(const ClaimLead& command);
    void settle(const RegisterDeal& command);

    Arena* arena_ = nullptr;
    std::vector<FieldError>* errors_ = nullptr;
    const JsonStep* at_ = nullptr;
    Frame frame_;
    Text subject_;  // the first id: the command's own thing, and so whose personal parts these are
    bool claimant_required_ = false;
    std::vector<Member> members_;
};

}  // namespace leadline::events
