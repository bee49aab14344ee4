// Documents: what strict YAML accepts and refuses, and the place of every mistake.
#include "config/yaml/document.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "tests/support/temporary_folder.hpp"

using namespace leadline::config;
using leadline::events::Failure;

namespace {

// Everything that was said about `text`, as a person reads it.
std::string said(const std::string& text) {
    Diagnostics diagnostics;
    (void)Document::parse("f.yaml", text, diagnostics);
    return diagnostics.to_text();
}

// True when no document could be made at all.
bool refused_whole(const std::string& text) {
    Diagnostics diagnostics;
    const auto document = Document::parse("f.yaml", text, diagnostics);
    if (!document) CHECK(document.error().failure == Failure::configuration);
    return !document.has_value();
}

}  // namespace

TEST_CASE("Document: values stay as they were written, each with its place", "[config]") {
    Diagnostics diagnostics;
    const auto document = Document::parse(
        "f.yaml", "# a comment\nid: 010\ncountry: NO\nlist: [a, \"b\"]\nmap:\n  k: |\n    v\n",
        diagnostics);
    REQUIRE(document);
    CHECK(diagnostics.to_text().empty());
    const Node& root = document->root();
    REQUIRE(root.is_map());
    REQUIRE(root.keys.size() == 4);
    CHECK(root.place == SourcePlace{2, 1});
    CHECK(root.find("id")->text == "010");
    CHECK(root.find("id")->place == SourcePlace{2, 5});
    CHECK(root.find("country")->text == "NO");
    CHECK_FALSE(root.find("list")->items[0].in_quotes);
    CHECK(root.find("list")->items[1].in_quotes);
    CHECK(root.find("list")->items[1].place == SourcePlace{4, 11});
    CHECK(root.find("map")->find("k")->text == "v\n");
    CHECK(root.find("absent") == nullptr);
}

TEST_CASE("Document: nodes stay where they are when the document is moved", "[config]") {
    Diagnostics diagnostics;
    auto document = Document::parse("f.yaml", "a: 1\n", diagnostics);
    REQUIRE(document);
    const Node* before = document->root().find("a");
    const Document moved = std::move(*document);
    CHECK(moved.root().find("a") == before);
    CHECK(before->source->name() == "f.yaml");
}

TEST_CASE("Document: an empty file is nothing", "[config]") {
    for (const char* text : {"", "\n", "# only a comment\n"}) {
        Diagnostics diagnostics;
        const auto document = Document::parse("f.yaml", text, diagnostics);
        REQUIRE(document);
        CHECK(document->root().kind == NodeKind::nothing);
        CHECK(document->root().place == SourcePlace{1, 1});
        CHECK(found(document->root()) == "nothing");
    }
}

TEST_CASE("Document: a duplicate key is a mistake, and the first value stays", "[config]") {
    const std::string text = "queue: a\nother: {x: 1, x: 2}\nqueue: b\n";
    CHECK(said(text) ==
          "f.yaml:2:15: error: duplicate key \"x\"; first written in line 2\n"
          "    2 | other: {x: 1, x: 2}\n"
          "      |               ^\n"
          "f.yaml:3:1: error: duplicate key \"queue\"; first written in line 1\n"
          "    3 | queue: b\n"
          "      | ^\n");
    Diagnostics diagnostics;
    const auto document = Document::parse("f.yaml", text, diagnostics);
    REQUIRE(document);
    CHECK(document->root().find("queue")->text == "a");
}

TEST_CASE("Document: anchors, aliases and tags are refused, all in one run", "[config]") {
    CHECK(said("a: &x 1\nb: *x\nc: !!str 2\n") ==
          "f.yaml:1:4: error: anchors (&name) are not read here; write the value where it is used\n"
          "    1 | a: &x 1\n"
          "      |    ^\n"
          "f.yaml:2:4: error: aliases (*name) are not read here; write the value out\n"
          "    2 | b: *x\n"
          "      |    ^\n"
          "f.yaml:3:4: error: tags are not read here; found \"tag:yaml.org,2002:str\"\n"
          "    3 | c: !!str 2\n"
          "      |    ^\n");
    CHECK(said("a: *y\n") ==
          "f.yaml:1:4: error: aliases (*name) are not read here; write the value out\n"
          "    1 | a: *y\n"
          "      |    ^\n");
    CHECK(said("? [a]\n: b\n") ==
          "f.yaml:1:3: error: expected a key of plain text, found a list\n"
          "    1 | ? [a]\n"
          "      |   ^\n");
}

TEST_CASE("Document: a second document is refused", "[config]") {
    CHECK(said("a: 1\n---\nb: 2\n") ==
          "f.yaml:2:1: error: a second document begins here; expected one document in a file\n"
          "    2 | ---\n"
          "      | ^\n");
    CHECK(refused_whole("a: 1\n...\nb: 2\n"));
    CHECK_FALSE(refused_whole("---\na: 1\n...\n"));
}

TEST_CASE("Document: a key without its colon is a mistake", "[config]") {
    CHECK(said("a: 1\nb\n") ==
          "f.yaml:2:1: error: expected a \":\" after the key \"b\"\n"
          "    2 | b\n"
          "      | ^\n");
    CHECK(said("{a, \"b\": 1}\n") ==
          "f.yaml:1:2: error: expected a \":\" after the key \"a\"\n"
          "    1 | {a, \"b\": 1}\n"
          "      |  ^\n");
    CHECK(said("'it''s': 1\n\"q\\\"\" : 2\n").empty());
}

TEST_CASE("Document: quotes that are never closed are refused", "[config]") {
    CHECK(said("a: 1\nkey: 'un\n") ==
          "f.yaml:2:6: error: this quoted text is never closed\n"
          "    2 | key: 'un\n"
          "      |      ^\n");
    CHECK(refused_whole("key: \"a\\\"\n"));
    CHECK_FALSE(refused_whole("key: 'a''b'\n"));
}

TEST_CASE("Document: broken YAML is named with its place and what to do", "[config]") {
    CHECK(said("a: b: c\n") ==
          "f.yaml:1:5: error: this \":\" makes no key here; put the text in quotes, or check the "
          "indentation\n"
          "    1 | a: b: c\n"
          "      |     ^\n");
    CHECK(said("a:\n\tb: 1\n") ==
          "f.yaml:2:3: error: this \":\" makes no key here; put the text in quotes, or check the "
          "indentation; a tab stands in the indentation of this line, use spaces\n"
          "    2 |  b: 1\n"
          "      |   ^\n");
    CHECK(
        said("a: {b: ${c}}\n") ==
        "f.yaml:1:9: error: expected \",\" or \"}\"; inside [..] and {..} a text with ${..} needs "
        "quotes\n"
        "    1 | a: {b: ${c}}\n"
        "      |         ^\n");
    CHECK(said("a: @x\n").find("f.yaml:1:4: error: a text cannot begin with this") == 0);
    CHECK(said("a: \"\\q\"\n").find("f.yaml:1:7: error: cannot be read as YAML: ") == 0);
    CHECK(refused_whole("a: [b, c\n"));
    CHECK(refused_whole("a: 1\n- b\n"));
}

TEST_CASE("Document: text that is not UTF-8 or holds control characters is refused", "[config]") {
    CHECK(said("a: 1\nb: \xC3\x28\n") == "f.yaml: error: not UTF-8 at byte 8 (line 2)\n");
    CHECK(said(std::string("a: x\x04y\nb: 2\n")) ==
          "f.yaml:1:5: error: control character 0x04; expected plain text\n"
          "    1 | a: x?y\n"
          "      |     ^\n");
    CHECK(refused_whole(std::string("a: \x1B[31m\n")));
    CHECK(refused_whole(std::string("a: 1\0b: 2\n", 10)));
    CHECK(refused_whole("a: 1\rb: 2\n"));
    CHECK(said("a: \x1B[31m\n").find('\x1B') == std::string::npos);
}

TEST_CASE("Document: a byte order mark and CRLF line ends are read over", "[config]") {
    Diagnostics diagnostics;
    const auto document = Document::parse("f.yaml",
                                          "\xEF\xBB\xBF"
                                          "a: 1\r\nb: 2\r\n",
                                          diagnostics);
    REQUIRE(document);
    CHECK(document->root().find("a")->place == SourcePlace{1, 4});
    CHECK(document->root().find("b")->text == "2");
    CHECK(document->root().find("b")->place == SourcePlace{2, 4});
}

TEST_CASE("Document: columns count code points, and tabs do not move the caret", "[config]") {
    CHECK(said("é: {ñ: 1,\tñ: 2}\n") ==
          "f.yaml:1:11: error: duplicate key \"ñ\"; first written in line 1\n"
          "    1 | é: {ñ: 1, ñ: 2}\n"
          "      |           ^\n");
}

TEST_CASE("Document: places far along a line are counted right", "[config]") {
    std::string text = "a: 1\nb: [";
    for (int i = 0; i < 2'000; ++i) text += "é, ";
    text += "x]\n";
    Diagnostics diagnostics;
    const auto document = Document::parse("f.yaml", text, diagnostics);
    REQUIRE(document);
    const auto& items = document->root().find("b")->items;
    REQUIRE(items.size() == 2'001);
    for (std::uint32_t i = 0; i < items.size(); ++i)
        CHECK(items[i].place == SourcePlace{2, 5 + 3 * i});
}

TEST_CASE("Document: long lines are shown around the caret only", "[config]") {
    const std::string text =
        "a: [" + std::string(200, 'x') + ", b, {c: 1, c: 2}, " + std::string(200, 'y') + "]\n";
    const std::string shown = said(text);
    CHECK(shown.find("... xxx") != std::string::npos);
    CHECK(shown.find("yyy ...") != std::string::npos);
    std::size_t start = shown.find('\n') + 1;
    const std::string line = shown.substr(start, shown.find('\n', start) - start);
    start = shown.find('\n', start) + 1;
    const std::string caret = shown.substr(start, shown.find('\n', start) - start);
    CHECK(line.substr(caret.size() - 1, 4) == "c: 2");
}

TEST_CASE("Document: too deep and too large are refused quickly", "[config]") {
    CHECK_FALSE(refused_whole(std::string(64, '[') + "x" + std::string(64, ']')));
    CHECK(said(std::string(65, '[') + "x" + std::string(65, ']'))
              .find("f.yaml:1:65: error: lists and maps lie in each other deeper than 64\n") == 0);
    for (const char* part : {"[", "{a: ", "- ", "? ", "- - ? "}) {
        std::string deep;
        while (deep.size() < 100'000) deep += part;
        CHECK(refused_whole(deep));
    }
    CHECK(said(std::string(document_bytes_max + 1, '#')) ==
          "f.yaml: error: larger than 8388608 bytes\n");
}

TEST_CASE("Document: a file that cannot be read is named with the reason", "[config]") {
    const leadline::tests::TemporaryFolder folder;
    Diagnostics diagnostics;
    const auto absent = Document::load(folder.path() / "absent.yaml", diagnostics);
    REQUIRE_FALSE(absent);
    CHECK(absent.error().failure == Failure::io);
    CHECK(absent.error().message ==
          (folder.path() / "absent.yaml").string() + ": No such file or directory");
    const auto is_folder = Document::load(folder.path(), diagnostics);
    REQUIRE_FALSE(is_folder);
    CHECK(is_folder.error().failure == Failure::io);
    CHECK(diagnostics.ok());

    std::ofstream(folder.path() / "good.yaml") << "a: 1\n";
    const auto good = Document::load(folder.path() / "good.yaml", diagnostics);
    REQUIRE(good);
    CHECK(good->root().find("a")->text == "1");
    CHECK(good->source().name() == (folder.path() / "good.yaml").string());
}

TEST_CASE("Document: any bytes are read or refused, and nothing else happens", "[config]") {
    const auto pieces = rc::gen::elementOf(std::vector<std::string>{
        "a",     ": ",    "- ", "\n",  "\n  ", "[",   "]",    "{",  "}", ",",
        "'",     "\"",    "#",  "&x ", "*x",   "!t ", "|",    ">",  "?", "%",
        "---\n", "...\n", "\t", "~",   "null", "é",   "\xFF", "\\", "1", "$"});
    rc::check("broken documents", [&] {
        const auto parts = *rc::gen::container<std::vector<std::string>>(pieces);
        std::string text;
        for (const auto& part : parts) text += part;
        Diagnostics diagnostics;
        const auto document = Document::parse("f.yaml", text, diagnostics);
        RC_ASSERT(document.has_value() || !diagnostics.ok());
        if (!document) RC_ASSERT(document.error().message + "\n" == diagnostics.to_text());
        for (const Diagnostic& diagnostic : diagnostics.sorted())
            RC_ASSERT(diagnostic.message.find('\n') == std::string::npos);
    });
}
