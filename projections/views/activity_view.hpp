// The view "activity": what was done so far by each program, partner and user, as counts. One
// thread.
//   a program holder id what -> count (8 bytes)   holder: ActivityHolder; of a program: no id
#pragma once

#include "projections/pending.hpp"
#include "projections/rows.hpp"

namespace leadline::projections {

inline constexpr Text activity_view_name = "activity@v2";
inline constexpr char activity_table = 'a';

enum class ActivityHolder : std::uint8_t { program = 1, partner = 2, user = 3 };
enum class Done : std::uint8_t {
    leads_created = 1,
    claims = 2,
    claims_lost = 3,     // refused because somebody was faster
    claims_refused = 4,  // for any reason
    conversions = 5,
    deals = 6,
    offers = 7,  // leads offered to a partner, and what became of that
    offers_accepted = 8,
    offers_declined = 9,
    offers_expired = 10,
    offers_withdrawn = 11,
    received = 12,  // leads that a user was given, claimed or accepted
};

[[nodiscard]] inline Key activity_key(events::ProgramId program, ActivityHolder holder, Text id) {
    Key key(activity_table, program);
    key.add_byte(static_cast<std::uint8_t>(holder)).add_id(id);
    return key;
}

class ActivityView final : public ViewOf<ActivityView> {
public:
    explicit ActivityView(ViewRows stored) : tallies_(stored) {}

    [[nodiscard]] Text name() const override { return activity_view_name; }
    [[nodiscard]] std::size_t pending_bytes() const override { return tallies_.pending_bytes(); }
    void write(KeyWriter& to) override { tallies_.write(to); }
    void written() override { tallies_.written(); }

    void on(const Happening& h, const events::LeadCreated& e);
    void on(const Happening& h, const events::LeadClaimed& e);
    void on(const Happening& h, const events::Rejected<events::ClaimLead>& e);
    void on(const Happening& h, const events::Rejected<events::ClaimNext>& e);
    void on(const Happening& h, const events::Rejected<events::ClaimLeads>& e);
    void on(const Happening& h, const events::LeadClaimRefused& e);
    void on(const Happening& h, const events::LeadConverted& e);
    void on(const Happening& h, const events::DealRegistered& e);
    void on(const Happening& h, const events::LeadOffered& e);
    void on(const Happening& h, const events::OfferAccepted& e);
    void on(const Happening& h, const events::OfferDeclined& e);
    void on(const Happening& h, const events::OfferExpired& e);
    void on(const Happening& h, const events::OfferWithdrawn& e);
    void on(const Happening& h, const events::LeadAssigned& e);
    void on(const Happening& h, const events::LeadReassigned& e);

private:
    void count(const Happening& h, Done what, events::PartnerId partner, events::UserId user);
    void add(ActivityHolder holder, events::ProgramId program, Text id, Done what);
    void refuse(const Happening& h, events::Reason reason, events::UserId asked);

    Tallies tallies_;
    std::string key_;  // scratch
};

}  // namespace leadline::projections
