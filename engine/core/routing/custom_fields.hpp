// CustomFieldRules: which custom fields leads may have by a ruleset (SPEC 4), and what is wrong
// with those that a command sends. Views of the ruleset's parts. Immutable once made; any thread.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <vector>

#include "events/base/result.hpp"
#include "events/custom_field.hpp"

namespace leadline::engine {

using events::Text;

class CustomFieldRules {
public:
    // `bad_input` says what is wrong with it.
    [[nodiscard]] events::Result<void> add(const events::CustomFieldRule& rule);

    // Fields are declared; where none is, all are taken.
    [[nodiscard]] bool are_set() const { return !rules_.empty(); }

    // What is wrong with the fields sent for a lead of the record type: in their order, and then,
    // of a new lead, what is missing. At most events::faulty_fields_max; none: all is well.
    [[nodiscard]] std::vector<events::FaultyField> faults(Text record_type,
                                                          const events::CustomFields& sent,
                                                          bool is_new) const;

private:
    std::vector<events::CustomFieldRule> rules_;
    boost::unordered_flat_map<Text, std::size_t> by_name_;
};

}  // namespace leadline::engine
