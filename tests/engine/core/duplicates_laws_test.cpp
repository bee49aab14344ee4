// The laws of duplicates, on random leads of few people: where epochs are cut, and what of state is
// in memory, decides nothing; and whoever is found has something in common with who is found.
#include <rapidcheck/catch.h>

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "events/codec/digest.hpp"
#include "tests/engine/runtime/simulated.hpp"
#include "tests/support/rules.hpp"

namespace leadline::tests {
namespace {

using namespace events;

using enum MatchField;

// Commands of one program, as inputs of an engine; each has its own id and comes a second after the
// one before it.
class Commands {
public:
    void say(const Asked& asked) {
        engine::Input& input = inputs.emplace_back();
        CommandHeader& h = input.command;
        h.kind = asked.kind;
        h.program = {"acme"};
        h.source = "test";
        h.id = arena_.copy(std::to_string(inputs.size()));
        h.time = {time_us_ += 1'000'000};
        h.actor = asked.actor;
        h.body = as_bytes(arena_.copy(as_text(asked.body)));
        h.digest = command_digest(h);
    }
    [[nodiscard]] Arena& arena() { return arena_; }

    std::vector<engine::Input> inputs;

private:
    Arena arena_;
    std::int64_t time_us_ = 1'767'225'600'000'000;  // 2026-01-01
};

// From 0 on, as likely as any other, in short stories too.
int pick(int below) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, below)); }

struct Who {
    std::string email;
    std::string company;

    friend bool operator==(const Who&, const Who&) = default;
};

Who anybody() {
    const int person = pick(6);
    const int company = pick(4);
    return {person == 0 ? "" : "p" + std::to_string(person) + "@hafen.example",
            company == 0 ? "" : "Company " + std::to_string(company)};
}

CreateLead created(Commands& to, const std::string& id, const Who& who) {
    CreateLead create{{to.arena().copy(id)}, {}};
    create.details.company = to.arena().copy(who.company);
    create.allow_duplicate = *rc::gen::weightedElement<bool>({{4, false}, {1, true}});
    if (!who.email.empty()) {
        const LeadPerson person{{{}, who.email, {}}, {}, {}, {}};
        create.details.person = {create.lead.text, Sealing::plain, 0, body_in(to.arena(), person)};
    }
    return create;
}

UpdateLead updated(Commands& to, const std::string& id, const Who& who) {
    UpdateLead update;
    update.lead = {to.arena().copy(id)};
    update.company = to.arena().copy(who.company);
    LeadPersonChanges changes;
    changes.contact = ContactDetails{{}, who.email, {}};
    update.person = {update.lead.text, Sealing::plain, 0, body_in(to.arena(), changes)};
    return update;
}

Asked anything(Commands& to) {
    const std::string id = "l" + std::to_string(pick(30));
    switch (pick(8)) {
        case 0:
        case 1:
            return upstream(updated(to, id, anybody()));
        case 2:
            return manager(ChangeLeadStatus{{to.arena().copy(id)}, "unqualified", {}});
        case 3:
            return assigned(to.arena().copy(id), "sam");
        case 4:
            return manager(ConvertLead{{to.arena().copy(id)}, {}, {}, OpportunityDraft{}});
        default:
            return upstream(created(to, id, anybody()));
    }
}

void story(Commands& to) {
    const auto then =
        *rc::gen::element(DuplicateAction::flag, DuplicateAction::attach, DuplicateAction::reject);
    const Duration look_back{*rc::gen::element<std::int64_t>(0, 20'000'000, day.us)};
    const Duplicates section = duplicates({{email}, {company}}, then, look_back);
    for (const Asked& asked :
         open_queue() + rules("r", {}, to_queue("inbound"), {}, {{}, {}, {section}}))
        to.say(asked);
    const int count = 20 + pick(100);
    for (int i = 0; i < count; ++i) to.say(anything(to));
}

struct Decided {
    engine::Hash128 hash = 0;
    std::string events;
};

Decided decided(const std::vector<engine::Input>& inputs, const RunShape& shape) {
    Ground ground(1);
    const auto hash = run(ground, inputs, shape);
    RC_ASSERT(hash.has_value());
    return {*hash, events_of(ground)};
}

// What the events say of whom: each lead as it was last told to be, and who was found to be whose.
struct Watcher {
    std::map<std::string, Who> leads;
    std::size_t found = 0;

    Who who(const LeadDetails& details, const Part<LeadPerson>& part) {
        LeadPerson person;
        if (part.is_set()) RC_ASSERT(read_body(part.bytes, arena, person));
        return {std::string(person.contact.email), std::string(details.company)};
    }
    void check(const Who& later, LeadId original, List<MatchRule> matched) {
        const Who& earlier = leads.at(std::string(original.text));
        RC_ASSERT(!matched.empty());
        for (const MatchRule& rule : matched) {
            const bool is_mail = rule.fields[0] == email;
            const std::string& text = is_mail ? later.email : later.company;
            RC_ASSERT(!text.empty());
            RC_ASSERT(text == (is_mail ? earlier.email : earlier.company));
        }
        ++found;
    }

    void operator()(const EventHeader&, const LeadCreated& e) {
        leads[std::string(e.asked.lead.text)] = who(e.asked.details, e.asked.details.person);
    }
    void operator()(const EventHeader&, const LeadDetailsChanged& e) {
        Who& now = leads.at(std::string(e.asked.lead.text));
        if (e.asked.company) now.company = std::string(*e.asked.company);
        if (e.person.is_set()) now.email = who({}, e.person).email;
    }
    void operator()(const EventHeader&, const LeadFoundDuplicate& e) {
        RC_ASSERT(e.lead != e.duplicate_of);
        check(leads.at(std::string(e.lead.text)), e.duplicate_of, e.matched);
    }
    void operator()(const EventHeader&, const LeadAttached& e) {
        RC_ASSERT(!leads.contains(std::string(e.asked.lead.text)));
        check(who(e.asked.details, e.asked.details.person), e.lead, e.matched);
    }
    template <class Event>
    void operator()(const EventHeader&, const Event&) {}

    Arena arena;
};

}  // namespace

TEST_CASE("Duplicates: neither epochs nor memory decide who is one", "[engine][laws]") {
    rc::prop("one epoch each == all in one == hardly any memory", [] {
        Commands commands;
        story(commands);
        const Decided apart = decided(commands.inputs, {1, {200, 1U << 20U}});
        const Decided together = decided(commands.inputs, {384, {200, 1U << 20U}});
        const Decided forgetful = decided(commands.inputs, {5, {10, 1U << 20U}, 0});
        RC_ASSERT(together.events == apart.events);
        RC_ASSERT(forgetful.events == apart.events);
        RC_ASSERT(together.hash == apart.hash);
        RC_ASSERT(forgetful.hash == apart.hash);
    });
}

TEST_CASE("Duplicates: whoever is found has in common what is said", "[engine][laws]") {
    rc::prop("equal in every field of what matched", [] {
        Commands commands;
        story(commands);
        const std::string events = decided(commands.inputs, {}).events;
        Watcher watcher;
        for (BytesView rest = as_bytes(events); !rest.empty();) {
            const auto prefix = read_prefix(rest);
            RC_ASSERT(prefix.has_value());
            RC_ASSERT(visit_event(rest.first(prefix->length), watcher.arena, watcher));
            rest = rest.subspan(prefix->length);
        }
        RC_CLASSIFY(watcher.found > 0, "found");
    });
}

}  // namespace leadline::tests
