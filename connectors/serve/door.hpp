// Door: where the lines of a running engine come from: standard input, or the files of an inbox.
// Nothing here waits; ServeSource does, for all doors alike. The decider's thread.
#pragma once

#include "connectors/files/line_reader.hpp"

namespace leadline::connectors {

class Door {
public:
    virtual ~Door() = default;

    enum class Got : std::uint8_t {
        line,
        nothing_yet,  // wait for descriptor(), or look again later
        again,        // there may be more at once; this was enough work for one call
        ended,        // there will never be more
    };
    // The next line that is there now, valid until the next call.
    [[nodiscard]] virtual events::Result<Got> next(Line& line) = 0;

    // Where the last line came from, to stand before the key of its dead letter; may be empty.
    [[nodiscard]] virtual std::string_view origin() const = 0;
    // The last line became an input, and an answer to it will come.
    virtual void will_be_answered() = 0;

    // Becomes readable when next() may have more; -1: nothing does.
    [[nodiscard]] virtual int descriptor() const = 0;
};

}  // namespace leadline::connectors
