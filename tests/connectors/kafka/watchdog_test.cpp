// A call that hangs costs its thread and nothing else.
#include "connectors/kafka/watchdog.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <thread>

namespace leadline::tests {
namespace {

using namespace std::chrono_literals;
using connectors::kafka::Watchdog;

// Says when the call that owns it is destroyed, and on which thread.
struct Owned {
    std::promise<std::thread::id>& gone;
    ~Owned() { gone.set_value(std::this_thread::get_id()); }
};

TEST_CASE("watchdog: calls that come back are made in order, on one other thread", "[kafka]") {
    Watchdog watchdog(60s);
    std::vector<int> made;
    std::vector<std::thread::id> threads;
    for (int i = 0; i < 100; ++i)
        REQUIRE(watchdog.run([&, i] {
            made.push_back(i);
            threads.push_back(std::this_thread::get_id());
        }));
    REQUIRE(made.size() == 100);
    CHECK(std::is_sorted(made.begin(), made.end()));
    CHECK(threads.front() != std::this_thread::get_id());
    CHECK(std::count(threads.begin(), threads.end(), threads.front()) == 100);
}

TEST_CASE("watchdog: a call that hangs is given up, and what it owns ends on its own thread",
          "[kafka]") {
    std::promise<void> hangs;
    std::promise<std::thread::id> gone;
    std::promise<std::thread::id> made;
    auto is_gone = gone.get_future();
    {
        Watchdog watchdog(50ms);
        auto owned = std::shared_ptr<Owned>(new Owned{gone});
        auto call = [owned = std::move(owned), until = hangs.get_future().share(), &made] {
            made.set_value(std::this_thread::get_id());
            until.wait();
        };
        CHECK_FALSE(watchdog.run(std::move(call)));
    }
    // The dog is gone, the call still hangs: nothing of it may have ended.
    CHECK(is_gone.wait_for(50ms) == std::future_status::timeout);
    hangs.set_value();
    REQUIRE(is_gone.wait_for(60s) == std::future_status::ready);
    CHECK(is_gone.get() == made.get_future().get());
}

}  // namespace
}  // namespace leadline::tests
