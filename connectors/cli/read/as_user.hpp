// `--as USER` of read commands: the answer as that partner's user may see it (docs/visibility.md).
// With it a command is handed a PartnerQuery and no Query; without it the vendor's own command
// answers, which shows everything. One thread.
#pragma once

#include "connectors/cli/read/records.hpp"
#include "projections/partner_query.hpp"

namespace leadline::connectors {

// What a command takes, and for whom. CLI11 lets no empty name pass (register_views.cpp): somebody
// whose variable is empty must not be shown everything.
template <class Args>
struct AsUser : Args {
    std::string as;  // empty: the vendor
};

[[nodiscard]] Answered lead_list_as(Context& context, const AsUser<LeadListArgs>& args);
[[nodiscard]] Answered lead_show_as(Context& context, const AsUser<ThingArgs>& args);
[[nodiscard]] Answered queue_list_as(Context& context, const AsUser<ListArgs>& args);
[[nodiscard]] Answered queue_show_as(Context& context, const AsUser<ThingArgs>& args);
[[nodiscard]] Answered partner_show_as(Context& context, const AsUser<ThingArgs>& args);
[[nodiscard]] Answered opportunity_list_as(Context& context,
                                           const AsUser<OpportunityListArgs>& args);
[[nodiscard]] Answered opportunity_show_as(Context& context, const AsUser<ThingArgs>& args);
[[nodiscard]] Answered deal_list_as(Context& context, const AsUser<DealListArgs>& args);
[[nodiscard]] Answered deal_show_as(Context& context, const AsUser<ThingArgs>& args);

// What such a command works with.
class AskingAs {
public:
    // `not_found` when there is no such user, with the nearest, or the user sees nothing.
    [[nodiscard]] static events::Result<AskingAs> open(Context& context, const std::string& program,
                                                       const std::string& user);

    [[nodiscard]] const projections::PartnerQuery& query() const { return query_; }
    [[nodiscard]] const Answering& to() const { return asking_.to; }
    [[nodiscard]] events::ProgramId program() const { return asking_.program; }
    [[nodiscard]] events::Result<void> go_on() const { return asking_.session->go_on(); }
    // check_status() of known.hpp: the names of statuses are no secret.
    [[nodiscard]] events::Result<void> check_status(const std::string& name) const;

private:
    AskingAs(Asking asking, projections::PartnerQuery query)
        : asking_(std::move(asking)), query_(std::move(query)) {}

    Asking asking_;
    projections::PartnerQuery query_;
};

}  // namespace leadline::connectors
