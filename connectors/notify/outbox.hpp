// Outbox: what is owed and not yet on the record: waiting to be sent, or again; or settled, until
// the log says so. It stands in rows, so that a crash forgets nothing: what was sent when the
// process ended before that was noted is sent again, with the same key. Any thread.
#pragma once

#include <deque>
#include <mutex>

#include "connectors/notify/owing.hpp"

namespace leadline::connectors::notify {

class Outbox {
public:
    explicit Outbox(Rows& rows) : rows_(rows) {}

    // Reads what stands in the rows.
    [[nodiscard]] events::Result<void> load();

    // A row of something new, for the step that also says how far the log was read; and what was
    // written that way.
    static void put(Overlay& rows, const Owed& owed);
    void take_in(std::vector<Owed> owed);
    // The log has its record: so the row goes, with the step that read it.
    static void erase(Overlay& rows, std::string_view key);
    void forget(std::string_view key);

    // What is due on a channel by `now`, the one that has waited longest first; it is the caller's
    // until note(). None: nothing is.
    [[nodiscard]] std::optional<Owed> take_due(std::string_view channel, events::Time now);

    // What came of it. The last of `attempts_max` failures settles it too.
    [[nodiscard]] events::Result<void> note(std::string_view key, const Attempt& attempt,
                                            const BackOff& back_off, events::Time now);

    // What is settled and was not given out since load(): to be recorded in the log.
    struct Settled {
        Owed owed;
        events::NotificationResult result{};
        std::uint32_t attempts = 0;
        std::uint32_t answer = 0;
        std::string problem;
    };
    [[nodiscard]] std::vector<Settled> take_settled();

    // The names of all channels that something waits for.
    [[nodiscard]] std::set<std::string> channels() const;

    struct Counts {
        std::uint64_t waiting = 0;    // to be sent, or tried again
        std::uint64_t settled = 0;    // but not yet in the log
        std::uint64_t delivered = 0;  // since the start
        std::uint64_t failed = 0;
    };
    [[nodiscard]] Counts counts() const;

private:
    enum class Standing : std::uint8_t { waiting, delivered, failed };
    struct Entry {
        Owed owed;
        Standing standing = Standing::waiting;
        std::uint32_t attempts = 0;
        events::Time next;  // not before
        std::uint32_t answer = 0;
        std::string problem;
        bool is_out = false;  // with a channel, or given out to be recorded
    };
    [[nodiscard]] static std::string encode(const Entry& entry);
    [[nodiscard]] static Entry decode(std::string_view value);

    Rows& rows_;
    mutable std::mutex mutex_;
    std::map<std::string, Entry, std::less<>> entries_;  // by key; under mutex_, like all below
    Counts counts_;
};

}  // namespace leadline::connectors::notify
