// The list of all views. To add one: a file in views/ that derives from ViewOf, and a line in
// views.cpp. When what it stores changes, give it a new version ("deal@v3"): it is then made from
// the log beside the one that serves, and takes its place in one write when it has caught up. A
// line for the version before keeps that one growing meanwhile.
#pragma once

#include <memory>
#include <vector>

#include "projections/view.hpp"
#include "projections/view_name.hpp"

namespace leadline::projections {

struct ViewMaker {
    std::string name;  // with its version
    std::function<std::unique_ptr<View>(ViewRows rows)> make;
};
// Of one view the highest version is the one to be served.
using ViewMakers = std::vector<ViewMaker>;

[[nodiscard]] const ViewMakers& all_views();

// Only the highest version of each.
[[nodiscard]] ViewMakers current_views(const ViewMakers& makers = all_views());

}  // namespace leadline::projections
