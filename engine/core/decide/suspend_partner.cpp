// SuspendPartner: moves nothing; the partner's users may not claim until it is activated again.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/partner_rules.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::SuspendPartner& c) {
    const Subject self = about(SubjectKind::partner, c.partner.text);
    if (Refusal no = check_steers(d, c.partner)) return d.reject(self, c, *no);
    const Partner& partner = *d.program->partners.find(c.partner.text);
    switch (partner.status) {
        case PartnerStatus::suspended:
            return d.change_nothing(self, c);
        case PartnerStatus::applied:
        case PartnerStatus::declined:
        case PartnerStatus::deactivated:
            return d.reject(self, c, status_forbids(partner));
        case PartnerStatus::active:
            return d.emit(self, events::PartnerSuspended{c});
    }
}

}  // namespace leadline::engine
