// Reads a mapping file. Mistakes are gathered with file, line, column and the nearest known name;
// a map with a mistake is refused whole. One thread.
#pragma once

#include "config/yaml/document.hpp"
#include "connectors/files/map.hpp"

namespace leadline::connectors {

// The map in `document`; incomplete when `diagnostics` is no longer ok().
[[nodiscard]] Map read_map(const config::Document& document, config::Diagnostics& diagnostics);

// A text with ${column} in it, split into its parts; `$$` is a dollar sign. Reports and returns
// nothing when a ${ is not closed or names nothing.
[[nodiscard]] std::vector<TemplatePart> read_template(const config::Node& node,
                                                      config::Diagnostics& diagnostics);

// The readers of a map's parts; `name` is what the report calls the value.
[[nodiscard]] ValueRule read_value(const config::Node& node, config::Diagnostics& diagnostics,
                                   std::string name, Map& map);
[[nodiscard]] DataRule read_data(const config::Node& node, config::Diagnostics& diagnostics,
                                 std::string path, Map& map);
[[nodiscard]] ColumnName read_column(const config::Node& node, config::Diagnostics& diagnostics);

}  // namespace leadline::connectors
