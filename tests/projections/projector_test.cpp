// The projector: whole epochs, flushes, stops, restarts; and the laws of views against random
// programs of commands, decided by the real core.
#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "engine/core/routing/route.hpp"
#include "engine/log/log_through.hpp"
#include "tests/projections/view_world.hpp"
#include "tests/support/random_commands.hpp"
#include "tests/support/stories.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;

constexpr events::ProgramId acme{"acme"};

ProjectorOptions flush_each_epoch() {
    ProjectorOptions options;
    options.flush_bytes_max = 1;
    return options;
}

// A view that throws when it meets a note.
class Poisoned final : public ViewOf<Poisoned> {
public:
    [[nodiscard]] Text name() const override { return "poisoned@v1"; }
    [[nodiscard]] std::size_t pending_bytes() const override { return 0; }
    void write(KeyWriter&) override {}
    void written() override {}
    void on(const Happening&, const events::LeadNoteAdded&) {
        throw std::runtime_error("it cannot stand notes");
    }
};

ViewMaker poisoned() {
    return {"poisoned@v1", [](ViewRows) { return std::make_unique<Poisoned>(); }};
}

void ask_all(ViewWorld& world, const RandomCommands& commands, Random& random) {
    for (const engine::Input& input : commands.inputs()) {
        world.ask(input);
        if (random.one_in(12)) world.cut();
    }
    world.cut();
}

// Leads of a queue in the engine's order, and what the view says.
void check_queue(const engine::Program& program, const engine::Queue& queue, const Query& query) {
    std::vector<std::string> wanted;
    queue.order.for_each([&](const engine::QueuePlace& place, const engine::QueuedLead& there) {
        return wanted.emplace_back(program.lead_at(queue.order, place, there)->id), true;
    });
    const auto answer = must(query.queue({program.id}, {queue.id}));
    std::vector<std::string> found;
    for (const LeadRow& row : answer.value.leads.items) found.emplace_back(row.lead.text);
    RC_ASSERT(found == wanted);
    RC_ASSERT(answer.value.row.leads == wanted.size());
}

void check_lead(const engine::Program& program, const engine::Lead& lead, const Query& query) {
    const auto answer = must(query.lead({program.id}, {lead.id}));
    const LeadRow& row = answer.value.story.row;
    const bool is_owned = lead.place == engine::Place::user;
    RC_ASSERT(row.status == engine::status_of(program, lead));
    RC_ASSERT((row.place == LeadPlace::owner) == is_owned);
    RC_ASSERT((row.place == LeadPlace::queue) == (lead.place == engine::Place::queue));
    RC_ASSERT(row.claimed == lead.claimed);
    RC_ASSERT(row.since == lead.since);
    const bool is_offered = lead.place == engine::Place::offer;
    RC_ASSERT((row.place == LeadPlace::offer) == is_offered);
    RC_ASSERT(row.touch_by == (is_offered ? Time{} : lead.due));
    RC_ASSERT(row.expires_at == (is_offered ? lead.due : Time{}));
    RC_ASSERT(row.details.priority == lead.priority);
    const bool has_queue =
        lead.queue != engine::no_index && !lead.has(engine::LeadMark::backlogged);
    RC_ASSERT(row.queue.text == (has_queue ? Text(program.queues.at(lead.queue).id) : Text{}));
    RC_ASSERT(row.owner.text == (is_owned ? Text(program.users.at(lead.owner).id) : Text{}));
}

void check_opportunity(const engine::Program& program, const engine::Opportunity& opportunity,
                       const Query& query) {
    const auto answer = must(query.opportunity({program.id}, {opportunity.id}));
    const OpportunityRow& row = answer.value.row;
    const auto id_at = [](const auto& table, engine::Index index) {
        return index == engine::no_index ? Text() : Text(table.at(index).id);
    };
    RC_ASSERT(row.status == opportunity.status);
    RC_ASSERT(row.by_partner == opportunity.by_partner);
    RC_ASSERT(row.owner.text == id_at(program.users, opportunity.owner));
    RC_ASSERT(row.partner.text == id_at(program.partners, opportunity.partner));
    RC_ASSERT(row.stage == opportunity.stage);
    RC_ASSERT(row.account.text == opportunity.account);
    RC_ASSERT((row.amount ? row.amount->minor : 0) == opportunity.amount_minor);
    RC_ASSERT(row.expires_at == opportunity.due);
    RC_ASSERT(row.collaborators.size() == opportunity.collaborators.size());
}

void check_against_state(const engine::State& state, const Query& query) {
    for (const auto& program : state.programs()) {
        std::size_t leads = 0;  // all of them: this state has no store
        program->leads.for_each_in_memory(
            [&](const engine::Lead& lead) { ++leads, check_lead(*program, lead, query); });
        program->opportunities.for_each_in_memory([&](const engine::Opportunity& opportunity) {
            check_opportunity(*program, opportunity, query);
        });
        for (const engine::Queue& queue : program->queues) check_queue(*program, queue, query);
        for (const engine::User& user : program->users) {
            const auto row = must(query.user({program->id}, {user.id}));
            RC_ASSERT(row.value.activity.open_leads == user.leads.items().size());
        }
        for (const engine::Partner& partner : program->partners) {
            const auto answer = must(query.partner({program->id}, {partner.id}));
            RC_ASSERT(answer.value.row.activity.open_leads == partner.open_leads);
            RC_ASSERT(answer.value.row.capacity == partner.capacity);
            RC_ASSERT(answer.value.row.tier == partner.tier);
            RC_ASSERT(answer.value.leads.items.size() == partner.open_leads);
        }
        RC_ASSERT(must(query.program({program->id})).value.leads == leads);
    }
}

}  // namespace

TEST_CASE("views: what they say is what the engine's state says", "[projections]") {
    CHECK(rc::check("for random programs of commands", [] {
        const auto seed = *rc::gen::arbitrary<std::uint32_t>();
        Random random(seed);
        const RandomCommands commands(seed, 300);
        ViewWorld world;
        ask_all(world, commands, random);
        Grown grown(world.log());
        check_against_state(world.state(), grown.catch_up().query());
    }));
}

TEST_CASE("views: one that is made anew equals one that grew, whatever the flushes were",
          "[projections]") {
    CHECK(rc::check("for random programs of commands", [] {
        const auto seed = *rc::gen::arbitrary<std::uint32_t>();
        Random random(seed);
        const RandomCommands commands(seed, 250);
        ViewWorld world;
        ProjectorOptions by_bytes;
        by_bytes.flush_bytes_max = 1 + random.below(20'000);
        ViewStoreOptions files;
        files.ingest_bytes_min = random.one_in(2) ? 0 : 2'000;
        Grown grown(world.log(), by_bytes, all_views(), files);
        for (const engine::Input& input : commands.inputs()) {
            world.ask(input);
            if (random.one_in(10)) world.cut();
            if (random.one_in(30)) must(grown.projector().step(1 + random.below(50)));
            if (random.one_in(60)) grown.catch_up();
            if (random.one_in(80)) grown.reopen();  // what was not flushed is made again
        }
        world.cut();
        Grown anew(world.log());
        RC_ASSERT(dump(grown.catch_up().query()) == dump(anew.catch_up().query()));
    }));
}

TEST_CASE("Projector: an epoch of several blocks is applied whole", "[projections]") {
    ViewWorld world;
    world.ask(open_queue()).cut();
    const std::string text(100'000, 'x');
    for (int i = 0; i < 25; ++i) {  // over one block together
        const std::string id = "lead-" + std::to_string(i);
        events::CreateLead create{{id}, {}};
        create.details.company = text;
        world.ask(upstream(create));
    }
    world.cut();
    const auto end = must(world.log().end({0}));
    REQUIRE(end.block > end.epoch);
    Grown grown(world.log(), flush_each_epoch());
    CHECK(must(grown.projector().step(1)));
    CHECK_FALSE(must(grown.projector().step(1)));
    CHECK(grown.projector().flushed() == end.last_position);
    CHECK(must(grown.query().program(acme)).value.leads == 25);
}

TEST_CASE("Projector: what is applied is seen once it is flushed, by bytes or by time",
          "[projections]") {
    ViewWorld world;
    world.ask(open_queue());
    ProjectorOptions options;
    options.flush_every = {200'000};
    Grown grown(world.log(), options);
    CHECK_FALSE(must(grown.projector().step(1'000)));
    CHECK(grown.projector().applied() == world.position());
    CHECK(grown.projector().flushed().number == 0);
    CHECK_FALSE(grown.query().program(acme).has_value());
    grown.now = grown.now + events::Duration{200'000};
    CHECK_FALSE(must(grown.projector().step(1'000)));
    CHECK(grown.projector().flushed() == world.position());
    CHECK(grown.query().program(acme).has_value());
}

TEST_CASE("Projector: a view that throws stops alone and says so", "[projections]") {
    ViewWorld world;
    world.ask(claimed("l1", "sam") + user("sam", events::AddLeadNote{{"l1"}, {}}));
    const std::uint64_t noted = world.state().position.number;
    ViewMakers makers = all_views();
    makers.push_back(poisoned());
    Grown grown(world.log(), {}, makers);
    grown.catch_up();
    const auto stopped = grown.projector().stopped();
    REQUIRE(stopped.size() == 1);
    CHECK(stopped[0].name == "poisoned@v1");
    CHECK(stopped[0].error.message == "the view poisoned@v1 has stopped after position " +
                                          std::to_string(0) + ": it cannot stand notes");
    CHECK(must(grown.query().lead(acme, {"l1"})).value.story.row.position == noted);
}

TEST_CASE("Projector: views of another log, or beyond the log's end, are made again",
          "[projections]") {
    ViewWorld world;
    world.ask(claimed("l1", "sam")).cut().ask(captured("l2")).cut();
    const auto check = [&world](ViewWorld& other, const std::string& why) {
        Grown grown(world.log());
        grown.catch_up();
        const auto projector =
            must(Projector::open(other.log(), grown.store(), {}, [] { return events::Time{1}; }));
        CHECK(projector->was_emptied() == why);
        must(projector->catch_up());
        CHECK_FALSE(grown.query().lead(acme, {"l2"}).has_value());
        CHECK(must(grown.query().program(acme)).at[0].position == other.position());
    };
    SECTION("one that ends earlier") {
        ViewWorld shorter;
        shorter.ask(claimed("l1", "sam"));
        check(shorter, "they stand at position 24, and the log ends at 22");
    }
    SECTION("one that holds something else") {
        ViewWorld fork;
        fork.ask(open_queue()).cut().ask(captured("l3")).cut();
        check(fork, "they stand on a block 2 that is not the log's");
    }
    SECTION("one with another id") {
        ViewWorld other({1'767'323'045'000'000}, 2);
        other.ask(open_queue());
        check(other, "they were made from another log");
    }
}

TEST_CASE("Projector: a damaged block stops it for ever, and the views stay where they were",
          "[projections]") {
    // A log that shows one block with a bit flipped.
    class Damaged final : public engine::LogThrough {
    public:
        using LogThrough::LogThrough;
        events::Result<engine::Bytes> read(engine::Partition p,
                                           std::uint64_t block) const override {
            auto bytes = LogThrough::read(p, block);
            if (bytes && block == 2) (*bytes)[bytes->size() / 2] ^= std::byte{1};
            return bytes;
        }
    };
    ViewWorld world;
    world.ask(open_queue()).cut();
    const events::Position whole = world.position();
    world.ask(captured("l1")).cut();
    const Damaged damaged(world.log());
    Grown grown(damaged, flush_each_epoch());
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto stepped = grown.projector().step(1'000);
        REQUIRE_FALSE(stepped.has_value());
        CHECK(stepped.error().failure == events::Failure::corrupt);
        CHECK(stepped.error().message.find("the first position that cannot be read is " +
                                           std::to_string(whole.number + 1)) != std::string::npos);
    }
    CHECK(grown.projector().flushed() == whole);
}
