// TreeBuilder: turns yaml-cpp's parser events into Nodes and reports what yaml-cpp lets through:
// duplicate keys, keys without a colon, quotes never closed, anchors, aliases, tags, a second
// document. Only document.cpp uses it; yaml-cpp's Node API, which hides all of these, is never
// used.
#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <string>
#include <vector>

#include "config/yaml/diagnostics.hpp"

namespace leadline::config {

// Thrown out of yaml-cpp's parser when going on would be of no use; already reported.
struct TreeStopped {};

class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(const Source& source, Diagnostics& diagnostics)
        : source_(source), diagnostics_(diagnostics) {}

    [[nodiscard]] Node take_root() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark& mark) override;
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override;
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override;
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override;
    void OnMapEnd() override { close(); }

private:
    struct Open {
        Node node;
        std::vector<Node> values;  // of a map: keys and values by turns, until it is closed
    };

    [[nodiscard]] Node make(NodeKind kind, const YAML::Mark& mark) const;
    void refuse_anchor_and_tag(const Node& node, const std::string& tag, YAML::anchor_t anchor);
    void check_quotes(const Node& node, std::size_t offset);
    void check_key(const Node& key, std::size_t offset);
    void open(Node node);
    void close();
    void put(Node node);
    [[nodiscard]] bool expects_key() const;
    void split_map(Node& map, std::vector<Node> values);

    const Source& source_;
    Diagnostics& diagnostics_;
    Node root_;
    std::vector<Open> open_;
    std::size_t documents_ = 0;
    std::size_t nodes_ = 0;
};

}  // namespace leadline::config
