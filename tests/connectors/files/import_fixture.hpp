// Import: small files in a folder of their own, one import of them, and what came of it. For the
// tests of the import; each test makes its own.
#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "connectors/files/import.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {

using connectors::ImportRequest;
using events::Failure;

// Files in a folder of their own, and one import of them.
class Import {
public:
    explicit Import(const std::string& map) { write("map.yaml", map); }

    Import& csv(const std::string& name, const std::string& text) {
        write(name, text);
        request_.files.push_back(folder_.path() / name);
        return *this;
    }

    bool run() {
        request_.map = folder_.path() / "map.yaml";
        std::ostringstream out;
        auto report = connectors::import_commands(request_, out);
        lines = out.str();
        if (report) {
            said = connectors::to_text(*report);
            left_out = report->left_out();
            return true;
        }
        CHECK(lines.empty());
        failure = report.error().failure;
        said = report.error().message;
        // Messages name files with their folders.
        const std::string prefix = folder_.path().string() + "/";
        for (std::size_t at; (at = said.find(prefix)) != std::string::npos;)
            said.erase(at, prefix.size());
        return false;
    }

    // "type id" of each line, in order.
    std::vector<std::string> order() const {
        std::vector<std::string> out;
        std::istringstream in(lines);
        for (std::string line; std::getline(in, line);)
            out.push_back(attribute(line, "type") + " " + attribute(line, "id"));
        return out;
    }

    // What stands behind "data": of each line.
    std::vector<std::string> data() const {
        std::vector<std::string> out;
        std::istringstream in(lines);
        for (std::string line; std::getline(in, line);) {
            const std::size_t at = line.find("\"data\":") + 7;
            out.push_back(line.substr(at, line.size() - at - 1));
        }
        return out;
    }

    static std::string attribute(const std::string& line, const std::string& name) {
        const std::size_t at = line.find("\"" + name + "\":\"") + name.size() + 4;
        return line.substr(at, line.find('"', at) - at);
    }

    std::string lines;
    std::string said;
    std::uint64_t left_out = 0;
    Failure failure = Failure::io;

private:
    void write(const std::string& name, const std::string& text) {
        std::ofstream(folder_.path() / name, std::ios::binary) << text;
    }

    TemporaryFolder folder_;
    ImportRequest request_;
};

inline const std::string top = "program: p\nsource: crm\nactor: system:crm\n";

// A map with one file `rows` and one CreateLead whose data is `data`, in flow style.
inline std::string lead_map(const std::string& data, const std::string& more = "") {
    return top +
           "files:\n  rows: {file: \"*.csv\"}\nkinds:\n  - type: CreateLead\n    from: rows\n" +
           "    id: l-${id}\n    time: ${at}\n" + more + "    data: " + data + "\n";
}

}  // namespace leadline::tests
