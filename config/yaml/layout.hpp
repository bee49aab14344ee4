// Layout: what a Document's tree does not keep, so that a file can be written again with it: its
// comments, where each value ends, and which lists and maps stand in brackets. Made of a document
// that is whole; one thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/yaml/document.hpp"

namespace leadline::config {

struct Comment {
    std::size_t offset = 0;
    SourcePlace place;
    std::string_view text;  // from its '#' on, without spaces at its end
    bool is_alone = false;  // on its line
};

class Layout {
public:
    explicit Layout(const Document& document);

    [[nodiscard]] const std::vector<Comment>& comments() const { return comments_; }

    // In the source's text.
    [[nodiscard]] std::size_t offset(SourcePlace place) const;
    [[nodiscard]] char at(std::size_t offset) const;

    // A scalar's words as they were written; of a block scalar only its sign.
    [[nodiscard]] std::string_view written(const Node& scalar) const;

    // Whether a list or map stands in brackets, and whether comments stand between them.
    [[nodiscard]] bool is_flow(const Node& collection) const;
    [[nodiscard]] bool has_comments(const Node& flow) const;
    // The offset of its closing bracket.
    [[nodiscard]] std::size_t end_of(const Node& flow) const;

    [[nodiscard]] bool is_blank(std::uint32_t line) const;

private:
    using Spans = std::map<std::size_t, std::size_t>;  // from, to

    void add_scalars(const Node& node, Spans& spans) const;
    void add_block_scalar(std::size_t offset, Spans& spans) const;
    [[nodiscard]] std::size_t end_of_plain(std::size_t offset, std::string_view value) const;
    void scan(const Spans& spans);
    void add_comment(std::size_t offset, std::size_t end);

    const Source& source_;
    std::string_view text_;
    std::vector<Comment> comments_;
    std::map<std::size_t, std::size_t> brackets_;  // opening, closing
    Spans written_;
};

// The offset after the quote that closes the quoted text beginning at `offset`, or npos.
[[nodiscard]] std::size_t end_of_quotes(std::string_view text, std::size_t offset);

}  // namespace leadline::config
