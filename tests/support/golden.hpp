// The golden files: for each kind of event and each version that was ever released, one encoded
// event that must decode for ever, at tests/golden/NAME.vN.bin. Pure; any thread.
#pragma once

#include <string>

#include "events/kinds.hpp"

namespace leadline::tests {

template <class Event>
struct GoldenName {
    static std::string text() { return std::string(Event::name); }
};

// These kinds exist once per command, so the command's name stands before theirs.
template <class Command>
struct GoldenName<events::Rejected<Command>> {
    static std::string text() { return std::string(Command::name) + "Rejected"; }
};

template <class Command>
struct GoldenName<events::NothingChanged<Command>> {
    static std::string text() { return std::string(Command::name) + "NothingChanged"; }
};

// "LeadClaimed.v1.bin", "ClaimLeadRejected.v1.bin", "ClaimLeadNothingChanged.v1.bin".
template <class Event>
[[nodiscard]] std::string golden_file(unsigned version = Event::schema_version) {
    return GoldenName<Event>::text() + ".v" + std::to_string(version) + ".bin";
}

}  // namespace leadline::tests
