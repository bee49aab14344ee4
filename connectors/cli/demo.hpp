// `leadline demo`: a program, its partners and rules, a burst of leads and racing claims on an
// embedded log in a temporary folder; what came of it, one race, one decision explained, and what
// to try next. Its content is the same each time. The folder is left for whoever wants to look
// further. One thread.
#pragma once

#include <filesystem>
#include <string_view>

#include "connectors/cli/app.hpp"

namespace leadline::connectors {

struct DemoRequest {
    std::size_t leads = 2'000;
    std::filesystem::path keep;  // empty: a new temporary folder
};

[[nodiscard]] events::Result<ExitCode> demo(const DemoRequest& request, Context& context);

// config/samples/demo.program.yaml, as the binary was built with it.
[[nodiscard]] std::string_view demo_program_text();

}  // namespace leadline::connectors
