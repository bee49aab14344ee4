// The view "partner": partners and their users, with their status. What they did is counted in the
// views "activity" and "lead". One thread.
//   p program partner      -> PartnerRow
//   u program user         -> UserRow
//   m program partner user -> (empty): the user belongs to the partner
#pragma once

#include "projections/pending.hpp"
#include "projections/rows.hpp"

namespace leadline::projections {

inline constexpr Text partner_view_name = "partner@v2";

namespace partner_table {
inline constexpr char members = 'm';
inline constexpr char partners = 'p';
inline constexpr char users = 'u';
}  // namespace partner_table

class PartnerView final : public ViewOf<PartnerView> {
public:
    explicit PartnerView(ViewRows stored) : rows_(stored) {}

    [[nodiscard]] Text name() const override { return partner_view_name; }
    [[nodiscard]] std::size_t pending_bytes() const override { return rows_.pending_bytes(); }
    void write(KeyWriter& to) override { rows_.write(to); }
    void written() override { rows_.written(); }

    void on(const Happening& h, const events::PartnerRegistered& e);
    void on(const Happening& h, const events::PartnerUpdated& e);
    void on(const Happening& h, const events::PartnerActivated& e);
    void on(const Happening& h, const events::PartnerDeclined& e);
    void on(const Happening& h, const events::PartnerSuspended& e);
    void on(const Happening& h, const events::PartnerDeactivated& e);
    void on(const Happening& h, const events::UserInvited& e);
    void on(const Happening& h, const events::UserUpdated& e);
    void on(const Happening& h, const events::UserLoggedIn& e);
    void on(const Happening& h, const events::UserDeactivated& e);
    void on(const Happening& h, const events::UserReactivated& e);

private:
    void set_status(const Happening& h, events::PartnerId partner, PartnerStatus status);

    Rows rows_;
};

}  // namespace leadline::projections
