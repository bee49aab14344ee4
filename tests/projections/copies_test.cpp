// Copies of views that are made beside those that serve: what is seen meanwhile, the swap, new
// versions, views that throw, a folder that is taken away.
#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "projections/pending.hpp"
#include "projections/view_report.hpp"
#include "tests/projections/failing_env.hpp"
#include "tests/projections/view_world.hpp"
#include "tests/support/random_commands.hpp"
#include "tests/support/stories.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;

constexpr events::ProgramId acme{"acme"};

// Counts leads; its second version counts each twice. Throws at a note if it is told to.
class Counting final : public ViewOf<Counting> {
public:
    Counting(ViewRows stored, Text name, std::int64_t each, const bool* throws)
        : tallies_(stored), name_(name), each_(each), throws_(throws) {}
    [[nodiscard]] Text name() const override { return name_; }
    [[nodiscard]] std::size_t pending_bytes() const override { return 8; }
    void write(KeyWriter& to) override { tallies_.write(to); }
    void written() override { tallies_.written(); }
    void on(const Happening&, const events::LeadCreated&) { tallies_.add("leads", each_); }
    void on(const Happening&, const events::LeadNoteAdded&) {
        if (*throws_) throw std::runtime_error("it cannot stand notes");
    }

private:
    Tallies tallies_;
    Text name_;
    std::int64_t each_;
    const bool* throws_;
};

bool never = false;

ViewMaker counting(Text name, std::int64_t each, const bool& throws = never) {
    return {std::string(name), [=, &throws](ViewRows rows) {
                return std::make_unique<Counting>(rows, name, each, &throws);
            }};
}

std::uint64_t counted(const ViewStore& store, Text name) {
    const Moment moment(store);
    const auto head = moment.head(name);
    return head ? stored_tally(moment, head->number, "leads") : 0;
}

std::uint64_t position_of(const ViewStore& store, Text name) {
    const auto head = Moment(store).head(name);
    return head ? head->standing.position.number : 0;
}

// What `view list` would say: "count@v1 serving 5, count@v2 making 0".
std::string reported(const Grown& grown, const ViewMakers& makers) {
    std::string text;
    for (const ViewReport& view : must(report_views(grown.store(), grown.folder(), makers))) {
        if (!text.empty()) text += ", ";
        text += view.name + ' ' + std::string(events::name_of(view.state));
        if (view.standing.position.number != 0)
            text += ' ' + std::to_string(view.standing.position.number);
    }
    return text;
}

void make_copies(Grown& grown) {
    must(grown.projector().make_copies([](events::Position) { return true; }));
}

ViewWorld& three_leads(ViewWorld& world) {
    return world.ask(
        {manager(events::CreateProgram{}), captured("l1"), captured("l2"), captured("l3")});
}

}  // namespace

TEST_CASE("views: one that is made again beside equals the one that grew, at any moment",
          "[projections]") {
    CHECK(rc::check("for random programs of commands", [] {
        const auto seed = *rc::gen::arbitrary<std::uint32_t>();
        Random random(seed);
        const RandomCommands commands(seed, 200);
        ViewWorld world;
        ProjectorOptions options;
        options.flush_bytes_max = 1 + random.below(20'000);
        options.flush_bytes_beside = 1 + random.below(60'000);
        ViewStoreOptions files;
        files.ingest_bytes_min = random.one_in(2) ? 0 : 2'000;
        Grown grown(world.log(), options, all_views(), files);
        std::unique_ptr<Projector> beside;
        for (const engine::Input& input : commands.inputs()) {
            world.ask(input);
            if (random.one_in(10)) world.cut();
            if (random.one_in(20)) must(grown.projector().step(1 + random.below(50)));
            if (random.one_in(20) && beside) must(beside->step(1 + random.below(80)));
            if (random.one_in(60)) {  // as after a kill: both go on from their last flushes
                beside.reset();
                grown.reopen();
            }
            if (random.one_in(30)) {
                const auto& makers = all_views();
                const auto name = makers[random.below(makers.size())].name;
                must(grown.projector().ask_again(parse_view_name(name).base));
            }
            if (!beside && grown.projector().wants_copies())
                beside = must(grown.projector().open_beside());
            if (beside && random.one_in(40)) {
                must(grown.projector().adopt(*beside));
                beside.reset();
            }
        }
        world.cut();
        if (beside) must(grown.projector().adopt(*beside));
        make_copies(grown);
        grown.catch_up();
        Grown anew(world.log());
        RC_ASSERT(dump(grown.query()) == dump(anew.catch_up().query()));
        for (const std::string& name : grown.store().names())
            RC_ASSERT(!parse_view_name(name).is_beside);
    }));
}

TEST_CASE("Projector: a new version is made beside the old one, which serves and grows until then",
          "[projections]") {
    ViewWorld world;
    three_leads(world);
    const ViewMakers first = {counting("count@v1", 1)};
    const ViewMakers both = {counting("count@v1", 1), counting("count@v2", 2)};
    Grown grown(world.log(), {}, first);
    grown.catch_up().close();
    grown.reopen(both);
    world.ask(captured("l4")).cut();
    grown.catch_up();
    CHECK(counted(grown.store(), "count@v1") == 4);
    CHECK(reported(grown, both) == "count@v1 serving 5, count@v2 missing");

    const auto beside = must(grown.projector().open_beside());
    must(beside->catch_up());
    CHECK(counted(grown.store(), "count@v1") == 4);
    CHECK(counted(grown.store(), "count@v2") == 0);
    CHECK(reported(grown, both) == "count@v1 serving 5, count@v2 making 5");
    world.ask(captured("l5")).cut();  // the log goes on growing
    must(grown.projector().adopt(*beside));
    CHECK(counted(grown.store(), "count@v1") == 0);
    CHECK(counted(grown.store(), "count@v2") == 8);  // as far as what served
    CHECK(grown.store().names() == std::vector<std::string>{"count@v2"});
    CHECK_FALSE(grown.projector().wants_copies());
    grown.catch_up();
    CHECK(counted(grown.store(), "count@v2") == 10);
    grown.reopen();
    CHECK(counted(grown.catch_up().store(), "count@v2") == 10);
}

TEST_CASE("Projector: an old version that this program cannot keep stands still until the swap",
          "[projections]") {
    ViewWorld world;
    three_leads(world);
    Grown grown(world.log(), {}, {counting("count@v1", 1)});
    grown.catch_up().close();
    grown.reopen({counting("count@v2", 2), counting("other@v1", 1)});
    world.ask(captured("l4")).cut();
    grown.catch_up();
    CHECK(counted(grown.store(), "count@v1") == 3);
    make_copies(grown);
    CHECK(counted(grown.store(), "count@v2") == 8);
    CHECK(counted(grown.store(), "other@v1") == 4);
    CHECK(counted(grown.store(), "count@v1") == 0);
}

TEST_CASE("Projector: what serves answers at its own position while a new view is made",
          "[projections]") {
    ViewWorld world;
    world.ask(claimed("l1", "sam"));
    ViewMakers without_deals = all_views();
    std::erase_if(without_deals, [](const auto& maker) { return maker.name.starts_with("deal"); });
    Grown grown(world.log(), {}, without_deals);
    grown.catch_up().close();
    grown.reopen(all_views());
    world.ask(captured("l2")).cut();
    grown.catch_up();
    CHECK(must(grown.query().leads(acme, {})).value.items.size() == 2);
    const auto deals = grown.query().deals(acme, {});
    REQUIRE_FALSE(deals.has_value());
    CHECK(deals.error().failure == events::Failure::passing);
    make_copies(grown);
    CHECK(must(grown.query().deals(acme, {})).at[0].position == world.position());
}

TEST_CASE("Projector: a view that threw keeps its position and its error until it is made again",
          "[projections]") {
    bool throws = true;
    ViewWorld world;
    three_leads(world);
    const std::uint64_t before = world.log().end({0})->last_position.number;
    const ViewMakers makers = {counting("bad@v1", 1, throws), counting("good@v1", 1)};
    Grown grown(world.log(), {}, makers);
    grown.catch_up();
    world.ask(claimed("l4", "sam") + user("sam", events::AddLeadNote{{"l4"}, {}})).cut();
    grown.catch_up();
    for (int restarts = 0; restarts < 2; ++restarts) {
        const std::uint64_t end = world.log().end({0})->last_position.number;
        CHECK(position_of(grown.store(), "bad@v1") == before);
        CHECK(position_of(grown.store(), "good@v1") == end);
        CHECK(reported(grown, makers) == "bad@v1 stopped " + std::to_string(before) +
                                             ", good@v1 serving " + std::to_string(end));
        const auto stopped = grown.projector().stopped();
        REQUIRE(stopped.size() == 1);
        CHECK(stopped[0].error.message == "the view bad@v1 has stopped after position " +
                                              std::to_string(before) + ": it cannot stand notes");
        grown.reopen();
        world.ask(captured("more" + std::to_string(restarts))).cut();
        grown.catch_up();
    }
    SECTION("again in vain: the copy stops too, and what stood there stays") {
        must(grown.projector().ask_again("bad"));
        make_copies(grown);
        CHECK(counted(grown.store(), "bad@v1") == 3);
        CHECK(must(report_views(grown.store(), grown.folder(), makers))[1].state ==
              ViewState::stopped);
        grown.reopen();
        CHECK_FALSE(grown.projector().wants_copies());
    }
    SECTION("with the fault gone") {
        throws = false;
        must(grown.projector().ask_again("bad"));
        make_copies(grown);
        CHECK(grown.projector().stopped().empty());
        CHECK(counted(grown.store(), "bad@v1") == 6);
        world.ask(captured("l5")).cut();
        CHECK(counted(grown.catch_up().store(), "bad@v1") == 7);
    }
}

TEST_CASE("Projector: when every view has stopped the log is followed all the same",
          "[projections]") {
    bool throws = true;
    ViewWorld world;
    world.ask(claimed("l1", "sam") + user("sam", events::AddLeadNote{{"l1"}, {}}));
    Grown grown(world.log(), {}, {counting("bad@v1", 1, throws)});
    grown.catch_up();
    CHECK(grown.projector().applied() == world.position());
    CHECK(grown.projector().stopped().size() == 1);
}

TEST_CASE("Projector: views whose folder is taken away are made again from the log",
          "[projections]") {
    ViewWorld world;
    world.ask(claimed("l1", "sam"));
    Grown grown(world.log());
    grown.catch_up();
    const std::string before = dump(grown.query());
    SECTION("the folder") { std::filesystem::remove_all(grown.folder()); }
    SECTION("and the one above it") { std::filesystem::remove_all(grown.folder().parent_path()); }
    SECTION("the files in it") {
        for (const auto& entry : std::filesystem::directory_iterator(grown.folder()))
            std::filesystem::remove_all(entry);
    }
    SECTION("another folder stands in its place") {
        std::filesystem::rename(grown.folder(), grown.folder().parent_path() / "old");
        std::filesystem::copy(grown.folder().parent_path() / "old", grown.folder());
    }
    grown.catch_up();
    CHECK(grown.projector().times_made_again() == 1);
    CHECK(grown.projector().was_emptied().find(grown.folder().string()) != std::string::npos);
    CHECK(dump(grown.query()) == before);
    world.ask(captured("l2")).cut();
    grown.catch_up();
    const auto follower = must(ViewStore::open(grown.folder(), ViewAccess::follow));
    CHECK(dump(Query({follower.get()})) == dump(grown.query()));
    CHECK(must(grown.query().leads(acme, {})).value.items.size() == 2);
}

TEST_CASE("Projector: copies go with a folder that is taken away, and nothing is left of them",
          "[projections]") {
    ViewWorld world;
    world.ask(claimed("l1", "sam"));
    Grown grown(world.log());
    grown.catch_up();
    must(grown.projector().ask_again("lead"));
    const auto beside = must(grown.projector().open_beside());
    must(beside->step(5));
    std::filesystem::remove_all(grown.folder());
    must(grown.projector().adopt(*beside));
    grown.catch_up();
    CHECK_FALSE(grown.projector().wants_copies());
    Grown anew(world.log());
    CHECK(dump(grown.query()) == dump(anew.catch_up().query()));
}

TEST_CASE("Projector: killed before any file operation of a swap, the old view serves or the new",
          "[projections]") {
    ViewWorld world;
    three_leads(world);
    const ViewMakers first = {counting("count@v1", 1), counting("other@v1", 1)};
    const ViewMakers second = {counting("count@v1", 1), counting("count@v2", 2),
                               counting("other@v1", 1)};
    const std::size_t ingest_bytes_min = GENERATE(std::size_t{0}, std::size_t{1} << 40U);
    std::size_t served_old = 0, served_new = 0;
    bool was_killed = true;
    for (std::uint64_t operations = 0; was_killed; ++operations) {
        INFO("killed after " << operations << " operations");
        FailingEnv files;
        ViewStoreOptions options;
        options.env = files.env();
        options.ingest_bytes_min = ingest_bytes_min;
        Grown grown(world.log(), {}, first, options);
        grown.catch_up().reopen(second);
        files.kill_after(operations);
        const auto asked = grown.projector().ask_again("other");
        const auto made =
            asked ? grown.projector().make_copies([](events::Position) { return true; }) : asked;
        was_killed = files.is_killed();
        CHECK(made.has_value() == !was_killed);
        grown.close();

        files.kill_after(1'000'000);
        grown.reopen(second);
        CHECK(grown.projector().was_emptied().empty());
        // Whole, one of them alone, and both views of one swap on the same side of it.
        const bool is_new = counted(grown.store(), "count@v2") == 6 &&
                            !Moment(grown.store()).head("count@v1").has_value();
        const bool is_old = counted(grown.store(), "count@v1") == 3 &&
                            !Moment(grown.store()).head("count@v2").has_value();
        CHECK(is_new != is_old);
        CHECK(counted(grown.store(), "other@v1") == 3);
        const bool is_asked = Moment(grown.store()).head("other@v1+").has_value();
        if (is_new) CHECK_FALSE(is_asked);
        (is_new ? served_new : served_old) += 1;
        // And whoever opens it next finishes what was begun.
        make_copies(grown);
        CHECK(counted(grown.store(), "count@v2") == 6);
        CHECK_FALSE(grown.projector().wants_copies());
    }
    CHECK(served_old > 2);
    CHECK(served_new > 0);
}
