// See workload.hpp. The mix: 40 % new leads, 25 % ClaimLead (a fifth of them for a lead that is
// gone), 10 % ClaimNext, 10 % notes, 10 % status changes, 5 % releases.
#include "bench/workload.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>

#include "events/base/ensure.hpp"
#include "events/codec/cloud_event_out.hpp"
#include "events/codec/digest.hpp"
#include "events/codec/event_codec.hpp"

namespace leadline::bench {

using events::ActorKind;
using events::CommandHeader;
using events::List;
using events::Text;

namespace {

constexpr std::uint32_t users_per_partner = 5;
constexpr std::uint32_t queues = 8;
constexpr std::uint32_t sources = 64;
constexpr std::uint32_t rules_per_part = 500;

template <class Person>
events::Part<Person> part(events::Arena& arena, Text subject, const Person& person) {
    return {subject, events::Sealing::plain, 0, events::body_in(arena, person)};
}

}  // namespace

Workload::Workload(const WorkloadSize& size) : size_(size), random_(size.seed) {}

std::uint64_t Workload::random() {
    random_ = random_ * 6364136223846793005ULL + 1442695040888963407ULL;
    std::uint64_t mixed = random_ ^ (random_ >> 29U);
    mixed *= 0xBF58476D1CE4E5B9ULL;
    return mixed ^ (mixed >> 32U);
}

Text Workload::id(const char* kind, std::uint64_t number) {
    char text[48];
    const auto end = fmt::format_to_n(text, sizeof text, "{}-{:08}", kind, number);
    return arena_.copy({text, end.size});
}

Text Workload::user(std::uint64_t number) {
    return id("user", number % (std::uint64_t{size_.partners} * users_per_partner));
}

template <class Command>
void Workload::say(CommandHeader& out, events::Actor actor, const Command& command) {
    out = {};
    out.kind = Command::kind;
    out.program = {size_.program};
    out.source = "bench";
    out.id = id("c", sent_++);
    out.time = {time_us_ += 50};
    out.actor = actor;
    out.body = events::body_in(arena_, command);
    out.digest = events::command_digest(out);
}

void Workload::create_lead(CommandHeader& out) {
    events::CreateLead c;
    c.lead = {id("lead", leads_++)};
    c.details.company = "Example Industries Ltd";
    c.details.address = {"DE", "BY", "Munich", "80331"};
    const std::span<Text> products = arena_.make<Text>(1);
    products[0] = "product-a";
    c.details.products = products;
    c.details.source = id("source", random() % sources);
    c.details.campaign = "spring";
    c.details.employees = 120;
    c.details.person =
        part(arena_, c.lead.text,
             events::LeadPerson{{"Erika Muster", "erika@example.org", ""}, "", "", {}});
    say(out, {ActorKind::upstream_system, "crm"}, c);
}

void Workload::define_queue(CommandHeader& out, std::uint64_t number) {
    events::DefineQueue c;
    c.queue = {id("queue", number)};
    c.everybody = true;
    c.policy.open_per_user = 100'000;
    c.policy.open_per_partner = 500'000;
    c.policy.touch_within = {30 * events::day.us};
    c.policy.no_reclaim = {events::day.us};
    say(out, {ActorKind::channel_manager, "maria"}, c);
}

// One part of the ruleset; the last brings the fallback.
void Workload::stage_rules(CommandHeader& out) {
    const std::uint32_t parts = (size_.rules + rules_per_part - 1) / rules_per_part;
    const auto first = static_cast<std::uint32_t>(step_) * rules_per_part;
    const std::uint32_t count = std::min(rules_per_part, size_.rules - first);
    events::StageRulesetPart c;
    c.ruleset = "r";
    c.number = static_cast<std::uint32_t>(step_) + 1;
    c.of = parts;
    const std::span<events::RulesetEntry> entries = arena_.make<events::RulesetEntry>(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t rule = first + i;
        const std::span<events::ConditionNode> node = arena_.make<events::ConditionNode>(1);
        const std::span<Text> value = arena_.make<Text>(1);
        // With more rules than sources, most test for sources that never come.
        value[0] = id("source", rule);
        node[0] = {events::ConditionOp::equals, 0, "source", value, {rule + 1, 1}};
        entries[i].name = id("rule", rule);
        entries[i].file = "bench.yaml";
        entries[i].place = {rule + 1, 1};
        entries[i].condition = node;
        entries[i].action = {events::ActionKind::queue, id("queue", rule % queues), {}, false, {}};
    }
    c.part.entries = entries;
    const std::span<events::Action> fallback = arena_.make<events::Action>(1);
    fallback[0] = {events::ActionKind::queue, id("queue", 0), {}, false, {}};
    if (c.number == parts) c.part.fallback = fallback;
    const auto before = rules_.size();
    events::write_body(rules_, c.part);
    ENSURE(rules_.size() > before);
    say(out, {ActorKind::channel_manager, "maria"}, c);
}

events::Text Workload::rules_sha256() {
    unsigned char digest[32];
    EVP_Digest(rules_.data(), rules_.size(), digest, nullptr, EVP_sha256(), nullptr);
    std::string hex;
    for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
    return arena_.copy(hex);
}

bool Workload::next_setup(CommandHeader& out) {
    arena_.reset();
    const events::Actor manager{ActorKind::channel_manager, "maria"};
    const std::uint64_t users = std::uint64_t{size_.partners} * users_per_partner;
    const auto advance = [this](Stage to, std::uint64_t count) {
        if (++step_ >= count) stage_ = to, step_ = 0;
    };
    switch (stage_) {
        case Stage::program:
            say(out, manager,
                events::CreateProgram{"Acme", events::repeat_window_default,
                                      events::protection_default});
            advance(Stage::partners, 1);
            return true;
        case Stage::partners:
            if (step_ % 2 == 0)
                say(out, manager,
                    events::RegisterPartner{{id("partner", step_ / 2)}, "P", "maria", "gold"});
            else
                say(out, manager, events::ActivatePartner{{id("partner", step_ / 2)}});
            advance(Stage::users, std::uint64_t{2} * size_.partners);
            return true;
        case Stage::users:
            say(out, manager,
                events::InviteUser{{user(step_)},
                                   {id("partner", step_ / users_per_partner)},
                                   events::Role::seller,
                                   {}});
            advance(Stage::logins, users);
            return true;
        case Stage::logins:
            say(out, {ActorKind::partner_user, user(step_)}, events::RecordLogin{{user(step_)}});
            advance(Stage::queues, users);
            return true;
        case Stage::queues:
            define_queue(out, step_);
            advance(Stage::rules, queues);
            return true;
        case Stage::rules:
            stage_rules(out);
            advance(Stage::publish, (size_.rules + rules_per_part - 1) / rules_per_part);
            return true;
        case Stage::publish:
            if (step_ == 0)
                say(out, manager, events::PublishRuleset{"r", rules_sha256()});
            else
                say(out, manager, events::PublishProgram{});
            advance(Stage::leads, 2);
            return true;
        case Stage::leads:
            if (leads_ >= size_.leads_live) return false;
            create_lead(out);
            return true;
    }
    return false;
}

bool Workload::next_mixed(CommandHeader& out) {
    if (step_++ >= size_.commands) return false;
    arena_.reset();
    const std::uint64_t dice = random() % 100;
    const events::Actor somebody{ActorKind::partner_user, user(random())};
    const events::LeadId some_owned{id("lead", owned_ == 0 ? 0 : random() % owned_)};
    if (dice < 40) {
        create_lead(out);
    } else if (dice < 65) {
        const bool is_late = random() % 5 == 0 && owned_ > 0;
        const events::LeadId lead =
            is_late ? some_owned : events::LeadId{id("lead", owned_ < leads_ ? owned_++ : 0)};
        say(out, somebody, events::ClaimLead{lead, {}});
    } else if (dice < 75) {
        say(out, somebody, events::ClaimNext{{id("queue", random() % queues)}, {}});
    } else if (dice < 85) {
        say(out, {ActorKind::upstream_system, "crm"},
            events::AddLeadNote{some_owned,
                                part(arena_, some_owned.text, events::Remark{"called"})});
    } else if (dice < 95) {
        say(out, {ActorKind::upstream_system, "crm"},
            events::ChangeLeadStatus{some_owned, "working", {}});
    } else {
        say(out, {ActorKind::upstream_system, "crm"}, events::ReleaseLead{some_owned, {}});
    }
    return true;
}

void Workload::claim(CommandHeader& out, std::uint64_t lead, std::uint64_t by_user) {
    arena_.reset();
    say(out, {ActorKind::partner_user, user(by_user)}, events::ClaimLead{{id("lead", lead)}, {}});
}

void Workload::release(CommandHeader& out, std::uint64_t lead) {
    arena_.reset();
    say(out, {ActorKind::upstream_system, "crm"}, events::ReleaseLead{{id("lead", lead)}, {}});
}

std::string json_line(const CommandHeader& command) {
    std::string line;
    events::Arena arena;
    const bool is_known = events::append_command(line, command, arena);
    ENSURE(is_known);
    while (!line.empty() && line.back() == '\n') line.pop_back();
    return line;
}

CommandHeader keep(const CommandHeader& command, events::Arena& arena) {
    CommandHeader copy = command;
    copy.program = {arena.copy(command.program.text)};
    copy.source = arena.copy(command.source);
    copy.id = arena.copy(command.id);
    copy.actor.id = arena.copy(command.actor.id);
    copy.body = events::as_bytes(arena.copy(events::as_text(command.body)));
    return copy;
}

}  // namespace leadline::bench
