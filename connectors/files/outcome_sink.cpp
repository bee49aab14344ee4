// See outcome_sink.hpp.
#include "connectors/files/outcome_sink.hpp"

#include <utility>

#include "events/codec/json_text.hpp"
#include "events/codec/json_writer.hpp"
#include "events/codec/outcome_json.hpp"
#include "events/kinds.hpp"

namespace leadline::connectors {

using events::Outcome;
using events::OutcomeKind;

namespace {

constexpr std::string_view csv_head =
    "program,source,id,outcome,reason,partition,position,events,repeated,errors,detail\n";

std::string_view word_of(OutcomeKind kind) {
    switch (kind) {
        case OutcomeKind::accepted:
            return "accepted";
        case OutcomeKind::rejected:
            return "rejected";
        case OutcomeKind::dead_lettered:
            return "dead_lettered";
    }
    return {};
}

std::string_view reason_of(const Outcome& outcome) {
    switch (outcome.kind) {
        case OutcomeKind::accepted:
            return {};
        case OutcomeKind::rejected:
            return name_of(outcome.why.reason);
        case OutcomeKind::dead_lettered:
            return name_of(outcome.dead_letter);
    }
    return {};
}

void append_events(std::string& out, const Outcome& outcome, std::string_view between) {
    for (std::size_t i = 0; i < outcome.events.size(); ++i) {
        if (i > 0) out += between;
        out += name_of(outcome.events[i]);
    }
}

// RFC 4180: quoted where it must be.
void append_cell(std::string& out, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

void append_csv(std::string& out, const Outcome& outcome, std::string_view detail) {
    for (const std::string_view cell :
         {outcome.program, outcome.source, outcome.id, word_of(outcome.kind), reason_of(outcome)}) {
        append_cell(out, cell);
        out += ',';
    }
    if (outcome.kind != OutcomeKind::dead_lettered) {
        events::append_number(out, outcome.partition);
        out += ',';
        events::append_number(out, outcome.position.number);
    } else {
        out += ',';
    }
    out += ',';
    if (outcome.kind == OutcomeKind::accepted) append_events(out, outcome, " ");
    out += outcome.repeated ? ",true," : ",false,";
    // As JSON lines say them; a repeat that differs knows no detail.
    std::string json;
    if (outcome.kind == OutcomeKind::dead_lettered)
        events::append_field_errors(json, outcome.errors);
    append_cell(out, json);
    out += ',';
    json.clear();
    if (outcome.kind == OutcomeKind::rejected && !outcome.differs && detail.empty())
        events::append_detail(json, outcome.why.detail, false);
    append_cell(out, detail.empty() ? json : detail);
}

}  // namespace

void append_outcome_text(std::string& out, const Outcome& outcome) {
    out += word_of(outcome.kind);
    for (const std::string_view part : {outcome.program, outcome.source, outcome.id}) {
        out += ' ';
        out += part.empty() ? "?" : part;
    }
    out += ": ";
    if (outcome.kind == OutcomeKind::accepted) {
        append_events(out, outcome, ", ");
    } else {
        out += reason_of(outcome);
    }
    for (const events::FieldError& error : outcome.errors) {
        out += &error == outcome.errors.data() ? " (" : "; ";
        out += error.pointer.empty() ? "the line" : error.pointer;
        out += ' ';
        out += error.problem;
    }
    if (!outcome.errors.empty()) out += ')';
    if (outcome.kind != OutcomeKind::dead_lettered) {
        out += " at ";
        events::append_number(out, outcome.position.number);
    }
    if (outcome.repeated) out += outcome.differs ? ", a repeat that differs" : ", a repeat";
}

OutcomeWriter::OutcomeWriter(Write write, OutcomeFormat format)
    : write_(std::move(write)), format_(format) {
    if (format_ == OutcomeFormat::csv) buffer_ = csv_head;
    if (format_ == OutcomeFormat::json) buffer_ = "[";
}

events::Result<void> OutcomeWriter::tell(const engine::Epoch& epoch) {
    engine::for_each_outcome(epoch, arena_, [this](const Outcome& outcome, std::size_t) {
        count(outcome);
        if (!failure_) append(outcome);
    });
    write_out();
    return {};
}

void OutcomeWriter::tell(const Outcome& outcome, std::string_view json, std::string_view detail) {
    count(outcome);
    if (!failure_) append(outcome, json, detail);
}

void OutcomeWriter::finish() {
    if (format_ == OutcomeFormat::json) buffer_ += counts_.total() == 0 ? "]\n" : "\n]\n";
    write_out();
}

void OutcomeWriter::count(const Outcome& outcome) {
    switch (outcome.kind) {
        case OutcomeKind::accepted:
            ++counts_.accepted;
            break;
        case OutcomeKind::rejected:
            ++counts_.rejected;
            ++counts_.reasons[outcome.why.reason];
            break;
        case OutcomeKind::dead_lettered:
            ++counts_.dead_lettered;
            break;
    }
    if (outcome.repeated) ++counts_.repeated;
}

void OutcomeWriter::append(const Outcome& outcome, std::string_view json, std::string_view detail) {
    const auto append_json = [&] {
        if (json.empty())
            events::append_outcome(buffer_, outcome);
        else
            buffer_ += json;
    };
    switch (format_) {
        case OutcomeFormat::text:
            append_outcome_text(buffer_, outcome);
            break;
        case OutcomeFormat::csv:
            append_csv(buffer_, outcome, detail);
            break;
        case OutcomeFormat::jsonl:
            append_json();
            break;
        case OutcomeFormat::json:
            buffer_ += counts_.total() == 1 ? "\n" : ",\n";
            append_json();
            return;
    }
    buffer_ += '\n';
}

void OutcomeWriter::write_out() {
    if (failure_ || buffer_.empty()) return;
    auto written = write_(buffer_);
    buffer_.clear();
    if (written) return;
    failure_ = std::move(written).error();
    if (stop_) stop_();
}

}  // namespace leadline::connectors
