// What is looked at every day: what waits for a partner, how much there is of what, where
// registrations are in each other's way. One thread.
#pragma once

#include "connectors/cli/read/as_user.hpp"

namespace leadline::connectors {

struct DashboardArgs : ListArgs {
    std::string manager;  // only this channel manager's partners; empty: all
};

struct InboxArgs : ThingArgs {
    std::string within;  // as durations are written; empty: 14 days
};

struct PipelineArgs : ListArgs {
    std::string partner;
    std::string owner;
};

struct CustomersArgs : ListArgs {
    bool conflicts = false;
};

[[nodiscard]] Answered partner_dashboard(Context& context, const AsUser<ThingArgs>& args);
[[nodiscard]] Answered partner_inbox(Context& context, const AsUser<InboxArgs>& args);
[[nodiscard]] Answered opportunity_pipeline(Context& context, const AsUser<PipelineArgs>& args);
[[nodiscard]] Answered deal_customers(Context& context, const CustomersArgs& args);
[[nodiscard]] Answered program_dashboard(Context& context, const DashboardArgs& args);

}  // namespace leadline::connectors
