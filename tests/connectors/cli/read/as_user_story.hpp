// What tests of `--as USER` share: a story with a lead in each place where somebody of a partner
// could meet it, what each of three users is to see of each, and the commands that they ask. Each
// lead says in each field which field it is. One thread.
#pragma once

#include <algorithm>
#include <cctype>

#include "tests/connectors/cli/read/support.hpp"
#include "tests/support/marked_lead.hpp"
#include "tests/support/rules.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {

using Words = std::vector<std::string>;

enum class Level { none, business, vip, whole };

// A lead of the story, and what of it is seen by whom.
struct Planted {
    std::string lead;
    unsigned number;
    Level sam, ada, tom;

    [[nodiscard]] Level to(const std::string& user) const {
        return user == "sam" ? sam : user == "ada" ? ada : tom;
    }
};

inline const std::vector<Planted> planted_leads{
    {"L-Q1", 1, Level::business, Level::business, Level::business},  // in a queue for everybody
    {"L-V1", 2, Level::vip, Level::none, Level::none},  // in one for sam, which shows two fields
    {"L-S1", 3, Level::none, Level::none, Level::business},      // in one for the partner south
    {"L-O1", 4, Level::business, Level::business, Level::none},  // offered to north
    {"L-O2", 5, Level::none, Level::none, Level::business},      // offered to south
    {"L-A1", 6, Level::whole, Level::whole, Level::none},        // sam's
    {"L-A2", 7, Level::none, Level::whole, Level::none},         // sue's, of north
    {"L-A3", 8, Level::none, Level::none, Level::whole},         // tom's, of south
    {"L-C1", 9, Level::whole, Level::whole, Level::none},        // sam's, converted
    {"L-C3", 10, Level::none, Level::none, Level::whole},        // tom's, unqualified
    {"L-W1", 11, Level::none, Level::none, Level::none},         // waits
    {"L-X1", 12, Level::none, Level::none, Level::none},    // closed in the queue for everybody
    {"L-M1", 13, Level::none, Level::none, Level::none},    // was tom's, merged into L-A1
    {"L-H1", 14, Level::whole, Level::whole, Level::none},  // was tom's, then sam's
    {"L-R1", 15, Level::whole, Level::whole, Level::none},  // given to sam by a rule
};

inline const Words partner_users{"sam", "ada", "tom"};
inline const Words formats{"text", "json", "jsonl", "csv"};

[[nodiscard]] inline std::vector<Asked> what_others_did() {
    events::Arena arena;
    const auto remark = [&arena](Text lead, Text text) { return remark_of(arena, lead, text); };
    const std::vector<events::LeadId> same{{"L-A1"}, {"L-M1"}};
    return std::vector{queued("L-H1")} + user("tom", events::ClaimLead{{"L-H1"}, {}}) +
           noted("tom", "L-H1", "note of tom") +
           user("tom",
                events::ChangeLeadStatus{{"L-H1"}, "working", remark("L-H1", "status by tom")}) +
           user("tom", events::ReleaseLead{{"L-H1"}, remark("L-H1", "released by tom")}) +
           user("sam", events::ClaimLead{{"L-H1"}, {}}) +
           user("tom", events::ClaimLead{{"L-H1"}, {}}) +
           user("sue", events::ClaimLead{{"L-H1"}, {}}) + noted("sam", "L-H1", "note of sam") +
           manager(events::MergeLeads{same, {"L-A1"}, remark("L-A1", "merged with secret")});
}

[[nodiscard]] inline std::vector<Asked> partners_story() {
    const std::vector<Text> two_fields{"company", "contact.name"};
    const std::vector<events::UserId> sam{{"sam"}};
    const std::vector<events::PartnerId> south{{"south"}};
    Scoring scoring;
    scoring.rules = {
        {"secret points", {test_of("source", events::ConditionOp::prefix, {"source"})}, 7}};
    Around around;
    around.caps = {cap_on(events::CapOn::user, {}, "secret cap", 99, events::CapPer::daily)};
    events::ClaimPolicy limited;
    limited.open_per_user = 40;
    limited.open_per_partner = 50;
    std::vector<Asked> commands =
        open_queue() +
        manager(events::DefineQueue{{"vip"}, "Vips", false, {}, sam, {}, limited, two_fields}) +
        manager(events::DefineQueue{{"southern"}, "Theirs", false, south, {}, {}, limited}) +
        rules("r",
              {{"secret rule",
                {test_of("source", events::ConditionOp::equals, {"source(L-R1)"})},
                rotate_users("secret rotation", {{"sam"}, {"tom"}}),
                {}},
               {"secret rest", {}, do_not_assign(), {}}},
              to_queue("inbound"), scoring, around);
    for (const Planted& planted : planted_leads)
        commands.push_back(marked(planted.lead, planted.number));
    commands =
        std::move(commands) + queued("L-Q1") + into("vip", "L-V1") + into("southern", "L-S1") +
        offered_to("north", "L-O1") + offered_to("south", "L-O2") + assigned("L-A1", "sam") +
        assigned("L-A2", "sue") + assigned("L-A3", "tom") + assigned("L-C1", "sam") +
        user("sam", events::ConvertLead{{"L-C1"}, {"shop"}, {}, {}}) + assigned("L-C3", "tom") +
        user("tom", events::ChangeLeadStatus{{"L-C3"}, "unqualified", {}}) + queued("L-X1") +
        manager(events::ChangeLeadStatus{{"L-X1"}, "unqualified", {}}) + assigned("L-M1", "tom") +
        what_others_did();
    return std::move(commands) + user("tom", deal("D-south", router)) +
           user("sam", deal("D-north", router)) + approve("D-north");
}

struct PartnersFolder {
    PartnersFolder() { DataStory(folder.path()).tell(partners_story()); }

    [[nodiscard]] Ran ask(Words words) const {
        words.insert(words.end(), {"--data", folder.path().string()});
        return run(words);
    }
    [[nodiscard]] Ran ask_as(const std::string& user, Words words) const {
        words.insert(words.end(), {"--as", user});
        return ask(words);
    }
    TemporaryFolder folder;
};

}  // namespace leadline::tests
