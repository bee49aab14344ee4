// RecordNotification: what became of a notification goes on the record. The vendor's systems say
// so, of things that the program has. Nothing changes.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

namespace {

using events::RecordNotification;

// The thing in whose story it stands: the first that it names.
Subject subject_of(const RecordNotification& c) {
    if (c.lead.is_set()) return about(SubjectKind::lead, c.lead.text);
    if (c.opportunity.is_set()) return about(SubjectKind::opportunity, c.opportunity.text);
    if (c.deal.is_set()) return about(SubjectKind::deal, c.deal.text);
    if (c.user.is_set()) return about(SubjectKind::user, c.user.text);
    if (c.partner.is_set()) return about(SubjectKind::partner, c.partner.text);
    return about(SubjectKind::program, {});
}

template <class Table>
Refusal check_known(const Table& table, SubjectKind kind, Text id, Reason reason) {
    if (id.empty() || table.find(id) != nullptr) return {};
    return because(reason, {.about = about(kind, id)});
}

Refusal check(const Decision& d, const RecordNotification& c) {
    if (Refusal no = check_program(d, false)) return no;
    const Program& p = *d.program;
    if (Refusal no =
            check_known(p.partners, SubjectKind::partner, c.partner.text, Reason::unknown_partner))
        return no;
    if (Refusal no = check_actor_known(d)) return no;
    if (Refusal no = check_known(p.users, SubjectKind::user, c.user.text, Reason::unknown_user))
        return no;
    if (Refusal no = check_role(d)) return no;
    if (Refusal no = check_known(p.leads, SubjectKind::lead, c.lead.text, Reason::unknown_lead))
        return no;
    if (Refusal no = check_known(p.deals, SubjectKind::deal, c.deal.text, Reason::unknown_deal))
        return no;
    return check_known(p.opportunities, SubjectKind::opportunity, c.opportunity.text,
                       Reason::unknown_opportunity);
}

}  // namespace

void decide(Decision& d, const RecordNotification& c) {
    const Subject self = subject_of(c);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    d.emit(self, events::NotificationRecorded{c});
}

}  // namespace leadline::engine
