// The store of views: flushes by file and by batch, followers, damage, a full disk.
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/projections/view_world.hpp"
#include "tests/support/sim_disk.hpp"
#include "tests/support/stories.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;

constexpr events::ProgramId acme{"acme"};

ViewFlush flush_of(ViewNumber number, Text name, std::uint64_t position,
                   std::function<void(KeyWriter&)> write) {
    ViewFlush flush;
    flush.number = number;
    flush.name = name;
    flush.standing.position = {position};
    flush.bytes = 100;
    flush.write = std::move(write);
    return flush;
}

std::string value_of(const ViewStore& store, Text name, Text key) {
    const Moment moment(store);
    const auto head = moment.head(name);
    std::string value;
    if (!head || !moment.get(head->number, key, value)) return "(none)";
    return value + "@" + std::to_string(head->standing.position.number);
}

}  // namespace

TEST_CASE("ViewStore: a flush is rows and positions together, by file as by batch",
          "[projections]") {
    ViewStoreOptions options;
    options.ingest_bytes_min = GENERATE(std::size_t{0}, std::size_t{1} << 40U);
    TemporaryFolder folder;
    {
        auto store = must(ViewStore::open(folder.path(), ViewAccess::write, options));
        const ViewNumber a = store->enroll("a@v1");
        const ViewNumber b = store->enroll("b@v1");
        CHECK(a != b);
        must(store->flush({flush_of(b, "b@v1", 7, [](KeyWriter& to) { to.put("k", "of b"); }),
                           flush_of(a, "a@v1", 7, [](KeyWriter& to) {
                               to.put("gone", "soon");
                               to.put("k", "of a");
                           })}));
        must(store->flush({flush_of(a, "a@v1", 9, [](KeyWriter& to) { to.erase("gone"); })}));
    }
    auto store = must(ViewStore::open(folder.path(), ViewAccess::write, options));
    CHECK(store->was_emptied().empty());
    CHECK(value_of(*store, "a@v1", "k") == "of a@9");
    CHECK(value_of(*store, "a@v1", "gone") == "(none)");
    CHECK(value_of(*store, "b@v1", "k") == "of b@7");
    CHECK(store->enroll("b@v1") == Moment(*store).head("b@v1")->number);
}

TEST_CASE("ViewStore: a flush whose view throws leaves nothing behind", "[projections]") {
    ViewStoreOptions options;
    options.ingest_bytes_min = GENERATE(std::size_t{0}, std::size_t{1} << 40U);
    TemporaryFolder folder;
    auto store = must(ViewStore::open(folder.path(), ViewAccess::write, options));
    const ViewNumber a = store->enroll("a@v1");
    must(store->flush({flush_of(a, "a@v1", 1, [](KeyWriter& to) { to.put("k", "1"); })}));
    CHECK_THROWS(store->flush({flush_of(a, "a@v1", 2, [](KeyWriter& to) {
        to.put("k", "2");
        throw std::runtime_error("no");
    })}));
    CHECK(value_of(*store, "a@v1", "k") == "1@1");
    CHECK(std::filesystem::is_empty(folder.path() / "incoming"));
}

TEST_CASE("ViewStore: dropping a view takes its rows and no other's", "[projections]") {
    TemporaryFolder folder;
    auto store = must(ViewStore::open(folder.path(), ViewAccess::write));
    const ViewNumber a = store->enroll("a@v1");
    const ViewNumber b = store->enroll("b@v1");
    must(store->flush({flush_of(a, "a@v1", 1, [](KeyWriter& to) { to.put("k", "1"); }),
                       flush_of(b, "b@v1", 1, [](KeyWriter& to) { to.put("k", "2"); })}));
    must(store->drop("a@v1"));
    CHECK(value_of(*store, "a@v1", "k") == "(none)");
    CHECK(value_of(*store, "b@v1", "k") == "2@1");
    std::string value;
    CHECK_FALSE(Moment(*store).get(a, "k", value));
}

TEST_CASE("ViewStore: a moment stands still while flushes go on", "[projections]") {
    TemporaryFolder folder;
    auto store = must(ViewStore::open(folder.path(), ViewAccess::write));
    const ViewNumber a = store->enroll("a@v1");
    const auto flush = [&](std::uint64_t position, std::size_t bytes) {
        ViewFlush one = flush_of(a, "a@v1", position, [position](KeyWriter& to) {
            to.put("k", std::to_string(position));
        });
        one.bytes = bytes;
        must(store->flush({one}));
    };
    flush(1, 1);
    const Moment moment(*store);
    flush(2, 1);           // by batch
    flush(3, 10U << 20U);  // by file
    std::string value;
    REQUIRE(moment.get(a, "k", value));
    CHECK(value == "1");
    CHECK(moment.head("a@v1")->standing.position.number == 1);
    CHECK(value_of(*store, "a@v1", "k") == "3@3");
}

TEST_CASE("ViewStore: a follower sees what is flushed beside it, and leaves no trace",
          "[projections]") {
    ViewStoreOptions options;
    options.ingest_bytes_min = GENERATE(std::size_t{0}, std::size_t{1} << 40U);
    ViewWorld world;
    world.ask(open_queue());
    Grown grown(world.log(), {}, all_views(), options);
    CHECK(ViewStore::open(grown.folder() / "none", ViewAccess::follow).error().failure ==
          events::Failure::not_found);
    grown.catch_up();
    auto follower = must(ViewStore::open(grown.folder(), ViewAccess::follow));
    const Query query({follower.get()});
    CHECK(must(query.leads(acme, {})).value.items.empty());
    for (int i = 0; i < 12; ++i) {  // so many that flushes are merged meanwhile
        const std::string id = "l" + std::to_string(i);
        world
            .ask(std::vector<Asked>{captured(id), queued(id),
                                    user("sam", events::ClaimLead{{id}, {}})})
            .cut();
        grown.catch_up();
        must(follower->catch_up());
        const auto lead = must(query.lead(acme, {id}));
        CHECK(lead.value.story.row.owner.text == "sam");
        CHECK(lead.at[0].position == world.position());
    }
    CHECK(dump(query) == dump(grown.query()));
    follower.reset();
    grown.reopen();
    CHECK(must(grown.query().leads(acme, {})).value.items.size() == 12);
}

TEST_CASE("ViewStore: one that is damaged is emptied, says why, and is made again",
          "[projections]") {
    ViewWorld world;
    world.ask(claimed("l1", "sam"));
    Grown grown(world.log());
    const std::string before = dump(grown.catch_up().query());
    grown.close();
    std::ofstream(grown.folder() / "CURRENT") << "MANIFEST-999999\n";
    grown.reopen();
    CHECK_FALSE(grown.projector().was_emptied().empty());
    CHECK(grown.projector().flushed().number == 0);
    CHECK(dump(grown.catch_up().query()) == before);
}

TEST_CASE("ViewStore: a flipped byte of a table file is met while opening, applying or reading",
          "[projections]") {
    ViewStoreOptions options;
    options.ingest_bytes_min = 0;  // every flush is a table file
    ViewWorld world;
    world.ask(open_queue());
    for (int i = 0; i < 30; ++i) world.ask(captured("l" + std::to_string(i)));
    std::size_t made_again = 0;
    for (const std::size_t at : {std::size_t{100}, std::size_t{1'000}, std::size_t{3'000}}) {
        Grown grown(world.log(), {}, all_views(), options);
        grown.catch_up().close();
        for (const auto& entry : std::filesystem::directory_iterator(grown.folder())) {
            if (entry.path().extension() != ".sst") continue;
            REQUIRE(entry.file_size() > at);
            std::fstream file(entry.path(), std::ios::binary | std::ios::in | std::ios::out);
            file.seekp(static_cast<std::streamoff>(at)).put('\xA5');
        }
        world.ask(user("sam", events::ClaimLead{{"l7"}, {}}));
        static_cast<void>(world.log());
        grown.reopen();
        grown.catch_up();
        made_again += grown.projector().times_made_again();
        // Whoever reads damage marks it, for the next to open the store.
        if (!grown.query().leads(acme, {})) {
            REQUIRE_FALSE(ViewStore::damage_marked(grown.folder()).empty());
            grown.reopen();
            CHECK(ViewStore::damage_marked(grown.folder()).empty());
        }
        Grown whole(world.log(), {}, all_views(), options);
        CHECK(dump(grown.catch_up().query()) == dump(whole.catch_up().query()));
        if (!grown.projector().was_emptied().empty()) ++made_again;
    }
    CHECK(made_again > 0);
}

TEST_CASE("ViewStore: a full disk is an error, and when there is room again it goes on",
          "[projections]") {
    SimDisk disk;
    ViewStoreOptions options;
    options.env = disk.env();
    options.ingest_bytes_min = 0;
    ViewWorld world;
    world.ask(claimed("l1", "sam"));
    Grown grown(world.log(), {}, all_views(), options);
    disk.set_full(true);
    const auto failed = grown.projector().catch_up();
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().failure == events::Failure::io);
    CHECK(failed.error().message.find("is full") != std::string::npos);
    disk.set_full(false);
    grown.catch_up();
    CHECK(must(grown.query().lead(acme, {"l1"})).value.story.row.owner.text == "sam");
}
