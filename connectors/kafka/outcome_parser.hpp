// OutcomeParser: an outcome as it stands on its topic (FORMAT.md), read back for somebody who waits
// for it. One thread.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "events/base/bytes.hpp"
#include "events/outcome.hpp"

namespace leadline::connectors::kafka {

class OutcomeParser {
public:
    OutcomeParser();
    ~OutcomeParser();
    OutcomeParser(const OutcomeParser&) = delete;
    OutcomeParser& operator=(const OutcomeParser&) = delete;

    // False: it is none, or has words that this version does not know. What is read is valid until
    // the next call.
    [[nodiscard]] bool read(events::BytesView json);
    // All but the detail of a rejection.
    [[nodiscard]] const events::Outcome& outcome() const { return outcome_; }
    // That, as JSON; empty: there is none.
    [[nodiscard]] const std::string& detail() const { return detail_; }

private:
    struct Json;
    [[nodiscard]] bool read_accepted();
    [[nodiscard]] bool read_rejected();
    [[nodiscard]] bool read_dead_lettered();
    [[nodiscard]] bool read_place();

    std::unique_ptr<Json> json_;
    std::map<std::string_view, events::EventKind> kinds_;
    events::Outcome outcome_;
    std::string detail_;
};

}  // namespace leadline::connectors::kafka
