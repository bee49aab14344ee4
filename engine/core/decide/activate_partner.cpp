// ActivatePartner: accepts an application, or ends a suspension.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/partner_rules.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::ActivatePartner& c) {
    const Subject self = about(SubjectKind::partner, c.partner.text);
    if (Refusal no = check_steers(d, c.partner)) return d.reject(self, c, *no);
    const Partner& partner = *d.program->partners.find(c.partner.text);
    switch (partner.status) {
        case PartnerStatus::active:
            return d.change_nothing(self, c);
        case PartnerStatus::declined:
        case PartnerStatus::deactivated:
            return d.reject(self, c, status_forbids(partner));
        case PartnerStatus::applied:
        case PartnerStatus::suspended:
            return d.emit(self, events::PartnerActivated{c});
    }
}

}  // namespace leadline::engine
