// What happened to a lead: its content, its status, and where routing put it.
#pragma once

#include "events/commands/lead.hpp"
#include "events/explanation.hpp"

namespace leadline::events {

struct LeadCreated {
    static constexpr EventKind kind{30};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadCreated";

    CreateLead asked;
    LeadStatus status = LeadStatus::new_;  // where its process begins

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("status", status, "Where its lead process begins."));
    }
    friend bool operator==(const LeadCreated&, const LeadCreated&) = default;
};

struct LeadDetailsChanged {
    static constexpr EventKind kind{31};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadDetailsChanged";

    UpdateLead asked;
    Part<LeadPerson> person;  // the whole after the change; absent: nothing personal changed
    // Where another record type's process has it; none: its status stays.
    std::optional<LeadStatus> status = {};

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("person", person),
           field("status", status, "Where another record type's process has it; none: it stays."));
    }
    friend bool operator==(const LeadDetailsChanged&, const LeadDetailsChanged&) = default;
};

struct LeadStatusChanged {
    static constexpr EventKind kind{32};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadStatusChanged";

    ChangeLeadStatus asked;
    LeadStatus from = LeadStatus::new_;
    StatusCategory category = StatusCategory::open;  // of the status that was asked for
    bool touched = false;  // by its owner: the claim's touch deadline is met

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("from", from, "The status before."),
           field("category", category), field("touched", touched));
    }
    friend bool operator==(const LeadStatusChanged&, const LeadStatusChanged&) = default;
};

struct LeadNoteAdded {
    static constexpr EventKind kind{33};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadNoteAdded";

    AddLeadNote asked;
    bool touched = false;  // as above

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("touched", touched));
    }
    friend bool operator==(const LeadNoteAdded&, const LeadNoteAdded&) = default;
};

// What the lead is worth by the ruleset in force: when the rules first saw it, and when what they
// say of it has changed since.
struct LeadScored {
    static constexpr EventKind kind{37};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadScored";

    LeadId lead;
    std::int32_t score = 0;
    Text grade;  // empty: none
    std::uint32_t ruleset_version = 0;
    List<std::uint32_t> held;  // the score rules that held, by number, from 0, ascending

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("score", score), field("grade", grade),
           field("ruleset_version", ruleset_version), field("held", held));
    }
    friend bool operator==(const LeadScored&, const LeadScored&) = default;
};

// Routing put the lead into a queue.
struct LeadQueued {
    static constexpr EventKind kind{34};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadQueued";

    LeadId lead;
    QueueId queue;
    Explanation why;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("queue", queue), field("why", why));
    }
    friend bool operator==(const LeadQueued&, const LeadQueued&) = default;
};

// Routing gave the lead to a partner user.
struct LeadAssigned {
    static constexpr EventKind kind{35};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadAssigned";

    LeadId lead;
    UserId user;
    PartnerId partner;
    Explanation why;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("user", user), field("partner", partner), field("why", why));
    }
    friend bool operator==(const LeadAssigned&, const LeadAssigned&) = default;
};

// Routing found no place, or was told to find none.
struct LeadLeftWaiting {
    static constexpr EventKind kind{36};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadLeftWaiting";

    LeadId lead;
    Explanation why;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("why", why));
    }
    friend bool operator==(const LeadLeftWaiting&, const LeadLeftWaiting&) = default;
};

}  // namespace leadline::events
