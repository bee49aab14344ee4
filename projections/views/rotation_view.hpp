// The view "rotation": rotations and pools with what is known of their members, as the core folds
// it (engine/core/evolve/rotation_seats). What was turned lately stays in memory, so that a turn
// costs no read. One thread.
//   r program rotation -> RotationRow: of those that the ruleset in force names
//   s program number   -> StageRulesetPart (staged_parts.hpp)
#pragma once

#include <map>

#include "engine/core/state/records.hpp"
#include "projections/pending.hpp"
#include "projections/rotation_row.hpp"
#include "projections/view.hpp"

namespace leadline::projections {

inline constexpr Text rotation_view_name = "rotation@v1";
inline constexpr char rotation_table = 'r';

// Events that tell a decision by rules about one lead.
template <class Event>
concept TellsDecision = requires(const Event& e) {
    { e.why } -> std::convertible_to<events::Explanation>;
    { e.lead } -> std::convertible_to<events::LeadId>;
};

class RotationView final : public ViewOf<RotationView> {
public:
    explicit RotationView(ViewRows stored) : stored_(stored), rows_(stored) {}

    [[nodiscard]] Text name() const override { return rotation_view_name; }
    [[nodiscard]] std::size_t pending_bytes() const override;
    void write(KeyWriter& to) override;
    void written() override;

    void on(const Happening& h, const events::RulesetPartStaged& e);
    void on(const Happening& h, const events::RulesetPublished& e);
    void on(const Happening& h, const events::LeadReassigned& e) {
        for (const events::Explanation& why : e.why) turn(h, e.lead, why);
    }
    template <TellsDecision Event>
    void on(const Happening& h, const Event& e) {
        turn(h, e.lead, e.why);
    }

private:
    struct Told {
        std::uint64_t chosen = 0;
        Time last;
        std::string lead;
    };
    struct Kept {
        engine::Rotation rotation;
        events::ActionKind kind{};
        bool catch_up = false;
        std::uint32_t version = 0;
        std::vector<Told> told;  // of each seat
        Told last;               // of all; `chosen`: of them together
        std::string last_member;
        bool is_changed = false;
    };
    using All = std::map<std::string, Kept>;  // by key

    void turn(const Happening& h, events::LeadId lead, const events::Explanation& why);
    [[nodiscard]] Kept* find(const std::string& key);
    [[nodiscard]] std::vector<std::string> keys_of(events::ProgramId program) const;
    void seat(Kept& kept, const events::Action& action, std::uint32_t version);
    void change(Kept& kept);
    void put(const std::string& key, const Kept& kept);

    ViewRows stored_;
    Rows rows_;
    All kept_;
    std::size_t changed_seats_ = 0;
};

}  // namespace leadline::projections
