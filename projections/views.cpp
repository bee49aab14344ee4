// See views.hpp.
#include "projections/views.hpp"

#include "projections/views/activity_view.hpp"
#include "projections/views/deal_view.hpp"
#include "projections/views/lead_view.hpp"
#include "projections/views/partner_view.hpp"
#include "projections/views/program_view.hpp"
#include "projections/views/queue_view.hpp"
#include "projections/views/ruleset_view.hpp"

namespace leadline::projections {

namespace {

template <class AView>
std::unique_ptr<View> make(ViewStore& store, Text name) {
    return std::make_unique<AView>(ViewRows{&store, store.enroll(name)});
}

}  // namespace

std::vector<std::unique_ptr<View>> make_views(ViewStore& store) {
    std::vector<std::unique_ptr<View>> views;
    views.push_back(make<ProgramView>(store, program_view_name));
    views.push_back(make<RulesetView>(store, ruleset_view_name));
    views.push_back(make<QueueView>(store, queue_view_name));
    views.push_back(make<PartnerView>(store, partner_view_name));
    views.push_back(make<DealView>(store, deal_view_name));
    views.push_back(make<ActivityView>(store, activity_view_name));
    views.push_back(make<LeadView>(store, lead_view_name));
    return views;
}

}  // namespace leadline::projections
