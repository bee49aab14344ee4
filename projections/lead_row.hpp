// What is answered about one lead: its row, and the steps of its timeline, folded from its events
// alone, so that they hold nothing that the log does not. Views over memory that the answer owns.
#pragma once

#include <array>
#include <optional>

#include "events/happened/duplicate.hpp"
#include "events/happened/lead.hpp"
#include "events/happened/merged.hpp"
#include "events/happened/notification.hpp"
#include "events/rejection.hpp"

namespace leadline::projections {

using events::Bytes;
using events::BytesView;
using events::field;
using events::List;
using events::name_of;
using events::Text;
using events::Time;

// Where an open lead is, and where a closed one was when it was closed.
enum class LeadPlace : std::uint8_t { waiting = 1, queue = 2, owner = 3, offer = 4 };

inline constexpr std::array lead_place_names{
    events::EnumName<LeadPlace>{LeadPlace::waiting, "waiting"},
    events::EnumName<LeadPlace>{LeadPlace::queue, "queue"},
    events::EnumName<LeadPlace>{LeadPlace::owner, "owner"},
    events::EnumName<LeadPlace>{LeadPlace::offer, "offer"}};
constexpr std::span<const events::EnumName<LeadPlace>> enum_names(LeadPlace) {
    return lead_place_names;
}

struct LeadRow {
    events::LeadId lead;
    events::LeadStatus status = events::LeadStatus::new_;
    LeadPlace place = LeadPlace::waiting;
    events::QueueId queue;  // where it is; with an owner: where it came from, if anywhere
    events::UserId owner;
    events::PartnerId partner;  // the owner's, or to whom it is offered
    bool claimed = false;       // the owner claimed it, and it is open
    Time since;                 // at this place
    Time touch_by;              // of an open claim; none: no deadline
    Time expires_at;            // of an offer; none: never
    Time created;
    std::uint64_t created_position = 0;
    events::LeadDetails details;  // as they are after every change
    events::AccountId account;    // once converted
    events::ContactId contact;
    events::OpportunityId opportunity;
    std::optional<std::int32_t> score;  // by the ruleset that said it last
    Text grade;
    events::LeadId duplicate_of;   // the lead that it was last found to be one of
    std::uint32_t duplicates = 0;  // leads that were found to be duplicates of it
    std::uint32_t inquiries = 0;   // that were attached to it
    events::LeadId merged_into;    // the lead that stays in its place
    std::uint64_t position = 0;    // of the last step
    std::uint32_t steps = 0;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("status", status.name),
           field("status_category", status.category), field("place", place), field("queue", queue),
           field("owner", owner), field("partner", partner), field("claimed", claimed),
           field("since", since), field("touch_by", touch_by), field("expires_at", expires_at),
           field("created", created), field("created_position", created_position));
        details.serialize(ar);
        ar(field("account", account), field("contact", contact), field("opportunity", opportunity),
           field("score", score), field("grade", grade), field("duplicate_of", duplicate_of),
           field("duplicates", duplicates), field("inquiries", inquiries),
           field("merged_into", merged_into), field("position", position), field("steps", steps));
    }
    friend bool operator==(const LeadRow&, const LeadRow&) = default;
};

// Whether something personal can be shown.
enum class Shown : std::uint8_t { nothing = 0, plain = 1, erased = 2 };

struct ShownPerson {
    Shown shown = Shown::nothing;
    events::LeadPerson person;  // only when plain
};

// One step of a lead's timeline: an event about it. What a kind does not say stays empty.
struct Step {
    std::uint64_t position = 0;
    Time time;
    events::EventKind kind = events::EventKind::none;
    Text name;  // of the kind: "LeadClaimed", "ClaimLeadRejected"
    events::Actor actor;
    Text on_behalf_of;
    Text asked;  // the command's name; empty: the engine did it by itself
    events::QueueId queue;
    events::UserId user;
    events::PartnerId partner;
    events::UserId from_user;
    Text status;       // the name of the lead's from here on
    Text from_status;  // and of the one before
    // When a claim must be touched, or may be made again; when an offer, or a protection, ends.
    Time until;
    List<Text> changed;  // names of the fields that an update named
    Text source;         // of the lead when it was created
    Text campaign;
    Shown remark_shown = Shown::nothing;
    Text remark;  // a note, or the reason given; only when plain
    events::AccountId account;
    events::ContactId contact;
    events::OpportunityId opportunity;
    events::DealId deal;  // registered for the lead's customer
    Text title;           // of the account, or the opportunity's topic
    std::optional<events::Money> amount;
    std::optional<std::uint32_t> ruleset_version{};  // by whose rule a deal was approved
    events::LeadId duplicate;  // the one that came later: a lead, or an inquiry that is none
    events::LeadId original;
    List<events::MatchRule> matched;  // what the two have in common
    events::LeadId survivor;          // of a merger, for those that were merged
    List<events::LeadId> merged;      // and for the survivor
    List<events::FilledField> filled;
    events::ContactDetails inquirer;  // who asked again; only when plain
    List<events::LeadScored> scored;  // zero or one: what it is worth
    List<events::Explanation> why;    // zero or one: the decision behind it
    List<Text> passed_caps;           // reached, and passed since the assignment was forced
    List<events::Rejection> refused;  // zero or one: the command was refused
    List<events::RecordNotification> notified{};  // zero or one: who was told, and how

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("position", position), field("time", time), field("kind", name),
           field("actor_kind", actor.kind), field("actor", actor.id),
           field("on_behalf_of", on_behalf_of), field("asked", asked), field("queue", queue),
           field("user", user), field("partner", partner), field("from_user", from_user),
           field("status", status), field("from_status", from_status), field("until", until),
           field("changed", changed), field("source", source), field("campaign", campaign),
           field("remark", remark), field("account", account), field("contact", contact),
           field("opportunity", opportunity), field("deal", deal), field("title", title),
           field("amount", amount), field("ruleset_version", ruleset_version),
           field("duplicate", duplicate), field("original", original), field("matched", matched),
           field("survivor", survivor), field("merged", merged), field("filled", filled),
           field("inquirer", inquirer), field("scored", scored), field("why", why),
           field("passed_caps", passed_caps), field("refused", refused),
           field("notified", notified));
    }
};

struct AtDecision {
    std::uint64_t position = 0;  // of the step that tells what rules said
    Time time;
    LeadRow before;  // what was known of the lead when they were asked
};

struct LeadStory {
    LeadRow row;
    ShownPerson person;
    List<Step> steps;            // in log order
    List<AtDecision> decisions;  // of those that have a decision behind them
};

}  // namespace leadline::projections
