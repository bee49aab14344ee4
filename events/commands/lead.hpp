// Commands about a lead's content and status (SPEC 4).
#pragma once

#include <optional>

#include "events/commands/shared.hpp"
#include "events/header.hpp"
#include "events/ids.hpp"
#include "events/lead_process.hpp"
#include "events/money.hpp"

namespace leadline::events {

// The personal part of a lead. In JSON these stand beside the other fields of CreateLead.
struct LeadPerson {
    ContactDetails contact;
    Text street;
    Text text;
    CustomFields custom;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("contact", contact, "Name, e-mail and phone. Personal."), field("street", street),
           field("text", text), field("custom", custom));
    }
    friend bool operator==(const LeadPerson&, const LeadPerson&) = default;
};

// What is known of a lead beside its id. State keeps it in this encoding.
struct LeadDetails {
    Text company;
    Address address;
    List<Text> products;
    Text source;
    Text campaign;
    std::optional<Money> revenue;  // estimated
    std::optional<std::uint32_t> employees;
    Text record_type;
    std::int32_t priority = 0;  // higher is claimed earlier
    Part<LeadPerson> person;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("company", company), field("address", address), field("products", products),
           field("source", source), field("campaign", campaign), field("revenue", revenue),
           field("employees", employees), field("record_type", record_type),
           field("priority", priority), field("person", person));
    }
    friend bool operator==(const LeadDetails&, const LeadDetails&) = default;
};

struct CreateLead {
    static constexpr CommandKind kind{30};
    static constexpr Text name = "CreateLead";

    LeadId lead;
    LeadDetails details;  // in JSON flat beside `lead`
    bool allow_duplicate = false;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("allow_duplicate", allow_duplicate));
        details.serialize(ar);
    }
    friend bool operator==(const CreateLead&, const CreateLead&) = default;
};

// The personal part of a change: what is not there stays as it was. Custom fields are set one by
// one, the others stay.
struct LeadPersonChanges {
    std::optional<ContactDetails> contact;
    std::optional<Text> street;
    std::optional<Text> text;
    CustomFields custom;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("contact", contact, "Name, e-mail and phone. Personal."), field("street", street),
           field("text", text), field("custom", custom));
    }
    friend bool operator==(const LeadPersonChanges&, const LeadPersonChanges&) = default;
};

struct UpdateLead {
    static constexpr CommandKind kind{31};
    static constexpr Text name = "UpdateLead";

    LeadId lead;
    std::optional<Text> company;
    std::optional<Address> address;
    std::optional<List<Text>> products;
    std::optional<Text> source;
    std::optional<Text> campaign;
    std::optional<Money> revenue;
    std::optional<std::uint32_t> employees;
    std::optional<Text> record_type;
    std::optional<std::int32_t> priority;
    Part<LeadPersonChanges> person;
    bool route_again = false;  // decide the routing anew, when the lead is in a queue or waits

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("company", company), field("address", address),
           field("products", products), field("source", source), field("campaign", campaign),
           field("revenue", revenue), field("employees", employees),
           field("record_type", record_type), field("priority", priority), field("person", person),
           field("route_again", route_again));
    }
    friend bool operator==(const UpdateLead&, const UpdateLead&) = default;
};

// Along the lead's process. A converted status is reached by ConvertLead only, and a closed lead is
// opened by ReopenLead only.
struct ChangeLeadStatus {
    static constexpr CommandKind kind{32};
    static constexpr Text name = "ChangeLeadStatus";

    LeadId lead;
    Text status;  // the name of a status of the lead's process
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("status", status), field("remark", remark));
    }
    friend bool operator==(const ChangeLeadStatus&, const ChangeLeadStatus&) = default;
};

struct AddLeadNote {
    static constexpr CommandKind kind{33};
    static constexpr Text name = "AddLeadNote";

    LeadId lead;
    Part<Remark> note;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("note", note));
    }
    friend bool operator==(const AddLeadNote&, const AddLeadNote&) = default;
};

}  // namespace leadline::events
