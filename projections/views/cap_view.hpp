// The view "cap": what each cap of the ruleset in force has counted for whom, by the core's own
// caps and window counts. What was counted lately stays in memory; where no cap is in force an
// event costs nothing. One thread.
//   f program               -> CapsRow
//   t program partner       -> the partner's tier, as text
//   c program size cap whose -> CapCountRow; size: the length of the cap's name, two bytes
//   s program number        -> StageRulesetPart (staged_parts.hpp)
#pragma once

#include <map>
#include <memory>

#include "engine/core/routing/caps.hpp"
#include "projections/cap_row.hpp"
#include "projections/pending.hpp"
#include "projections/view.hpp"

namespace leadline::projections {

inline constexpr Text cap_view_name = "cap@v1";
namespace cap_table {
inline constexpr char counts = 'c';
inline constexpr char in_force = 'f';
inline constexpr char tiers = 't';
}  // namespace cap_table

// Of all counts of a cap; the id of whose it is follows.
[[nodiscard]] inline Key cap_counts_key(events::ProgramId program, Text cap) {
    return Key(cap_table::counts, program)
        .add_number(static_cast<std::uint16_t>(cap.size()))
        .add_id(cap);
}
[[nodiscard]] engine::WindowCount count_of(const CapCountRow& row);

class CapView final : public ViewOf<CapView> {
public:
    explicit CapView(ViewRows stored) : stored_(stored), rows_(stored) {}

    [[nodiscard]] Text name() const override { return cap_view_name; }
    [[nodiscard]] std::size_t pending_bytes() const override;
    void write(KeyWriter& to) override;
    void written() override;

    void on(const Happening& h, const events::PartnerRegistered& e);
    void on(const Happening& h, const events::PartnerUpdated& e);
    void on(const Happening& h, const events::RulesetPartStaged& e);
    void on(const Happening& h, const events::RulesetPublished& e);
    void on(const Happening& h, const events::LeadQueued& e);
    void on(const Happening& h, const events::LeadAssigned& e);
    void on(const Happening& h, const events::LeadOffered& e);
    void on(const Happening& h, const events::LeadClaimed& e);
    void on(const Happening& h, const events::LeadReassigned& e);

private:
    struct InForce {
        events::Bytes bytes;  // what the row views
        events::Arena memory;
        CapsRow row;
        engine::Caps caps;
        engine::TimeZone zone;
    };
    struct Count {
        engine::WindowCount count;
        bool is_changed = false;
    };

    // Null: there are none.
    [[nodiscard]] const InForce* caps_of(events::ProgramId program);
    void put_in_force(events::ProgramId program, const CapsRow& row);
    void forget_counts(events::ProgramId program, Text cap);
    void given(const Happening& h, events::UserId user, events::PartnerId partner);
    void queued(const Happening& h, events::QueueId queue);
    void count(const Happening& h, const InForce& in, const engine::CapsOnWhom& caps);
    [[nodiscard]] const std::string& tier_of(events::ProgramId program, events::PartnerId partner);

    ViewRows stored_;
    Rows rows_;
    std::map<std::string, std::unique_ptr<InForce>, std::less<>> in_force_;  // by program
    std::map<std::string, std::string, std::less<>> tiers_;                  // by key
    std::map<std::string, Count> counts_;                                    // by key
    std::size_t changed_bytes_ = 0;
};

}  // namespace leadline::projections
