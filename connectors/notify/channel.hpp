// Channel: the port through which notifications go out, one at a time: mail by SMTP (mailer.hpp),
// webhooks by HTTP (webhook.hpp), or a twin of a test. One thread uses a channel; stop() is any's.
#pragma once

#include <cstdint>
#include <string>

#include "events/base/time.hpp"

namespace leadline::connectors::notify {

// What is to be sent, made when it was owed: trying again sends the same.
struct Message {
    std::string key;      // idempotency key: 32 hex digits
    std::string address;  // of a mail
    std::string name;     // of whoever has that address; may be empty
    std::string subject;
    std::string text;
    std::string html;   // empty: text only
    std::string body;   // JSON, of a webhook
    events::Time made;  // the time of the event that owed it
};

// What came of one attempt.
struct Attempt {
    enum class End : std::uint8_t {
        delivered,
        try_again,  // it may go well later
        dead,       // it never will: the other side, or the address, says so
    };
    End end = End::try_again;
    std::uint32_t answer = 0;  // of SMTP or HTTP; 0: there was none
    std::string problem;       // a clause; never a word of what the other side wrote
    events::Duration wait{};   // what the other side asked for before the next
};

class Channel {
public:
    virtual ~Channel() = default;

    // Returns in bounded time, whatever the other side does.
    [[nodiscard]] virtual Attempt send(const Message& message) = 0;
    // What send() is at, and every later one, ends at once, to be tried again. Any thread.
    virtual void stop() = 0;
};

}  // namespace leadline::connectors::notify
