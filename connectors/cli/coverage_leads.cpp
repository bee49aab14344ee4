// See coverage_leads.hpp.
#include "connectors/cli/coverage_leads.hpp"

#include "engine/core/evolve/lead_details.hpp"
#include "events/base/ensure.hpp"
#include "events/codec/body.hpp"
#include "events/codec/event_codec.hpp"
#include "events/kinds.hpp"

namespace leadline::connectors {

using events::EventHeader;
using events::EventKind;

namespace {

bool is_routed(EventKind kind) {
    return kind == events::LeadQueued::kind || kind == events::LeadAssigned::kind ||
           kind == events::LeadLeftWaiting::kind;
}

bool is_of_interest(EventKind kind) {
    return is_routed(kind) || kind == events::LeadCreated::kind ||
           kind == events::LeadDetailsChanged::kind || kind == events::LeadStatusChanged::kind ||
           kind == events::LeadReopened::kind || kind == events::LeadFoundDuplicate::kind ||
           kind == events::LeadReassigned::kind || kind == events::LeadMerged::kind ||
           kind == events::LeadsMerged::kind;
}

}  // namespace

bool may_come_again(const EventHeader& header) {
    return (is_routed(header.kind) && header.cause.kind != events::CreateLead::kind) ||
           header.kind == events::LeadReassigned::kind;
}

struct CoverageLeads::Visitor {
    CoverageLeads& leads;

    void operator()(const EventHeader& header, const events::LeadCreated& e) const {
        leads.create(header, e);
    }
    void operator()(const EventHeader&, const events::LeadDetailsChanged& e) const {
        leads.change(e);
    }
    void operator()(const EventHeader&, const events::LeadStatusChanged& e) const {
        leads.change_status(e.asked.lead, {e.asked.status, e.category});
    }
    void operator()(const EventHeader&, const events::LeadReopened& e) const {
        leads.change_status(e.asked.lead, e.status);
    }
    void operator()(const EventHeader&, const events::LeadMerged& e) const {
        leads.change_status(e.lead, events::merged_status);
    }
    void operator()(const EventHeader&, const events::LeadFoundDuplicate& e) const {
        leads.found_duplicate(e.lead);
    }
    void operator()(const EventHeader& header, const events::LeadQueued& e) const {
        leads.comes_again(header, e.lead);
        leads.decided(header, e.why);
    }
    void operator()(const EventHeader& header, const events::LeadAssigned& e) const {
        leads.comes_again(header, e.lead);
        leads.decided(header, e.why);
    }
    void operator()(const EventHeader& header, const events::LeadLeftWaiting& e) const {
        leads.comes_again(header, e.lead);
        leads.decided(header, e.why);
    }
    void operator()(const EventHeader& header, const events::LeadReassigned& e) const {
        if (e.why.empty()) return;
        leads.comes_again(header, e.lead);
        leads.decided(header, e.why[0]);
    }
    template <class Event>
    void operator()(const EventHeader&, const Event&) const {}
};

bool CoverageLeads::take(const EventHeader& header, events::BytesView body) {
    if (created_ &&
        (created_->command != header.cause.id || created_->source != header.cause.source))
        ask_created();
    if (!is_of_interest(header.kind)) return true;
    arena_.reset();
    return events::visit_body(header, body, arena_, Visitor{*this});
}

void CoverageLeads::change_status(events::LeadId lead, const events::LeadStatus& status) {
    const auto kept = kept_.find(std::string(lead.text));
    if (kept == kept_.end()) return;
    kept->second.status = status.name;
    kept->second.category = status.category;
}

void CoverageLeads::create(const EventHeader& header, const events::LeadCreated& e) {
    const events::CreateLead& asked = e.asked;
    ask_created();
    const bool is_asked = question_.asks_created && question_.period.holds(header);
    const bool is_kept = question_.keeps(asked.lead.text);
    if (!is_asked && !is_kept) return;
    Kept made;
    made.status = e.status.name;
    made.category = e.status.category;
    events::write_body(made.details, asked.details);
    if (is_kept) kept_.insert_or_assign(std::string(asked.lead.text), made);
    if (is_asked)
        created_ = Created{std::string(asked.lead.text), std::move(made), header.time,
                           std::string(header.cause.source), std::string(header.cause.id)};
}

void CoverageLeads::change(const events::LeadDetailsChanged& e) {
    const auto lead = kept_.find(std::string(e.asked.lead.text));
    if (lead == kept_.end()) return;
    events::LeadDetails before;
    const bool is_readable = events::read_body(lead->second.details, arena_, before);
    ENSURE(is_readable);  // written here
    const events::LeadDetails now = engine::changed_details(before, e);
    events::Bytes details;
    events::write_body(details, now);
    lead->second.details = std::move(details);
    if (e.status) change_status(e.asked.lead, *e.status);
}

void CoverageLeads::found_duplicate(events::LeadId lead) {
    if (created_ && created_->lead == lead.text) created_->kept.duplicate = true;
    const auto kept = kept_.find(std::string(lead.text));
    if (kept != kept_.end()) kept->second.duplicate = true;
}

void CoverageLeads::comes_again(const EventHeader& header, events::LeadId lead) {
    if (header.cause.kind == events::CreateLead::kind || !question_.period.holds(header)) return;
    const auto kept = kept_.find(std::string(lead.text));
    if (kept != kept_.end()) ask(kept->first, kept->second, header.time);
}

void CoverageLeads::decided(const EventHeader& header, const events::Explanation& why) {
    if (why.by == events::RoutedBy::otherwise && question_.period.holds(header))
        coverage_.came_to_else(why.entry_name);
}

void CoverageLeads::ask_created() {
    if (created_) ask(created_->lead, created_->kept, created_->time);
    created_.reset();
}

void CoverageLeads::ask(const std::string& lead, const Kept& kept, events::Time time) {
    events::Arena arena;
    engine::LeadFacts facts;
    facts.lead = {lead};
    const bool is_readable = events::read_body(kept.details, arena, facts.details);
    ENSURE(is_readable);  // written here
    facts.person = engine::open_person(facts.details.person, arena);
    facts.status = {kept.status, kept.category};
    facts.duplicate = kept.duplicate;
    facts.now = time;
    coverage_.ask(facts);
}

}  // namespace leadline::connectors
