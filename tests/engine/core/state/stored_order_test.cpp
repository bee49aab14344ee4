// Orders and lists that lie partly in the store, and the table of things that may be forgotten,
// against maps that are written for reading: random changes, checkpoints that are written late, and
// forgetting in between.
#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <map>

#include "engine/core/state/moves.hpp"
#include "engine/core/state/program.hpp"
#include "engine/core/state/state.hpp"
#include "tests/support/memory_stored.hpp"

namespace leadline::tests {
namespace {

using engine::QueuePlace;
using engine::Text;

// Takes what has changed, as a checkpoint; it may be written at once or after the next ones.
class Checkpoints {
public:
    Checkpoints(engine::StateMemory& memory, MemoryStored& stored)
        : memory_(memory), stored_(stored) {}

    void take() {
        std::vector<std::pair<std::string, std::string>> changes;
        const events::BytesView bytes(memory_.changed_bytes);
        for (const auto& c : memory_.changes)
            changes.emplace_back(events::as_text(bytes.subspan(c.key, c.value - c.key)),
                                 events::as_text(bytes.subspan(c.value, c.end - c.value)));
        memory_.changes.clear();
        memory_.changed_bytes.clear();
        taken_.emplace_back(memory_.changing++, std::move(changes));
    }
    void write_oldest() {
        if (taken_.empty()) return;
        for (const auto& [key, value] : taken_.front().second)
            stored_.put(events::as_bytes(key), events::as_bytes(value));
        told_ = taken_.front().first;
        taken_.pop_front();
    }
    // The state hears of it later than it happens.
    void tell_written() { memory_.written = told_; }

private:
    engine::StateMemory& memory_;
    MemoryStored& stored_;
    std::deque<std::pair<engine::Generation, std::vector<std::pair<std::string, std::string>>>>
        taken_;
    engine::Generation told_ = 0;
};

struct World {
    explicit World(std::size_t window) {
        memory.stored = &stored;
        memory.order_kept = window;
        memory.order_read = window + 1;
    }

    MemoryStored stored;
    engine::StateMemory memory;
    Checkpoints checkpoints{memory, stored};
};

// Checkpoints and forgetting, at random moments.
template <class Forget>
void let_time_pass(World& world, Forget forget) {
    switch (*rc::gen::inRange(0, 8)) {
        case 0:
            return world.checkpoints.take();
        case 1:
            return world.checkpoints.write_oldest();
        case 2:
            return world.checkpoints.tell_written();
        case 3:
            return forget();
        default:
            return;
    }
}

std::vector<std::string> ids_in(engine::Program& program, const engine::Queue& queue) {
    std::vector<std::string> ids;
    queue.order.for_each([&](const QueuePlace& place, const engine::QueuedLead& there) {
        const engine::Lead* lead = program.lead_at(queue.order, place, there);
        ids.push_back(lead == nullptr ? "?" : lead->id);
        return true;
    });
    return ids;
}

}  // namespace

TEST_CASE("StoredOrder: what was forgotten comes back in its order", "[engine]") {
    CHECK(rc::check([] {
        World world(static_cast<std::size_t>(*rc::gen::inRange(1, 6)));
        engine::Timers timers(world.memory);
        std::map<std::pair<std::int64_t, std::string>, bool> model;
        const int steps = *rc::gen::inRange(1, 200);
        for (int step = 0; step < steps; ++step) {
            const std::int64_t due = *rc::gen::inRange(-20, 20);
            const std::string id = std::string(1, static_cast<char>('a' + *rc::gen::inRange(0, 3)));
            const engine::Timer timer{{due}, engine::TimerKind::claim_touch, "acme", id};
            if (model.count({due, id}) != 0) {
                timers.disarm(timer);
                model.erase({due, id});
            } else {
                timers.arm(timer);
                model[{due, id}] = true;
            }
            let_time_pass(world, [&] { timers.forget(static_cast<std::size_t>(step % 7)); });
            const auto next = timers.next();
            RC_ASSERT(!next.has_value() == model.empty());
            if (next) {
                RC_ASSERT(next->due.us == model.begin()->first.first);
                RC_ASSERT(next->id == model.begin()->first.second);
            }
        }
        std::vector<std::pair<std::int64_t, std::string>> all;
        timers.for_each([&all](const engine::Timer& t) {
            all.emplace_back(t.due.us, t.id);
            return true;
        });
        RC_ASSERT(all.size() == model.size());
        auto expected = model.begin();
        for (const auto& each : all) RC_ASSERT(each == (expected++)->first);
        RC_ASSERT(!world.memory.failure().has_value());
    }));
}

TEST_CASE("StoredList: what was added and not removed is there, in order", "[engine]") {
    CHECK(rc::check([](bool has_store) {
        World world(1);
        if (!has_store) world.memory.stored = nullptr;
        engine::StoredList list;
        list.open(world.memory, "prefix-");
        // A neighbour, whose keys lie next to these.
        engine::StoredList other;
        other.open(world.memory, "prefix.");
        other.add(1, "another's");
        std::map<std::uint64_t, std::string> model;
        const int steps = *rc::gen::inRange(1, 300);
        for (int step = 0; step < steps; ++step) {
            const auto ordinal = static_cast<std::uint64_t>(*rc::gen::inRange(0, 12));
            if (model.erase(ordinal) != 0) {
                list.remove(ordinal);
            } else {
                list.add(ordinal, model[ordinal] = std::to_string(step));
            }
            if (has_store) let_time_pass(world, [] {});
            if (step % 7 != 0) continue;
            const auto items = list.items();
            RC_ASSERT(items.size() == model.size());
            auto expected = model.begin();
            for (const auto& item : items) {
                RC_ASSERT(item.ordinal == expected->first);
                RC_ASSERT(item.id == (expected++)->second);
            }
        }
    }));
}

TEST_CASE("State: a queue is read from the store as it was, wherever memory ends", "[engine]") {
    CHECK(rc::check([] {
        MemoryStored stored;
        engine::State state(stored, 0, true);
        state.memory.order_kept = static_cast<std::size_t>(*rc::gen::inRange(1, 5));
        state.memory.order_read = static_cast<std::size_t>(*rc::gen::inRange(1, 5));
        engine::Program& program = state.add_program({"acme"});
        engine::Queue& queue = program.add_queue("q", true);
        std::map<std::pair<std::int64_t, std::uint64_t>, std::string> model;
        std::map<std::string, std::int32_t> priorities;
        const int steps = *rc::gen::inRange(1, 120);
        for (int step = 0; step < steps; ++step) {
            const std::string id = "lead-" + std::to_string(*rc::gen::inRange(0, 30));
            engine::Lead* lead = program.leads.find(id);
            RC_ASSERT((lead != nullptr) == (priorities.count(id) != 0));
            if (lead == nullptr) {
                lead = &program.leads.insert(id);
                lead->ordinal = program.counters.leads++;
                lead->priority = priorities[id] = *rc::gen::inRange(-2, 3);
                lead->queue = queue.index;
            }
            const std::pair place{-std::int64_t{lead->priority}, lead->ordinal};
            if (model.erase(place) != 0) {
                engine::dequeue(program, *lead);
            } else {
                engine::enqueue(program, *lead);
                model[place] = id;
            }
            state.touch(*lead);
            if (*rc::gen::inRange(0, 3) != 0) continue;
            state.collect([&stored](events::BytesView key, events::BytesView value) {
                stored.put(key, value);
            });
            state.memory.written = state.memory.changing++;
            state.forget();
            RC_ASSERT(state.memory.used <=
                      state.memory.order_kept * engine::QueueOrder::place_bytes);
            const std::vector<std::string> ids = ids_in(program, queue);
            RC_ASSERT(ids.size() == model.size());
            auto expected = model.begin();
            for (const std::string& each : ids) RC_ASSERT(each == (expected++)->second);
        }
        RC_ASSERT(!state.memory.failure().has_value());
    }));
}

TEST_CASE("State: what cannot be read is no answer, and ends the decisions", "[engine]") {
    MemoryStored stored;
    engine::State state(stored, 0, true);
    engine::Program& program = state.add_program({"acme"});
    state.touch(program.leads.insert("l1"));
    state.collect(
        [&stored](events::BytesView key, events::BytesView value) { stored.put(key, value); });
    state.memory.written = state.memory.changing++;
    state.forget();
    REQUIRE(state.memory.used == 0);
    const std::string key = stored.entries.begin()->first;
    SECTION("the store says so") { stored.unreadable = key; }
    SECTION("the value is none") { stored.entries[key].pop_back(); }
    CHECK(program.leads.find("l1") == nullptr);
    REQUIRE(state.memory.failure().has_value());
    CHECK(state.memory.failure()->failure == events::Failure::corrupt);
}

}  // namespace leadline::tests
