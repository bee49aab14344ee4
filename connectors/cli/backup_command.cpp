// `leadline backup` and `leadline restore`: what stands on their command lines, progress, and what
// they answer.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <thread>

#include "connectors/backup/backup.hpp"
#include "connectors/cli/app_commands.hpp"
#include "connectors/cli/output.hpp"
#include "connectors/cli/progress.hpp"
#include "connectors/cli/signals.hpp"

namespace leadline::connectors {

using events::Result;

namespace {

constexpr std::chrono::milliseconds look_every{50};
// An engine that is open answers within a second; one that opens a folder may take longer.
constexpr std::chrono::seconds answered_within{30};

using Work = Result<BackupManifest> (*)(const std::filesystem::path& from,
                                        const std::filesystem::path& to, const BackupWork& work);

Result<void> show_manifest(Context& context, const BackupManifest& manifest,
                           const std::filesystem::path& folder) {
    std::uint64_t bytes = 0;
    for (const BackupFile& file : manifest.files) bytes += file.bytes;
    Record record;
    record.add("folder", folder.string())
        .add("log", manifest.log)
        .add("made", manifest.made)
        .add("files", manifest.files.size())
        .add("bytes", bytes);
    Table partitions("partitions", {{"partition"}, {"events"}, {"blocks"}, {"chain_hash"}});
    for (const auto& place : manifest.places)
        partitions.add({place.partition, place.position, place.block, place.hash});
    record.add(std::move(partitions));
    return show(answering(context), record, {});
}

Result<ExitCode> run(Context& context, const char* verb, Work work,
                     const std::filesystem::path& from, const std::filesystem::path& to) {
    const StopSignals signals;
    Progress progress(context.console.err, progress_style(context));
    BackupWork how;
    how.now = context.console.clock.now();
    how.go_on = [&](std::uint64_t done, std::uint64_t all) {
        progress.at({verb, "MiB", done >> 20U, share_of(done, all)});
        return !signals.stopped();
    };
    const auto begun = std::chrono::steady_clock::now();
    how.wait = [&] {
        std::this_thread::sleep_for(look_every);
        return !signals.stopped() && std::chrono::steady_clock::now() - begun < answered_within;
    };
    const auto manifest = work(from, to, how);
    progress.clear();
    if (!manifest && signals.stopped())
        return events::fail(events::Failure::interrupted, "interrupted; nothing is left of it");
    if (!manifest) return tl::unexpected(manifest.error());
    TRY(show_manifest(context, *manifest, to));
    return ExitCode::done;
}

}  // namespace

void register_backup(CLI::App& app, Context& context) {
    CLI::App* backup = app.add_subcommand(
        "backup", "Copy a data folder, log, state and views, while its engine runs or not");
    const auto place = std::make_shared<std::filesystem::path>();
    backup->add_option("BACKUP", *place, "the folder that is made")->required();
    take_data(*backup, context);
    backup->callback([place, &context] {
        context.action = [place](Context& c) {
            return run(c, "copied", make_backup, c.line.data, *place);
        };
    });
    CLI::App* restore =
        app.add_subcommand("restore", "Make a data folder from a backup, and prove that it is it");
    restore->add_option("BACKUP", *place, "what `leadline backup` made")->required();
    take_data(*restore, context);
    restore->callback([place, &context] {
        context.action = [place](Context& c) {
            return run(c, "restored", restore_backup, *place, c.line.data);
        };
    });
}

}  // namespace leadline::connectors
