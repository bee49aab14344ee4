// TreeBuilder: yaml-cpp's events into Nodes; see tree_builder.hpp.
#include "config/yaml/tree_builder.hpp"

#include <fmt/format.h>

#include <unordered_map>

#include "config/yaml/document.hpp"
#include "config/yaml/layout.hpp"
#include "config/yaml/names.hpp"

namespace leadline::config {
namespace {

constexpr std::string_view white = " \t\r\n";

std::size_t offset_of(const YAML::Mark& mark) {
    return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
}

char at(std::string_view text, std::size_t offset) {
    return offset < text.size() ? text[offset] : '\0';
}

// yaml-cpp gives an empty value the place of whatever comes next. The '-', ',' or '[' before it is
// what a person takes for its place; the words null and ~ have their own.
std::size_t place_of_nothing(std::string_view text, std::size_t offset) {
    const char c = at(text, offset);
    if (c == '~' || c == 'n' || c == 'N') return offset;
    for (std::size_t end = offset;;) {
        const std::size_t before = text.substr(0, end).find_last_not_of(white);
        if (before == std::string_view::npos) return offset;
        const std::size_t line = text.rfind('\n', before) + 1;  // npos + 1 is 0
        const std::size_t hash = text.find('#', line);
        if (hash < before && (hash == line || white.find(text[hash - 1]) != white.npos)) {
            end = hash;  // what is there is a comment
            continue;
        }
        return text[before] == '-' || text[before] == ',' || text[before] == '[' ? before : offset;
    }
}

std::string word_of_nothing(std::string_view text, std::size_t offset) {
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
        if (text.substr(std::min(offset, text.size()), word.size()) != word) continue;
        const char next = at(text, offset + word.size());
        if (std::string_view(" \t\r\n,]}#").find(next) != std::string_view::npos || next == '\0')
            return std::string(word);
    }
    return {};
}

}  // namespace

Node TreeBuilder::make(NodeKind kind, const YAML::Mark& mark) const {
    Node node;
    node.kind = kind;
    node.place = source_.place_of(offset_of(mark));
    node.source = &source_;
    return node;
}

void TreeBuilder::OnDocumentStart(const YAML::Mark& mark) {
    if (++documents_ == 1) return;
    diagnostics_.error(make(NodeKind::nothing, mark),
                       "a second document begins here; expected one document in a file");
    throw TreeStopped{};
}

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
    const std::size_t offset = offset_of(mark);
    Node node = make(NodeKind::nothing, mark);
    node.text = word_of_nothing(source_.text(), offset);
    if (node.text.empty()) {
        if (!open_.empty() && open_.back().node.is_map() && !expects_key()) {
            node.place = open_.back().values.back().place;  // `key:` without a value: its key
        } else {
            node.place = source_.place_of(place_of_nothing(source_.text(), offset));
        }
    }
    refuse_anchor_and_tag(node, {}, anchor);
    put(std::move(node));
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t) {
    Node node = make(NodeKind::nothing, mark);
    diagnostics_.error(node, "aliases (*name) are not read here; write the value out");
    put(std::move(node));
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
    Node node = make(NodeKind::scalar, mark);
    node.text = value;
    node.in_quotes = tag == "!";
    refuse_anchor_and_tag(node, tag, anchor);
    check_quotes(node, offset_of(mark));
    if (expects_key()) check_key(node, offset_of(mark));
    put(std::move(node));
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                                  YAML::anchor_t anchor, YAML::EmitterStyle::value) {
    Node node = make(NodeKind::list, mark);
    refuse_anchor_and_tag(node, tag, anchor);
    open(std::move(node));
}

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value) {
    Node node = make(NodeKind::map, mark);
    refuse_anchor_and_tag(node, tag, anchor);
    open(std::move(node));
}

void TreeBuilder::refuse_anchor_and_tag(const Node& node, const std::string& tag,
                                        YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor)
        diagnostics_.error(node,
                           "anchors (&name) are not read here; write the value where it is used");
    if (tag.size() > 1)
        diagnostics_.error(node, fmt::format("tags are not read here; found {}", shown(tag)));
}

void TreeBuilder::check_quotes(const Node& node, std::size_t offset) {
    const char first = at(source_.text(), offset);
    if (!node.in_quotes || (first != '"' && first != '\'')) return;
    if (end_of_quotes(source_.text(), offset) != std::string_view::npos) return;
    diagnostics_.error(node, "this quoted text is never closed");
    throw TreeStopped{};
}

void TreeBuilder::check_key(const Node& key, std::size_t offset) {
    const std::string_view text = source_.text();
    const char first = at(text, offset);
    const bool quotes = key.in_quotes && (first == '"' || first == '\'');
    std::size_t end = quotes ? end_of_quotes(text, offset) : offset + key.text.size();
    while (at(text, end) == ' ' || at(text, end) == '\t') ++end;
    if (at(text, end) != ':')
        diagnostics_.error(key, fmt::format("expected a \":\" after the key {}", shown(key.text)));
}

void TreeBuilder::open(Node node) {
    if (open_.size() >= document_depth_max) {
        diagnostics_.error(node, fmt::format("lists and maps lie in each other deeper than {}",
                                             document_depth_max));
        throw TreeStopped{};
    }
    open_.push_back({std::move(node), {}});
}

void TreeBuilder::close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    if (closed.node.is_map()) {
        split_map(closed.node, std::move(closed.values));
    } else {
        closed.node.items = std::move(closed.values);
    }
    put(std::move(closed.node));
}

bool TreeBuilder::expects_key() const {
    return !open_.empty() && open_.back().node.is_map() && open_.back().values.size() % 2 == 0;
}

void TreeBuilder::put(Node node) {
    if (++nodes_ > document_nodes_max) {
        diagnostics_.error(node, fmt::format("more than {} values in a file", document_nodes_max));
        throw TreeStopped{};
    }
    if (open_.empty()) {
        root_ = std::move(node);
    } else {
        open_.back().values.push_back(std::move(node));
    }
}

void TreeBuilder::split_map(Node& map, std::vector<Node> values) {
    std::unordered_map<std::string, std::uint32_t> lines;
    for (std::size_t i = 0; i + 1 < values.size(); i += 2) {
        Node& key = values[i];
        if (!key.is_scalar()) {
            diagnostics_.expected(key, "a key of plain text");
            continue;
        }
        const auto [first, is_new] = lines.emplace(key.text, key.place.line);
        if (!is_new) {
            diagnostics_.error(key, fmt::format("duplicate key {}; first written in line {}",
                                                shown(key.text), first->second));
            continue;
        }
        map.keys.push_back(std::move(key));
        map.items.push_back(std::move(values[i + 1]));
    }
}

}  // namespace leadline::config
