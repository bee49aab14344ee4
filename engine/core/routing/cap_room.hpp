// CapRoom: what caps leave room for (SPEC 5), as state knows it and as one command has used it up
// so far. Pure; one thread, for the life of a decision.
#pragma once

#include <boost/container/small_vector.hpp>

#include "engine/core/decide/decision.hpp"
#include "engine/core/routing/compiled_ruleset.hpp"
#include "events/explanation.hpp"

namespace leadline::engine {

class CapRoom {
public:
    explicit CapRoom(const Decision& d);
    [[nodiscard]] bool has_caps() const { return ruleset_ != nullptr; }

    // Of the caps that are reached for whom it is to be given to the one that frees last; none:
    // there is room. `of` and `candidate` are the caller's to fill in.
    [[nodiscard]] std::optional<events::CapReached> reached(const User& user) const;
    [[nodiscard]] std::optional<events::CapReached> reached(const Partner& partner) const;
    [[nodiscard]] std::optional<events::CapReached> reached(const Queue& queue) const;

    // By name, all that are reached: what is given by force passes them.
    [[nodiscard]] events::List<Text> passed(const User& user) const;
    [[nodiscard]] events::List<Text> passed(const Partner& partner) const;
    [[nodiscard]] events::List<Text> passed(const Queue& queue) const;

    // So many has this command given to users.
    [[nodiscard]] std::uint32_t given() const { return given_; }

    // This command gives one more, which its next items have to count.
    void take(const User& user);
    void take(const Partner& partner);
    void take(const Queue& queue);

private:
    struct Taken {
        const events::Cap* cap;
        Text whose;
        std::uint32_t count;
    };
    [[nodiscard]] CapsOnWhom caps_on(const User& user) const;
    [[nodiscard]] CapsOnWhom caps_on(const Partner& partner) const;
    [[nodiscard]] CapsOnWhom caps_on(const Queue& queue) const;
    [[nodiscard]] std::optional<events::CapReached> first_free(const CapsOnWhom& caps) const;
    [[nodiscard]] std::optional<events::CapReached> test(const CapOnWhom& each) const;
    [[nodiscard]] events::List<Text> all_reached(const CapsOnWhom& caps) const;
    void take(const CapsOnWhom& caps);

    const Decision* d_;
    const CompiledRuleset* ruleset_;  // null: there are no caps
    boost::container::small_vector<Taken, 4> taken_;
    std::uint32_t given_ = 0;
};

}  // namespace leadline::engine
