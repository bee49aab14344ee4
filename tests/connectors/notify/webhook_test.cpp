// Webhooks against a listener that fails in every way a listener can.
#include "connectors/notify/webhook.hpp"

#include <catch2/catch.hpp>
#include <chrono>

#include "connectors/notify/signature.hpp"
#include "tests/connectors/notify/listener.hpp"

namespace leadline::tests {
namespace {

using namespace connectors::notify;
using End = Attempt::End;

const std::string secret = "0123456789abcdef";
const connectors::FixedClock clock_at({1'767'312'000'500'000});

Message message() {
    Message message;
    message.key = "0123456789abcdef0123456789abcdef";
    message.body = R"({"lead":"l1"})";
    return message;
}

struct Sent {
    Attempt attempt;
    std::chrono::steady_clock::duration took{};
};

Sent sent_to(const std::string& url, std::uint32_t total_ms = 5'000) {
    WebhookSettings settings;
    settings.url = url;
    settings.secret = secret;
    settings.limits.total_ms = total_ms;
    settings.limits.connect_ms = total_ms;
    Webhook webhook(settings, clock_at);
    const auto begun = std::chrono::steady_clock::now();
    Sent sent{webhook.send(message()), {}};
    sent.took = std::chrono::steady_clock::now() - begun;
    return sent;
}

// What comes of a listener that reads the request and answers with these bytes, then hangs up.
Attempt answered_with(const std::string& bytes) {
    Listener listener([&bytes](Connection& connection, int) {
        static_cast<void>(read_request(connection));
        connection.write(bytes);
    });
    return sent_to("http://" + listener.address() + "/hook").attempt;
}

TEST_CASE("Webhook: the request has body, key and a signature that can be checked",
          "[connectors]") {
    Received received;
    {
        Listener listener([&received](Connection& connection, int) {
            received.add(read_request(connection));
            connection.write(response("204 No Content"));
        });
        const Attempt attempt = sent_to("http://" + listener.address() + "/hook").attempt;
        CHECK(attempt.end == End::delivered);
        CHECK(attempt.answer == 204);
        CHECK(attempt.problem.empty());
    }
    REQUIRE(received.all().size() == 1);
    const std::string request = received.all().front();
    CHECK(request.starts_with("POST /hook HTTP/1.1\r\n"));
    CHECK(header_value(request, "Idempotency-Key:") == message().key);
    CHECK(header_value(request, "Content-Type:") == "application/json");
    CHECK(header_value(request, "Leadline-Signature:") ==
          signature_of(secret, 1'767'312'000, message().body));
    CHECK(request.ends_with("\r\n\r\n" + message().body));
}

TEST_CASE("Webhook: what a listener answers decides whether it is tried again", "[connectors]") {
    CHECK(answered_with(response("500 Oh no")).end == End::try_again);
    CHECK(answered_with(response("404 Not Found")).end == End::dead);
    CHECK(answered_with(response("302 Found", "Location: http://127.0.0.1:1/\r\n")).end ==
          End::dead);
    const Attempt later = answered_with(response("429 Too Many", "Retry-After: 120\r\n"));
    CHECK(later.end == End::try_again);
    CHECK(later.answer == 429);
    CHECK(later.wait.us == 120'000'000);
}

TEST_CASE("Webhook: an answer that is none, or stops half way, is tried again", "[connectors]") {
    CHECK(answered_with("").end == End::try_again);
    CHECK(answered_with("HTT").end == End::try_again);
    CHECK(answered_with("\x01\x02garbage\r\n\r\n").end == End::try_again);
    CHECK(answered_with("HTTP/1.1 abc\r\n\r\n").end == End::try_again);
    // The status is the answer, whatever becomes of the rest.
    CHECK(answered_with("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf").end ==
          End::delivered);
    CHECK(answered_with("HTTP/1.1 500 No\r\nContent-Length: 100\r\n\r\nhalf").end ==
          End::try_again);
}

TEST_CASE("Webhook: nobody there, and a listener that hangs up at once", "[connectors]") {
    std::string gone;
    {
        Listener listener([](Connection&, int) {});
        gone = listener.address();
        CHECK(sent_to("http://" + gone).attempt.end == End::try_again);
    }
    const Attempt refused = sent_to("http://" + gone).attempt;
    CHECK(refused.end == End::try_again);
    CHECK(refused.answer == 0);
    CHECK_FALSE(refused.problem.empty());
}

TEST_CASE("Webhook: one that answers slowly for ever holds us no longer than the limit",
          "[connectors]") {
    using namespace std::chrono_literals;
    Listener silent([](Connection& connection, int) { connection.wait_for_end(); });
    const Sent never = sent_to("http://" + silent.address(), 400);
    CHECK(never.attempt.end == End::try_again);
    CHECK(never.took < 5s);

    // A byte of a header now and then, until the other side hangs up.
    Listener dripping([](Connection& connection, int) {
        connection.write("HTTP/1.1 200 OK\r\nX: ");
        for (;;) {
            connection.write("x");
            std::this_thread::sleep_for(20ms);
        }
    });
    const Sent slow = sent_to("http://" + dripping.address(), 400);
    CHECK(slow.took < 5s);

    // A body without end: its status counts, and no more of it is taken in than a little.
    Listener pouring([](Connection& connection, int) {
        static_cast<void>(read_request(connection));
        connection.write("HTTP/1.1 500 Oh no\r\n\r\n");
        const std::string much(65'536, 'x');
        for (;;) connection.write(much);
    });
    const Sent full = sent_to("http://" + pouring.address(), 20'000);
    CHECK(full.attempt.end == End::try_again);
    CHECK(full.attempt.answer == 500);
    CHECK(full.took < 10s);
}

TEST_CASE("Webhook: stop() ends what hangs", "[connectors]") {
    using namespace std::chrono_literals;
    std::atomic<bool> is_there = false;
    Listener silent([&is_there](Connection& connection, int) {
        is_there = true;
        connection.wait_for_end();
    });
    WebhookSettings settings;
    settings.url = "http://" + silent.address();
    settings.secret = secret;
    settings.limits.total_ms = 60'000;
    Webhook webhook(settings, clock_at);
    const auto begun = std::chrono::steady_clock::now();
    std::thread stopper([&] {
        while (!is_there && std::chrono::steady_clock::now() - begun < 20s)
            std::this_thread::sleep_for(1ms);
        webhook.stop();
    });
    const Attempt attempt = webhook.send(message());
    stopper.join();
    CHECK(attempt.end == End::try_again);
    CHECK(std::chrono::steady_clock::now() - begun < 30s);
}

}  // namespace
}  // namespace leadline::tests
