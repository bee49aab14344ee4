// The view "opportunity": each opportunity as it stands with the events that made it so, lists by
// status, owner and partner, the names of accounts, and counts and values by partner and status,
// and of open ones by owner and stage. One thread.
//   a program account                          -> its name
//   c program partner opportunity              -> (empty), a collaborator's
//   o program opportunity                      -> OpportunityRow
//   p program partner status opportunity       -> (empty)
//   s program status opportunity               -> (empty)
//   t program opportunity position             -> OpportunityStep
//   u program owner status opportunity         -> (empty)
//   v program partner status currency          -> count:8 sum:16, of all partners under ""
//   w program partner owner stage currency     -> the same, of open ones
//   x program partner                          -> the same, of those that count against capacity
#pragma once

#include "events/happened/conversion.hpp"
#include "events/happened/opportunity_partner.hpp"
#include "projections/opportunity_row.hpp"
#include "projections/pending.hpp"

namespace leadline::projections {

inline constexpr Text opportunity_view_name = "opportunity@v2";

namespace opportunity_table {
inline constexpr char accounts = 'a';
inline constexpr char by_collaborator = 'c';
inline constexpr char opportunities = 'o';
inline constexpr char by_partner = 'p';
inline constexpr char by_status = 's';
inline constexpr char steps = 't';
inline constexpr char by_owner = 'u';
inline constexpr char totals = 'v';
inline constexpr char pipeline = 'w';
inline constexpr char counted = 'x';
}  // namespace opportunity_table

// The stored form of a total: its count and its sum, big-endian.
[[nodiscard]] std::string total_text(std::uint64_t count, OpportunityTotal::Minor minor);
[[nodiscard]] bool read_total(Text text, OpportunityTotal& total);

class OpportunityView final : public ViewOf<OpportunityView> {
public:
    explicit OpportunityView(ViewRows stored) : rows_(stored) {}

    [[nodiscard]] Text name() const override { return opportunity_view_name; }
    [[nodiscard]] std::size_t pending_bytes() const override { return rows_.pending_bytes(); }
    void write(KeyWriter& to) override { rows_.write(to); }
    void written() override { rows_.written(); }

    void on(const Happening& h, const events::AccountCreated& e);
    void on(const Happening& h, const events::AccountFilled& e);
    void on(const Happening& h, const events::OpportunityCreated& e);
    void on(const Happening& h, const events::OpportunityUpdated& e);
    void on(const Happening& h, const events::OpportunityStatusChanged& e);
    void on(const Happening& h, const events::OpportunityReopened& e);
    void on(const Happening& h, const events::OpportunityNoteAdded& e);
    void on(const Happening& h, const events::OpportunityReturned& e);
    void on(const Happening& h, const events::OpportunityDelivered& e);
    void on(const Happening& h, const events::OpportunityAccepted& e);
    void on(const Happening& h, const events::OpportunityDeclined& e);
    void on(const Happening& h, const events::OpportunityExpired& e);
    void on(const Happening& h, const events::OpportunityApproved& e);
    void on(const Happening& h, const events::OpportunityAssigned& e);
    void on(const Happening& h, const events::OpportunityHandedOver& e);
    void on(const Happening& h, const events::CollaboratorAdded& e);
    void on(const Happening& h, const events::CollaboratorRemoved& e);

private:
    // What a step says beside what the opportunity is from then on.
    struct Beside {
        events::Part<events::Remark> remark = {};
        events::PartnerId collaborator = {};
    };

    // Calls change(row), puts the row in place of what it was, and a step beside it.
    template <class Change>
    void change(const Happening& h, events::OpportunityId id, const Beside& beside,
                Change&& change);
    void add_step(const Happening& h, const OpportunityRow& row, const Beside& beside);
    // Into and out of the lists and the totals.
    void list(events::ProgramId program, const OpportunityRow& row);
    void unlist(events::ProgramId program, const OpportunityRow& row);
    void count(events::ProgramId program, const OpportunityRow& row, int sign);
    void add_to(const Key& total, const OpportunityRow& row, int sign);

    Rows rows_;
};

}  // namespace leadline::projections
