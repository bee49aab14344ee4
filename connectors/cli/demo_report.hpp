// What `leadline demo` tells of what came: totals, one race, one decision explained, what to try
// next. Reads the views like any read command does. Pure but for that; one thread.
#pragma once

#include <filesystem>
#include <string>

#include "connectors/files/outcome_sink.hpp"
#include "engine/core/state/state.hpp"
#include "projections/query.hpp"

namespace leadline::connectors {

struct DemoResult {
    const projections::Query& query;
    const engine::State& state;
    events::ProgramId program;
    const OutcomeCounts& counts;
};

[[nodiscard]] events::Result<std::string> demo_totals(const DemoResult& result);
[[nodiscard]] events::Result<std::string> demo_race(const DemoResult& result);
[[nodiscard]] events::Result<std::string> demo_story(const DemoResult& result,
                                                     const std::string& lead);
// What there is to look at further: this lead, the partner who has it, the fullest queue.
struct DemoNames {
    std::string lead;
    std::string partner;
    std::string queue;
};
[[nodiscard]] events::Result<DemoNames> demo_names(const DemoResult& result,
                                                   const std::string& lead);
// `leadline`: how to start the program again; `program`: the program's file.
[[nodiscard]] std::string demo_next_steps(const std::string& leadline,
                                          const std::filesystem::path& folder,
                                          const std::string& program, const DemoNames& names);

}  // namespace leadline::connectors
