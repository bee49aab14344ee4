// The sample map of a CRM's files through the whole binary: import, program apply, submit; then
// every answer is reconciled with the rows of the CSV files. On rows made up here, always; and on
// the real files where they are, whose licence keeps them out of the repository.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>

#include "tests/support/answers.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using Catch::Contains;
using Counts = std::map<std::string, int>;

// In the folder that LEADLINE_CRM_DIR names, else beside the repository. None, after saying so,
// when the real files are not here.
std::optional<fs::path> crm_folder() {
    const char* named = std::getenv("LEADLINE_CRM_DIR");
    const fs::path folder =
        named != nullptr ? fs::path(named) : repository_root() / "../shared/data/maven_crm";
    if (fs::exists(folder / "sales_pipeline.csv")) return folder;
    WARN("SKIPPED: the CRM files are not in " << folder
                                              << "; name their folder in LEADLINE_CRM_DIR");
    return std::nullopt;
}

// An id as the map makes it: "Mei-Mei Johns" is "mei-mei-johns".
std::string id_of(const std::string& name) {
    std::string id;
    for (const char c : name) {
        const bool is_plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
        if (is_plain) {
            id += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else if (!id.empty() && id.back() != '-') {
            id += '-';
        }
    }
    return id;
}

// "12/31/2017" is "2017-12-31T00:00:00.000000Z".
std::string time_of(const std::string& date) {
    const std::size_t day = date.find('/') + 1;
    const std::size_t year = date.find('/', day) + 1;
    char text[32];
    std::snprintf(text, sizeof text, "%s-%02d-%02dT00:00:00.000000Z", date.substr(year).c_str(),
                  std::atoi(date.c_str()), std::atoi(date.substr(day).c_str()));
    return text;
}

struct PipelineRow {
    std::string id, agent, product, account, stage, engaged, closed, value;
};

std::vector<PipelineRow> pipeline_of(const fs::path& file) {
    std::vector<PipelineRow> rows;
    for (Row& row : rows_of(read_text(file))) {
        row.resize(8);  // the last cells may be empty
        for (std::string& cell : row)
            cell.erase(std::remove(cell.begin(), cell.end(), '\r'), cell.end());
        rows.push_back({id_of(row[0]), id_of(row[1]), row[2] == "GTXPro" ? "GTX Pro" : row[2],
                        row[3], row[4], row[5], row[6], row[7]});
    }
    return rows;
}

// Imported, set up and submitted.
class Crm {
public:
    explicit Crm(const fs::path& files) : rows(pipeline_of(files / "sales_pipeline.csv")) {
        std::vector<std::string> words{"import"};
        for (const char* name : {"accounts", "products", "sales_teams", "sales_pipeline"})
            words.push_back((files / (std::string(name) + ".csv")).string());
        words.insert(words.end(), {"--map", sample("crm.map.yaml"), "--to", lines});
        imported = leadline(words);
        const Ended applied =
            leadline({"program", "apply", sample("crm.program.yaml"), "--data", data});
        INFO(applied.err);
        REQUIRE(applied.exit_code == 0);
        const Ended submitted = submit();
        INFO(submitted.err);
        REQUIRE(submitted.exit_code == 0);
    }
    [[nodiscard]] Ended submit() const {
        return leadline({"submit", lines, "--data", data, "--strict"});
    }

    // What is told, against the rows.
    void check() const {
        check_leads();
        check_opportunities();
    }

    TemporaryFolder folder;
    std::string lines = (folder.path() / "crm.jsonl").string();
    std::string data = (folder.path() / "data").string();
    std::vector<PipelineRow> rows;
    Ended imported;

private:
    [[nodiscard]] std::map<std::string, Row> listed(const std::string& noun) const {
        std::map<std::string, Row> told;
        for (Row& row : rows_of(asked({noun, "list", "-o", "csv"}, data))) {
            const std::string id = row.at(0);
            told.emplace(id, std::move(row));
        }
        return told;
    }

    void check_leads() const {
        const auto told = listed("lead");
        CHECK(told.size() == rows.size());
        for (const PipelineRow& row : rows) {
            INFO(row.id);
            const auto found = told.find(row.id);
            REQUIRE(found != told.end());
            const Row& lead = found->second;
            const std::string status = !row.account.empty()      ? "converted"
                                       : row.stage == "Engaging" ? "working"
                                                                 : "new";
            CHECK(lead.at(1) == status);
            CHECK(lead.at(4) == row.agent);
            const std::string begun = row.engaged.empty() ? "12/31/2017" : row.engaged;
            CHECK(lead.at(7) == time_of(begun));
            CHECK(lead.at(8) == row.account);
        }
    }

    void check_opportunities() const {
        const auto told = listed("opportunity");
        std::size_t expected = 0;
        for (const PipelineRow& row : rows) {
            if (row.account.empty()) continue;
            ++expected;
            INFO(row.id);
            const auto found = told.find(row.id);
            REQUIRE(found != told.end());
            const Row& it = found->second;
            const Counts none;
            const std::map<std::string, std::string> statuses{{"Prospecting", "accepted"},
                                                              {"Engaging", "in_progress"},
                                                              {"Won", "purchased"},
                                                              {"Lost", "lost"}};
            CHECK(it.at(1) == statuses.at(row.stage));
            CHECK(it.at(2) == (row.stage == "Prospecting" ? "prospecting" : "engaging"));
            CHECK(it.at(3) == row.agent);
            CHECK(it.at(6) == row.product);
            if (row.stage == "Won") CHECK(it.at(7) == row.value + " USD");
            if (!row.closed.empty()) CHECK(it.at(9) == time_of(row.closed));
        }
        CHECK(told.size() == expected);
    }
};

// One row of each shape that the real files have, and an agent whom no team knows.
void write_made_up(const fs::path& to) {
    write_text(to / "accounts.csv",
               "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n"
               "Nordwerk,technolgy,1996,1100.04,2822,United States,\n"
               "Inselbau,medical,1999,0.5,12,Philipines,Nordwerk\n");
    write_text(to / "products.csv",
               "product,series,sales_price\nGTX Basic,GTX,550\nGTX Pro,GTX,4821\n");
    write_text(to / "sales_teams.csv",
               "sales_agent,manager,regional_office\nMoses Frase,Dustin Brinkmann,Central\n"
               "Mei-Mei Johns,Melvin Marxen,Central\nZane Levy,Summer Sewald,West\n");
    write_text(
        to / "sales_pipeline.csv",
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
        "AA1,Moses Frase,GTXPro,Nordwerk,Won,10/20/2016,3/1/2017,4514\n"
        "AA2,Mei-Mei Johns,GTX Basic,Inselbau,Lost,1/5/2017,1/5/2017,0\n"
        "AA3,Zane Levy,GTX Basic,Nordwerk,Engaging,12/27/2017,,\n"
        "AA4,Moses Frase,GTX Pro,,Engaging,7/4/2017,,\n"
        "AA5,Zane Levy,GTXPro,,Prospecting,,,\n"
        "AA6,Moses Frase,GTX Basic,Inselbau,Prospecting,,,\n"
        "AA7,Nobody Known,GTX Basic,Inselbau,Won,1/5/2017,1/6/2017,500\n");
}

}  // namespace

TEST_CASE("CRM: rows of every shape become leads, opportunities, wins and losses", "[process]") {
    const TemporaryFolder folder;
    write_made_up(folder.path());
    Crm crm(folder.path());
    // A row that nobody can own is left out and named, and the exit code says so.
    CHECK(crm.imported.exit_code == 65);
    CHECK_THAT(crm.imported.err, Contains("sales_pipeline.csv:8"));
    CHECK_THAT(crm.imported.err,
               Contains("sold \"GTXPro\" is taken for \"GTX Pro\": 2 times") &&
                   Contains("it stays a lead: 2 times") &&
                   Contains("engage_date is empty, took \"12/31/2017\": 2 times"));
    crm.rows.pop_back();
    crm.check();
    const std::string lead = asked({"lead", "show", "aa2", "-o", "json"}, crm.data);
    CHECK_THAT(lead, Contains("500000") && Contains("\"PH\"") && Contains("Nordwerk"));
    const std::string lost = asked({"opportunity", "show", "aa2", "-o", "json"}, crm.data);
    CHECK_THAT(lost, Contains("550"));  // the list price that was lost
}

TEST_CASE("CRM: all rows of the real files are told again, and a second time change nothing",
          "[process]") {
    const auto files = crm_folder();
    if (!files) return;
    const Crm crm(*files);
    INFO(crm.imported.err);
    REQUIRE(crm.imported.exit_code == 0);
    CHECK(crm.rows.size() == 8'800);
    crm.check();
    std::uint64_t won = 0;
    for (const PipelineRow& row : crm.rows)
        if (row.stage == "Won") won += std::strtoull(row.value.c_str(), nullptr, 10);
    CHECK_THAT(asked({"opportunity", "totals", "-o", "csv"}, crm.data),
               Contains("purchased,4238," + std::to_string(won) + ".00,USD"));

    const Ended again = crm.submit();
    CHECK(again.exit_code == 0);
    std::size_t repeated = 0;
    std::istringstream outcomes(again.out);
    for (std::string line; std::getline(outcomes, line);)
        repeated += std::size_t{line.find("\"repeated\":true") != std::string::npos};
    CHECK(repeated == rows_of(read_text(crm.lines)).size() + 1);  // it has no head
    crm.check();
}

}  // namespace leadline::tests
