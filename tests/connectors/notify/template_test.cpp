// Templates: what is filled in, what is escaped, and what is refused before anybody is told.
#include "connectors/notify/template.hpp"

#include <catch2/catch.hpp>

namespace leadline::tests {
namespace {

using connectors::notify::Escape;
using connectors::notify::Template;
using connectors::notify::Values;

constexpr std::string_view known[] = {"lead", "company", "deadline"};

struct Read {
    Template made;
    std::string mistakes;
};

Read read(const std::string& text) {
    const config::Source source("mail.txt", text);
    config::Diagnostics diagnostics;
    Read read;
    read.made = Template::read(source, known, diagnostics);
    for (const config::Diagnostic& each : diagnostics.sorted())
        read.mistakes += std::to_string(each.place.line) + ":" + std::to_string(each.place.column) +
                         " " + each.message + "\n";
    return read;
}

std::string rendered(const std::string& text, const Values& values, Escape escape) {
    const Read got = read(text);
    REQUIRE(got.mistakes.empty());
    return got.made.render(values, escape);
}

const Values hostile{{"company", "<b>\"A & B\"</b>"}, {"lead", "l 1/2"}};

TEST_CASE("Template: a value is escaped as the place it stands in needs it", "[connectors]") {
    CHECK(rendered("{{company}}", hostile, Escape::html) ==
          "&lt;b&gt;&quot;A &amp; B&quot;&lt;/b&gt;");
    CHECK(rendered("{{company}}", hostile, Escape::none) == "<b>\"A & B\"</b>");
    CHECK(rendered("x/{{lead}}", hostile, Escape::url) == "x/l%201%2F2");
    CHECK(rendered("{{{company}}}{{&company}}", {{"company", "<"}}, Escape::html) == "<<");
}

TEST_CASE("Template: a value is never read as a template itself", "[connectors]") {
    CHECK(rendered("{{lead}}", {{"lead", "{{company}}"}, {"company", "x"}}, Escape::none) ==
          "{{company}}");
}

TEST_CASE("Template: sections stand for what is there, and inverted ones for what is not",
          "[connectors]") {
    const std::string text =
        "{{#deadline}}until {{deadline}}{{/deadline}}{{^deadline}}any "
        "time{{/deadline}}{{! nobody reads this }}";
    CHECK(rendered(text, {{"deadline", "noon"}}, Escape::none) == "until noon");
    CHECK(rendered(text, {}, Escape::none) == "any time");
    CHECK(rendered(text, {{"deadline", ""}}, Escape::none) == "any time");
}

TEST_CASE("Template: an unknown name is refused, with its place and the nearest known one",
          "[connectors]") {
    CHECK(read("Hello\n  {{compny}}").mistakes ==
          "2:3 unknown name \"compny\"; expected one of: lead, company, deadline; did you mean "
          "\"company\"?\n");
    CHECK_FALSE(read("{{#nobody}}{{/nobody}}").mistakes.empty());
    CHECK_FALSE(read("{{{nobody}}}").mistakes.empty());
    CHECK_FALSE(read("{{&nobody}}").mistakes.empty());
    CHECK_FALSE(read("{{}}").mistakes.empty());
}

TEST_CASE("Template: what does not hang together is refused where it begins", "[connectors]") {
    CHECK(read("a {{lead").mistakes == "1:3 this tag is not closed by }}\n");
    CHECK(read("{{{lead}}").mistakes == "1:1 this tag is not closed by }}}\n");
    CHECK(read("{{#lead}}x").mistakes == "1:1 this section is not closed by {{/lead}}\n");
    CHECK(read("x{{/lead}}").mistakes == "1:2 no section \"lead\" is open here\n");
    CHECK(read("{{#lead}}{{/company}}").mistakes ==
          "1:10 the section that is open here is \"lead\"\n");
    CHECK(read("{{> other}}").mistakes == "1:1 a template includes no other one\n");
    CHECK(read("{{=<% %>=}}").mistakes == "1:1 delimiters stay {{ and }}\n");
}

}  // namespace
}  // namespace leadline::tests
