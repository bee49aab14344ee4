// Where the real Olist files are, for tests on them: in the folder that LEADLINE_OLIST_DIR names,
// else in ../shared/data/olist beside the repository. The files' licence keeps them out of it, so
// those tests say that they were skipped where the files are not.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "tests/support/repository.hpp"

namespace leadline::tests {

inline const std::string olist_leads_name = "olist_marketing_qualified_leads_dataset.csv";
inline const std::string olist_deals_name = "olist_closed_deals_dataset.csv";

// None, after saying so, when the real files are not here.
[[nodiscard]] inline std::optional<std::filesystem::path> olist_folder() {
    const char* named = std::getenv("LEADLINE_OLIST_DIR");
    const std::filesystem::path folder = named != nullptr
                                             ? std::filesystem::path(named)
                                             : repository_root() / "../shared/data/olist";
    if (std::filesystem::exists(folder / olist_leads_name) &&
        std::filesystem::exists(folder / olist_deals_name))
        return folder;
    WARN("SKIPPED: the Olist files are not in " << folder
                                                << "; name their folder in LEADLINE_OLIST_DIR");
    return std::nullopt;
}

}  // namespace leadline::tests
