// The view "deal": each registration with its status, the events that made it so, and the earlier
// ones it conflicts with; the registrations of a customer in log order; customers with what stands
// of them; counts by partner and status. One thread.
//   d program deal                  -> DealRow
//   c program customer_key position -> deal
//   o program opportunity position  -> deal
//   p program partner status deal   -> (empty)
//   s program status deal           -> (empty)
//   x program customer_key          -> DealCustomer
//   y program customer_key          -> (empty), of those with a conflict that stands
//   z program partner status        -> how many
#pragma once

#include "projections/dashboard.hpp"
#include "projections/pending.hpp"

namespace leadline::projections {

inline constexpr Text deal_view_name = "deal@v6";

namespace deal_table {
inline constexpr char by_customer = 'c';
inline constexpr char deals = 'd';
inline constexpr char by_opportunity = 'o';
inline constexpr char by_partner = 'p';
inline constexpr char by_status = 's';
inline constexpr char customers = 'x';
inline constexpr char contested = 'y';
inline constexpr char counts = 'z';
}  // namespace deal_table

class DealView final : public ViewOf<DealView> {
public:
    explicit DealView(ViewRows stored) : rows_(stored) {}

    [[nodiscard]] Text name() const override { return deal_view_name; }
    [[nodiscard]] std::size_t pending_bytes() const override { return rows_.pending_bytes(); }
    void write(KeyWriter& to) override { rows_.write(to); }
    void written() override { rows_.written(); }

    void on(const Happening& h, const events::DealRegistered& e);
    void on(const Happening& h, const events::DealApproved& e);
    void on(const Happening& h, const events::DealRejected& e);
    void on(const Happening& h, const events::DealWithdrawn& e);
    void on(const Happening& h, const events::DealProtectionEnded& e);
    void on(const Happening& h, const events::PendingDealWithdrawn& e);
    void on(const Happening& h, const events::DealExtended& e);
    void on(const Happening& h, const events::DealCancelled& e);
    void on(const Happening& h, const events::DealWon& e);
    void on(const Happening& h, const events::ApprovedDealCancelled& e);

private:
    // What an event after the registration makes of it.
    struct Turn {
        DealStatus status = DealStatus::pending;
        Time protected_until{};
        events::Part<events::Remark> remark{};
        std::optional<std::uint32_t> ruleset_version{};
        std::optional<events::Money> amount_won{};
    };
    void take_turn(const Happening& h, events::DealId deal, const Turn& turn);
    // Moves it in the lists by status.
    void list(events::ProgramId program, const DealRow& row, std::optional<DealStatus> before);
    void count(events::ProgramId program, const DealRow& row, DealStatus status, int change);
    // Among what stands of its customer.
    void note_customer(events::ProgramId program, const DealRow& row, bool is_new);

    Rows rows_;
};

}  // namespace leadline::projections
