// answer_with_mended_views: a read command that meets damaged views answers all the same: they are
// made again from the log, and it is asked once more. Beside a running engine, which has the views,
// it says who will make them again. One thread.
#pragma once

#include <functional>

#include "connectors/cli/app.hpp"

namespace leadline::connectors {

[[nodiscard]] events::Result<ExitCode> answer_with_mended_views(
    Context& context, const std::function<events::Result<ExitCode>(Context&)>& answer);

}  // namespace leadline::connectors
