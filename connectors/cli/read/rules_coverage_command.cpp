// `rules coverage`: what of a ruleset is never true, for cases beside it or for the leads of a
// period of a log. Of the log's leads those alone are in memory that come to the rules again in the
// period, and of too many of them a share at a time, with the log read once for each share.
#include <fmt/format.h>

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>
#include <charconv>
#include <ostream>

#include "config/rules_check.hpp"
#include "connectors/cli/coverage_leads.hpp"
#include "connectors/cli/kafka/kafka_folder.hpp"
#include "connectors/cli/progress.hpp"
#include "connectors/cli/read/event_stream.hpp"
#include "connectors/cli/read/things.hpp"
#include "connectors/cli/rules_runner.hpp"
#include "engine/log/placement.hpp"
#include "events/base/ensure.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

namespace {

constexpr std::uint64_t events_between_looks = 4'096;
// Of half a kibibyte, about.
constexpr std::size_t kept_leads_max = 200'000;

tl::unexpected<events::Error> bad_bound(std::string_view option, const std::string& text) {
    return fail(Failure::usage,
                fmt::format("{}: expected a position such as 1234 or 0/1234, or a time such as "
                            "2026-01-31T08:00:00Z or 2026-01-31, not {}",
                            option, config::shown(text)));
}

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_whole = code == std::errc() && end == text.data() + text.size();
    return is_whole ? std::optional(number) : std::nullopt;
}

// Where a period begins or ends: one of the two. `partition` is where the program lies.
Result<void> read_bound(std::string_view option, const std::string& text,
                        engine::Partition partition, events::Position& position,
                        events::Time& time) {
    if (text.empty()) return {};
    if (const auto read = events::parse_time(text)) {
        time = *read;
        return {};
    }
    const std::size_t slash = text.find('/');
    const auto number = number_in(std::string_view(text).substr(slash + 1));  // npos + 1 is 0
    if (!number) return bad_bound(option, text);
    if (slash != std::string::npos) {
        const auto of = number_in(std::string_view(text).substr(0, slash));
        if (!of) return bad_bound(option, text);
        if (*of != partition.number)
            return fail(Failure::usage, fmt::format("{}: the program lies in partition {}", option,
                                                    partition.number));
    }
    position = {*number};
    return {};
}

class LogCoverage {
public:
    LogCoverage(Context& context, const OpenLog& log, std::string program)
        : log_(*log.reader),
          program_(std::move(program)),
          partition_(engine::partition_of({program_}, log.reader->partitions())),
          progress_(context.console.err, progress_style(context)) {}

    Result<void> take_period(const CoverageArgs& args) {
        TRY(read_bound("--from", args.from, partition_, period_.first, period_.from));
        return read_bound("--to", args.to, partition_, period_.last, period_.to);
    }

    Result<void> run(RulesCoverage& coverage) {
        TRY(find_returning());
        const std::size_t shares =
            std::max<std::size_t>(1, (returning_.size() + kept_leads_max - 1) / kept_leads_max);
        for (std::size_t share = 0; share < shares; ++share) {
            const auto keeps = [&](events::Text lead) {
                const std::uint64_t hash = hash_of(lead);
                return hash % shares == share && returning_.contains(hash);
            };
            CoverageLeads leads(coverage, {period_, share == 0, keeps});
            TRY(read(returning_.empty() ? period_.first : events::Position{1},
                     [&leads](const StreamedEvent& event) {
                         return leads.take(event.header, event.body);
                     }));
            leads.finish();
        }
        return {};
    }

    // Where the answer stands.
    Result<Places> place() const {
        const auto end = log_.end(partition_);
        if (!end) return tl::unexpected(end.error());
        return Places{{partition_.number, end->last_position.number, end->last_time}};
    }

private:
    static std::uint64_t hash_of(events::Text lead) { return std::hash<std::string_view>()(lead); }

    Result<void> find_returning() {
        return read(period_.first, [this](const StreamedEvent& event) {
            if (may_come_again(event.header) && period_.holds(event.header))
                returning_.insert(hash_of(event.header.subject.id));
            return true;
        });
    }

    // The program's events from a position to the end of the period.
    template <class Take>
    Result<void> read(events::Position first, const Take& take) {
        const auto end = log_.end(partition_);
        if (!end) return tl::unexpected(end.error());
        const std::uint64_t count = end->last_position.number;
        const std::uint64_t skipped = std::min(count, std::max<std::uint64_t>(first.number, 1) - 1);
        auto stream = EventStream::open(log_, {count - skipped, partition_});
        if (!stream) return tl::unexpected(std::move(stream).error());
        progress_.restart();
        for (std::uint64_t at = 0;; ++at) {
            const auto event = stream->next();
            if (!event) return tl::unexpected(event.error());
            if (*event == nullptr || period_.is_over((*event)->header)) break;
            if ((*event)->header.program.text == program_ && !take(**event))
                return fail(Failure::corrupt,
                            fmt::format("partition {}: the event at position {} cannot be decoded",
                                        partition_.number, (*event)->header.position.number));
            if (at % events_between_looks != 0) continue;
            progress_.at({"read", "events", at, share_of(at, stream->total())});
            TRY(go_on(signals_));
        }
        progress_.clear();
        return {};
    }

    const StopSignals signals_;
    const engine::LogReader& log_;
    std::string program_;
    engine::Partition partition_;
    CoveragePeriod period_;
    boost::unordered_flat_set<std::uint64_t> returning_;  // hashes: too many is no harm
    Progress progress_;
};

Result<Places> ask_log(Context& context, const CoverageArgs& args, const std::string& program,
                       RulesCoverage& coverage) {
    const auto log = open_log(context);
    if (!log) return tl::unexpected(log.error());
    const auto absent = why_absent(log->folder, *log->reader, program);
    if (!absent) return tl::unexpected(absent.error());
    if (!absent->empty()) return fail(Failure::unavailable, *absent);
    LogCoverage of_log(context, *log, program);
    TRY(of_log.take_period(args));
    TRY(of_log.run(coverage));
    return of_log.place();
}

Result<Places> ask_cases(const CoverageArgs& args, RulesCoverage& coverage) {
    config::Diagnostics diagnostics;
    const auto cases = config::load_rules_test(args.tests, diagnostics);
    if (!cases) return tl::unexpected(cases.error());
    CoverageLeads leads(coverage, {{}, true, [](events::Text) { return false; }});
    bool is_decoded = true;
    const auto report =
        run_rules_test(*cases, [&](const events::EventHeader& header, events::BytesView body) {
            is_decoded = is_decoded && leads.take(header, body);
        });
    if (!report) return tl::unexpected(report.error());
    ENSURE(is_decoded);  // the decider has just written them
    leads.finish();
    return Places{};
}

Record record_of(const CoverageReport& report) {
    Table uncovered(
        "uncovered",
        {{"file"}, {"line"}, {"column"}, {"what"}, {"of"}, {"name", true}, {"part", true}});
    for (const UncoveredPlace& each : report.uncovered)
        uncovered.add({each.file, each.place.line, each.place.column, name_of(each.what),
                       each.is_of_score ? "score_rule" : "rule", each.rule,
                       each.part.empty() ? Cell() : Cell(each.part)});
    Record record;
    record.add("leads", report.leads)
        .add("below_minimum", report.below_minimum)
        .add("by_fallback", report.by_fallback)
        .add("rules", report.rules.total)
        .add("rules_true", report.rules_true)
        .add("rules_chosen", report.rules.covered)
        .add("parts", report.parts.total)
        .add("parts_true", report.parts.covered)
        .add("score_rules", report.score_rules.total)
        .add("score_rules_true", report.score_rules.covered)
        .add("elses", report.elses.total)
        .add("elses_used", report.elses.covered)
        .add("covered_percent", report.percent())
        .add_answer(std::move(uncovered));
    return record;
}

Answered tell(Context& context, const CoverageArgs& args, const CoverageReport& report,
              const Places& at) {
    const Answering to = answering(context);
    if (to.format == OutputFormat::text) {
        TRY(to.out.write(to_text(report)));
        say_where(to.err, at);
    } else {
        TRY(show(to, record_of(report), at));
    }
    const CoverageReport::Share all = report.all();
    if (!args.minimum || all.covered * 100 >= *args.minimum * all.total) return ExitCode::done;
    to.err << fmt::format("{} % is less than the {} % of --minimum\n", report.percent(),
                          *args.minimum);
    return ExitCode::no;
}

}  // namespace

Answered rules_coverage(Context& context, const CoverageArgs& args) {
    config::Diagnostics diagnostics;
    const auto rules = config::load_rules(args.rules, diagnostics);
    if (!rules) return tl::unexpected(rules.error());
    auto coverage = RulesCoverage::of(rules->ruleset, args.rules);
    if (!coverage) return tl::unexpected(std::move(coverage).error());
    const std::string& program = args.program.empty() ? rules->program : args.program;
    if (args.tests.empty() && program.empty())
        return fail(Failure::usage,
                    "--program is needed: a file of rules does not say whose leads they are for");
    const auto at = args.tests.empty() ? ask_log(context, args, program, *coverage)
                                       : ask_cases(args, *coverage);
    if (!at) return tl::unexpected(at.error());
    return tell(context, args, coverage->report(), *at);
}

}  // namespace leadline::connectors
