// Submitting: lines through an open engine to outcomes, with progress and a summary. `submit` does
// it with files, `program apply` and `demo` with lines of their own. One thread.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "connectors/cli/app.hpp"
#include "connectors/cli/engine_host.hpp"
#include "connectors/files/line_source.hpp"
#include "connectors/files/outcome_sink.hpp"

namespace leadline::connectors {

struct SubmitRequest {
    std::vector<std::string> files;  // "-" is standard input
    bool strict = false;
    bool accept_loss = false;
    bool to_kafka = false;              // in place of a data folder
    std::chrono::seconds patience{60};  // how long no outcome may come from there
};

// What `leadline submit` does; 0 when each line got an outcome (SPEC 16).
[[nodiscard]] events::Result<ExitCode> submit(const SubmitRequest& request, Context& context);

// ---- The parts, for other commands.

[[nodiscard]] OutcomeFormat outcome_format(OutputFormat format);
[[nodiscard]] HostSetup host_setup(Context& context, Progress& progress);

struct Submitted {
    RunEnd end = RunEnd::input_ended;
    std::uint64_t lines = 0;
    double seconds = 0;
};

struct Submission {
    EngineHost& host;
    OutcomeWriter& outcomes;
    const Clock& clock;
    Progress& progress;
};
// Decides all lines. An error is the engine's; one of the output is in the OutcomeWriter.
[[nodiscard]] events::Result<Submitted> submit_lines(const Submission& to, LineReader lines);

// "10,567 lines in 0.4 s (26,417/s): 10,567 accepted, 0 rejected, 0 dead letters; position 31234".
// `position`: where the log stands now, see EngineHost.
[[nodiscard]] std::string summary(const Submitted& submitted, const OutcomeCounts& counts,
                                  const std::string& position);

// What ends a submission that was not an error of the engine: interrupted, output closed, --strict.
[[nodiscard]] events::Result<ExitCode> exit_of(const Submitted& submitted,
                                               const OutcomeWriter& outcomes, bool strict);

}  // namespace leadline::connectors
