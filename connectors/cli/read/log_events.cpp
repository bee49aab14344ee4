// `log tail` and `log export`: the events themselves, for people, programs and analysts' tools.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ostream>

#include "connectors/cli/progress.hpp"
#include "connectors/cli/read/event_stream.hpp"
#include "connectors/cli/read/things.hpp"
#include "events/codec/cloud_event_out.hpp"
#include "events/kinds.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

namespace {

constexpr std::uint64_t events_between_looks = 4'096;

tl::unexpected<events::Error> undecodable(const StreamedEvent& event) {
    return fail(Failure::corrupt,
                fmt::format("partition {}: the event at position {} cannot be decoded",
                            event.partition.number, event.header.position.number));
}

std::vector<Column> event_columns(OutputFormat format) {
    if (format == OutputFormat::text)
        return {{"position"}, {"time"}, {"event"}, {"subject"}, {"actor"}, {"data", true}};
    return {{"partition"}, {"position"}, {"time"}, {"program"}, {"event"}, {"subject"},
            {"command"},   {"source"},   {"id"},   {"actor"},   {"data"}};
}

std::string subject_text(const events::Subject& subject) {
    return std::string(name_of(subject.kind)).append("/").append(subject.id);
}

Row event_row(OutputFormat format, const StreamedEvent& event, std::string data) {
    const events::EventHeader& header = event.header;
    if (format == OutputFormat::text) {
        return {fmt::format("{}/{}", event.partition.number, header.position.number),
                header.time,
                name_of(header.kind),
                subject_text(header.subject),
                actor_cell(header.actor),
                std::string_view(data)};
    }
    const bool has_command = header.cause.kind != events::CommandKind::none;
    return {event.partition.number,
            header.position.number,
            header.time,
            header.program,
            name_of(header.kind),
            subject_text(header.subject),
            has_command ? Cell(name_of(header.cause.kind)) : Cell(),
            header.cause.source,
            header.cause.id,
            actor_cell(header.actor),
            std::string_view(data)};
}

// Writes events into a list in the format that was asked for; keeps its memory from one to the
// next.
class EventRows {
public:
    explicit EventRows(const Answering& to)
        : format_(to.format), list_(to, "events", event_columns(to.format)) {}

    Result<void> add(const StreamedEvent& event) {
        text_.clear();
        arena_.reset();
        const bool is_decoded =
            list_.is_json() ? events::append_event(text_, event.partition.number, event.header,
                                                   event.body, arena_)
                            : events::append_event_data(text_, event.header, event.body, arena_);
        if (!is_decoded) return undecodable(event);
        return list_.is_json() ? list_.json_row(text_)
                               : list_.row(event_row(format_, event, text_));
    }
    Result<void> finish(const Places& at) { return list_.finish(at); }

private:
    OutputFormat format_;
    ListAnswer list_;
    std::string text_;
    events::Arena arena_;
};

// A file of our own, synced before we say that it is there; goes away unless it is finished.
class FileOutput final : public Output {
public:
    ~FileOutput() override {
        if (fd_ < 0) return;
        struct stat about {};
        const bool is_half = !is_whole_ && ::fstat(fd_, &about) == 0 && S_ISREG(about.st_mode);
        ::close(fd_);
        if (is_half) ::unlink(file_.c_str());
    }
    Result<void> open(const std::string& file) {
        file_ = file;
        fd_ = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        return fd_ >= 0 ? Result<void>() : cannot_write();
    }
    Result<void> write(std::string_view text) override { return FdOutput(fd_).write(text); }
    Result<void> close() {
        // A pipe or a device has nothing to sync.
        const bool is_synced = ::fsync(fd_) == 0 || errno == EINVAL || errno == EROFS;
        is_whole_ = is_synced;
        return is_synced ? Result<void>() : cannot_write();
    }

private:
    Result<void> cannot_write() const {
        return fail(Failure::io,
                    fmt::format("{} cannot be written: {}", file_, std::strerror(errno)));
    }

    std::string file_;
    int fd_ = -1;
    bool is_whole_ = false;
};

std::optional<engine::Partition> partition_of(const LogArgs& args) {
    return args.partition ? std::optional(engine::Partition{*args.partition}) : std::nullopt;
}

// Streams what is in range, but for the first `skipped` events.
Result<void> write_events(Context& context, EventStream& stream, std::uint64_t skipped,
                          EventRows& rows, const StopSignals& signals) {
    Progress progress(context.console.err, progress_style(context));
    for (std::uint64_t count = 0;; ++count) {
        const auto event = stream.next();
        if (!event) return tl::unexpected(event.error());
        if (*event == nullptr) return {};
        if (count >= skipped) TRY(rows.add(**event));
        if (count % events_between_looks != 0) continue;
        progress.at({"read", "events", count, share_of(count, stream.total())});
        TRY(go_on(signals));
    }
}

}  // namespace

Answered log_tail(Context& context, const LogArgs& args) {
    const StopSignals signals;
    const auto log = open_log(context);
    if (!log) return tl::unexpected(log.error());
    std::optional<std::uint64_t> last;
    if (args.limit) last = *args.limit;
    auto stream = EventStream::open(*log->reader, {last, partition_of(args)});
    if (!stream) return tl::unexpected(std::move(stream).error());
    // Each partition's last so many hold the last so many of all.
    const std::uint64_t skipped = last && stream->total() > *last ? stream->total() - *last : 0;
    EventRows rows(answering(context));
    TRY(write_events(context, *stream, skipped, rows, signals));
    const auto ends = log->ends();
    if (!ends) return tl::unexpected(ends.error());
    TRY(rows.finish(*ends));
    return ExitCode::done;
}

Answered log_export(Context& context, const LogArgs& args) {
    const StopSignals signals;
    const auto log = open_log(context);
    if (!log) return tl::unexpected(log.error());
    auto stream = EventStream::open(*log->reader, {{}, partition_of(args)});
    if (!stream) return tl::unexpected(std::move(stream).error());
    FileOutput file;
    const bool is_file = !args.file.empty() && args.file != "-";
    if (is_file) TRY(file.open(args.file));
    const Answering to = answering(context, OutputFormat::jsonl);
    EventRows rows({is_file ? file : to.out, to.err, to.format, 0});
    TRY(write_events(context, *stream, 0, rows, signals));
    const auto ends = log->ends();
    if (!ends) return tl::unexpected(ends.error());
    TRY(rows.finish(*ends));
    if (is_file) TRY(file.close());
    return ExitCode::done;
}

}  // namespace leadline::connectors
