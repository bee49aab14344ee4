// OutcomeWriter: one line per outcome, in input order, an epoch in one write; and the counts that a
// summary needs. When the output is closed or full it asks for the intake to stop and lets
// everything that was decided become durable. tell(): the committing thread; counts(): after the
// loop has ended.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "engine/runtime/ports.hpp"
#include "events/outcome.hpp"

namespace leadline::connectors {

struct OutcomeCounts {
    std::uint64_t accepted = 0;
    std::uint64_t rejected = 0;
    std::uint64_t dead_lettered = 0;
    std::uint64_t repeated = 0;                       // of the accepted and the rejected
    std::map<events::Reason, std::uint64_t> reasons;  // of the rejected

    [[nodiscard]] std::uint64_t total() const { return accepted + rejected + dead_lettered; }
};

// How an outcome is written.
enum class OutcomeFormat : std::uint8_t { text, json, jsonl, csv };

class OutcomeWriter final : public engine::OutcomeSink {
public:
    using Write = std::function<events::Result<void>(std::string_view)>;

    OutcomeWriter(Write write, OutcomeFormat format);

    // What stops the intake; called once, on the committing thread.
    void when_closed(std::function<void()> stop) { stop_ = std::move(stop); }

    // An error of the output is none of the loop's: it is kept, see failure().
    [[nodiscard]] events::Result<void> tell(const engine::Epoch& epoch) override;

    // One that was read elsewhere: `json` is all of it, `detail` that of a rejection or empty, as
    // CSV has it. Written with the next write_out().
    void tell(const events::Outcome& outcome, std::string_view json, std::string_view detail);
    void write_out();

    // Ends a JSON list.
    void finish();

    [[nodiscard]] const OutcomeCounts& counts() const { return counts_; }
    [[nodiscard]] const std::optional<events::Error>& failure() const { return failure_; }

private:
    void count(const events::Outcome& outcome);
    void append(const events::Outcome& outcome, std::string_view json = {},
                std::string_view detail = {});

    Write write_;
    OutcomeFormat format_;
    std::function<void()> stop_;
    std::string buffer_;
    events::Arena arena_;
    OutcomeCounts counts_;
    std::optional<events::Error> failure_;
};

// "accepted  halden crm 17: LeadCreated, LeadQueued at 12", and the like, without its end.
void append_outcome_text(std::string& out, const events::Outcome& outcome);

}  // namespace leadline::connectors
