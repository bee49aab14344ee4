// Duplicates as they travel in a ruleset (SPEC 4): by what leads are taken for one and the same,
// for how long, and what is done with the one that comes later.
#pragma once

#include <array>

#include "events/base/time.hpp"
#include "events/condition.hpp"
#include "events/enum_names.hpp"
#include "events/field.hpp"

namespace leadline::events {

// What of a lead is compared. Numbers are for ever; they stand in the log, and in digests.
enum class MatchField : std::uint8_t {
    email = 1,
    phone = 2,
    company = 3,
    web_domain = 4,  // of the e-mail address, unless everybody may have a mailbox there
    country = 5,
    postal_code = 6,
};

inline constexpr std::array match_field_names{
    EnumName<MatchField>{MatchField::email, "email"},
    EnumName<MatchField>{MatchField::phone, "phone"},
    EnumName<MatchField>{MatchField::company, "company"},
    EnumName<MatchField>{MatchField::web_domain, "web_domain"},
    EnumName<MatchField>{MatchField::country, "country"},
    EnumName<MatchField>{MatchField::postal_code, "postal_code"}};
constexpr std::span<const EnumName<MatchField>> enum_names(MatchField) { return match_field_names; }

// Where somebody is: strangers have that in common.
[[nodiscard]] constexpr bool is_place(MatchField field) { return field >= MatchField::country; }

// Two leads match when all of these are equal, in their normal forms. Each field once, and at least
// one that is no place.
struct MatchRule {
    List<MatchField> fields;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("fields", fields, "What must be equal: all of these, each named once."));
    }
    friend bool operator==(const MatchRule&, const MatchRule&) = default;
};

enum class DuplicateAction : std::uint8_t {
    flag = 1,    // it is created, and both are linked
    attach = 2,  // no lead: the original has the inquiry from now on
    reject = 3,  // no lead: the command is refused
};

inline constexpr std::array duplicate_action_names{
    EnumName<DuplicateAction>{DuplicateAction::flag, "flag"},
    EnumName<DuplicateAction>{DuplicateAction::attach, "attach"},
    EnumName<DuplicateAction>{DuplicateAction::reject, "reject"}};
constexpr std::span<const EnumName<DuplicateAction>> enum_names(DuplicateAction) {
    return duplicate_action_names;
}

struct Duplicates {
    List<MatchRule> match;  // leads match when one of these says so
    Duration look_back;     // from the original's creation, in log time; 0: for ever
    DuplicateAction then = DuplicateAction::flag;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("match", match, "Leads match when one of these says so; at most 16."),
           field("look_back", look_back, "From the original's creation; 0: for ever."),
           field("then", then, "What is done with the lead that comes later."));
    }
    friend bool operator==(const Duplicates&, const Duplicates&) = default;
};

// A lead of a customer whom a partner has, or had, is offered to that partner before the entries
// are asked, if the partner may take it.
struct ReturningCustomers {
    SourcePlace place;
    Duration accept_within = {};  // 0: the offer waits for its answer for ever

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("place", place), field("accept_within", accept_within,
                                        "How long the partner has to answer; 0: for ever."));
    }
    friend bool operator==(const ReturningCustomers&, const ReturningCustomers&) = default;
};

inline constexpr std::size_t match_rules_max = 16;
inline constexpr std::size_t match_fields_max = match_field_names.size();

}  // namespace leadline::events
