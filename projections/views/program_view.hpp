// The view "program": each program's settings and what is in force. Its counts stand in the view
// "activity". One thread.
//   p program -> ProgramRow
#pragma once

#include "projections/pending.hpp"
#include "projections/rows.hpp"

namespace leadline::projections {

inline constexpr Text program_view_name = "program@v1";
inline constexpr char program_table = 'p';

class ProgramView final : public ViewOf<ProgramView> {
public:
    explicit ProgramView(ViewRows stored) : rows_(stored) {}

    [[nodiscard]] Text name() const override { return program_view_name; }
    [[nodiscard]] std::size_t pending_bytes() const override { return rows_.pending_bytes(); }
    void write(KeyWriter& to) override { rows_.write(to); }
    void written() override { rows_.written(); }

    void on(const Happening& h, const events::ProgramCreated& e);
    void on(const Happening& h, const events::ProgramPublished& e);
    void on(const Happening& h, const events::RulesetPublished& e);

private:
    Rows rows_;
};

}  // namespace leadline::projections
