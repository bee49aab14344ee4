// A condition compiled for asking often: fields by number, numbers parsed, patterns built.
#pragma once

#include <re2/re2.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/core/calendar/time_window.hpp"
#include "engine/core/routing/inquiry.hpp"
#include "events/base/decimal.hpp"
#include "events/base/result.hpp"
#include "events/ruleset.hpp"

namespace leadline::engine {

// One value of a comparison, in every shape a field may need.
struct Operand {
    Text text;
    bool is_number = false;             // a whole or decimal number
    std::optional<std::int64_t> whole;  // its value, where it is a whole number of 64 bits
    bool is_money = false;              // "1000.00 EUR"
    std::int64_t minor = 0;
    Text currency;
};

struct Near {
    Point place;
    std::uint32_t km = 0;
};

struct CompiledNode {
    events::ConditionOp op = events::ConditionOp::all;
    std::uint32_t end = 0;   // one past this node's subtree
    bool is_costly = false;  // it, or a part of it, is asked after its neighbours that are not
    FieldId field = FieldId::lead;
    Text custom_name;
    std::vector<Operand> values;
    std::unique_ptr<re2::RE2> pattern;       // of `matches`
    std::vector<std::uint32_t> territories;  // of `territory`: their numbers
    Near near;                               // of `within_km`
    TimeWindow window;                       // of `time_window`
};

// A tree in prefix order; empty: always holds.
using Condition = std::vector<CompiledNode>;

// `bad_input` when the nodes do not form one tree, a field or a territory is unknown, a comparison
// has the wrong number of values, a pattern does not compile, or a time window can never hold.
// Views into `nodes` stay in the result.
[[nodiscard]] events::Result<Condition> compile(events::List<events::ConditionNode> nodes,
                                                const Surroundings& around);

// `asked` is about the surroundings that the condition was compiled with.
[[nodiscard]] bool holds(const Condition& condition, Inquiry& asked);

// Whether one part of it holds, a comparison or a group, whatever the others do.
[[nodiscard]] bool part_holds(const Condition& condition, std::uint32_t part, Inquiry& asked);

using events::compare_decimals;

}  // namespace leadline::engine
