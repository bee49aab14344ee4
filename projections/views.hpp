// The list of all views. To add one: a file in views/ that derives from ViewOf, and a line in
// views.cpp. When what it stores changes, give it a new name ("deal@v2"): it is then made again
// from the log beside the old one, which goes when the new one has caught up.
#pragma once

#include <memory>
#include <vector>

#include "projections/view.hpp"

namespace leadline::projections {

// One per view, each reading its own rows of `store`, which must outlive them.
[[nodiscard]] std::vector<std::unique_ptr<View>> make_views(ViewStore& store);

}  // namespace leadline::projections
