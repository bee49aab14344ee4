// The view "dashboard": what answers about room and limits need and no other view keeps: when users
// and partners claimed from each queue, as far as it still counts. What was counted lately stays in
// memory; of what happens only claims cost anything. One thread.
//   w program holder queue id -> ClaimTimesRow   holder, queue, id: append_claim_holder()
#pragma once

#include <map>

#include "projections/claim_room.hpp"
#include "projections/pending.hpp"
#include "projections/view.hpp"
#include "projections/views/lead_keys.hpp"

namespace leadline::projections {

inline constexpr Text dashboard_view_name = "dashboard@v1";
namespace dashboard_table {
inline constexpr char claim_times = 'w';
}  // namespace dashboard_table

// Under which a table about claims keeps what it has of one holder in one queue.
[[nodiscard]] inline std::string claim_key(char table, events::ProgramId program,
                                           ClaimHolder holder, Text queue, Text id) {
    std::string key = Key(table, program).text();
    append_claim_holder(key, holder, queue, id);
    key += '\0';
    return key;
}

class DashboardView final : public ViewOf<DashboardView> {
public:
    explicit DashboardView(ViewRows stored) : rows_(stored) {}

    [[nodiscard]] Text name() const override { return dashboard_view_name; }
    [[nodiscard]] std::size_t pending_bytes() const override;
    void write(KeyWriter& to) override;
    void written() override;

    void on(const Happening& h, const events::LeadClaimed& e);

private:
    struct Times {
        Time last_claim;
        std::vector<CapEnding> endings;
        bool is_changed = false;
    };
    // `until`: the end of its time in the window; none: it does not count there.
    void claimed(std::string key, Time at, Time until);

    Rows rows_;
    std::map<std::string, Times> times_;  // by key
    std::size_t changed_bytes_ = 0;
};

}  // namespace leadline::projections
