// Merged: several ranges of index keys as one list, in the order of what stands behind their
// prefixes, so that a list by several statuses reads no more than it shows. A range may belong to a
// group that comes before the last bytes of the order: a user's open leads before the closed ones,
// each created first. Throws ViewFailure. One thread.
#pragma once

#include <vector>

#include "projections/walk.hpp"

namespace leadline::projections {

struct KeyRange {
    std::string prefix;
    std::uint8_t group = 0;
};

class Merged {
public:
    // `grouped_bytes`: how many bytes of a key stand behind its group; 0: there are no groups.
    // `after`: the order() of an entry, to go on behind it; empty: from the beginning.
    Merged(const Moment& moment, ViewNumber view, const std::vector<KeyRange>& ranges,
           std::size_t grouped_bytes, Text after);

    [[nodiscard]] bool is_valid() const { return first_ != nullptr; }
    // Of the entry at hand; good until next().
    [[nodiscard]] const std::string& order() const { return first_->order; }
    [[nodiscard]] Text rest() const;  // of its key, behind the prefix
    [[nodiscard]] Text value() const { return first_->walk.value(); }
    void next();

private:
    struct Source {
        KeyRange range;
        Walk walk;
        std::string order;
    };
    [[nodiscard]] std::string begin_of(const KeyRange& range, Text after) const;
    void set_order(Source& source) const;
    void find_first();

    std::size_t grouped_bytes_;
    std::vector<Source> sources_;
    Source* first_ = nullptr;
};

}  // namespace leadline::projections
