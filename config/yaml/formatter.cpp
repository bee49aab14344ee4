// See formatter.hpp. The tree is written anew; comments wait in a queue and are let out in front of
// the entry that they stood before, behind the line that they stood behind, or, when they are
// indented like a block that has ended, as its last.
#include "config/yaml/formatter.hpp"

#include <algorithm>

#include "config/yaml/layout.hpp"
#include "config/yaml/scalar_text.hpp"
#include "config/yaml/utf8.hpp"

namespace leadline::config {
namespace {

constexpr std::size_t step = 2;

// What follows a block, in the source: comments before it and indented deeper are the block's.
struct Next {
    std::size_t offset = std::string_view::npos;
    std::size_t column = 0;  // 0: nothing follows; columns begin at 1
};

class Formatter {
public:
    explicit Formatter(const Document& document) : document_(document), layout_(document) {}

    std::string text();

private:
    // An item of a list, or a key and its value.
    struct Entry {
        const Node* key;  // null: of a list
        const Node* value;
        Next start;
        bool is_of_flow;  // it stood between brackets: its place in the source says nothing
    };
    std::vector<Entry> entries_of(const Node& block) const;
    void write_block(const Node& block, std::size_t indent, const Next& next,
                     std::size_t owner_column);
    void write_entry(const Entry& entry, std::size_t indent, const Next& next);
    void write_collection(const Entry& entry, std::string line, std::size_t indent,
                          const Next& next);
    void write_block_scalar(const Node& scalar, std::string line, std::size_t indent,
                            const Next& next);
    [[nodiscard]] bool is_written_as_block(const Node& collection, std::size_t columns) const;
    [[nodiscard]] std::string scalar(const Node& node, ScalarPlace place) const;
    [[nodiscard]] std::string flow(const Node& node) const;

    void add_blank_before(std::uint32_t line);
    void add_comments_before(std::size_t offset, std::size_t indent);
    void add_comments_of_block(const Node& block, std::size_t indent, const Next& next,
                               std::size_t owner_column);
    void add_comment(std::size_t indent);
    void end_line(std::string line, std::size_t next);

    const Document& document_;
    Layout layout_;
    std::size_t comment_ = 0;  // the next in the queue
    std::string prefix_;       // "  - ", when the next entry goes on behind it
    std::string out_;
    bool is_open_ = true;  // nothing has been written in this block
};

std::string indented(std::size_t indent) { return std::string(indent, ' '); }

// ---- Comments and empty lines.

void Formatter::add_blank_before(std::uint32_t line) {
    if (!is_open_ && line > 1 && layout_.is_blank(line - 1) && !out_.ends_with("\n\n"))
        out_ += '\n';
}

void Formatter::add_comment(std::size_t indent) {
    const Comment& comment = layout_.comments()[comment_++];
    if (comment.is_alone) add_blank_before(comment.place.line);
    out_ += indented(indent);
    out_ += comment.text;
    out_ += '\n';
    is_open_ = false;
}

void Formatter::add_comments_before(std::size_t offset, std::size_t indent) {
    while (comment_ < layout_.comments().size() && layout_.comments()[comment_].offset < offset)
        add_comment(indent);
}

// A list may stand right below its key, not indented: a comment there is not the list's.
void Formatter::add_comments_of_block(const Node& block, std::size_t indent, const Next& next,
                                      std::size_t owner_column) {
    const bool is_flow = layout_.is_flow(block);
    const std::size_t end = is_flow ? layout_.end_of(block) : next.offset;
    const std::size_t column = std::max<std::size_t>(block.place.column, owner_column + 1);
    while (comment_ < layout_.comments().size()) {
        const Comment& comment = layout_.comments()[comment_];
        if (comment.offset >= end || !comment.is_alone) return;
        if (!is_flow && (comment.place.column <= next.column || comment.place.column < column))
            return;
        add_comment(indent);
    }
}

// With the comment that stood behind it.
void Formatter::end_line(std::string line, std::size_t next) {
    out_ += line;
    if (comment_ < layout_.comments().size()) {
        const Comment& comment = layout_.comments()[comment_];
        if (!comment.is_alone && comment.offset < next) {
            out_ += "  ";
            out_ += comment.text;
            ++comment_;
        }
    }
    out_ += '\n';
    is_open_ = false;
}

// ---- Values on one line.

std::string Formatter::scalar(const Node& node, ScalarPlace place) const {
    if (!node.in_quotes)
        return node.text.find('\n') == std::string::npos ? node.text : in_double_quotes(node.text);
    if (is_plain(node.text, place)) return node.text;
    const std::string_view written = layout_.written(node);
    const bool is_quoted = written.starts_with('"') || written.starts_with('\'');
    if (is_quoted && written.find('\n') == std::string_view::npos) return std::string(written);
    return in_double_quotes(node.text);
}

std::string Formatter::flow(const Node& node) const {
    if (node.is_scalar()) return scalar(node, ScalarPlace::flow);
    if (node.kind == NodeKind::nothing) return node.text.empty() ? "null" : node.text;
    std::string out(1, node.is_map() ? '{' : '[');
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        if (i > 0) out += ", ";
        if (node.is_map()) out += scalar(node.keys[i], ScalarPlace::key) + ": ";
        out += flow(node.items[i]);
    }
    return out + (node.is_map() ? '}' : ']');
}

// ---- Blocks.

bool Formatter::is_written_as_block(const Node& collection, std::size_t columns) const {
    if (!layout_.is_flow(collection)) return true;
    if (collection.items.empty()) return false;
    return layout_.has_comments(collection) ||
           columns + code_points(flow(collection)) > formatted_columns_max;
}

std::vector<Formatter::Entry> Formatter::entries_of(const Node& block) const {
    const bool is_of_flow = layout_.is_flow(block);
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < block.items.size(); ++i) {
        const Node* key = block.is_map() ? &block.keys[i] : nullptr;
        const Node& first = key != nullptr ? *key : block.items[i];
        Entry& entry = entries.emplace_back(Entry{key, &block.items[i], {}, is_of_flow});
        entry.start = {layout_.offset(first.place), first.place.column};
        // A list's own place is that of its first "-", below which the others stand.
        if (key == nullptr && !is_of_flow) entry.start.column = block.place.column;
    }
    return entries;
}

void Formatter::write_block(const Node& block, std::size_t indent, const Next& next,
                            std::size_t owner_column) {
    const std::vector<Entry> entries = entries_of(block);
    for (std::size_t i = 0; i < entries.size(); ++i)
        write_entry(entries[i], indent, i + 1 < entries.size() ? entries[i + 1].start : next);
    add_comments_of_block(block, indent, next, owner_column);
}

void Formatter::write_entry(const Entry& entry, std::size_t indent, const Next& next) {
    if (prefix_.empty()) {
        const Node& first = entry.key != nullptr ? *entry.key : *entry.value;
        add_comments_before(entry.start.offset, indent);
        if (!entry.is_of_flow) add_blank_before(first.place.line);
    }
    std::string line = prefix_.empty() ? indented(indent) : std::move(prefix_);
    prefix_.clear();
    line += entry.key != nullptr ? scalar(*entry.key, ScalarPlace::key) + ":" : "-";
    const Node& value = *entry.value;
    if (value.is_list() || value.is_map())
        return write_collection(entry, std::move(line), indent, next);
    if (value.kind == NodeKind::nothing)
        return end_line(value.text.empty() ? line : line + " " + value.text, next.offset);
    const char first = layout_.at(layout_.offset(value.place));
    if (value.in_quotes && (first == '|' || first == '>'))
        return write_block_scalar(value, std::move(line), indent, next);
    end_line(line + " " + scalar(value, ScalarPlace::line), next.offset);
}

void Formatter::write_collection(const Entry& entry, std::string line, std::size_t indent,
                                 const Next& next) {
    const Node& value = *entry.value;
    if (!is_written_as_block(value, code_points(line) + 1))
        return end_line(line + " " + flow(value), next.offset);
    const std::size_t first = entries_of(value).front().start.offset;
    if (entry.key == nullptr) {
        add_comments_before(first, line.find('-'));  // from behind a bracket
        prefix_ = line + " ";
    } else {
        end_line(std::move(line), first);
        is_open_ = true;
    }
    write_block(value, indent + step, next, entry.is_of_flow ? 0 : entry.start.column);
}

// As it is read, line by line; what cannot be written so stands in quotes.
void Formatter::write_block_scalar(const Node& scalar, std::string line, std::size_t indent,
                                   const Next& next) {
    std::string_view text = scalar.text;
    const bool ends_line = text.ends_with('\n');
    if (ends_line) text.remove_suffix(1);
    const bool is_odd = text.empty() || text.front() == ' ' || text.front() == '\n' ||
                        text.ends_with('\n') || text.find('\t') != std::string_view::npos;
    if (is_odd) return end_line(line + " " + in_double_quotes(scalar.text), next.offset);
    end_line(line + (ends_line ? " |" : " |-"), next.offset);
    while (true) {
        const std::size_t end = text.find('\n');
        const std::string_view each = text.substr(0, end);
        if (!each.empty()) out_ += indented(indent + step).append(each);
        out_ += '\n';
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

std::string Formatter::text() {
    const Node& root = document_.root();
    if (root.kind != NodeKind::nothing) add_comments_before(layout_.offset(root.place), 0);
    if ((root.is_list() || root.is_map()) && is_written_as_block(root, 0)) {
        write_block(root, 0, {}, 0);
    } else if (root.kind != NodeKind::nothing) {
        add_blank_before(root.place.line);
        end_line(flow(root), std::string_view::npos);
    }
    add_comments_before(std::string_view::npos, 0);
    return std::move(out_);
}

}  // namespace

const Node* first_difference(const Node& a, const Node& b) {
    if (a.kind != b.kind || a.items.size() != b.items.size()) return &a;
    const bool same_quotes = a.in_quotes == b.in_quotes || is_plain(a.text, ScalarPlace::line) ||
                             a.text.find('\n') != std::string::npos;
    if (a.is_scalar() && (a.text != b.text || !same_quotes)) return &a;
    for (std::size_t i = 0; i < a.items.size(); ++i) {
        if (a.is_map() && a.keys[i].text != b.keys[i].text) return &a.keys[i];
        if (const Node* found = first_difference(a.items[i], b.items[i])) return found;
    }
    return nullptr;
}

events::Result<std::string> formatted(const std::string& name, const std::string& text,
                                      Diagnostics& diagnostics) {
    const auto before = Document::parse(name, text, diagnostics);
    if (!before) return tl::unexpected(before.error());
    TRY(diagnostics.result());
    std::string made = Formatter(*before).text();
    Diagnostics unheard;
    const auto after = Document::parse(name, made, unheard);
    const Node* differs = &before->root();
    if (after && unheard.ok()) differs = first_difference(before->root(), after->root());
    if (differs == nullptr) return made;
    diagnostics.error(*differs, "cannot be laid out; put what stands here in quotes, on one line");
    return tl::unexpected(diagnostics.result().error());
}

}  // namespace leadline::config
