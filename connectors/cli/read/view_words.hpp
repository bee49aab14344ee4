// What `view list` and `view rebuild` share: a look at the views of a partition, and the table of
// them. One thread.
#pragma once

#include <functional>

#include "connectors/cli/read/things.hpp"
#include "projections/view_report.hpp"

namespace leadline::connectors {

// As they stand now, whoever runs; all are missing where there is no store yet.
[[nodiscard]] events::Result<std::vector<projections::ViewReport>> look_at_views(
    const OpenLog& log, engine::Partition partition);

[[nodiscard]] events::Result<void> show_views(
    Context& context, const OpenLog& log,
    const std::function<bool(const projections::ViewReport&)>& is_wanted);

}  // namespace leadline::connectors
