// Folds of what happens to programs, rulesets and queues.
#include <algorithm>

#include "engine/core/evolve/caps.hpp"
#include "engine/core/evolve/rotation_seats.hpp"
#include "engine/core/routing/route.hpp"
#include "engine/core/state/state_codec.hpp"
#include "events/codec/body.hpp"

namespace leadline::engine {

using events::as_text;

bool fits(const Fold& f, const events::ProgramCreated&) { return f.program == nullptr; }

void evolve(const Fold& f, const events::ProgramCreated& e) {
    Program& program = f.state.add_program(f.occurred.program);
    program.settings.title = e.asked.title;
    program.settings.repeat_window = e.asked.repeat_window;
    program.settings.protection = e.asked.protection;
    program.settings.created = true;
    f.state.touch(program.settings);
}

bool fits(const Fold&, const events::ProgramPublished&) { return true; }

void evolve(const Fold& f, const events::ProgramPublished&) {
    f.program->settings.published = true;
    f.state.touch(f.program->settings);
}

bool fits(const Fold&, const events::RulesetPartStaged& e) {
    return e.asked.number >= 1 && e.asked.number <= e.asked.of &&
           e.asked.of <= events::ruleset_parts_max;
}

// Another name, or another count, begins anew: only one ruleset at a time is on its way.
void evolve(const Fold& f, const events::RulesetPartStaged& e) {
    Staging& staging = f.program->staging;
    if (staging.name != e.asked.ruleset || staging.parts.size() != e.asked.of) {
        staging.name = e.asked.ruleset;
        staging.parts.assign(e.asked.of, {});
    }
    Bytes& part = staging.parts[e.asked.number - 1];
    part.clear();
    events::write_body(part, e.asked.part);
    f.state.touch(staging);
}

bool fits(const Fold& f, const events::RulesetPublished& e) {
    return f.program->staging.name == e.asked.ruleset &&
           e.version == f.program->ruleset.version + 1;
}

namespace {

// The seats of every rotation in the ruleset: members that stay keep their credit, new ones begin
// at 0, and a rotation that is named no more has no seats (SPEC 5). Pools likewise.
void seat_rotations(const Fold& f, const CompiledRuleset& ruleset) {
    std::vector<std::pair<Rotation*, std::vector<RotationSeat>>> before;
    for (Rotation& rotation : f.program->rotations) {
        if (rotation.seats.empty()) continue;
        before.emplace_back(&rotation, std::move(rotation.seats));
        rotation.seats.clear();
        f.state.touch(rotation);
    }
    for (const events::RulesetEntry& entry : ruleset.entries()) {
        if (entry.action.members.empty()) continue;
        Rotation* rotation = f.program->rotations.find(entry.action.target);
        if (rotation == nullptr) rotation = &f.program->rotations.insert(entry.action.target);
        if (!rotation->seats.empty()) continue;  // a rotation may be named by several entries
        const auto old = std::find_if(before.begin(), before.end(),
                                      [&](const auto& pair) { return pair.first == rotation; });
        std::span<const RotationSeat> had;
        if (old != before.end()) had = old->second;
        seat_members(*rotation, entry.action, had);
        f.state.touch(*rotation);
    }
}

}  // namespace

void evolve(const Fold& f, const events::RulesetPublished& e) {
    Program& p = *f.program;
    const bool had_rules = ruleset_in_force(p) != nullptr;
    const std::shared_ptr<const CompiledRuleset> before = had_rules ? p.compiled : nullptr;
    p.ruleset.version = e.version;
    p.ruleset.parts = std::move(p.staging.parts);
    p.staging.name.clear();
    p.staging.parts.clear();
    auto compiled = CompiledRuleset::compile(p.ruleset.version, p.ruleset.parts);
    ENSURE(compiled.has_value());  // decided so before the event was written
    p.compiled = std::move(*compiled);
    seat_rotations(f, *p.compiled);
    change_caps(f, before.get(), *p.compiled);
    for (const events::LeadProcess& process : p.compiled->lead_processes().all())
        for (const events::ProcessStatus& each : process.statuses) {
            const bool has_room = p.ruleset.statuses.add(each.status);
            ENSURE(has_room);  // decided so before the event was written
        }
    f.state.touch(p.ruleset);
    f.state.touch(p.staging);
}

bool fits(const Fold&, const events::QueueDefined& e) { return e.asked.queue.is_set(); }

void evolve(const Fold& f, const events::QueueDefined& e) {
    Queue* queue = f.program->queues.find(e.asked.queue.text);
    if (queue == nullptr) queue = &f.program->add_queue(e.asked.queue.text, true);
    queue->definition.clear();
    events::write_body(queue->definition, e.asked);
    const bool is_readable = derive_queue(*queue);
    ENSURE(is_readable);
    f.state.touch(*queue);
}

bool fits(const Fold&, const events::TimeReached&) { return true; }
void evolve(const Fold&, const events::TimeReached&) {}

}  // namespace leadline::engine
