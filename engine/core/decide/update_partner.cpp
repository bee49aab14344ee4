// UpdatePartner: what is known of a partner changes: its name, who at the vendor owns the account,
// its tier, how much it can take and when it is at work. What it has stays with it.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/partner_rules.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::UpdatePartner& c) {
    const Subject self = about(SubjectKind::partner, c.partner.text);
    if (Refusal no = check_steers(d, c.partner)) return d.reject(self, c, *no);
    const Partner& is = *d.program->partners.find(c.partner.text);
    if (!may_be_changed(is)) return d.reject(self, c, status_forbids(is));
    if (Refusal no = check_hours(c.hours, self)) return d.reject(self, c, *no);
    const bool does_change = (c.title && *c.title != is.title) ||
                             (c.channel_manager && *c.channel_manager != is.channel_manager) ||
                             (c.tier && *c.tier != is.tier) ||
                             (c.capacity && *c.capacity != is.capacity) ||
                             changes(is.hours, c.hours, d.arena);
    if (!does_change) return d.change_nothing(self, c);
    d.emit(self, events::PartnerUpdated{c});
}

}  // namespace leadline::engine
