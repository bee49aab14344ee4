// See view_world.hpp.
#include "tests/projections/view_world.hpp"

#include <fmt/format.h>

#include "events/base/ensure.hpp"
#include "events/codec/digest.hpp"
#include "events/codec/json_writer.hpp"
#include "projections/explain.hpp"
#include "tests/projections/unsynced_env.hpp"

namespace leadline::tests {

using namespace projections;

void ViewWorld::Memory::keep(events::BytesView events) {
    while (!events.empty()) {
        const std::size_t length = events::read_prefix(events)->length;
        const events::BytesView event = events.first(length);
        events_.emplace_back(event.begin(), event.end());
        events = events.subspan(length);
    }
}

events::Result<void> ViewWorld::Memory::read(events::Position first, std::uint32_t count,
                                             events::Bytes& out) {
    for (std::size_t i = first.number - 1; i < first.number - 1 + count; ++i)
        out.insert(out.end(), events_.at(i).begin(), events_.at(i).end());
    return {};
}

ViewWorld::ViewWorld(events::Time begin, std::uint64_t log_seed)
    : storage_(log_seed, 1),
      log_(must(engine::SimLog::open(storage_))),
      writer_(log_->id(), {0}),
      end_(must(log_->end({0}))),
      now_(begin) {}

void ViewWorld::decide(const events::CommandHeader& command) {
    ENSURE(put_.number == 0);
    decider_.begin_epoch();
    must(decider_.decide(command));
    const events::BytesView events(decider_.events().bytes);
    history_.keep(events);
    decided_.insert(decided_.end(), events.begin(), events.end());
}

ViewWorld& ViewWorld::ask(const std::vector<Asked>& commands) {
    for (const Asked& asked : commands) {
        now_ = asked.time ? *asked.time : now_ + events::Duration{1'000'000};
        events::CommandHeader header;
        header.kind = asked.kind;
        header.program = {"acme"};
        header.source = "test";
        const std::string id = std::to_string(++asked_);
        header.id = id;
        header.time = now_;
        header.actor = asked.actor;
        header.body = asked.body;
        header.digest = events::command_digest(header);
        decide(header);
    }
    return *this;
}

ViewWorld& ViewWorld::ask(const engine::Input& input) {
    decide(input.command);
    return *this;
}

events::EventHeader ViewWorld::next_header(events::Actor actor) {
    if (put_.number == 0) put_ = state_.position;
    events::EventHeader header;
    header.position = {++put_.number};
    header.time = now_ = now_ + events::Duration{1'000'000};
    header.program = {"acme"};
    header.actor = actor;
    return header;
}

ViewWorld& ViewWorld::cut() {
    if (decided_.empty()) return *this;
    std::vector<engine::CommandSpan> spans;
    engine::CommandSpan span;
    events::BytesView rest = decided_;
    // Each event in a span of its own, so that a large epoch may be cut into blocks anywhere.
    while (!rest.empty()) {
        span.begin = span.end;
        span.end += events::read_prefix(rest)->length;
        span.event_count = 1;
        rest = events::BytesView(decided_).subspan(span.end);
        spans.push_back(span);
        ++span.input_offset;
    }
    engine::EpochWrite epoch;
    writer_.write({decided_, spans, end_.next_input_offset + 1}, end_, epoch);
    must(log_->append(epoch));
    end_ = epoch.end;
    decided_.clear();
    return *this;
}

const engine::SimLog& ViewWorld::log() {
    cut();
    return *log_;
}

Grown::Grown(const engine::LogReader& log, ProjectorOptions options, ViewMakers makers,
             ViewStoreOptions store)
    : log_(log), options_(options), makers_(std::move(makers)), store_options_(store) {
    if (store_options_.env == nullptr) store_options_.env = unsynced_env();
    reopen();
}

void Grown::close() {
    projector_.reset();
    store_.reset();
}

void Grown::reopen() {
    close();
    store_ = must(ViewStore::open(folder(), ViewAccess::write, store_options_));
    projector_ = must(Projector::open(
        log_, *store_, options_, [this] { return now; }, makers_));
}

Grown& Grown::catch_up() {
    must(projector_->catch_up());
    return *this;
}

namespace {

template <class T>
void add(std::string& out, const T& value) {
    events::Arena arena;
    events::JsonWriter(out, arena).object(value);
    out += '\n';
}

void dump_opportunities(std::string& out, const Query& query, events::ProgramId program) {
    const auto all = must(query.opportunities(program, {}));
    for (const OpportunityRow& row : all.value.rows.items) {
        const auto found = must(query.opportunity(program, row.opportunity));
        add(out, found.value.row);
        for (const OpportunityStep& step : found.value.steps) add(out, step);
    }
    for (const Text customer : all.value.customers) out.append(customer).append(1, '\n');
    for (const OpportunityTotal& total : must(query.opportunity_totals(program, {})).value)
        out += fmt::format("{} {} {} {}\n", name_of(total.status), total.currency, total.count,
                           static_cast<std::int64_t>(total.minor));
}

void dump_program(std::string& out, const Query& query, events::ProgramId program) {
    const auto queues = must(query.queues(program));
    for (const QueueRow& row : queues.value.items) {
        add(out, row);
        const auto queue = must(query.queue(program, row.definition.queue));
        add(out, queue.value.age);
        for (const LeadRow& lead : queue.value.leads.items) {
            out += lead.lead.text;
            out += '\n';
        }
    }
    const auto partners = must(query.partners(program));
    for (const PartnerRow& row : partners.value.items) {
        add(out, row);
        const auto partner = must(query.partner(program, row.partner));
        for (const UserRow& user : partner.value.users) add(out, user);
        for (const LeadRow& lead : partner.value.leads.items) add(out, lead);
    }
    const auto rotations = must(query.rotations(program));
    for (const RotationRow& row : rotations.value.items) {
        add(out, row);
        out += next_words(must(query.rotation(program, row.rotation)).value) + '\n';
    }
    const auto caps = must(query.caps(program, {}));
    for (const CapAnswer& cap : caps.value) {
        out += cap.cap.name;
        out += '\n';
        for (const CapLeftRow& row : cap.subjects) add(out, row);
    }
    const auto deals = must(query.deals(program, {}));
    for (const DealRow& row : deals.value.items) add(out, row);
    const auto leads = must(query.leads(program, {}));
    for (const LeadRow& row : leads.value.items)
        out += explain_json(must(query.lead(program, row.lead)).value) + '\n';
    for (const events::Text name : {"new", "working", "ready", "unqualified", "won", "converted"}) {
        const auto listed = must(query.leads(program, {.status = name}));
        for (const LeadRow& row : listed.value.items) {
            out += name;
            out += ' ';
            out += row.lead.text;
            out += '\n';
        }
    }
    for (const auto& [status, name] : deal_status_names) {
        const auto listed = must(query.deals(program, {.status = status}));
        for (const DealRow& row : listed.value.items) {
            out += name;
            out += ' ';
            out += row.deal.text;
            out += '\n';
        }
    }
    dump_opportunities(out, query, program);
    const auto contests = must(query.contests(program));
    for (const Contest& contest : contests.value.items) add(out, contest);
}

}  // namespace

std::string dump(const Query& query) {
    std::string out;
    const auto programs = must(query.programs());
    for (const ProgramRow& row : programs.value) {
        add(out, row);
        dump_program(out, query, row.program);
    }
    return out;
}

}  // namespace leadline::tests
