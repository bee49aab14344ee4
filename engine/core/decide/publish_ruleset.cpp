// PublishRuleset: puts the staged ruleset in force, if it is whole, the one that was meant, and
// names only what is there.
#include <algorithm>

#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/routing/compiled_ruleset.hpp"
#include "events/base/sha256.hpp"

namespace leadline::engine {

namespace {

std::string sha256_hex(std::span<const Bytes> parts) {
    events::Sha256 sum;
    for (const Bytes& part : parts) sum.add(part);
    return sum.finish_hex();
}

// The first user or queue that an action names and the program does not have.
std::optional<Subject> unknown_target(const Program& p, const events::Action& action) {
    const auto check = [&p](SubjectKind kind, Text id) -> std::optional<Subject> {
        const bool is_known = kind == SubjectKind::user      ? p.users.find(id) != nullptr
                              : kind == SubjectKind::partner ? p.partners.find(id) != nullptr
                                                             : p.queues.find(id) != nullptr;
        if (is_known) return std::nullopt;
        return Subject{kind, id};
    };
    const SubjectKind kind = events::is_of_users(action.kind)      ? SubjectKind::user
                             : events::is_of_partners(action.kind) ? SubjectKind::partner
                                                                   : SubjectKind::queue;
    switch (action.kind) {
        case events::ActionKind::user:
        case events::ActionKind::queue:
        case events::ActionKind::partner:
            return check(kind, action.target);
        case events::ActionKind::do_not_assign:
            return std::nullopt;
        case events::ActionKind::rotate_users:
        case events::ActionKind::rotate_queues:
        case events::ActionKind::rotate_partners:
        case events::ActionKind::least_loaded:
            for (const events::RotationMember& member : action.members)
                if (auto no = check(kind, member.id)) return no;
    }
    return std::nullopt;
}

// The same of whom a cap is on. A tier is a word.
std::optional<Subject> unknown_subject(const Program& p, const events::Cap& cap) {
    for (const Text id : cap.of) {
        if (cap.on == events::CapOn::user && p.users.find(id) == nullptr)
            return Subject{SubjectKind::user, id};
        if (cap.on == events::CapOn::partner && p.partners.find(id) == nullptr)
            return Subject{SubjectKind::partner, id};
        if (cap.on == events::CapOn::queues && p.queues.find(id) == nullptr)
            return Subject{SubjectKind::queue, id};
    }
    return std::nullopt;
}

std::optional<Subject> unknown_target(const Program& p, const CompiledRuleset& ruleset) {
    for (const events::RulesetEntry& entry : ruleset.entries()) {
        if (auto no = unknown_target(p, entry.action)) return no;
        for (const events::Action& other : entry.otherwise)
            if (auto no = unknown_target(p, other)) return no;
    }
    if (const auto& qualification = ruleset.qualification();
        qualification && !qualification->nurture.empty() &&
        p.queues.find(qualification->nurture) == nullptr)
        return Subject{SubjectKind::queue, qualification->nurture};
    for (const events::Cap& cap : ruleset.caps().all())
        if (auto no = unknown_subject(p, cap)) return no;
    return unknown_target(p, ruleset.fallback());
}

// Whether there are numbers for all statuses, beside those of earlier rulesets.
bool has_room_for(const Program& p, const CompiledRuleset& ruleset) {
    StatusNames statuses = p.ruleset.statuses;
    for (const events::LeadProcess& process : ruleset.lead_processes().all())
        for (const events::ProcessStatus& each : process.statuses)
            if (!statuses.add(each.status)) return false;
    return true;
}

Refusal check_ruleset(const Decision& d, const events::PublishRuleset& c) {
    const Program& p = *d.program;
    const std::vector<Bytes>& parts = p.staging.parts;
    const bool is_whole =
        p.staging.name == c.ruleset && !c.ruleset.empty() &&
        std::none_of(parts.begin(), parts.end(), [](const Bytes& part) { return part.empty(); });
    if (!is_whole) return because(Reason::ruleset_incomplete);
    if (sha256_hex(parts) != c.sha256) return because(Reason::ruleset_mismatch);
    const auto compiled = CompiledRuleset::compile(p.ruleset.version + 1, parts);
    if (!compiled || !has_room_for(p, **compiled)) return because(Reason::ruleset_invalid);
    if (const auto target = unknown_target(p, **compiled)) {
        // The id must outlive the compiled ruleset that it is a view of.
        return because(Reason::ruleset_invalid,
                       {.about = {target->kind, d.arena.copy(target->id)}});
    }
    return {};
}

}  // namespace

void decide(Decision& d, const events::PublishRuleset& c) {
    const Subject self = about(SubjectKind::program, {});
    if (Refusal no = check_may_ask(d)) return d.reject(self, c, *no);
    if (Refusal no = check_ruleset(d, c)) return d.reject(self, c, *no);
    d.emit(self, events::RulesetPublished{c, d.program->ruleset.version + 1});
}

}  // namespace leadline::engine
