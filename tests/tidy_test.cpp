// The house style, run as a test. What a rule finds wrong fails, with the way out in the message;
// what breaks a rule for a reason stands in the table of exemptions, and an exemption that nothing
// needs any longer fails too. Each rule is also shown a piece of code that breaks it.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "tests/support/golden.hpp"
#include "tests/support/repository.hpp"
#include "tests/tidy/include_rules.hpp"
#include "tests/tidy/layout_rules.hpp"

namespace {

using namespace leadline::tests;

struct Exemption {
    std::string_view rule;
    std::string_view path;
    std::string_view reason;
};

// The one list of what may break a rule.
const std::vector<Exemption> exemptions = {
    {"namespace", "projections/row_codec.cpp",
     "it gives the codec's templates, which are of events, their rows"},
};

using Rule = Complaints (*)(const SourceFile&);

const std::vector<SourceFile>& tree() {
    static const std::vector<SourceFile> files = read_tree(repository_root());
    return files;
}

// The complaints that no exemption covers, as text; and every exemption of that rule that none
// needs.
std::string judge(std::string_view rule, const Complaints& complaints) {
    std::string text;
    const auto covers = [&](const Exemption& exemption, const Complaint& complaint) {
        return exemption.rule == complaint.rule && exemption.path == complaint.path;
    };
    for (const Complaint& complaint : complaints) {
        if (std::any_of(exemptions.begin(), exemptions.end(),
                        [&](const Exemption& exemption) { return covers(exemption, complaint); }))
            continue;
        text +=
            complaint.path + ":" + std::to_string(complaint.line) + ": " + complaint.message + "\n";
    }
    for (const Exemption& exemption : exemptions) {
        if (exemption.rule != rule) continue;
        if (std::none_of(complaints.begin(), complaints.end(),
                         [&](const Complaint& complaint) { return covers(exemption, complaint); }))
            text += fmt::format("{}: nothing breaks \"{}\" any longer: remove its exemption\n",
                                exemption.path, rule);
    }
    return text;
}

std::string over_the_tree(std::string_view name, Rule rule) {
    Complaints complaints;
    for (const SourceFile& file : tree())
        for (Complaint& complaint : rule(file)) complaints.push_back(std::move(complaint));
    return judge(name, complaints);
}

// Fails with the complaints, one a line, when there are any.
void none_of(const std::string& complaints) {
    if (!complaints.empty()) FAIL_CHECK(complaints);
    SUCCEED();
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

std::size_t found(Rule rule, std::string path, std::string text) {
    return rule(source_file(std::move(path), std::move(text))).size();
}

template <class Use>
void for_each_golden(Use use) {
    leadline::events::Events::for_each([&]<class Event>() {
        for (unsigned version = 1; version <= Event::schema_version; ++version)
            use(golden_file<Event>(version));
    });
}

}  // namespace

TEST_CASE("tidy: a header has at most 160 lines, a source 350", "[tidy]") {
    CHECK(found(file_size, "events/a.hpp", repeated("\n", 161)) == 1);
    CHECK(found(file_size, "events/a.cpp", repeated("\n", 350)) == 0);
    CHECK(found(file_size, "events/a.cpp", repeated("\n", 351)) == 1);
    none_of(over_the_tree("file size", file_size));
}

TEST_CASE("tidy: a function has at most 80 lines", "[tidy]") {
    const std::string body = repeated("    step();\n", 80);
    CHECK(found(function_size, "a.cpp", "namespace a {\nvoid f() {\n" + body + "}\n}\n") == 1);
    CHECK(found(function_size, "a.cpp", "struct S {\n" + repeated("void f() {}\n", 90) + "};\n") ==
          0);
    CHECK(found(function_size, "a.cpp", "const int t[] = {\n" + repeated("1,\n", 90) + "};\n") ==
          0);
    CHECK(found(function_size, "a.cpp", "Table t{\n" + repeated("1,\n", 90) + "};\n") == 0);
    CHECK(found(function_size, "a.cpp", "#if f(x)\n#endif\nnamespace a {\n" + body + "}\n") == 0);
    CHECK(found(function_size, "a.cpp", "A::A() : a_{1} {\n" + body + "}\n") == 1);
    none_of(over_the_tree("function size", function_size));
}

TEST_CASE("tidy: lines have at most 100 columns, no tabs and no white space at the end", "[tidy]") {
    CHECK(found(line_layout, "a.cpp", repeated("x", 101) + "\n") == 1);
    CHECK(found(line_layout, "a.cpp", repeated("\xC3\xA4", 100) + "\n") == 0);
    CHECK(found(line_layout, "a.cpp", "\tx\n") == 1);
    CHECK(found(line_layout, "a.cpp", "x \n") == 1);
    CHECK(found(line_layout, "a.cpp", "x") == 1);
    none_of(over_the_tree("line layout", line_layout));
}

TEST_CASE("tidy: every file opens with its door-sign", "[tidy]") {
    CHECK(found(door_sign, "a.cpp", "#include <vector>\n") == 1);
    CHECK(found(door_sign, "a.hpp", "// What a is.\n#include <vector>\n") == 1);
    CHECK(found(door_sign, "a.hpp", "// What a is.\n// And more.\n#pragma once\n") == 0);
    none_of(over_the_tree("door-sign", door_sign));
}

TEST_CASE("tidy: nothing is left open without the number of its issue", "[tidy]") {
    const std::string word =
        "TO"
        "DO";
    CHECK(found(open_ends, "a.cpp", "// " + word + ": later\n") == 1);
    CHECK(found(open_ends, "a.cpp", "// " + word + "(#12): later\n") == 0);
    std::vector<SourceFile> others;
    for (const SourceFile& file : tree())
        if (!file.is_under("tests/tidy")) others.push_back(file);  // the rule must name its words
    Complaints complaints;
    for (const SourceFile& file : others)
        for (Complaint& complaint : open_ends(file)) complaints.push_back(std::move(complaint));
    none_of(judge("open ends", complaints));
}

TEST_CASE("tidy: a room's folder is its namespace", "[tidy]") {
    CHECK(found(own_namespace, "engine/a.cpp", "namespace leadline::events {}\n") == 1);
    CHECK(found(own_namespace, "engine/a.cpp", "namespace leadline::engine {}\n") == 0);
    CHECK(found(own_namespace, "engine/a.cpp", "// namespace leadline::engine\n") == 1);
    none_of(over_the_tree("namespace", own_namespace));
}

TEST_CASE("tidy: decide and evolve name every case", "[tidy]") {
    const std::string code = "switch (kind) {\n    case A: return;\n    default: return;\n}\n";
    CHECK(found(catch_all, "engine/core/decide/a.cpp", code) == 1);
    CHECK(found(catch_all, "engine/core/evolve.cpp", code) == 1);
    CHECK(found(catch_all, "engine/runtime/a.cpp", code) == 0);
    CHECK(found(catch_all, "engine/core/decide/a.cpp", "S() = default;\n") == 0);
    none_of(over_the_tree("catch-all", catch_all));
}

TEST_CASE("tidy: the arrows between rooms point one way", "[tidy]") {
    CHECK(found(arrows, "events/a.hpp", "#include \"engine/log/log.hpp\"\n") == 1);
    CHECK(found(arrows, "events/a.hpp", "#include <simdjson.h>\n") == 1);
    CHECK(found(arrows, "events/codec/a.cpp", "#include <simdjson.h>\n") == 0);
    CHECK(found(arrows, "engine/core/a.cpp", "#include <rocksdb/db.h>\n") == 1);
    CHECK(found(arrows, "engine/core/a.cpp", "#include <chrono>\n") == 1);
    CHECK(found(arrows, "engine/core/a.cpp", "#include \"engine/runtime/a.hpp\"\n") == 1);
    CHECK(found(arrows, "engine/runtime/a.cpp", "#include <chrono>\n") == 0);
    CHECK(found(arrows, "engine/rocks/a.cpp", "#include \"engine/log/log.hpp\"\n") == 1);
    CHECK(found(arrows, "config/a.cpp", "#include \"engine/core/a.hpp\"\n") == 1);
    CHECK(found(arrows, "projections/a.cpp", "#include \"engine/runtime/a.hpp\"\n") == 1);
    CHECK(found(arrows, "connectors/a.cpp", "#include \"tests/support/golden.hpp\"\n") == 1);
    none_of(over_the_tree("arrows", arrows));
}

TEST_CASE("tidy: the core and the language use no clock, chance, float or unordered table",
          "[tidy]") {
    CHECK(found(impurities, "engine/core/a.cpp", "std::unordered_map<int, int> m;\n") == 1);
    CHECK(found(impurities, "engine/core/a.cpp", "auto t = steady_clock::now();\n") == 1);
    CHECK(found(impurities, "events/a.hpp", "double rate = 0;\n") == 1);
    CHECK(found(impurities, "events/a.hpp", "// not a double\n") == 0);
    CHECK(found(impurities, "connectors/a.cpp", "double rate = 0;\n") == 0);
    none_of(over_the_tree("impurities", impurities));
}

TEST_CASE("tidy: includes name files from the root, and none in a circle", "[tidy]") {
    const SourceFile a = source_file("events/a.hpp", "#include \"events/b.hpp\"\n");
    const SourceFile b = source_file("events/b.hpp", "#include \"events/a.hpp\"\n");
    const SourceFile c = source_file("events/c.hpp", "#include \"a.hpp\"\n");
    CHECK(include_graph({a, b}).size() == 1);
    CHECK(include_graph({a, c}).size() == 2);
    Complaints complaints = include_graph(tree());
    none_of(judge("include path", complaints));
}

TEST_CASE("tidy: every source is listed in its room's CMakeLists.txt", "[tidy]") {
    std::string lists;
    for (const char* room :
         {"events", "engine", "config", "projections", "connectors", "bench", "tests", "cmake"}) {
        const std::string text = read_text(repository_root() / room / "CMakeLists.txt");
        std::istringstream words(text);
        for (std::string word; words >> word;) {
            while (word.ends_with(')')) word.pop_back();
            lists += '\n' + std::string(room) + '/' + word + '\n';
        }
    }
    Complaints complaints;
    for (const SourceFile& file : tree())
        if (!file.is_header() && !file.is_under("cmake/") &&
            lists.find('\n' + file.path + '\n') == std::string::npos)
            complaints.push_back({"listed", file.path, 0,
                                  "no CMakeLists.txt lists it, so nothing builds it: add it to its "
                                  "room's, or remove it"});
    none_of(judge("listed", complaints));
}

TEST_CASE("tidy: every kind and version of event has its golden file, and no other is there",
          "[tidy]") {
    const std::filesystem::path folder = repository_root() / "tests/golden";
    std::set<std::string> wanted;
    std::string wrong;
    for_each_golden([&](const std::string& name) {
        wanted.insert(name);
        if (!std::filesystem::exists(folder / name))
            wrong += name + ": missing; encode one event of it and keep it for ever\n";
    });
    std::error_code none;  // no folder: everything was said above
    for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".bin") && !wanted.contains(name))
            wrong += name + ": of no kind and version; kinds once released are never removed\n";
    }
    none_of(wrong);
}
