// Walk: the rows of one view whose keys begin with a prefix, one at a time and in order, so that
// several can be read side by side. Stands in one moment, which must outlive it. Throws
// ViewFailure. One thread.
#pragma once

#include "projections/view_store.hpp"

namespace leadline::projections {

class Walk {
public:
    // From the first key not before `from` on.
    Walk(const Moment& moment, ViewNumber view, Text prefix, Text from);
    ~Walk();
    Walk(Walk&&) noexcept;
    Walk& operator=(Walk&&) noexcept;

    // False at the end; what follows may be asked only where it is true.
    [[nodiscard]] bool is_valid() const;
    [[nodiscard]] Text key() const;  // both good until next()
    [[nodiscard]] Text value() const;
    void next();

private:
    struct Place;
    void check() const;

    const Moment* moment_;
    std::unique_ptr<Place> place_;
};

}  // namespace leadline::projections
