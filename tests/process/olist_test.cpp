// The real Olist files through the whole binary, as README says it: import, program apply, submit;
// then every answer is reconciled with the rows of the CSV files. And killed in the middle of that
// submit, it ends where a run ends that was never killed.
#include "tests/support/olist.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <sstream>

#include "tests/support/answers.hpp"
#include "tests/support/submitted.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using Counts = std::map<std::string, int>;

// What SPEC's "exactly one outcome per line" means: as many, in the same order.
std::vector<std::string> ids_of(const std::string& lines) {
    std::vector<std::string> ids;
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);) ids.push_back(value_of(line, "id"));
    return ids;
}

// The files imported, and the rows that everything must agree with.
struct Olist {
    explicit Olist(const fs::path& files) {
        const Ended imported = leadline({"import", (files / olist_leads_name).string(),
                                         (files / olist_deals_name).string(), "--map",
                                         sample("olist.map.yaml"), "--to", lines.string()});
        INFO(imported.err);
        REQUIRE(imported.exit_code == 0);
        leads = rows_of(read_text(files / olist_leads_name));
        deals = rows_of(read_text(files / olist_deals_name));
    }

    void apply_program(const std::string& data) const {
        const Ended applied =
            leadline({"program", "apply", sample("olist.program.yaml"), "--data", data});
        INFO(applied.err);
        REQUIRE(applied.exit_code == 0);
    }

    TemporaryFolder folder;
    fs::path lines = folder.path() / "lines.jsonl";
    std::vector<Row> leads;  // mql_id, ...
    std::vector<Row> deals;  // mql_id, seller_id, sdr_id, sr_id, won_date, business_segment, ...
};

void check_outcomes(const std::string& outcomes, const Olist& olist) {
    CHECK((ids_of(outcomes) == ids_of(read_text(olist.lines))));
    Counts events;
    std::size_t accepted = 0;
    std::istringstream in(outcomes);
    for (std::string line; std::getline(in, line);) {
        accepted += value_of(line, "outcome") == "accepted" ? 1U : 0U;
        for (const char* event : {"LeadCreated", "LeadClaimed", "LeadConverted", "DealRegistered"})
            events[event] += line.find('"' + std::string(event) + '"') != std::string::npos ? 1 : 0;
    }
    CHECK(accepted == 10'567);
    CHECK(events == Counts{{"LeadCreated", 8'000},
                           {"LeadClaimed", 842},
                           {"LeadConverted", 842},
                           {"DealRegistered", 842}});
}

void check_leads(const std::string& data, const Olist& olist) {
    std::map<std::string, Row> told;
    for (Row& row : rows_of(asked({"lead", "list", "-o", "csv"}, data))) {
        const std::string lead = row.at(0);
        told.emplace(lead, std::move(row));
    }
    CHECK(told.size() == 8'000);
    for (const Row& lead : olist.leads) REQUIRE(told.contains(lead.at(0)));
    for (const Row& deal : olist.deals) {
        const Row& lead = told.at(deal.at(0));
        CHECK(lead.at(1) == "converted");
        CHECK(lead.at(4) == deal.at(2));  // with its SDR
        told.erase(deal.at(0));
    }
    Counts waiting;  // the rest, by queue
    for (const auto& [id, lead] : told) {
        CHECK(lead.at(2) == "queue");
        ++waiting[lead.at(3)];
    }
    Counts shown;
    for (const Row& queue : rows_of(asked({"queue", "list", "-o", "csv"}, data))) {
        const std::string& id = queue.at(0);
        const std::string json = asked({"queue", "show", id, "-o", "json"}, data);
        shown[id] = std::stoi(value_of(json, "waiting"));
        std::size_t listed = 0;
        for (std::size_t at = json.find("\"lead\":"); at != std::string::npos;
             at = json.find("\"lead\":", at + 1))
            ++listed;
        CHECK(static_cast<int>(listed) == shown[id]);
    }
    CHECK(shown == waiting);
}

void check_deals(const std::string& data, const Olist& olist) {
    std::map<std::string, Row> told;
    for (Row& row : rows_of(asked({"deal", "list", "-o", "csv"}, data))) {
        const std::string deal = row.at(0);
        told.emplace(deal, std::move(row));
    }
    CHECK(told.size() == 842);
    for (const Row& deal : olist.deals) {
        const auto found = told.find("deal-" + deal.at(0));
        REQUIRE(found != told.end());
        CHECK(found->second.at(2) == deal.at(3));  // its representative's
        CHECK(found->second.at(4) == deal.at(1));  // on this customer
        CHECK(found->second.at(5) == (deal.at(5).empty() ? "other" : deal.at(5)));
    }
}

void check_partners(const std::string& data, const Olist& olist) {
    Counts won, registered, conversions, deals;
    for (const Row& deal : olist.deals) {
        ++won[deal.at(2)];
        ++registered[deal.at(3)];
    }
    CHECK(won.size() == 32);
    CHECK(registered.size() == 22);
    const std::vector<Row> partners = rows_of(asked({"partner", "list", "-o", "csv"}, data));
    CHECK(partners.size() == 41);
    for (const Row& partner : partners) {
        const std::string json = asked({"partner", "show", partner.at(0), "-o", "json"}, data);
        if (const int count = std::stoi(value_of(json, "conversions")); count > 0)
            conversions[partner.at(0)] = count;
        if (const int count = std::stoi(value_of(json, "deals")); count > 0)
            deals[partner.at(0)] = count;
        CHECK(value_of(json, "claims") == value_of(json, "conversions"));
    }
    CHECK(conversions == won);
    CHECK(deals == registered);
}

// `submit`, killed once it has said so many outcomes. It cannot have come to its end: what it has
// still to say does not fit into the pipe.
std::string killed_after(std::size_t outcomes, const std::string& lines, const std::string& data) {
    int out[2];
    REQUIRE(::pipe2(out, O_CLOEXEC) == 0);
    Child child({"submit", lines, "--data", data}, {-1, out[1], {}});
    ::close(out[1]);
    std::string said;
    char piece[4096];
    for (std::size_t count = 0; count < outcomes;) {
        const ssize_t got = ::read(out[0], piece, sizeof piece);
        if (got <= 0) break;
        count += static_cast<std::size_t>(std::count(piece, piece + got, '\n'));
        said.append(piece, static_cast<std::size_t>(got));
    }
    ::kill(child.pid(), SIGKILL);
    CHECK(child.wait().exit_code == 128 + SIGKILL);
    ::close(out[0]);
    return said;
}

}  // namespace

TEST_CASE("Olist: every lead, conversion and registration of the files is told again",
          "[process]") {
    const auto files = olist_folder();
    if (!files) return;
    const Olist olist(*files);
    const std::string data = (olist.folder.path() / "data").string();
    olist.apply_program(data);
    const Ended submitted = leadline({"submit", olist.lines.string(), "--data", data, "--strict"});
    INFO(submitted.err);
    REQUIRE(submitted.exit_code == 0);
    check_outcomes(submitted.out, olist);
    check_leads(data, olist);
    check_deals(data, olist);
    check_partners(data, olist);
}

TEST_CASE("Olist: killed in the middle and run again, it ends as if never killed", "[process]") {
    const auto files = olist_folder();
    if (!files) return;
    const Olist olist(*files);
    const std::string lines = olist.lines.string();
    const std::string reference = (olist.folder.path() / "reference").string();
    olist.apply_program(reference);
    const Ended whole = leadline({"submit", lines, "--data", reference});
    REQUIRE(whole.exit_code == 0);
    const Contents expected = contents_of(reference);

    const std::string data = (olist.folder.path() / "data").string();
    olist.apply_program(data);
    for (const std::size_t outcomes : {1'000U, 4'000U, 8'000U}) {
        const std::string said = said_first(killed_after(outcomes, lines, data));
        CHECK(said.size() > outcomes);
        CHECK(said.size() < whole.out.size());
        CHECK((whole.out.compare(0, said.size(), said) == 0));
        const Contents kept = contents_of(data);
        CHECK(number_after(kept.events, R"("sequence":")") >= number_after(said, R"("position":)"));
        CHECK(kept.events.size() < expected.events.size());
        CHECK((expected.events.compare(0, kept.events.size(), kept.events) == 0));
    }
    const Ended last = leadline({"submit", lines, "--data", data});
    CHECK(last.exit_code == 0);
    CHECK((said_first(last.out) == whole.out));
    CHECK((contents_of(data) == expected));
}

}  // namespace leadline::tests
