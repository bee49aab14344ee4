// Each command asked by anybody about what is some user's: the beginning that it needs so that
// nothing but who asks can forbid it. For the table of docs/roles.md. One thread.
#pragma once

#include <optional>
#include <string>

#include "tests/support/given.hpp"

namespace leadline::tests {

// Whose it is: a user, its partner, and a partner that it may go to.
struct Whose {
    Text user;
    Text partner;
    Text other_partner;
};

// `asked` has the actor yet to be set.
struct Asking {
    std::vector<Asked> before;
    Asked asked;
    bool has_program = true;  // else it is asked before there is one
};

// By the name in the table; none: there is no such row.
[[nodiscard]] std::optional<Asking> asking(const std::string& name, const Whose& whose);

}  // namespace leadline::tests
