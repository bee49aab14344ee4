// Commands by which somebody goes, and what becomes of their open work (SPEC 3).
#pragma once

#include "events/commands/shared.hpp"
#include "events/header.hpp"
#include "events/ids.hpp"

namespace leadline::events {

// What becomes of the open leads of a partner that goes: each back to the queue it came from, else
// it waits; or through the rules.
enum class WorkOfPartner : std::uint8_t { back = 0, rules = 1 };

inline constexpr std::array work_of_partner_names{
    EnumName<WorkOfPartner>{WorkOfPartner::back, "return"},
    EnumName<WorkOfPartner>{WorkOfPartner::rules, "rules"}};
constexpr std::span<const EnumName<WorkOfPartner>> enum_names(WorkOfPartner) {
    return work_of_partner_names;
}

// Of a user's also: to the administrators of its partner, in turn.
enum class WorkOfUser : std::uint8_t { back = 0, rules = 1, administrators = 2 };

inline constexpr std::array work_of_user_names{
    EnumName<WorkOfUser>{WorkOfUser::back, "return"},
    EnumName<WorkOfUser>{WorkOfUser::rules, "rules"},
    EnumName<WorkOfUser>{WorkOfUser::administrators, "administrators"}};
constexpr std::span<const EnumName<WorkOfUser>> enum_names(WorkOfUser) {
    return work_of_user_names;
}

// What it is offered goes to the next one, its open opportunities are nobody's, pending deals are
// withdrawn.
struct DeactivatePartner {
    static constexpr CommandKind kind{13};
    static constexpr Text name = "DeactivatePartner";

    PartnerId partner;
    Part<Remark> remark;
    bool cancel_deals = false;  // approved deals too; else they keep their window
    WorkOfPartner work = WorkOfPartner::back;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("partner", partner), field("remark", remark),
           field("cancel_deals", cancel_deals,
                 "Approved deals are cancelled; else they keep their window."),
           field("work", work,
                 "What becomes of its open leads: back to their queues, or through the rules."));
    }
    friend bool operator==(const DeactivatePartner&, const DeactivatePartner&) = default;
};

struct DeactivateUser {
    static constexpr CommandKind kind{22};
    static constexpr Text name = "DeactivateUser";

    UserId user;
    Part<Remark> remark;
    WorkOfUser work = WorkOfUser::back;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("user", user), field("remark", remark),
           field("work", work,
                 "What becomes of its open leads and opportunities: leads go back to their queues "
                 "or through the rules, and opportunities are nobody's; or all goes to the "
                 "administrators of its partner."));
    }
    friend bool operator==(const DeactivateUser&, const DeactivateUser&) = default;
};

}  // namespace leadline::events
