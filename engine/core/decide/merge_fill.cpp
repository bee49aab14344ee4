// See merge_fill.hpp.
#include "engine/core/decide/merge_fill.hpp"

#include <algorithm>

#include "engine/core/routing/in_arena.hpp"
#include "events/codec/body.hpp"

namespace leadline::engine {

namespace {

// Most bytes of the texts and custom fields that are filled in, so that leads which are merged over
// and over do not outgrow an event.
constexpr std::size_t filled_bytes_max = 64U * 1024U;

bool is_at_odds(Text a, Text b) { return !a.empty() && !b.empty() && a != b; }

class Filler {
public:
    Filler(const Decision& d, LeadFacts& into) : d_(d), into_(into) {
        const auto& has = into.person.custom.fields;
        custom_.assign(has.begin(), has.end());
    }

    void fill(const LeadFacts& from);
    [[nodiscard]] events::List<events::FilledField> finish();

private:
    void note(Text name) { filled_.push_back({name, from_}); }
    void fill(Text& known, Text offered, Text name) {
        if (!known.empty() || offered.empty() || !has_room(offered.size())) return;
        known = offered;
        note(name);
    }
    template <class T>
    void fill_value(std::optional<T>& known, const std::optional<T>& offered, Text name) {
        if (known || !offered) return;
        known = offered;
        note(name);
    }
    void fill_address(const events::Address& offered);
    void fill_custom(const events::CustomFields& offered);
    bool has_room(std::size_t bytes) {
        if (bytes > filled_bytes_max - bytes_) return false;
        bytes_ += bytes;
        return true;
    }

    const Decision& d_;
    LeadFacts& into_;
    events::LeadId from_;
    std::vector<events::CustomField> custom_;
    std::vector<events::FilledField> filled_;
    std::size_t bytes_ = 0;
};

// Only by an address that it agrees with: two places mixed would be a third.
void Filler::fill_address(const events::Address& offered) {
    events::Address& known = into_.details.address;
    if (is_at_odds(known.country, offered.country) || is_at_odds(known.region, offered.region) ||
        is_at_odds(known.city, offered.city) || is_at_odds(known.postal_code, offered.postal_code))
        return;
    fill(known.country, offered.country, "country");
    fill(known.region, offered.region, "region");
    fill(known.city, offered.city, "city");
    fill(known.postal_code, offered.postal_code, "postal_code");
}

void Filler::fill_custom(const events::CustomFields& offered) {
    for (const events::CustomField& field : offered.fields) {
        const bool is_there = std::any_of(custom_.begin(), custom_.end(), [&](const auto& each) {
            return each.name == field.name;
        });
        std::size_t bytes = field.name.size() + field.text.size();
        for (const Text item : field.items) bytes += item.size();
        if (is_there || !has_room(bytes)) continue;
        custom_.push_back(field);
        note(d_.arena.copy("custom." + std::string(field.name)));
    }
}

void Filler::fill(const LeadFacts& from) {
    from_ = from.lead;
    events::LeadDetails& known = into_.details;
    fill(known.company, from.details.company, "company");
    fill_address(from.details.address);
    if (known.products.empty() && !from.details.products.empty()) {
        known.products = from.details.products;
        note("products");
    }
    fill(known.source, from.details.source, "source");
    fill(known.campaign, from.details.campaign, "campaign");
    fill_value(known.revenue, from.details.revenue, "revenue");
    fill_value(known.employees, from.details.employees, "employees");
    events::LeadPerson& person = into_.person;
    fill(person.contact.name, from.person.contact.name, "contact.name");
    fill(person.contact.email, from.person.contact.email, "contact.email");
    fill(person.contact.phone, from.person.contact.phone, "contact.phone");
    fill(person.street, from.person.street, "street");
    fill(person.text, from.person.text, "text");
    fill_custom(from.person.custom);
}

events::List<events::FilledField> Filler::finish() {
    events::LeadPerson now = into_.person;
    now.custom.fields = in_arena(d_.arena, custom_);
    if (now != events::LeadPerson{}) {
        into_.person = now;
        into_.details.person = {into_.lead.text, events::Sealing::plain, 0,
                                events::body_in(d_.arena, now)};
    }
    return in_arena(d_.arena, filled_);
}

}  // namespace

Filling fill_from(const Decision& d, std::span<const LeadFacts> leads) {
    Filling filling{leads.front(), {}};
    Filler filler(d, filling.after);
    for (const LeadFacts& from : leads.subspan(1)) filler.fill(from);
    filling.filled = filler.finish();
    return filling;
}

}  // namespace leadline::engine
