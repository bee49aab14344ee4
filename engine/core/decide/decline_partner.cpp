// DeclinePartner: refuses an application; the partner may apply again (RegisterPartner).
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/partner_rules.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::DeclinePartner& c) {
    const Subject self = about(SubjectKind::partner, c.partner.text);
    if (Refusal no = check_steers(d, c.partner)) return d.reject(self, c, *no);
    const Partner& partner = *d.program->partners.find(c.partner.text);
    switch (partner.status) {
        case PartnerStatus::declined:
            return d.change_nothing(self, c);
        case PartnerStatus::active:
        case PartnerStatus::suspended:
        case PartnerStatus::deactivated:
            return d.reject(self, c, status_forbids(partner));
        case PartnerStatus::applied:
            return d.emit(self, events::PartnerDeclined{c});
    }
}

}  // namespace leadline::engine
