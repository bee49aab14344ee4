// A lead process as it travels in a ruleset (SPEC 4): which statuses leads of some record types go
// through, what kind of status each is, and which may follow it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "events/condition.hpp"

namespace leadline::events {

// What a status means to the engine, whatever it is called. Numbers are for ever, and the order is
// that of a lead's way.
enum class StatusCategory : std::uint8_t {
    open = 1,
    working = 2,
    qualified = 3,
    unqualified = 4,
    converted = 5,
};
inline constexpr std::size_t status_categories = 5;

inline constexpr std::array status_category_names{
    EnumName<StatusCategory>{StatusCategory::open, "open"},
    EnumName<StatusCategory>{StatusCategory::working, "working"},
    EnumName<StatusCategory>{StatusCategory::qualified, "qualified"},
    EnumName<StatusCategory>{StatusCategory::unqualified, "unqualified"},
    EnumName<StatusCategory>{StatusCategory::converted, "converted"}};
constexpr std::span<const EnumName<StatusCategory>> enum_names(StatusCategory) {
    return status_category_names;
}

// Neither converted nor unqualified: the lead is open.
[[nodiscard]] constexpr bool is_open(StatusCategory category) {
    return category < StatusCategory::unqualified;
}

// The status of a lead: its name in the lead's process, and its category as it was when the lead
// came to it. Named below are those of the built-in process.
struct LeadStatus {
    Text name = "new";
    StatusCategory category = StatusCategory::open;

    static const LeadStatus new_;
    static const LeadStatus working;
    static const LeadStatus qualified;
    static const LeadStatus unqualified;
    static const LeadStatus converted;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("name", name, "The status's name."), field("category", category));
    }
    friend bool operator==(const LeadStatus&, const LeadStatus&) = default;
};
inline constexpr LeadStatus LeadStatus::new_{"new", StatusCategory::open};
inline constexpr LeadStatus LeadStatus::working{"working", StatusCategory::working};
inline constexpr LeadStatus LeadStatus::qualified{"qualified", StatusCategory::qualified};
inline constexpr LeadStatus LeadStatus::unqualified{"unqualified", StatusCategory::unqualified};
inline constexpr LeadStatus LeadStatus::converted{"converted", StatusCategory::converted};

[[nodiscard]] constexpr bool is_open(const LeadStatus& status) { return is_open(status.category); }
[[nodiscard]] constexpr Text name_of(const LeadStatus& status) { return status.name; }

struct ProcessStatus {
    LeadStatus status;
    std::optional<List<Text>> next = {};  // none: any status of the process
    SourcePlace place = {};

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("name", status.name, "The status's name."), field("category", status.category),
           field("next", next, "The statuses that may follow it; none: any."),
           field("place", place));
    }
    friend bool operator==(const ProcessStatus&, const ProcessStatus&) = default;
};

struct LeadProcess {
    Text name;
    SourcePlace place;
    List<Text> record_types;  // empty: every type that no other process names
    List<ProcessStatus> statuses;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("name", name, "The process's name."), field("place", place),
           field("record_types", record_types), field("statuses", statuses));
    }
    friend bool operator==(const LeadProcess&, const LeadProcess&) = default;
};

// What holds where a ruleset says nothing: any change, but out of the last two.
inline constexpr std::array built_in_statuses{
    ProcessStatus{LeadStatus::new_}, ProcessStatus{LeadStatus::working},
    ProcessStatus{LeadStatus::qualified}, ProcessStatus{LeadStatus::unqualified},
    ProcessStatus{LeadStatus::converted}};

inline constexpr std::size_t lead_processes_max = 100;
inline constexpr std::size_t process_statuses_max = 50;
inline constexpr std::size_t process_record_types_max = 100;
inline constexpr std::size_t status_name_bytes_max = 64;

}  // namespace leadline::events
