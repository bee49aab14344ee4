// See layout.hpp. Outside of scalars a '#' can be nothing but a comment, and a bracket nothing but
// a bracket: so scalars are found first, from the tree, and the rest is read from left to right.
#include "config/yaml/layout.hpp"

#include <algorithm>

namespace leadline::config {
namespace {

constexpr std::string_view white = " \t\r\n";

bool is_white(char c) { return white.find(c) != std::string_view::npos; }

}  // namespace

std::size_t end_of_quotes(std::string_view text, std::size_t offset) {
    const char quote = text[offset];
    for (std::size_t i = offset + 1; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\') {
            ++i;
        } else if (text[i] == quote) {
            const char next = i + 1 < text.size() ? text[i + 1] : '\0';
            if (quote == '"' || next != quote) return i + 1;
            ++i;  // '' stands for one quote
        }
    }
    return std::string_view::npos;
}

Layout::Layout(const Document& document) : source_(document.source()), text_(source_.text()) {
    add_scalars(document.root(), written_);
    scan(written_);
}

std::size_t Layout::offset(SourcePlace place) const { return source_.offset_at(place); }

char Layout::at(std::size_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }

bool Layout::is_blank(std::uint32_t line) const {
    return source_.line(line).find_first_not_of(white) == std::string_view::npos;
}

std::string_view Layout::written(const Node& scalar) const {
    const std::size_t from = offset(scalar.place);
    return text_.substr(from, written_.at(from) - from);
}

bool Layout::is_flow(const Node& collection) const {
    return brackets_.contains(offset(collection.place));
}

std::size_t Layout::end_of(const Node& flow) const { return brackets_.at(offset(flow.place)); }

bool Layout::has_comments(const Node& flow) const {
    const auto next = std::upper_bound(
        comments_.begin(), comments_.end(), offset(flow.place),
        [](std::size_t at, const Comment& comment) { return at < comment.offset; });
    return next != comments_.end() && next->offset < end_of(flow);
}

void Layout::add_scalars(const Node& node, Spans& spans) const {
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        if (node.is_map()) add_scalars(node.keys[i], spans);
        add_scalars(node.items[i], spans);
    }
    if (!node.is_scalar()) return;
    const std::size_t from = offset(node.place);
    const char first = at(from);
    if (!node.in_quotes) {
        spans[from] = end_of_plain(from, node.text);
    } else if (first == '"' || first == '\'') {
        spans[from] = end_of_quotes(text_, from);
    } else {
        add_block_scalar(from, spans);
    }
}

// A plain text may go on in the next lines, where each break is one space of its value.
std::size_t Layout::end_of_plain(std::size_t offset, std::string_view value) const {
    std::size_t i = 0;
    while (i < value.size() && offset < text_.size()) {
        if (!is_white(value[i])) {
            ++i;
            ++offset;
            continue;
        }
        while (i < value.size() && is_white(value[i])) ++i;
        while (offset < text_.size() && is_white(text_[offset])) ++offset;
    }
    return offset;
}

// The sign, then, behind what may be a comment, its lines: as far indented as the first of them.
void Layout::add_block_scalar(std::size_t offset, Spans& spans) const {
    const std::size_t sign = std::min(text_.find_first_of(" \t\r\n", offset), text_.size());
    spans[offset] = sign;
    const std::size_t begin = std::min(text_.find('\n', sign), text_.size() - 1) + 1;
    std::size_t indent = 0;
    std::size_t end = begin;
    for (std::size_t line = begin; line < text_.size();) {
        const std::size_t next = std::min(text_.find('\n', line), text_.size() - 1) + 1;
        const std::size_t first = text_.find_first_not_of(' ', line);
        const bool is_empty = first >= next || is_white(text_[first]);
        if (!is_empty) {
            if (indent == 0) indent = first - line;
            if (indent == 0 || first - line < indent) break;
            end = next;
        }
        line = next;
    }
    if (end > begin) spans[begin] = end;
}

void Layout::scan(const Spans& spans) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < text_.size();) {
        if (const auto span = spans.find(i); span != spans.end() && span->second > i) {
            i = span->second;
            continue;
        }
        const char c = text_[i];
        if (c == '#') {
            const std::size_t end = std::min(text_.find('\n', i), text_.size());
            add_comment(i, end);
            i = end;
            continue;
        }
        if (c == '[' || c == '{') open.push_back(i);
        if ((c == ']' || c == '}') && !open.empty()) {
            brackets_[open.back()] = i;
            open.pop_back();
        }
        ++i;
    }
}

void Layout::add_comment(std::size_t offset, std::size_t end) {
    Comment comment;
    comment.offset = offset;
    comment.place = source_.place_of(offset);
    std::string_view text = text_.substr(offset, end - offset);
    text = text.substr(0, text.find_last_not_of(white) + 1);
    comment.text = text;
    const std::string_view line = source_.line(comment.place.line);
    comment.is_alone = line.substr(line.find_first_not_of(white)).starts_with('#');
    comments_.push_back(comment);
}

}  // namespace leadline::config
