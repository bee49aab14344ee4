// The one form of a file: what it looks like, and that it says the same, once and for all.
#include "config/yaml/formatter.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <random>

#include "tests/support/repository.hpp"

namespace leadline::tests {
namespace {

std::string form_of(const std::string& text) {
    config::Diagnostics diagnostics;
    const auto made = config::formatted("f.yaml", text, diagnostics);
    INFO(diagnostics.to_text());
    INFO(text);
    REQUIRE(made);
    return *made;
}

// Whether both say the same, to every reader of this program.
bool say_the_same(const std::string& one, const std::string& other) {
    config::Diagnostics diagnostics;
    const auto a = config::Document::parse("a.yaml", one, diagnostics);
    const auto b = config::Document::parse("b.yaml", other, diagnostics);
    return a && b && diagnostics.ok() &&
           config::first_difference(a->root(), b->root()) == nullptr &&
           config::first_difference(b->root(), a->root()) == nullptr;
}

// The comments "#17" of a text, in order.
std::vector<std::string> comments_of(const std::string& text) {
    std::vector<std::string> all;
    for (std::size_t at = text.find('#'); at != std::string::npos; at = text.find('#', at + 1))
        all.push_back(text.substr(at, text.find_first_not_of("0123456789", at + 1) - at));
    return all;
}

// Files as people in a hurry write them: any indentation, brackets over several lines, comments and
// empty lines everywhere.
class Messy {
public:
    explicit Messy(std::uint32_t seed) : random_(seed) {}

    std::string text() {
        lines_before(0);
        block(upto(3), 0);
        lines_before(0);
        return std::move(out_);
    }

private:
    std::size_t upto(std::size_t n) { return random_() % n; }
    bool maybe(std::size_t one_in) { return upto(one_in) == 0; }
    std::string comment() { return "#" + std::to_string(++comments_); }

    void lines_before(std::size_t indent) {
        for (std::size_t i = upto(4); i > 1; --i) out_ += maybe(3) ? "  \n" : "\n";
        while (maybe(4)) out_ += std::string(upto(indent + 5), ' ') + comment() + "\n";
        if (maybe(4)) out_ += "\n";
    }
    void end_line() {
        if (maybe(3)) out_ += std::string(1 + upto(3), ' ') + comment();
        out_ += "\n";
    }
    std::string scalar() {
        static const std::vector<std::string> all{"plain",
                                                  "two words",
                                                  "'quoted'",
                                                  "\"double\"",
                                                  "'5'",
                                                  "5",
                                                  "\"yes\"",
                                                  "yes",
                                                  "'a, b'",
                                                  "\"c: d\"",
                                                  "'it''s'",
                                                  "\"tab\\t\"",
                                                  "'@x\\.y$'",
                                                  "010",
                                                  "\"\"",
                                                  "~",
                                                  "2026-01-01",
                                                  "'2026-01-01'",
                                                  "\"nothing: # here\"",
                                                  "a-b",
                                                  "M\u00FCnchen",
                                                  "'[x]'",
                                                  "09:30",
                                                  "'a:b'",
                                                  "\"null\"",
                                                  "'R & D'",
                                                  "'-5'",
                                                  "'x}'",
                                                  "'true'"};
        return maybe(9) ? std::string(20 + upto(90), 'w') : all[upto(all.size())];
    }
    void space() {
        while (maybe(6)) {
            if (maybe(2)) out_ += " " + comment();
            out_ += "\n" + std::string(12 + upto(5), ' ');
        }
        if (maybe(3)) out_ += " ";
    }
    void flow(std::size_t depth) {
        if (depth == 0 || maybe(2)) {
            out_ += scalar();
            return;
        }
        const bool is_map = maybe(2);
        out_ += is_map ? "{" : "[";
        const std::size_t items = upto(5);
        for (std::size_t i = 0; i < items; ++i) {
            space();
            if (is_map) out_ += (maybe(5) ? "'k" : "k") + std::to_string(i);
            if (is_map) out_ += out_.ends_with("'k" + std::to_string(i)) ? "': " : ": ";
            flow(depth - 1);
            space();
            if (i + 1 < items) out_ += ", ";
        }
        out_ += is_map ? "}" : "]";
    }
    void literal(std::size_t indent) {
        out_ += maybe(2) ? "|" : "|-";
        end_line();
        for (std::size_t i = 0; i < 1 + upto(3); ++i) {
            out_ += std::string(indent + 2, ' ') + "text\n";
            if (maybe(4)) out_ += "\n";
        }
        out_ += std::string(indent + 2, ' ') + "end\n";
    }
    void block(std::size_t depth, std::size_t indent) {
        const bool is_map = indent == 0 || maybe(2);
        const std::size_t entries = 1 + upto(4);
        for (std::size_t i = 0; i < entries; ++i) {
            if (i > 0 || indent == 0) lines_before(indent);
            out_ += std::string(indent, ' ');
            out_ += is_map ? "key" + std::to_string(i) + ":" : "-";
            value(depth, indent, is_map);
        }
    }
    void value(std::size_t depth, std::size_t indent, bool is_of_map) {
        if (depth > 0 && maybe(2)) {
            end_line();
            lines_before(indent);
            return block(depth - 1, indent + 1 + upto(4));
        }
        out_ += " ";
        if (maybe(8)) return literal(indent);
        if (maybe(2)) {
            flow(3);
        } else if (is_of_map || !maybe(4)) {
            out_ += scalar();
        }
        end_line();
    }

    std::mt19937 random_;
    std::string out_;
    int comments_ = 0;
};

}  // namespace

TEST_CASE("fmt: indentation, quotes, brackets and empty lines have one form", "[config]") {
    CHECK(form_of("program:\n"
                  "    id:   'p'\n"
                  "    title: \"A: b\"\n"
                  "\n\n\n"
                  "queues: [   {id: \"q\"} ]   \n"
                  "partners:\n"
                  "- id: x\n"
                  "  title: 'yes'\n"
                  "-\n"
                  "   id: \"5\"\n"
                  "\n\n") ==
          "program:\n"
          "  id: p\n"
          "  title: \"A: b\"\n"
          "\n"
          "queues: [{id: q}]\n"
          "partners:\n"
          "  - id: x\n"
          "    title: 'yes'\n"
          "  - id: \"5\"\n");
    CHECK(form_of("").empty());
    CHECK(form_of("# nothing\n\n\n# at all") == "# nothing\n\n# at all\n");
    CHECK(form_of("---\r\na: 1\r\n") == "a: 1\n");
}

TEST_CASE("fmt: what is in brackets stays there while the line has room", "[config]") {
    const std::string room = "when: {any: [{field: source, equals: " + std::string(57, 'x') + "}]}";
    REQUIRE(room.size() == 97);
    CHECK(form_of(room + "\n") == room + "\n");
    CHECK(form_of("    " + room + "\n") == room + "\n");
    CHECK(form_of("a:\n  b:\n  - " + room + "\n") ==
          "a:\n"
          "  b:\n"
          "    - when:\n        any: [{field: source, equals: " +
              std::string(57, 'x') + "}]\n");
    CHECK(form_of("a:\n    " + room + "\nb: {w: [" + std::string(90, 'y') + ", 'p, q', 'r']}\n") ==
          "a:\n  " + room +
              "\n"
              "b:\n"
              "  w:\n"
              "    - " +
              std::string(90, 'y') +
              "\n"
              "    - p, q\n"
              "    - r\n");
}

TEST_CASE("fmt: comments stay before, behind and below what they stood at", "[config]") {
    CHECK(form_of("# top\n"
                  "\n"
                  "a:   # behind a\n"
                  "    # before b\n"
                  "    b: 1    # behind b\n"
                  "    # last in a\n"
                  "# before c\n"
                  "c:\n"
                  "- x\n"
                  "# y is gone\n"
                  "- [u,  # behind u\n"
                  "   v\n"
                  "   # behind v\n"
                  "   ]\n"
                  "-  # of z\n"
                  "   z: 1\n"
                  "# the end\n") ==
          "# top\n"
          "\n"
          "a:  # behind a\n"
          "  # before b\n"
          "  b: 1  # behind b\n"
          "  # last in a\n"
          "# before c\n"
          "c:\n"
          "  - x\n"
          "  # y is gone\n"
          "  - - u  # behind u\n"
          "    - v\n"
          "    # behind v\n"
          "  # of z\n"
          "  - z: 1\n"
          "# the end\n");
}

TEST_CASE("fmt: texts over several lines keep their words", "[config]") {
    CHECK(form_of("a: one\n  two\nb: |  # kept\n      x\n        y\n\n      z\nc: >-\n  p\n  q\n"
                  "d: 'e\n\n  f'\n") ==
          "a: one two\nb: |  # kept\n  x\n    y\n\n  z\nc: |-\n  p q\nd: \"e\\nf\"\n");
}

TEST_CASE("fmt: a place leads back to its byte, in lines of any length and any script",
          "[config]") {
    std::string text;
    for (int i = 0; i < 3000; ++i)
        text += i % 700 == 699 ? "\n" : (i % 3 == 0 ? "\u00E9" : (i % 7 == 0 ? "\U0001F600" : "x"));
    const config::Source source("f.yaml", text);
    for (std::size_t at = 0; at <= text.size(); ++at) {
        if (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) continue;
        if (source.offset_at(source.place_of(at)) != at) FAIL("byte " << at);
    }
    // A line of a megabyte is laid out as fast as others are.
    std::string list;
    for (int i = 0; i < 60'000; ++i)
        list += (i > 0 ? ", {id: u" : "{id: u") + std::to_string(i) + "}";
    const std::string form = form_of("a: [" + list + "]\n");
    CHECK(std::count(form.begin(), form.end(), '\n') == 60'001);
}

TEST_CASE("fmt: a file that cannot be read is told why", "[config]") {
    config::Diagnostics diagnostics;
    const auto made = config::formatted("f.yaml", "a: [1\nb: 2\na: 3\n", diagnostics);
    REQUIRE_FALSE(made);
    CHECK(made.error().failure == events::Failure::configuration);
    CHECK(diagnostics.to_text().find("f.yaml:2:2: error: expected \",\" or \"]\"") == 0);
    config::Diagnostics twice;
    CHECK_FALSE(config::formatted("f.yaml", "a: 1\na: 2\n", twice));
}

TEST_CASE("fmt: the samples say the same in their form, which is theirs once and for all",
          "[config]") {
    for (const char* name :
         {"demo.program.yaml", "demo.rules-test.yaml", "olist.program.yaml", "vendor.program.yaml",
          "vendor.rules-test.yaml", "vendor.rules.yaml", "olist.map.yaml", "leadline.yaml"}) {
        INFO(name);
        std::ifstream in(repository_root() / "config/samples" / name, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        const std::string form = form_of(text);
        CHECK(say_the_same(text, form));
        CHECK(form_of(form) == form);
        CHECK(std::count(form.begin(), form.end(), '#') ==
              std::count(text.begin(), text.end(), '#'));
    }
}

TEST_CASE("fmt, law: it says the same, loses no comment, and changes nothing the second time",
          "[config]") {
    const bool holds = rc::check([] {
        const std::string text = Messy(*rc::gen::arbitrary<std::uint32_t>()).text();
        RC_LOG() << text;
        config::Diagnostics diagnostics;
        const auto form = config::formatted("f.yaml", text, diagnostics);
        RC_LOG() << diagnostics.to_text();
        RC_ASSERT(form.has_value());
        RC_LOG() << "---- as:\n" << *form;
        RC_ASSERT(say_the_same(text, *form));
        RC_ASSERT(comments_of(*form) == comments_of(text));
        const auto again = config::formatted("f.yaml", *form, diagnostics);
        RC_ASSERT(again.has_value());
        RC_ASSERT(*again == *form);
        if (text.find('|') == std::string::npos)  // what stands in a text is the text's
            RC_ASSERT(form->find("\n\n\n") == std::string::npos);
    });
    CHECK(holds);
}

}  // namespace leadline::tests
