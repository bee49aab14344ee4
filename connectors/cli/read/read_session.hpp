// ReadSession: what a read command reads: the log, and the views over it. Beside a running engine
// it follows; where none runs it first brings the views up to the log, under the folder's lock,
// which it then lets go, so that no reader keeps an engine from starting. One thread.
#pragma once

#include <memory>
#include <vector>

#include "connectors/cli/app.hpp"
#include "connectors/cli/output.hpp"
#include "connectors/cli/signals.hpp"
#include "connectors/embedded/data_folder.hpp"
#include "connectors/embedded/embedded_reader.hpp"
#include "projections/query.hpp"

namespace leadline::connectors {

// The log alone.
struct OpenLog {
    DataFolder folder;
    bool engine_runs = false;
    std::unique_ptr<EmbeddedReader> reader;

    // The ends of all partitions.
    [[nodiscard]] events::Result<Places> ends() const;
};

// `not_found` when there is no data folder, or no log in it yet.
[[nodiscard]] events::Result<OpenLog> open_log(const Context& context);

class ReadSession {
public:
    // `signals`: of who has begun with something else; none: it makes its own, first of all.
    [[nodiscard]] static events::Result<std::unique_ptr<ReadSession>> open(
        Context& context, std::unique_ptr<StopSignals> signals = nullptr);

    [[nodiscard]] const projections::Query& query() const { return *query_; }
    [[nodiscard]] const EmbeddedReader& log() const { return *log_.reader; }
    [[nodiscard]] bool engine_runs() const { return log_.engine_runs; }

    // `interrupted` once SIGINT or SIGTERM has come; asked between rows of long answers.
    [[nodiscard]] events::Result<void> go_on() const { return connectors::go_on(*signals_); }

    // The program that was named, else the only one. `usage` when there are several.
    [[nodiscard]] events::Result<events::ProgramId> program(const std::string& named);

private:
    using Stores = std::vector<std::unique_ptr<projections::ViewStore>>;

    ReadSession(std::unique_ptr<StopSignals> signals, OpenLog log)
        : signals_(std::move(signals)), log_(std::move(log)) {}

    [[nodiscard]] events::Result<void> follow();
    [[nodiscard]] events::Result<bool> stands_at_end() const;
    void tell_stopped(Context& context) const;
    [[nodiscard]] std::vector<std::filesystem::path> view_folders() const;
    [[nodiscard]] events::Result<void> bring_up(Context& context);
    [[nodiscard]] events::Result<void> bring_up(Context& context, engine::Partition partition);

    std::unique_ptr<StopSignals> signals_;
    OpenLog log_;
    Stores stores_;
    std::unique_ptr<projections::Query> query_;
    std::string program_;  // the only one
};

[[nodiscard]] Places places_of(const std::vector<projections::Standing>& standings);

}  // namespace leadline::connectors
