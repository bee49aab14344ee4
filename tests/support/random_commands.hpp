// Random programs of commands with racing claims: a few partners, users, queues and leads, so that
// they meet often, and times that sometimes jump, so that timers fire. The same seed gives the same
// commands. What they mean is not looked at here: many of them will be refused, and rightly.
#pragma once

#include <deque>

#include "engine/runtime/ports.hpp"
#include "tests/support/generate.hpp"

namespace leadline::tests {

// Stands in every personal text of these commands, and nowhere else.
inline constexpr events::Text personal_mark = "(clear text)";

// `count` commands, the first of which set up two programs. They live as long as this object.
class RandomCommands {
public:
    // About so many leads at most; many of them meet seldom.
    RandomCommands(std::uint64_t seed, std::size_t count, std::uint64_t leads = 40);

    [[nodiscard]] const std::vector<engine::Input>& inputs() const { return inputs_; }

private:
    template <class Command>
    void say(events::Actor actor, const Command& command) {
        put(actor, Command::kind, body_in(arena_, command));
    }
    void put(events::Actor actor, events::CommandKind kind, events::BytesView body);
    void set_up(events::Text program);
    void set_rules();
    void one();
    void about_a_lead();
    void about_people();
    void about_an_applicant();
    // random_sales.cpp
    void about_deals();
    void told_of(events::DealId deal);
    void about_opportunities();
    void who_has_an_opportunity(events::OpportunityId id);
    [[nodiscard]] events::OpportunityId opportunity();
    void about_an_offer(events::LeadId id);
    void what_somebody_can_take();
    void what_a_partner_may_not_ask();
    [[nodiscard]] events::Text pick(std::initializer_list<const char*> names);
    [[nodiscard]] events::Text lead();
    [[nodiscard]] events::Actor somebody();
    [[nodiscard]] events::Actor manager() const;
    [[nodiscard]] events::ClaimPolicy policy();
    template <class Person>
    [[nodiscard]] events::Part<Person> part(events::Text subject, const Person& person) {
        return {subject, events::Sealing::plain, 0, body_in(arena_, person)};
    }
    [[nodiscard]] events::Part<events::Remark> remark(events::Text subject);
    [[nodiscard]] events::ContactDetails contact();
    [[nodiscard]] events::Part<events::LeadPerson> lead_person(events::Text lead);
    [[nodiscard]] events::Part<events::LeadPersonChanges> changes(events::Text lead);

    events::Arena arena_{1U << 20U};
    Random random_;
    std::uint64_t leads_;
    events::ProgramId program_;
    std::int64_t time_us_ = 1'800'000'000'000'000;
    std::vector<engine::Input> inputs_;
};

// A source that gives these inputs, `cut` at a time or fewer.
class ListedSource final : public engine::InputSource {
public:
    ListedSource(const std::vector<engine::Input>& inputs, std::size_t cut)
        : inputs_(&inputs), cut_(cut) {}

    [[nodiscard]] engine::Result<std::span<const engine::Input>> poll(std::size_t max) override {
        const std::size_t count = std::min({max, cut_, inputs_->size() - next_});
        const std::span<const engine::Input> some(inputs_->data() + next_, count);
        next_ += count;
        return some;
    }
    [[nodiscard]] bool ended() const override { return next_ == inputs_->size(); }

private:
    const std::vector<engine::Input>* inputs_;
    std::size_t cut_;
    std::size_t next_ = 0;
};

}  // namespace leadline::tests
