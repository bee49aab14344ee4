// Document: one YAML file as a tree of Nodes, read strictly. Refused: duplicate keys, keys that are
// not plain text, anchors, aliases, tags, a second document, text that is not UTF-8, control
// characters, quotes that are never closed, more than document_bytes_max bytes, deeper nesting than
// document_depth_max. Nothing here gives a value a type; readers do (scalars.hpp, map_reader.hpp).
// Loading touches the file once; any thread may read a loaded document.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "config/yaml/diagnostics.hpp"
#include "config/yaml/node.hpp"
#include "events/base/result.hpp"

namespace leadline::config {

inline constexpr std::size_t document_bytes_max = 8U * 1024U * 1024U;
inline constexpr std::size_t document_depth_max = 64;
inline constexpr std::size_t document_nodes_max = 2'000'000;

class Document {
public:
    // Reads `file`. Mistakes that leave a tree to read (a duplicate key, an anchor) are added to
    // `diagnostics` and the document is returned, so that its readers find the other mistakes of
    // the same run. Fails with `configuration` when no tree can be made (its mistakes are in
    // `diagnostics` too, and in the message), and with `io` when the file is not there or cannot be
    // read (nothing is added then).
    [[nodiscard]] static events::Result<Document> load(const std::filesystem::path& file,
                                                       Diagnostics& diagnostics);

    // The same for text at hand; `name` stands in the messages.
    [[nodiscard]] static events::Result<Document> parse(std::string name, std::string text,
                                                        Diagnostics& diagnostics);

    // `nothing` for a file without content.
    [[nodiscard]] const Node& root() const { return *root_; }
    [[nodiscard]] const Source& source() const { return *source_; }

private:
    Document(std::unique_ptr<Source> source, std::unique_ptr<Node> root)
        : source_(std::move(source)), root_(std::move(root)) {}

    // On the heap, so that nodes stay where they are when a Document is moved.
    std::unique_ptr<Source> source_;
    std::unique_ptr<Node> root_;
};

}  // namespace leadline::config
