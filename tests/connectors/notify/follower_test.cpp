// What is owed, and what is not owed twice, whatever ends when.
#include <catch2/catch.hpp>

#include "tests/connectors/notify/followed.hpp"

namespace leadline::tests {
namespace {

using connectors::notify::Attempt;
using Words = std::vector<std::string>;

const Attempt failed{Attempt::End::try_again, 503, "the receiver failed"};

TEST_CASE("Notifications: what was before the follower's first start is not owed", "[connectors]") {
    Followed it;
    it.assign("l1");
    it.start(it.rows);
    CHECK_FALSE(it.due());
    it.assign("l2");
    it.follow();
    const auto owed = it.due();
    REQUIRE(owed);
    CHECK(owed->lead == "l2");
    CHECK(owed->event == "LeadReassigned");
}

TEST_CASE("Notifications: whoever is reached is told once, in words made from the log",
          "[connectors]") {
    Followed it;
    it.start(it.rows);
    it.assign("l1");
    it.follow();
    std::map<std::string, connectors::notify::Message> told;
    while (const auto owed = it.due()) told[owed->message.address] = owed->message;
    REQUIRE(told.size() == 2);
    const auto& uwe = told.at("uwe@p.example");
    CHECK(uwe.name == "Uwe");
    CHECK(uwe.subject == "l1 Blum & Co");
    CHECK(uwe.text == "Uwe Pike Blum & Co https://p.example/l1");
    CHECK(uwe.html == "<b>Blum &amp; Co</b>");
    CHECK(uwe.key.size() == 32);
    CHECK(uwe.key != told.at("ann@p.example").key);
}

TEST_CASE("Notifications: a partner that is offered a lead is not told of the company",
          "[connectors]") {
    Followed it;
    it.start(it.rows);
    it.say(asked("c1", "CreateLead", R"({"lead":"l1","company":"Blum"})", 0, "system:crm") +
           asked("r1", "ReassignLead", R"({"lead":"l1","to":{"partner":"p"}})"));
    it.follow();
    const auto owed = it.due();
    REQUIRE(owed);
    CHECK(owed->message.address == "ann@p.example");  // the administrators: nobody has it
    CHECK(owed->message.subject == "l1 ");
    CHECK(owed->message.html == "<b></b>");
    CHECK_FALSE(it.due());
}

TEST_CASE("Notifications: a channel manager is told by the address in the settings",
          "[connectors]") {
    Followed it;
    it.assign("l1");
    it.start(it.rows);
    it.say(asked("d1", "DeactivateUser", R"({"user":"u"})"));
    it.follow();
    const auto owed = it.due();
    REQUIRE(owed);
    CHECK(owed->message.address == "mia@vendor.example");
    CHECK(owed->message.subject == "l1 of Blum & Co came back from u");
    CHECK(owed->user.empty());
    CHECK_FALSE(it.due());
}

TEST_CASE("Notifications: a webhook is given JSON of what there is", "[connectors]") {
    Followed it;
    it.start(it.rows);
    it.say(asked("d1", "RegisterDeal",
                 R"({"deal":"d\"1","customer":{"name":"Blum"},"products":["x"]})", 0, "user:u"));
    it.follow();
    const auto owed = it.due("crm");
    REQUIRE(owed);
    const std::string& body = owed->message.body;
    CHECK(body.starts_with(R"({"notification":")" + owed->message.key + R"(",)"));
    CHECK(body.find(R"("deal":"d\"1")") != std::string::npos);
    CHECK(body.find(R"("partner":"p")") != std::string::npos);
    CHECK(body.find(R"("lead")") == std::string::npos);
    CHECK(body.ends_with("}"));
}

TEST_CASE("Notifications: what was delivered is on the record, and nobody is answered for it",
          "[connectors]") {
    Followed it;
    it.start(it.rows);
    it.assign("l1");
    it.follow();
    CHECK(it.deliver().size() == 2);
    const std::size_t answers = it.sink.answers;
    CHECK(it.record() == 2);
    CHECK(it.sink.answers == answers);
    CHECK(it.count("NotificationRecorded") == 2);
    CHECK(it.follower->outbox().counts().settled == 2);
    it.follow();
    CHECK(it.follower->outbox().counts().settled == 0);
    it.start(it.rows);
    CHECK_FALSE(it.due());
    CHECK(it.record() == 0);
}

TEST_CASE("Notifications: a crash between sending and noting sends again, the same with its key",
          "[connectors]") {
    Followed it;
    it.start(it.rows);
    it.assign("l1");
    it.follow();
    const auto first = it.due();  // sent, and then the process is gone
    it.start(it.rows);
    std::vector<std::string> keys;
    std::vector<std::string> texts;
    while (const auto owed = it.due()) {
        keys.push_back(owed->message.key);
        texts.push_back(owed->message.text);
    }
    REQUIRE(keys.size() == 2);
    CHECK(std::count(keys.begin(), keys.end(), first->message.key) == 1);
    CHECK(std::count(texts.begin(), texts.end(), first->message.text) >= 1);
}

TEST_CASE("Notifications: a crash between noting and recording sends nothing, and records once",
          "[connectors]") {
    Followed it;
    it.start(it.rows);
    it.assign("l1");
    it.follow();
    CHECK(it.deliver().size() == 2);
    it.start(it.rows);
    CHECK_FALSE(it.due());
    CHECK(it.record() == 2);  // decided, and the process is gone before it has read that
    it.start(it.rows);
    CHECK_FALSE(it.due());
    it.record();
    it.follow();
    CHECK(it.count("NotificationRecorded") == 2);
}

TEST_CASE("Notifications: rows that are gone are made from the log, and what is on record stays so",
          "[connectors]") {
    Followed it;
    it.start(it.rows);
    it.assign("l1");
    it.follow();
    it.deliver();
    it.record();
    it.assign("l2");
    it.follow();
    std::map<std::string, std::string> expected;
    while (const auto owed = it.due()) expected[owed->message.key] = owed->message.text;
    REQUIRE(expected.size() == 2);

    connectors::notify::MemoryRows others;
    it.start(others);
    std::map<std::string, std::string> again;
    while (const auto owed = it.due()) again[owed->message.key] = owed->message.text;
    CHECK(again == expected);
    CHECK(it.count("NotificationRecorded") == 2);
}

TEST_CASE("Notifications: what is older than the settings allow is not owed", "[connectors]") {
    Followed it;
    it.start(it.rows);
    it.assign("l1");
    it.ground.clock.pass({2 * events::day.us});
    it.follow();
    CHECK_FALSE(it.due());
}

TEST_CASE("Notifications: what fails waits, is tried again, and is dead in the end",
          "[connectors]") {
    Followed it;
    it.start(it.rows);
    it.say(asked("d1", "RegisterDeal",
                 R"({"deal":"d","customer":{"name":"Blum"},"products":["x"]})", 0, "user:u"));
    it.follow();
    std::uint32_t attempts = 0;
    for (; attempts < 100; ++attempts) {
        const auto owed = it.due("crm");
        if (!owed) break;
        it.note(*owed, failed);
        CHECK_FALSE(it.due("crm"));  // not at once
        it.ground.clock.pass({2 * events::hour.us});
    }
    CHECK(attempts == connectors::notify::BackOff{}.attempts_max);
    CHECK(it.follower->outbox().counts().failed == 1);
    CHECK(it.record() == 1);
    CHECK(it.count("NotificationRecorded") == 1);
}

TEST_CASE("Notifications: a deactivated user is told nothing", "[connectors]") {
    Followed it;
    it.say(asked("x1", "DeactivateUser", R"({"user":"a"})"));
    it.start(it.rows);
    it.assign("l1");
    it.follow();
    CHECK(it.deliver() == Words{"uwe@p.example"});
}

}  // namespace
}  // namespace leadline::tests
