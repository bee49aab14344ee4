// RegisterPartner: a partner's account begins, as applied. One that was declined applies again.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::RegisterPartner& c) {
    const Subject self = about(SubjectKind::partner, c.partner.text);
    if (Refusal no = check_may_ask(d)) return d.reject(self, c, *no);
    const Partner* there = d.program->partners.find(c.partner.text);
    if (there != nullptr && there->status != PartnerStatus::declined)
        return d.reject(self, c, because(Reason::partner_already_exists, {.about = self}));
    d.emit(self, events::PartnerRegistered{c});
}

}  // namespace leadline::engine
