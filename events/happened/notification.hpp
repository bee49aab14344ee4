// What became of a notification. It moves nothing: that it was owed, the event that owed it says.
#pragma once

#include "events/commands/notification.hpp"

namespace leadline::events {

struct NotificationRecorded {
    static constexpr EventKind kind{96};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "NotificationRecorded";

    RecordNotification asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const NotificationRecorded&, const NotificationRecorded&) = default;
};

}  // namespace leadline::events
