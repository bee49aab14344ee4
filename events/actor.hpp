// Who asks. Written "user:ID", "manager:ID" or "system:ID"; the engine itself is the actor of what
// timers do.
#pragma once

#include <array>

#include "events/enum_names.hpp"
#include "events/ids.hpp"

namespace leadline::events {

enum class ActorKind : std::uint8_t {
    engine = 0,
    partner_user = 1,
    channel_manager = 2,
    upstream_system = 3,
};

inline constexpr std::array actor_kind_names{
    EnumName<ActorKind>{ActorKind::engine, "engine"},
    EnumName<ActorKind>{ActorKind::partner_user, "user"},
    EnumName<ActorKind>{ActorKind::channel_manager, "manager"},
    EnumName<ActorKind>{ActorKind::upstream_system, "system"}};
constexpr std::span<const EnumName<ActorKind>> enum_names(ActorKind) { return actor_kind_names; }

struct Actor {
    ActorKind kind = ActorKind::engine;
    Text id;

    friend bool operator==(const Actor&, const Actor&) = default;
};

}  // namespace leadline::events
