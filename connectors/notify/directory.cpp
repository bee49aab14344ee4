// See directory.hpp. Rows:
//     'u' program user      partner, "1" an administrator, "1" active, name, e-mail
//     'm' program partner user    (a partner's users)
//     'a' program partner   title, channel manager
//     'l' program lead      company
//     'o' / 'd' program id  partner, user, topic (opportunities, deals)
#include "connectors/notify/directory.hpp"

#include <algorithm>
#include <array>

#include "events/codec/event_codec.hpp"
#include "events/kinds.hpp"

namespace leadline::connectors::notify {

namespace {

constexpr char user_row = 'u';
constexpr char member_row = 'm';
constexpr char partner_row = 'a';
constexpr char lead_row = 'l';
constexpr char opportunity_row = 'o';
constexpr char deal_row = 'd';

std::string flag(bool is_set) { return is_set ? "1" : ""; }

// Whether Folding has a word on it; other events need not be decoded.
bool says_something(events::EventKind kind) {
    using namespace events;
    constexpr std::array kinds{
        PartnerRegistered::kind,  PartnerUpdated::kind,     UserInvited::kind,
        UserUpdated::kind,        UserDeactivated::kind,    UserReactivated::kind,
        LeadCreated::kind,        LeadDetailsChanged::kind, OpportunityCreated::kind,
        OpportunityUpdated::kind, DealRegistered::kind};
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

}  // namespace

// One event: an overload for each kind that says something, and the rest says nothing.
struct Directory::Folding {
    Directory& directory;
    const events::EventHeader& header;
    events::Arena& arena;

    template <class Event>
    void operator()(const Event& e) {
        if constexpr (requires { on(e); }) on(e);
    }

    std::string_view program() const { return header.program.text; }
    Overlay& rows() const { return directory.rows_; }

    void on(const events::PartnerRegistered& e) {
        rows().put(row_key(partner_row, {program(), e.asked.partner.text}),
                   packed({std::string(e.asked.title), std::string(e.asked.channel_manager)}));
    }
    void on(const events::PartnerUpdated& e) {
        auto known = directory.partner(program(), e.asked.partner.text).value_or(KnownPartner{});
        if (e.asked.title) known.title = *e.asked.title;
        if (e.asked.channel_manager) known.channel_manager = *e.asked.channel_manager;
        rows().put(row_key(partner_row, {program(), e.asked.partner.text}),
                   packed({known.title, known.channel_manager}));
    }

    void on(const events::UserInvited& e) {
        KnownUser user;
        user.id = e.asked.user.text;
        user.partner = e.asked.partner.text;
        user.is_administrator = e.asked.role == events::Role::administrator;
        events::UserPerson person;
        const bool is_open = e.asked.person.is_set() &&
                             e.asked.person.sealing == events::Sealing::plain &&
                             events::read_body(e.asked.person.bytes, arena, person);
        if (is_open) {
            user.name = person.full_name;
            user.email = person.email;
        }
        directory.keep(program(), user);
        rows().put(row_key(member_row, {program(), user.partner, user.id}), "");
    }
    void on(const events::UserUpdated& e) {
        if (!e.asked.role) return;
        change(e.asked.user, [&](KnownUser& user) {
            user.is_administrator = *e.asked.role == events::Role::administrator;
        });
    }
    void on(const events::UserDeactivated& e) {
        change(e.asked.user, [](KnownUser& user) { user.is_active = false; });
    }
    void on(const events::UserReactivated& e) {
        change(e.asked.user, [](KnownUser& user) { user.is_active = true; });
    }
    template <class Change>
    void change(events::UserId id, Change&& change) {
        auto user = directory.user(program(), id.text);
        if (!user) return;
        change(*user);
        directory.keep(program(), *user);
    }

    void on(const events::LeadCreated& e) { name(e.asked.lead, e.asked.details.company); }
    void on(const events::LeadDetailsChanged& e) {
        if (e.asked.company) name(e.asked.lead, *e.asked.company);
    }
    void name(events::LeadId lead, std::string_view company) {
        if (!company.empty())
            rows().put(row_key(lead_row, {program(), lead.text}), std::string(company));
    }

    void on(const events::OpportunityCreated& e) {
        keep(opportunity_row, e.opportunity.text,
             {std::string(e.partner.text), std::string(e.owner.text), std::string(e.topic)});
    }
    void on(const events::OpportunityUpdated& e) {
        if (!e.asked.topic) return;
        auto known = directory.opportunity(program(), e.asked.opportunity.text);
        if (!known) return;
        known->topic = *e.asked.topic;
        keep(opportunity_row, e.asked.opportunity.text, *known);
    }
    void on(const events::DealRegistered& e) {
        const bool is_user = header.actor.kind == events::ActorKind::partner_user;
        keep(deal_row, e.asked.deal.text,
             {std::string(e.partner.text), is_user ? std::string(header.actor.id) : "", ""});
    }
    void keep(char kind, std::string_view id, const KnownSale& sale) {
        rows().put(row_key(kind, {program(), id}), packed({sale.partner, sale.user, sale.topic}));
    }
};

void Directory::apply(const events::EventHeader& header, events::BytesView body,
                      events::Arena& arena) {
    if (!says_something(header.kind)) return;
    // What this build cannot decode, the engine could not have decided on: it has stopped.
    static_cast<void>(events::visit_body(header.kind, header.version, body, arena,
                                         Folding{*this, header, arena}));
}

void Directory::keep(std::string_view program, const KnownUser& user) {
    rows_.put(row_key(user_row, {program, user.id}),
              packed({user.partner, flag(user.is_administrator), flag(user.is_active), user.name,
                      user.email}));
}

std::optional<KnownUser> Directory::user(std::string_view program, std::string_view id) const {
    const auto row = rows_.get(row_key(user_row, {program, id}));
    if (!row) return std::nullopt;
    auto texts = unpacked(*row, 5);
    return KnownUser{std::string(id),   std::move(texts[0]), !texts[1].empty(),
                     !texts[2].empty(), std::move(texts[3]), std::move(texts[4])};
}

std::vector<KnownUser> Directory::administrators(std::string_view program,
                                                 std::string_view partner) const {
    std::vector<KnownUser> found;
    for (const std::string& id : rows_.keys(row_key(member_row, {program, partner, ""})))
        if (auto known = user(program, id); known && known->is_administrator && known->is_active)
            found.push_back(*std::move(known));
    return found;
}

std::optional<KnownPartner> Directory::partner(std::string_view program,
                                               std::string_view id) const {
    const auto row = rows_.get(row_key(partner_row, {program, id}));
    if (!row) return std::nullopt;
    auto texts = unpacked(*row, 2);
    return KnownPartner{std::move(texts[0]), std::move(texts[1])};
}

std::string Directory::company(std::string_view program, std::string_view lead) const {
    return rows_.get(row_key(lead_row, {program, lead})).value_or("");
}

std::optional<KnownSale> Directory::sale(char kind, std::string_view program,
                                         std::string_view id) const {
    const auto row = rows_.get(row_key(kind, {program, id}));
    if (!row) return std::nullopt;
    auto texts = unpacked(*row, 3);
    return KnownSale{std::move(texts[0]), std::move(texts[1]), std::move(texts[2])};
}

std::optional<KnownSale> Directory::opportunity(std::string_view program,
                                                std::string_view id) const {
    return sale(opportunity_row, program, id);
}

std::optional<KnownSale> Directory::deal(std::string_view program, std::string_view id) const {
    return sale(deal_row, program, id);
}

}  // namespace leadline::connectors::notify
