// `leadline import`: CSV files into command lines in time order, by a mapping file (SPEC 16; the
// map's language is in MAP.md). Lines of equal time stand in the order of the map's kinds, then of
// the files as given, then of their rows, so that the same call always writes the same bytes.
// Everything is held in memory, since order needs all of it. One thread.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <vector>

#include "connectors/files/import_report.hpp"
#include "connectors/files/import_steps.hpp"
#include "events/base/result.hpp"

namespace leadline::connectors {

struct ImportRequest {
    std::vector<std::filesystem::path> files;  // CSV, each matched to a file of the map
    std::filesystem::path map;
};

// Writes JSON lines to `out` and returns what was done, for stderr (to_text). Nothing is written
// when it fails: configuration (the map has mistakes: every one of them is in the message), usage
// (a file belongs to nothing in the map, or one that the map needs is not given), bad_input (a file
// is no CSV), io, or interrupted (`watch` said so).
[[nodiscard]] events::Result<ImportReport> import_commands(const ImportRequest& request,
                                                           std::ostream& out,
                                                           const ImportWatch& watch = {});

}  // namespace leadline::connectors
