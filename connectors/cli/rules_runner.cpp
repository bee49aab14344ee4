// Runs cases; see rules_runner.hpp.
#include "connectors/cli/rules_runner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/decider.hpp"
#include "events/codec/cloud_event.hpp"
#include "events/codec/event_codec.hpp"
#include "events/kinds.hpp"

namespace leadline::connectors {
namespace {

using config::Expectation;
using config::ExpectedPlace;
using events::Result;

// Where a lead went, with copies of all that is said of it.
struct Found {
    ExpectedPlace place = ExpectedPlace::waiting;
    std::string id;
    std::string rule;
    events::RoutedBy by = events::RoutedBy::nothing;
    std::string passed_over;  // "2 user_not_active, 1 weight_zero"
};

// What a lead is worth.
struct Worth {
    std::int32_t score = 0;
    std::string grade;
};

std::string passed_over(const events::Explanation& why) {
    std::string text;
    for (const events::CandidateRun& run : why.candidates)
        if (run.reason != events::PassedOver::no)
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", run.count,
                                events::name_of(run.reason));
    return text;
}

Found found(ExpectedPlace place, events::Text id, const events::Explanation& why) {
    return {place, std::string(id), std::string(why.entry_name), why.by, passed_over(why)};
}

// What an event says of the place of a lead, or of a refusal; others are passed by.
struct Watcher {
    std::optional<Found> place;
    std::optional<Worth> worth;
    std::string duplicate_of;
    std::string refused;

    void operator()(const events::EventHeader&, const events::LeadQueued& e) {
        place = found(ExpectedPlace::queue, e.queue.text, e.why);
    }
    void operator()(const events::EventHeader&, const events::LeadAssigned& e) {
        place = found(ExpectedPlace::user, e.user.text, e.why);
    }
    void operator()(const events::EventHeader&, const events::LeadOffered& e) {
        place = found(ExpectedPlace::offered, e.partner.text, e.why);
    }
    void operator()(const events::EventHeader&, const events::LeadLeftWaiting& e) {
        place = found(ExpectedPlace::waiting, {}, e.why);
    }
    void operator()(const events::EventHeader&, const events::LeadScored& e) {
        worth = Worth{e.score, std::string(e.grade)};
    }
    void operator()(const events::EventHeader&, const events::LeadFoundDuplicate& e) {
        duplicate_of = e.duplicate_of.text;
    }
    void operator()(const events::EventHeader&, const events::LeadAttached& e) {
        place = found(ExpectedPlace::attached, e.lead.text, {});
    }
    template <class Command>
    void operator()(const events::EventHeader&, const events::Rejected<Command>& e) {
        place = found(ExpectedPlace::rejected, events::name_of(e.why.reason), {});
        refused = fmt::format("{}: {}", Command::name, events::name_of(e.why.reason));
    }
    template <class Event>
    void operator()(const events::EventHeader&, const Event&) {}
};

class CaseRun {
public:
    explicit CaseRun(const EventSink& sink) : sink_(sink) {}

    // Decides one line and tells what its events say.
    Result<Watcher> decide(const std::string& line);

private:
    const EventSink& sink_;
    engine::NoHistory history_;
    engine::State state_;
    engine::Decider decider_{state_, history_};
    events::CloudEventReader reader_;
};

Result<Watcher> CaseRun::decide(const std::string& line) {
    events::Arena arena;
    events::DecodedCommand command;
    std::vector<events::FieldError> errors;
    if (!reader_.read(events::as_bytes(line), arena, command, errors).understood())
        return events::fail(events::Failure::configuration,
                            errors.empty() ? line : errors[0].pointer + " " + errors[0].problem);
    decider_.begin_epoch();
    const auto verdict = decider_.decide(command.header);
    if (!verdict) return tl::unexpected(verdict.error());
    Watcher watcher;
    events::BytesView bytes = events::BytesView(decider_.events().bytes)
                                  .subspan(verdict->begin, verdict->end - verdict->begin);
    while (!bytes.empty()) {
        events::EventHeader header;
        events::BytesView body;
        const bool is_readable = events::read_header(bytes, header, body) &&
                                 events::visit_body(header, body, arena, watcher);
        ENSURE(is_readable);  // the decider has just written it
        if (sink_) sink_(header, body);
        bytes = bytes.subspan(events::read_prefix(bytes)->length);
    }
    return watcher;
}

std::string place_text(ExpectedPlace place, std::string_view id) {
    switch (place) {
        case ExpectedPlace::queue:
            return fmt::format("queue \"{}\"", id);
        case ExpectedPlace::user:
            return fmt::format("user \"{}\"", id);
        case ExpectedPlace::offered:
            return fmt::format("offered to partner \"{}\"", id);
        case ExpectedPlace::waiting:
            return "waiting";
        case ExpectedPlace::attached:
            return fmt::format("attached to \"{}\"", id);
        case ExpectedPlace::rejected:
            return fmt::format("rejected: {}", id);
    }
    return {};
}

std::string expectation_text(const Expectation& expect) {
    std::string text = place_text(expect.place, expect.id);
    if (!expect.rule.empty()) text += fmt::format(", rule \"{}\"", expect.rule);
    if (expect.by) text += fmt::format(", by {}", events::name_of(*expect.by));
    if (expect.score) text += fmt::format(", score {}", *expect.score);
    if (expect.grade) text += fmt::format(", grade {}", *expect.grade);
    if (expect.duplicate) text += fmt::format(", duplicate of \"{}\"", *expect.duplicate);
    return text;
}

std::string found_text(const Watcher& watched) {
    const Found& is = *watched.place;
    std::string text = place_text(is.place, is.id);
    if (!is.rule.empty()) text += fmt::format(", rule \"{}\"", is.rule);
    const bool is_routed =
        is.place != ExpectedPlace::attached && is.place != ExpectedPlace::rejected;
    if (is_routed) text += fmt::format(", by {}", events::name_of(is.by));
    if (watched.worth) text += fmt::format(", score {}", watched.worth->score);
    if (watched.worth && !watched.worth->grade.empty())
        text += fmt::format(", grade {}", watched.worth->grade);
    if (!watched.duplicate_of.empty())
        text += fmt::format(", duplicate of \"{}\"", watched.duplicate_of);
    if (!is.passed_over.empty()) text += fmt::format("; passed over: {}", is.passed_over);
    return text;
}

bool is_as_expected(const Watcher& watched, const Expectation& expect) {
    const Found& is = *watched.place;
    const Worth worth = watched.worth.value_or(Worth{});
    return is.place == expect.place && is.id == expect.id &&
           (expect.rule.empty() || is.rule == expect.rule) && (!expect.by || is.by == *expect.by) &&
           (!expect.score || worth.score == *expect.score) &&
           (!expect.grade || worth.grade == *expect.grade) &&
           (!expect.duplicate || watched.duplicate_of == *expect.duplicate);
}

Result<CaseReport> run_case(const config::RulesTestCase& test, const std::string& file,
                            const EventSink& sink) {
    CaseReport report{test.name, file, test.place.line, {}};
    CaseRun run(sink);
    for (const std::string& line : test.commands) {
        const auto watched = run.decide(line);
        if (!watched) return tl::unexpected(watched.error());
        if (!watched->refused.empty())
            return events::fail(
                events::Failure::configuration,
                fmt::format("{}:{}: error: what the case \"{}\" gives is refused: {}", file,
                            test.place.line, test.name, watched->refused));
    }
    for (const config::TestLead& lead : test.leads) {
        const auto watched = run.decide(lead.command);
        if (!watched) return tl::unexpected(watched.error());
        LeadReport& each = report.leads.emplace_back();
        each.lead = lead.id;
        each.expected = expectation_text(lead.expect);
        each.found = found_text(*watched);
        each.passed = is_as_expected(*watched, lead.expect);
    }
    return report;
}

}  // namespace

bool CaseReport::passed() const {
    return std::all_of(leads.begin(), leads.end(),
                       [](const LeadReport& lead) { return lead.passed; });
}

std::size_t RulesReport::failed() const {
    return static_cast<std::size_t>(std::count_if(
        cases.begin(), cases.end(), [](const CaseReport& each) { return !each.passed(); }));
}

Result<RulesReport> run_rules_test(const config::RulesTestFile& file, const EventSink& sink) {
    RulesReport report;
    for (const config::RulesTestCase& test : file.cases) {
        auto each = run_case(test, file.file, sink);
        if (!each) return tl::unexpected(std::move(each).error());
        report.cases.push_back(std::move(*each));
    }
    return report;
}

std::string to_text(const RulesReport& report) {
    std::string out;
    for (const CaseReport& each : report.cases) {
        out += fmt::format("{} {}\n", each.passed() ? "ok    " : "FAILED", each.name);
        if (each.passed()) continue;
        out += fmt::format("       {}:{}\n", each.file, each.line);
        for (const LeadReport& lead : each.leads) {
            out += fmt::format("       {} {}: expected {}\n", lead.passed ? "ok    " : "FAILED",
                               lead.lead, lead.expected);
            if (!lead.passed) out += fmt::format("              found {}\n", lead.found);
        }
    }
    return out + fmt::format("{} cases, {} failed\n", report.cases.size(), report.failed());
}

}  // namespace leadline::connectors
