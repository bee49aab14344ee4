// JSON CloudEvents 1.0.2 in: one line, one command (DESIGN D9). The reader keeps its memory from
// line to line and takes none in the steady state. One reader per thread.
#pragma once

#include <memory>
#include <vector>

#include "events/base/arena.hpp"
#include "events/dead_letter.hpp"
#include "events/header.hpp"

namespace leadline::events {

struct DecodedCommand {
    CommandHeader header;  // with the canonical body and the digest; time 0: the line has none
};

struct ReadOutcome {
    DeadLetterReason reason = DeadLetterReason::none;
    [[nodiscard]] bool understood() const { return reason == DeadLetterReason::none; }
};

class CloudEventReader {
public:
    CloudEventReader();
    ~CloudEventReader();
    CloudEventReader(CloudEventReader&&) noexcept;
    CloudEventReader& operator=(CloudEventReader&&) noexcept;

    // Reads a structured CloudEvent: a command by its name, or a fact (facts.hpp). Everything in
    // `out` lives in `arena`. When the line was not understood, `errors` (emptied first) names all
    // that is wrong with it, and `out` holds program, source and id as far as they could be read.
    ReadOutcome read(BytesView line, Arena& arena, DecodedCommand& out,
                     std::vector<FieldError>& errors);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace leadline::events
