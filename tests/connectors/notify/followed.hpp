// An engine on simulated ground with a follower behind it, and nobody who sends: what is sent, and
// what becomes of it, is the test's to say. One thread.
#pragma once

#include "connectors/notify/follower.hpp"
#include "connectors/notify/notifier.hpp"
#include "tests/connectors/cli/story.hpp"
#include "tests/connectors/serve/served.hpp"

namespace leadline::tests {

namespace notify = connectors::notify;

// How many outcomes were told.
class CountingSink final : public engine::OutcomeSink {
public:
    [[nodiscard]] events::Result<void> tell(const engine::Epoch& epoch) override {
        answers += epoch.answers.size();
        return {};
    }
    std::size_t answers = 0;
};

[[nodiscard]] inline notify::Template words(const std::string& text) {
    config::Diagnostics diagnostics;
    auto made =
        notify::Template::read(config::Source("words", text), notify::value_names(), diagnostics);
    ENSURE(diagnostics.ok());
    return made;
}

// Owners and administrators are told by mail, a system by a webhook.
[[nodiscard]] inline notify::Settings told_by_post() {
    notify::Settings settings;
    settings.channels.resize(2);
    settings.channels[0].name = "post";
    settings.channels[1].name = "crm";
    settings.channels[1].kind = events::NotificationChannel::webhook;
    notify::ProgramSettings& acme = settings.programs.emplace_back();
    acme.program = "acme";
    acme.link = words("https://p.example/{{lead}}");
    acme.managers["mia"] = "mia@vendor.example";
    notify::Rule mail;
    mail.on = {events::LeadReassigned::kind};
    mail.to = {notify::Recipient::user, notify::Recipient::administrators};
    mail.subject = words("{{lead}} {{company}}");
    mail.text = words("{{user_name}} {{partner_name}} {{company}} {{link}}");
    mail.html = words("<b>{{company}}</b>");
    notify::Rule hook;
    hook.on = {events::DealRegistered::kind};
    hook.channel = 1;
    notify::Rule manager;
    manager.on = {events::LeadReturned::kind};
    manager.to = {notify::Recipient::channel_manager};
    manager.subject = words("{{lead}} of {{company}} came back from {{user}}");
    manager.text = words("{{queue}}");
    acme.rules = {mail, hook, manager};
    return settings;
}

class Followed {
public:
    Followed() : served_(ground, door_, sink, 64, &own_) {
        say(asked("s1", "CreateProgram", R"({"title":"Acme"})") +
            asked("s2", "RegisterPartner",
                  R"({"partner":"p","title":"Pike","channel_manager":"mia"})") +
            asked("s3", "ActivatePartner", R"({"partner":"p"})") +
            asked("s4", "InviteUser",
                  R"({"user":"u","partner":"p","full_name":"Uwe","email":"uwe@p.example"})") +
            asked("s5", "InviteUser",
                  R"({"user":"a","partner":"p","role":"administrator","full_name":"Ann",)"
                  R"("email":"ann@p.example"})") +
            asked("s6", "RecordLogin", R"({"user":"u"})", 0, "user:u") +
            asked("s7", "RecordLogin", R"({"user":"a"})", 0, "user:a") +
            asked("s8", "PublishProgram", "{}"));
    }

    void say(const std::string& lines) {
        door_.put(lines);
        served_.step(2);
    }
    // A lead that goes to u.
    void assign(const std::string& lead) {
        say(asked("c" + lead, "CreateLead", R"({"lead":")" + lead + R"(","company":"Blum & Co"})",
                  0, "system:crm") +
            asked("r" + lead, "ReassignLead", R"({"lead":")" + lead + R"(","to":{"user":"u"}})"));
    }

    // A process that follows is started, on these rows, and has read the log to its end.
    void start(notify::Rows& on) {
        follower.reset();
        auto opened = notify::Follower::open({served_.log(), on, settings, ground.clock});
        ENSURE(opened.has_value());
        follower = *std::move(opened);
        follow();
    }
    void follow() {
        for (bool has_more = true; has_more;) {
            const auto stepped = follower->step();
            ENSURE(stepped.has_value());
            has_more = *stepped;
        }
    }
    [[nodiscard]] std::optional<notify::Owed> due(const char* channel = "post") {
        return follower->outbox().take_due(channel, ground.clock.now());
    }
    void note(const notify::Owed& owed, const notify::Attempt& attempt) {
        const auto noted =
            follower->outbox().note(owed.message.key, attempt, {}, ground.clock.now());
        ENSURE(noted.has_value());
    }
    // Sends all that is due, with success; who was told.
    std::vector<std::string> deliver() {
        std::vector<std::string> told;
        while (const auto owed = due()) {
            told.push_back(owed->message.address);
            note(*owed, {notify::Attempt::End::delivered, 250, {}});
        }
        return told;
    }
    // What is settled goes to the engine; how many lines that were.
    std::size_t record() {
        const std::vector<notify::OwnLine> lines = follower->take_lines();
        for (const notify::OwnLine& line : lines) own_.put(line.text);
        served_.step(2);
        return lines.size();
    }
    [[nodiscard]] const engine::LogReader& log() const { return served_.log(); }
    [[nodiscard]] std::size_t count(const std::string& kind) const {
        std::size_t found = 0;
        for (const auto& told : served_.events_from(1)) found += std::size_t{told.name == kind};
        return found;
    }

    ServedGround ground{*events::parse_time("2026-03-02T12:00:00Z")};
    notify::Settings settings = told_by_post();
    notify::MemoryRows rows;
    CountingSink sink;
    std::unique_ptr<notify::Follower> follower;

private:
    ScriptedDoor door_;
    notify::LineDoor own_;
    Served served_;
};

}  // namespace leadline::tests
