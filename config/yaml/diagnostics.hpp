// Diagnostics: collects every mistake of one run over one or more files, so that a person sees them
// all at once. Each is printed as
//     rules.yaml:12:3: error: unknown key "qeue"; expected one of: queue, user; did you mean
//     "queue"?
//        12 |   qeue: emea
//           |   ^
// in the order file, line, column. One thread. It stops nothing: readers report and go on.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/yaml/node.hpp"
#include "events/base/result.hpp"

namespace leadline::config {

enum class Severity : std::uint8_t { error, warning };

struct Diagnostic {
    Severity severity = Severity::error;
    std::string file;
    SourcePlace place;    // line 0: the file as a whole
    std::string message;  // one line: what was expected, what was found, the nearest known name
    std::string excerpt;  // two whole lines, or empty

    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

// At most this many mistakes are kept and printed; the rest is counted.
inline constexpr std::size_t diagnostics_max = 100;

class Diagnostics {
public:
    void error(const Node& at, std::string message);
    void error(const Source& source, SourcePlace place, std::string message);
    void error(std::string_view file, std::string message);  // the file as a whole
    void warning(const Node& at, std::string message);

    // "expected EXPECTED, found ..." at `node`; `hint` follows after a semicolon when not empty.
    void expected(const Node& node, std::string_view what, std::string_view hint = {});

    // No errors so far; warnings do not count.
    [[nodiscard]] bool ok() const { return errors_ == 0; }
    [[nodiscard]] std::size_t errors() const { return errors_; }

    // Sorted by file (as first met), line, column.
    [[nodiscard]] std::vector<Diagnostic> sorted() const;

    // Everything, as printed above, ending with a newline; empty when there is nothing to say.
    [[nodiscard]] std::string to_text() const;

    // The errors as one Error (exit 78 for configuration), or nothing when ok().
    [[nodiscard]] events::Result<void> result(
        events::Failure failure = events::Failure::configuration) const;

private:
    void add(Diagnostic diagnostic);

    std::vector<Diagnostic> kept_;
    std::vector<std::string> files_;  // in the order first met
    std::size_t errors_ = 0;
    std::size_t left_out_ = 0;
};

// One diagnostic as it is printed.
[[nodiscard]] std::string to_text(const Diagnostic& diagnostic);

}  // namespace leadline::config
