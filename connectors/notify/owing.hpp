// Owing: what an event owes to whom, a function of the log and the settings: the same log and
// settings give the same notifications with the same keys. What the partner may not see before it
// has accepted is not in them: company and topic are told to the vendor and to who owns the thing;
// data of contacts to nobody, since a mail can never be erased. One thread.
#pragma once

#include <set>

#include "connectors/notify/directory.hpp"
#include "connectors/notify/facts.hpp"
#include "connectors/notify/settings.hpp"
#include "engine/log/log.hpp"

namespace leadline::connectors::notify {

struct Owed {
    Message message;
    std::string channel;  // its name in the settings
    events::NotificationChannel kind = events::NotificationChannel::mail;
    std::string program;
    std::string event;  // name of the kind
    std::uint64_t position = 0;
    std::string user;  // the partner user who is told; empty: somebody else
    std::string partner;
    std::string lead;
    std::string opportunity;
    std::string deal;
};

class Owing {
public:
    Owing(const Settings& settings, const engine::LogId& log, const Directory& directory)
        : settings_(settings), log_(log), directory_(directory) {}

    // After the directory has taken the event in.
    [[nodiscard]] std::vector<Owed> of(const events::EventHeader& header, events::BytesView body,
                                       events::Arena& arena) const;

private:
    struct Told;  // one recipient
    class OfEvent;

    const Settings& settings_;
    engine::LogId log_;
    const Directory& directory_;
};

// The idempotency key: 32 hex digits.
[[nodiscard]] std::string owed_key(const engine::LogId& log, std::string_view program,
                                   std::uint64_t position, std::string_view channel,
                                   std::string_view recipient);

}  // namespace leadline::connectors::notify
