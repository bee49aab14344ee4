// Arrivals: how many of a queue's open leads came there in which hour, so that their ages are told
// without a look at each lead (reading_ages.cpp). Hours with nobody are not kept, neither here nor
// in the store; what was not spoken of lately is read from there. One thread.
#pragma once

#include <map>
#include <vector>

#include "projections/pending.hpp"

namespace leadline::projections {

class Arrivals {
public:
    explicit Arrivals(const ViewRows& stored) : stored_(stored) {}

    // `queue`: a number for the queue, always the same one; `key`: the queue's key in the table of
    // open leads, of which all but the table stands in a key here.
    void add(std::uint32_t queue, Text key, events::Time since, std::int64_t change);

    [[nodiscard]] std::size_t changed() const { return changed_.size(); }
    void write(KeyWriter& to);
    void written();

private:
    struct Hour {
        std::string key;
        std::uint64_t leads = 0;
        bool is_changed = false;
    };

    const ViewRows& stored_;
    std::map<std::pair<std::uint32_t, std::uint64_t>, Hour> hours_;  // by queue and hour
    std::vector<Hour*> changed_;
};

}  // namespace leadline::projections
