// The view "ruleset": every published version with its entries, so that a decision can be explained
// without the program file; and the parts on their way. One thread.
//   r program version        -> RulesetRow
//   e program version number -> RulesetPart: of a published version
//   s program number         -> StageRulesetPart: see staged_parts.hpp
#pragma once

#include "projections/pending.hpp"
#include "projections/rows.hpp"

namespace leadline::projections {

inline constexpr Text ruleset_view_name = "ruleset@v4";

namespace ruleset_table {
inline constexpr char published = 'r';
inline constexpr char parts = 'e';
}  // namespace ruleset_table

class RulesetView final : public ViewOf<RulesetView> {
public:
    explicit RulesetView(ViewRows stored) : rows_(stored) {}

    [[nodiscard]] Text name() const override { return ruleset_view_name; }
    [[nodiscard]] std::size_t pending_bytes() const override { return rows_.pending_bytes(); }
    void write(KeyWriter& to) override { rows_.write(to); }
    void written() override { rows_.written(); }

    void on(const Happening& h, const events::RulesetPartStaged& e);
    void on(const Happening& h, const events::RulesetPublished& e);

private:
    Rows rows_;
};

}  // namespace leadline::projections
