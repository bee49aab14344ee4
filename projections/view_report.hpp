// What is to be told of the views of a partition: where each stands, and what is being made or has
// stopped; and requests to make one again, left in the folder for whoever writes there. Requests
// are files, so that they outlive both sides. Any thread.
#pragma once

#include "projections/views.hpp"

namespace leadline::projections {

enum class ViewState : std::uint8_t {
    serving = 1,  // it answers, and follows the log
    stopped,      // it threw: it answers as of its position, and stays there
    making,       // a copy on its way, which will take the place of what serves
    asked,        // such a copy was asked for, and nobody has begun yet
    missing,      // nothing answers, and nothing has been made of it yet
};

inline constexpr std::array view_state_names{
    events::EnumName<ViewState>{ViewState::serving, "serving"},
    events::EnumName<ViewState>{ViewState::stopped, "stopped"},
    events::EnumName<ViewState>{ViewState::making, "making"},
    events::EnumName<ViewState>{ViewState::asked, "asked"},
    events::EnumName<ViewState>{ViewState::missing, "missing"}};
constexpr std::span<const events::EnumName<ViewState>> enum_names(ViewState) {
    return view_state_names;
}

struct ViewReport {
    std::string name;  // with its version
    ViewState state = ViewState::missing;
    bool is_copy = false;  // beside the one that serves
    ViewNumber number = 0;
    Standing standing;
    std::uint64_t bytes = 0;  // about
    std::string error;        // of one that stopped
};

// In the order of names, a copy after what it is made beside. `folder`: where the store lies.
[[nodiscard]] Result<std::vector<ViewReport>> report_views(const ViewStore& store,
                                                           const std::filesystem::path& folder,
                                                           const ViewMakers& makers = all_views());
// The same where there is no store yet.
[[nodiscard]] std::vector<ViewReport> report_no_views(const ViewMakers& makers = all_views());

// Whether something is to be made that nobody has finished: a version that is not there, a copy
// that was begun or asked for.
[[nodiscard]] bool is_unfinished(const std::vector<ViewReport>& views);

// ---- Requests to make a view again, by its name without the version.

[[nodiscard]] Result<void> request_again(const std::filesystem::path& folder, Text base);
[[nodiscard]] std::vector<std::string> requested_again(const std::filesystem::path& folder,
                                                       const ViewMakers& makers = all_views());
void forget_request(const std::filesystem::path& folder, Text base);

}  // namespace leadline::projections
