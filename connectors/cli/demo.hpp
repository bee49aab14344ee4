// `leadline demo`: a program, its partners and rules, a burst of leads and racing claims on an
// embedded log in a temporary folder; what came of it, one race, one decision explained, and what
// to try next. Its content is the same each time. The folder is left for whoever wants to look
// further. One thread.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "connectors/cli/app.hpp"

namespace leadline::connectors {

// Which of config/samples: the one of a large vendor's size, or the one to read first.
enum class DemoSample : std::uint8_t { vendor, small };

struct DemoRequest {
    DemoSample sample = DemoSample::vendor;
    std::size_t leads = 2'000;
    std::filesystem::path keep;  // empty: a new temporary folder
};

[[nodiscard]] events::Result<ExitCode> demo(const DemoRequest& request, Context& context);

// A sample's program file, and the files that it names, as the binary was built with them.
struct DemoFile {
    std::string_view name;  // in config/samples
    std::string_view text;
};
[[nodiscard]] std::span<const DemoFile> demo_files(DemoSample sample);

}  // namespace leadline::connectors
