// The sample map config/samples/olist.map.yaml: on rows made up here, always; and on the real Olist
// files, where they are (olist.hpp).
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "config/program_file.hpp"
#include "connectors/files/import.hpp"
#include "events/codec/cloud_event.hpp"
#include "events/kinds.hpp"
#include "tests/support/olist.hpp"
#include "tests/support/repository.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace leadline::connectors;
namespace config = leadline::config;
namespace events = leadline::events;
namespace fs = std::filesystem;
using leadline::tests::olist_folder;

namespace {

const std::string& leads_name = leadline::tests::olist_leads_name;
const std::string& deals_name = leadline::tests::olist_deals_name;

fs::path sample(const std::string& name) {
    return leadline::tests::repository_root() / "config/samples" / name;
}

// What the engine's door makes of one line.
struct Read {
    std::string type, id, actor, problem;
    events::Time time;
};

struct Imported {
    ImportReport report;
    std::string text;
    std::vector<Read> lines;

    std::map<std::string, int> by_type() const {
        std::map<std::string, int> counts;
        for (const Read& line : lines) ++counts[line.type];
        return counts;
    }
};

std::vector<Read> read_lines(const std::string& text) {
    std::vector<Read> out;
    events::CloudEventReader reader;
    events::Arena arena;
    std::vector<events::FieldError> errors;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        arena.reset();
        events::DecodedCommand command;
        const auto outcome = reader.read(events::as_bytes(line), arena, command, errors);
        Read read{std::string(events::name_of(command.header.kind)),
                  std::string(command.header.id),
                  std::string(command.header.actor.id),
                  {},
                  command.header.time};
        if (!outcome.understood()) read.problem = line;
        for (const auto& error : errors)
            read.problem += "\n" + error.pointer + ": " + error.problem;
        out.push_back(std::move(read));
    }
    return out;
}

Imported imported(const fs::path& folder) {
    std::ostringstream out;
    auto report = import_commands(
        {{folder / leads_name, folder / deals_name}, sample("olist.map.yaml")}, out);
    if (!report) FAIL(report.error().message);
    Imported all{std::move(*report), out.str(), read_lines(out.str())};
    for (const Read& line : all.lines) {
        if (!line.problem.empty()) FAIL_CHECK("the door does not understand " << line.problem);
    }
    return all;
}

std::uint64_t count_of(const std::vector<ImportNote>& notes, const std::string& what) {
    for (const ImportNote& note : notes)
        if (note.what == what) return note.count;
    return 0;
}

}  // namespace

TEST_CASE("olist.map.yaml: rows in Olist's columns become commands the engine understands",
          "[connectors]") {
    const leadline::tests::TemporaryFolder folder;
    std::ofstream(folder.path() / leads_name)
        << "mql_id,first_contact_date,landing_page_id,origin\n"
           "m1,2018-02-01,page1,social\nm2,2018-02-02,page2,\nm3,2018-02-01,page1,email\n";
    std::ofstream(folder.path() / deals_name)
        << "mql_id,seller_id,sdr_id,sr_id,won_date,business_segment,lead_type,"
           "lead_behaviour_profile,has_company,has_gtin,average_stock,business_type,"
           "declared_product_catalog_size,declared_monthly_revenue\n"
           "m2,s2,ann,bob,2018-02-01 23:59:59,,online big,cat,,,,reseller,,0.0\n"
           "m1,s1,bob,cid,2018-02-03 10:20:30,pet,industry,,True,,5-20,other,10.0,100.0\n";
    const Imported all = imported(folder.path());
    std::vector<std::string> order;
    for (const Read& line : all.lines) order.push_back(line.type + " " + line.id);
    CHECK(order == std::vector<std::string>{"CreateLead lead-m1", "CreateLead lead-m3",
                                            "CreateLead lead-m2", "RecordLogin login-ann",
                                            "RecordLogin login-bob", "ClaimLead claim-m2",
                                            "ConvertLead convert-m2", "RegisterDeal register-m2",
                                            "RecordLogin login-cid", "ClaimLead claim-m1",
                                            "ConvertLead convert-m1", "RegisterDeal register-m1"});
    CHECK(to_text(all.report) ==
          "leads (" + leads_name + "): 3 rows\n" + "deals (" + deals_name + "): 2 rows\n" +
              "    won_date is earlier than leads.first_contact_date, took the later: 1 time (" +
              deals_name + ":2)\n" + "    business_segment is empty, took \"other\": 1 time (" +
              deals_name + ":2)\n" + "CreateLead from leads: 3 lines\n" +
              "    origin is empty, took \"unknown-origin\": 1 time (" + leads_name + ":3)\n" +
              "RecordLogin from deals: 3 lines, 1 more of the same `once_per`\n" +
              "ClaimLead from deals: 2 lines\n"
              "ConvertLead from deals: 2 lines\n"
              "RegisterDeal from deals: 2 lines\n"
              "12 command lines\n");
    CHECK(all.text.find(R"("time":"2018-02-03T10:20:30Z","program":"olist","actor":"user:cid",)"
                        R"("data":{"deal":"deal-m1","partner":"cid","customer":{"account":"s1"},)"
                        R"("products":["pet"]}})") != std::string::npos);
}

TEST_CASE("olist.map.yaml: the real files become 10,567 commands in time order", "[connectors]") {
    const auto folder = olist_folder();
    if (!folder) return;
    const Imported all = imported(*folder);
    CHECK(all.lines.size() == 10'567);
    CHECK(all.report.lines == 10'567);
    CHECK(all.report.left_out() == 0);
    CHECK(all.by_type() == std::map<std::string, int>{{"CreateLead", 8'000},
                                                      {"RecordLogin", 41},
                                                      {"ClaimLead", 842},
                                                      {"ConvertLead", 842},
                                                      {"RegisterDeal", 842}});
    CHECK(count_of(all.report.kinds[0].notes, "origin is empty, took \"unknown-origin\"") == 60);
    CHECK(count_of(all.report.files[1].notes, "business_segment is empty, took \"other\"") == 1);
    CHECK(count_of(all.report.files[1].notes,
                   "won_date is earlier than leads.first_contact_date, took the later") == 1);

    std::set<std::string> ids, logged_in;
    for (std::size_t i = 0; i < all.lines.size(); ++i) {
        const Read& line = all.lines[i];
        CHECK(ids.insert(line.id).second);
        if (i > 0) CHECK(all.lines[i - 1].time <= line.time);
        if (line.type == "RecordLogin") logged_in.insert(line.actor);
        if (line.type != "CreateLead") CHECK(logged_in.contains(line.actor));
    }
    const Imported again = imported(*folder);
    CHECK(again.text == all.text);
}

TEST_CASE("olist.program.yaml: whoever acts in the real files is a user, and may claim",
          "[connectors]") {
    const auto folder = olist_folder();
    if (!folder) return;
    config::Diagnostics diagnostics;
    const auto program = config::load_program_file(sample("olist.program.yaml"), diagnostics);
    if (!program) FAIL(program.error().message);
    CHECK(diagnostics.to_text().empty());
    CHECK(program->id == "olist");
    CHECK(program->partners.size() == 41);
    CHECK(program->repeat_window.us == 1'096 * events::day.us);

    std::set<std::string> users, claimants, actors;
    for (const auto& partner : program->partners)
        for (const auto& user : partner.users) users.insert(user.id);
    for (const Read& line : imported(*folder).lines) {
        CHECK((!line.time.is_set() || line.time >= program->in_force_from));
        if (line.type == "ClaimLead") claimants.insert(line.actor);
        if (line.type != "CreateLead") actors.insert(line.actor);
    }
    CHECK(claimants.size() == 32);
    CHECK(actors == users);
    for (const auto& queue : program->queues) {
        const std::set<std::string> partners(queue.partners.begin(), queue.partners.end());
        for (const std::string& claimant : claimants)
            CHECK((queue.everybody || partners.contains(claimant)));
    }
}
