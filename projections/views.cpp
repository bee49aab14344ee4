// See views.hpp.
#include "projections/views.hpp"

#include <algorithm>

#include "projections/views/activity_view.hpp"
#include "projections/views/cap_view.hpp"
#include "projections/views/dashboard_view.hpp"
#include "projections/views/deal_view.hpp"
#include "projections/views/lead_view.hpp"
#include "projections/views/notification_view.hpp"
#include "projections/views/opportunity_view.hpp"
#include "projections/views/partner_view.hpp"
#include "projections/views/program_view.hpp"
#include "projections/views/queue_view.hpp"
#include "projections/views/rotation_view.hpp"
#include "projections/views/ruleset_view.hpp"

namespace leadline::projections {

namespace {

template <class AView>
ViewMaker maker(Text name) {
    return {std::string(name), [](ViewRows rows) { return std::make_unique<AView>(rows); }};
}

}  // namespace

const ViewMakers& all_views() {
    static const ViewMakers all = {
        maker<ProgramView>(program_view_name),
        maker<RulesetView>(ruleset_view_name),
        maker<QueueView>(queue_view_name),
        maker<PartnerView>(partner_view_name),
        maker<DealView>(deal_view_name),
        maker<ActivityView>(activity_view_name),
        maker<RotationView>(rotation_view_name),
        maker<CapView>(cap_view_name),
        maker<LeadView>(lead_view_name),
        maker<OpportunityView>(opportunity_view_name),
        maker<NotificationView>(notification_view_name),
        maker<DashboardView>(dashboard_view_name),
    };
    return all;
}

ViewMakers current_views(const ViewMakers& makers) {
    ViewMakers current;
    for (const ViewMaker& maker : makers) {
        const ViewName name = parse_view_name(maker.name);
        const bool is_outdated = std::any_of(makers.begin(), makers.end(), [&](const auto& other) {
            const ViewName its = parse_view_name(other.name);
            return its.base == name.base && its.version > name.version;
        });
        if (!is_outdated) current.push_back(maker);
    }
    return current;
}

}  // namespace leadline::projections
