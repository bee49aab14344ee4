// RegisterPartner: a partner's account begins, as applied.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::RegisterPartner& c) {
    const Subject self = about(SubjectKind::partner, c.partner.text);
    if (Refusal no = check_for_vendor(d)) return d.reject(self, c, *no);
    if (d.program->partners.find(c.partner.text) != nullptr)
        return d.reject(self, c, because(Reason::partner_already_exists, {.about = self}));
    d.emit(self, events::PartnerRegistered{c});
}

}  // namespace leadline::engine
