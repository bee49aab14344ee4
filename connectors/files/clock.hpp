// The wall clock behind a port: only doors read it (SPEC 2.5), and tests set it. Any thread.
#pragma once

#include "events/base/time.hpp"

namespace leadline::connectors {

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual events::Time now() const = 0;
};

class WallClock final : public Clock {
public:
    [[nodiscard]] events::Time now() const override;
};

class FixedClock final : public Clock {
public:
    explicit FixedClock(events::Time at) : at_(at) {}
    [[nodiscard]] events::Time now() const override { return at_; }

private:
    events::Time at_;
};

}  // namespace leadline::connectors
