// Stored: the part of a state that lies outside memory, as its checkpoints wrote it. A port, so
// that the core knows no database: behind it stands the store of the runtime, or a map in a test.
// What it answers holds every checkpoint that its state has been told is written, and may hold a
// later one. One thread, which is the state's, while another may be writing the next checkpoint.
#pragma once

#include <functional>
#include <span>

#include "engine/core/state/command_identity.hpp"
#include "events/base/arena.hpp"
#include "events/base/bytes.hpp"
#include "events/base/result.hpp"

namespace leadline::engine {

class Stored {
public:
    virtual ~Stored() = default;

    // The value under each key, in the order of the keys: visit(index, value), with an empty value
    // where there is none. Views are valid within the call. `corrupt` when what lies there is
    // damaged, `io` when it cannot be read; then nothing can be said of any key.
    using VisitValue = std::function<void(std::size_t index, events::BytesView value)>;
    [[nodiscard]] virtual events::Result<void> read(std::span<const events::Text> keys,
                                                    const VisitValue& visit) const = 0;

    // The entries whose keys begin with `prefix`, in ascending order of bytes, the first being that
    // of `from` (which begins with `prefix`) or the next behind it, until `visit` answers false.
    // Errors as above.
    using VisitEntry = std::function<bool(events::Text key, events::BytesView value)>;
    [[nodiscard]] virtual events::Result<void> scan(events::Text prefix, events::Text from,
                                                    const VisitEntry& visit) const = 0;

    // visit(index, decided) for each of the commands that it knows, with the latest it knows of
    // them; of those whose windows are over it may know nothing. Errors as above.
    using VisitDecided = std::function<void(std::size_t index, const Decided& decided)>;
    [[nodiscard]] virtual events::Result<void> decided(std::span<const CommandIdentity> identities,
                                                       const VisitDecided& visit) const = 0;
};

}  // namespace leadline::engine
