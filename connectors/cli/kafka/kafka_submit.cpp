// See kafka_submit.hpp.
#include "connectors/cli/kafka/kafka_submit.hpp"

#include <fmt/format.h>

#include <ostream>
#include <set>
#include <unordered_map>

#include "connectors/files/line_inputs.hpp"
#include "connectors/kafka/admin.hpp"
#include "connectors/kafka/outcome_parser.hpp"
#include "connectors/kafka/outcome_reader.hpp"
#include "connectors/kafka/publisher.hpp"
#include "engine/core/state/command_identity.hpp"
#include "engine/log/placement.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Outcome;
using events::Result;
using kafka::Publisher;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

constexpr std::size_t lines_at_once = 1'000;
constexpr auto pause = 50ms;

// Whose outcomes are waited for: lines by what names them; those that have no name, since they
// cannot be understood, by where they lie.
class Waiting {
public:
    void expect(const engine::CommandIdentity& line) {
        ++named_[line];
        ++count_;
    }
    void expect_unnamed() {
        ++unplaced_;
        ++count_;
    }
    void place(const Publisher::Place& at) {
        --unplaced_;
        places_.insert(at);
    }
    // Until then an outcome of one could not be told from a stranger's.
    [[nodiscard]] bool has_unplaced() const { return unplaced_ > 0; }

    // Whether it was waited for, which it is no more.
    [[nodiscard]] bool take(const Outcome& outcome) {
        bool is_ours = false;
        if (outcome.offset)
            is_ours =
                places_.erase({outcome.partition, static_cast<std::int64_t>(*outcome.offset)}) > 0;
        if (!is_ours) is_ours = take_named(outcome);
        if (is_ours) --count_;
        return is_ours;
    }
    [[nodiscard]] std::uint64_t count() const { return count_; }

private:
    struct Hash {
        std::size_t operator()(const engine::CommandIdentity& of) const { return of.low; }
    };

    [[nodiscard]] bool take_named(const Outcome& outcome) {
        const auto at =
            named_.find(engine::identity({outcome.program}, outcome.source, outcome.id));
        if (at == named_.end()) return false;
        if (--at->second == 0) named_.erase(at);
        return true;
    }

    std::unordered_map<engine::CommandIdentity, std::uint32_t, Hash> named_;
    std::set<Publisher::Place> places_;
    std::uint64_t unplaced_ = 0;
    std::uint64_t count_ = 0;
};

struct Ends {
    Publisher& publisher;
    kafka::OutcomeReader& outcomes;
    std::uint32_t partitions;
};

class Publication {
public:
    Publication(Ends ends, LineReader lines, OutcomeWriter& writer, const StopSignals& signals,
                Progress& progress)
        : ends_(ends),
          lines_(std::move(lines)),
          writer_(writer),
          signals_(signals),
          progress_(progress) {
        lines_.wake_by(signals.wake_descriptor());
    }

    // Ends when all lines have their outcomes, at a signal, or when none has come for so long.
    [[nodiscard]] Result<void> run(std::chrono::seconds patience) {
        while (!has_ended_ || has_line_ || waiting_.count() > 0) {
            if (signals_.stopped()) return {};
            TRY(put_some());
            TRY(ends_.publisher.serve(has_line_ ? pause : 0ms));
            TRY(hear(has_line_ || has_more_ ? 0ms : pause));
            if (writer_.failure()) return {};
            if (waiting_.count() == 0) heard_ = Steady::now();
            if (Steady::now() - heard_ > patience) {
                is_silent_ = true;
                return {};
            }
            progress_.at({"answered", "lines", writer_.counts().total(),
                          has_ended_ ? share_of(writer_.counts().total(), count_) : std::nullopt});
        }
        return {};
    }

    [[nodiscard]] bool is_silent() const { return is_silent_; }
    [[nodiscard]] std::uint64_t waited_for() const { return waiting_.count(); }
    [[nodiscard]] std::uint64_t unacknowledged() const { return ends_.publisher.unacknowledged(); }

    // "position 12", or of several partitions "positions 0/12, 1/7".
    [[nodiscard]] std::string position_text() const {
        if (positions_.empty()) return "nothing decided";
        if (ends_.partitions == 1) return fmt::format("position {}", positions_.begin()->second);
        std::string text = "positions";
        for (const auto& [partition, position] : positions_)
            text += fmt::format("{} {}/{}", text.ends_with('s') ? "" : ",", partition, position);
        return text;
    }

private:
    // What is at hand, as far as the library has room. Waits only when nothing else is to come.
    [[nodiscard]] Result<void> put_some() {
        for (std::size_t i = 0; i < lines_at_once; ++i) {
            if (!has_line_) {
                if (has_ended_) return {};
                const bool waits =
                    i == 0 && waiting_.count() == 0 && ends_.publisher.unacknowledged() == 0;
                const auto got = lines_.next(line_, waits);
                if (!got) return tl::unexpected(got.error());
                has_ended_ = *got == LineReader::Got::end;
                has_more_ = *got == LineReader::Got::line;
                if (!has_more_) return {};
                if (is_blank(line_.bytes)) continue;
            }
            const auto is_put = put(line_);
            if (!is_put) return tl::unexpected(is_put.error());
            has_line_ = !*is_put;
            if (has_line_) return {};
            ++count_;
        }
        return {};
    }

    // False: there is no room for it now. What cannot be understood is published, too: it belongs
    // to the dead letters of the engine, as anybody's does.
    [[nodiscard]] Result<bool> put(const Line& line) {
        inputs_.clear();
        const engine::Input& input = inputs_.add(line);
        const events::CommandHeader& command = input.command;
        if (input.reason == events::DeadLetterReason::too_large) {
            refuse(input);
            return true;
        }
        const bool has_name =
            !command.program.text.empty() && !command.source.empty() && !command.id.empty();
        const auto is_put =
            ends_.publisher.put({engine::partition_of(command.program, ends_.partitions).number,
                                 command.program.text, line.bytes, !has_name});
        if (!is_put || !*is_put) return is_put;
        if (waiting_.count() == 0) heard_ = Steady::now();
        if (has_name)
            waiting_.expect(engine::identity(command.program, command.source, command.id));
        else
            waiting_.expect_unnamed();
        return true;
    }

    // The topic need not take what no command may be: its outcome is known.
    void refuse(const engine::Input& input) {
        Outcome outcome;
        outcome.kind = events::OutcomeKind::dead_lettered;
        outcome.dead_letter = input.reason;
        outcome.errors = input.errors;
        outcome.errors.push_back({"", "was not sent: topics need not take so large a record"});
        writer_.tell(outcome, {}, {});
        writer_.write_out();
    }

    [[nodiscard]] Result<void> hear(std::chrono::milliseconds wait) {
        if (waiting_.has_unplaced()) TRY(ends_.publisher.serve(wait));
        for (const Publisher::Place& at : ends_.publisher.take_places()) waiting_.place(at);
        if (waiting_.has_unplaced()) return {};
        TRY(ends_.outcomes.poll(wait, [this](events::BytesView json) { return take(json); }));
        writer_.write_out();
        return {};
    }

    [[nodiscard]] Result<void> take(events::BytesView json) {
        const bool is_understood = parser_.read(json);
        const Outcome& outcome = parser_.outcome();
        if (!waiting_.take(outcome)) return {};
        if (!is_understood)
            return fail(Failure::bad_input,
                        fmt::format("an outcome has words that this version does not know: {}",
                                    events::as_text(json)));
        heard_ = Steady::now();
        writer_.tell(outcome, events::as_text(json), parser_.detail());
        if (outcome.kind == events::OutcomeKind::dead_lettered) return {};
        std::uint64_t& position = positions_[outcome.partition];
        position = std::max(position, outcome.position.number);
        return {};
    }

    Ends ends_;
    LineReader lines_;
    OutcomeWriter& writer_;
    const StopSignals& signals_;
    Progress& progress_;
    LineInputs inputs_;
    kafka::OutcomeParser parser_;
    Waiting waiting_;
    std::map<std::uint32_t, std::uint64_t> positions_;
    Line line_;
    bool has_line_ = false;   // one that found no room
    bool has_more_ = false;   // at hand, when it was looked at last
    bool has_ended_ = false;  // of the input
    bool is_silent_ = false;
    std::uint64_t count_ = 0;
    Steady::time_point heard_ = Steady::now();
};

// How many partitions commands and outcomes have.
Result<std::uint32_t> partitions_of(const config::Options::Kafka& options) {
    auto admin = kafka::Admin::open(options);
    if (!admin) return tl::unexpected(std::move(admin).error());
    const auto facts = admin->describe();
    if (!facts) return tl::unexpected(facts.error());
    using kafka::TopicUse;
    for (const TopicUse use : {TopicUse::commands, TopicUse::outcomes})
        if (!facts->of(use).is_there)
            return fail(Failure::refused,
                        fmt::format("there is no topic {} at {}: {} names it, and `leadline kafka "
                                    "init` makes it",
                                    topic_name(options, use), options.brokers, option_name(use)));
    const std::uint32_t partitions = facts->of(TopicUse::commands).partitions;
    if (facts->of(TopicUse::outcomes).partitions == partitions) return partitions;
    return fail(Failure::refused,
                fmt::format("{} and {} have not the same number of partitions: `leadline kafka "
                            "check` says more",
                            options.commands, options.outcomes));
}

Result<ExitCode> end_of(const Publication& publication, const SubmitRequest& request,
                        Context& context, const StopSignals& signals) {
    std::string without = counted_text(publication.waited_for(), "lines") +
                          (publication.waited_for() == 1 ? " has" : " have") + " no outcome yet";
    if (const std::uint64_t lines = publication.unacknowledged(); lines > 0)
        without += fmt::format(", and of {} Kafka has not said that it took them",
                               counted_text(lines, "lines"));
    constexpr std::string_view again =
        "what was published will be decided, and published again it gets the same outcome";
    if (signals.stopped())
        return fail(Failure::interrupted, fmt::format("interrupted; {}; {}", without, again));
    if (publication.is_silent())
        return fail(Failure::passing,
                    fmt::format("{}; none has come for {} s: does an engine decide {}? {}", without,
                                request.patience.count(),
                                context.configuration.options.kafka.commands, again));
    return ExitCode::done;
}

}  // namespace

Result<ExitCode> submit_to_kafka(const SubmitRequest& request, Context& context) {
    const StopSignals signals;
    const config::Options::Kafka& options = context.configuration.options.kafka;
    auto lines = LineReader::open(request.files);
    if (!lines) return tl::unexpected(std::move(lines).error());
    const auto partitions = partitions_of(options);
    if (!partitions) return tl::unexpected(partitions.error());
    auto reader = kafka::OutcomeReader::open(options, *partitions);
    if (!reader) return tl::unexpected(std::move(reader).error());
    const auto publisher = Publisher::open(options);
    if (!publisher) return tl::unexpected(publisher.error());
    OutcomeWriter writer(
        [&context](std::string_view text) { return context.console.out.write(text); },
        outcome_format(context.format_or(OutputFormat::jsonl)));
    Progress progress(context.console.err, progress_style(context));
    Publication publication({**publisher, *reader, *partitions}, *std::move(lines), writer, signals,
                            progress);
    const auto begun = Steady::now();
    TRY(publication.run(request.patience));
    progress.clear();
    writer.finish();
    const std::chrono::duration<double> took = Steady::now() - begun;
    const Submitted submitted{RunEnd::input_ended, writer.counts().total(), took.count()};
    context.console.err << summary(submitted, writer.counts(), publication.position_text())
                        << std::endl;
    if (const auto ended = end_of(publication, request, context, signals); !ended) return ended;
    return exit_of(submitted, writer, request.strict);
}

}  // namespace leadline::connectors
