// What a ruleset says of the stages of opportunities (SPEC 10).
#pragma once

#include <array>

#include "events/condition.hpp"

namespace leadline::events {

inline constexpr std::size_t opportunity_stages_max = 50;

// Those of a program that says nothing.
inline constexpr std::array<Text, 4> usual_opportunity_stages{"qualify", "develop", "propose",
                                                              "close"};

struct OpportunityStages {
    SourcePlace place;
    List<Text> names;          // different ones, in their order; one at least
    bool may_go_back = false;  // to one that lies before

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("place", place),
           field("names", names, "The stages that opportunities go through, in their order."),
           field("may_go_back", may_go_back, "Whether one may go back to an earlier stage."));
    }
    friend bool operator==(const OpportunityStages&, const OpportunityStages&) = default;
};

}  // namespace leadline::events
