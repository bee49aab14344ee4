// Compares a program file with what is in force; see plan.hpp. Commands stand in the order in which
// each finds what it names: program, partners, users, queues, ruleset, publication.
#include "config/plan.hpp"

#include <fmt/format.h>

#include <set>

#include "config/plan_command.hpp"
#include "config/plan_people.hpp"
#include "config/plan_queue.hpp"
#include "config/ruleset_parts.hpp"
#include "config/yaml/names.hpp"
#include "events/base/ensure.hpp"
#include "events/codec/body.hpp"

namespace leadline::config {
namespace {

constexpr std::size_t id_digits = 32;
constexpr std::string_view cannot = "cannot be changed by this version";

events::Bytes bytes_of(std::string_view text) {
    const events::BytesView bytes = events::as_bytes(text);
    return {bytes.begin(), bytes.end()};
}

std::string_view word_of(PartnerStanding standing) {
    switch (standing) {
        case PartnerStanding::applied:
            return "applied";
        case PartnerStanding::active:
            return "active";
        case PartnerStanding::suspended:
            return "suspended";
        case PartnerStanding::deactivated:
            return "deactivated";
        case PartnerStanding::declined:
            return "declined";
    }
    return "?";
}

// Nothing can be asked about such a one, or for it.
bool is_gone_or_declined(PartnerStanding standing) {
    return standing == PartnerStanding::deactivated || standing == PartnerStanding::declined;
}

class Planner {
public:
    Planner(const ProgramFile& file, const ProgramInForce& in_force, events::Time now)
        : file_(file), in_force_(in_force) {
        frame_ = {file.id, std::string(plan_source), file.channel_manager,
                  file.in_force_from.is_set() ? file.in_force_from : now};
    }

    [[nodiscard]] events::Result<Plan> plan() {
        program();
        for (const PartnerSpec& partner : file_.partners) this->partner(partner);
        for (const QueueSpec& queue : file_.queues) this->queue(queue);
        TRY(ruleset());
        publication();
        not_in_file();
        return std::move(plan_);
    }

private:
    void program();
    void partner(const PartnerSpec& wanted);
    void user(const PartnerSpec& partner, const UserSpec& wanted);
    void new_user(const PartnerSpec& partner, const UserSpec& wanted);
    void queue(const QueueSpec& wanted);
    events::Result<void> ruleset();
    void publication();
    void not_in_file();

    void say(ChangeKind kind, std::string thing, std::string detail = {}) {
        plan_.changes.push_back({kind, std::move(thing), std::move(detail)});
    }

    // What is said once more takes the place of what stands here.
    [[nodiscard]] std::string after() const {
        return fmt::format("position {}", in_force_.position.number);
    }

    // `after` tells apart what may be said several times in a program's life.
    template <class Command>
    void ask(const Command& command, std::string_view after = {}) {
        events::Arena arena;
        const events::BytesView body = events::body_in(arena, command);
        const std::string before = fmt::format("{}\n{}\n{}\n", file_.id, Command::name, after);
        const std::string id = fmt::format(
            "{}-{}", Command::name,
            sha256_of({bytes_of(before), bytes_of(events::as_text(body))}).substr(0, id_digits));
        plan_.commands.push_back(command_line(frame_, Command::kind, id, body));
    }

    const ProgramFile& file_;
    const ProgramInForce& in_force_;
    CommandFrame frame_;
    Plan plan_;
    std::set<std::string> users_;
};

std::string thing(std::string_view what, std::string_view id) {
    return fmt::format("{} {}", what, shown(id));
}

// Adds `NAME is "a", in the file "b"` where they differ.
void compare(std::string& to, std::string_view name, std::string_view in_force,
             std::string_view wanted) {
    if (in_force == wanted) return;
    if (!to.empty()) to += "; ";
    to += fmt::format("{} is {}, in the file {}", name, shown(in_force), shown(wanted));
}

void Planner::program() {
    const std::string self = thing("program", file_.id);
    if (!in_force_.created) {
        say(ChangeKind::create, self, file_.title);
        return ask(events::CreateProgram{file_.title, file_.repeat_window, file_.protection});
    }
    std::string differences;
    compare(differences, "title", in_force_.title, file_.title);
    compare(differences, "repeat_window", events::to_text(in_force_.repeat_window),
            events::to_text(file_.repeat_window));
    compare(differences, "protection", events::to_text(in_force_.protection),
            events::to_text(file_.protection));
    if (differences.empty()) return say(ChangeKind::same, self);
    say(ChangeKind::differs, self, fmt::format("{}; {}", differences, cannot));
}

void Planner::partner(const PartnerSpec& wanted) {
    const std::string self = thing("partner", wanted.id);
    const events::PartnerId id{wanted.id};
    const auto found = in_force_.partners.find(wanted.id);
    if (found == in_force_.partners.end()) {
        say(ChangeKind::create, self,
            wanted.tier.empty() ? wanted.title : wanted.title + ", tier " + wanted.tier);
        ask(events::RegisterPartner{id, wanted.title, wanted.channel_manager, wanted.tier});
        ask(events::ActivatePartner{id});
        if (wanted.capacity || wanted.hours)
            ask(events::UpdatePartner{id, {}, {}, {}, wanted.capacity, wanted.hours});
    } else {
        const PartnerInForce& is = found->second;
        const auto differs = difference(is, wanted);
        const bool is_gone = is_gone_or_declined(is.standing);
        if (!differs.changed.empty() && !is_gone) {
            say(ChangeKind::change, self, differs.changed);
            ask(differs.change, after());
        }
        if (is.standing == PartnerStanding::applied) {
            say(ChangeKind::change, self, "activated");
            ask(events::ActivatePartner{id});
        } else if (is.standing != PartnerStanding::active) {
            say(ChangeKind::differs, self,
                fmt::format("is {} (left as it is)", word_of(is.standing)));
        } else if (differs.changed.empty()) {
            say(ChangeKind::same, self);
        }
    }
    for (const UserSpec& each : wanted.users) user(wanted, each);
}

void Planner::new_user(const PartnerSpec& partner, const UserSpec& wanted) {
    const events::UserId id{wanted.id};
    say(ChangeKind::create, thing("user", wanted.id),
        fmt::format("{} of {}{}", events::name_of(wanted.role), partner.id,
                    wanted.logged_in ? ", logged in" : ""));
    events::Arena arena;
    events::InviteUser invite{id, events::PartnerId{partner.id}, wanted.role, {}};
    const events::UserPerson person{wanted.full_name, wanted.email};
    if (!(person == events::UserPerson{}))
        invite.person = {id.text, events::Sealing::plain, 0, events::body_in(arena, person)};
    ask(invite);
    if (wanted.hours) ask(events::UpdateUser{id, {}, wanted.hours});
    if (wanted.logged_in) ask(events::RecordLogin{id});
}

void Planner::user(const PartnerSpec& partner, const UserSpec& wanted) {
    const std::string self = thing("user", wanted.id);
    users_.insert(wanted.id);
    const auto found = in_force_.users.find(wanted.id);
    if (found == in_force_.users.end()) {
        const auto of = in_force_.partners.find(partner.id);
        if (of != in_force_.partners.end() && is_gone_or_declined(of->second.standing))
            return say(
                ChangeKind::differs, self,
                fmt::format("is not invited: its partner is {}", word_of(of->second.standing)));
        return new_user(partner, wanted);
    }
    const UserInForce& is = found->second;
    const auto differs = difference(is, wanted, partner.id);
    if (!differs.fixed.empty())
        say(ChangeKind::differs, self, fmt::format("{}; {}", differs.fixed, cannot));
    if (is.standing == UserStanding::deactivated)
        return say(ChangeKind::differs, self, "is deactivated (left as it is)");
    if (!differs.changed.empty()) {
        say(ChangeKind::change, self, differs.changed);
        ask(differs.change, after());
    }
    if (wanted.logged_in && !is.has_logged_in) {
        say(ChangeKind::change, self, "logged in");
        return ask(events::RecordLogin{{wanted.id}});
    }
    if (differs.changed.empty() && differs.fixed.empty()) say(ChangeKind::same, self);
}

void Planner::queue(const QueueSpec& wanted) {
    const std::string self = thing("queue", wanted.id);
    events::Arena arena;
    const events::DefineQueue definition = definition_of(wanted, arena);
    const auto found = in_force_.queues.find(wanted.id);
    if (found == in_force_.queues.end()) {
        say(ChangeKind::create, self, queue_summary(definition));
        return ask(definition);
    }
    const events::Bytes& before = found->second;
    if (events::as_text(events::body_in(arena, definition)) == events::as_text(before))
        return say(ChangeKind::same, self);
    events::DefineQueue is;
    const bool is_readable = events::read_body(events::BytesView(before), arena, is);
    ENSURE(is_readable);  // it stands in the state, which has read it
    say(ChangeKind::change, self, queue_difference(is, definition));
    ask(definition, after());
}

events::Result<void> Planner::ruleset() {
    const auto parts = cut_ruleset(file_.ruleset);
    if (!parts) return tl::unexpected(parts.error());
    const bool has_one = in_force_.ruleset_version != 0;
    if (has_one && sha256_of(in_force_.ruleset_parts) == parts->sha256) {
        say(ChangeKind::same, "ruleset", fmt::format("version {}", in_force_.ruleset_version));
        return {};
    }
    const std::uint32_t version = in_force_.ruleset_version + 1;
    say(has_one ? ChangeKind::change : ChangeKind::create, "ruleset",
        fmt::format("version {}, {} rules", version, file_.ruleset.entries.size()));
    const std::string name = fmt::format("version-{}-{}", version, parts->sha256.substr(0, 16));
    // Another one on its way would be in its place, though these parts were given before.
    const bool is_disturbed = !in_force_.staged_ruleset.empty() && in_force_.staged_ruleset != name;
    const std::string after =
        is_disturbed ? fmt::format("position {}", in_force_.position.number) : "";
    const auto of = static_cast<std::uint32_t>(parts->parts.size());
    for (std::uint32_t i = 0; i < of; ++i)
        ask(events::StageRulesetPart{name, i + 1, of, parts->parts[i]}, after);
    ask(events::PublishRuleset{name, parts->sha256}, after);
    return {};
}

void Planner::publication() {
    if (in_force_.published == file_.published) return;
    if (in_force_.published)
        return say(ChangeKind::differs, "publication", "is published, which cannot be undone");
    say(ChangeKind::create, "publication", "leads are routed from here on");
    ask(events::PublishProgram{});
}

void Planner::not_in_file() {
    std::set<std::string> partners;
    std::set<std::string> queues;
    for (const PartnerSpec& partner : file_.partners) partners.insert(partner.id);
    for (const QueueSpec& queue : file_.queues) queues.insert(queue.id);
    const auto left = [this](std::string_view what, const auto& in_force, const auto& wanted) {
        for (const auto& [id, is] : in_force)
            if (!wanted.contains(id))
                say(ChangeKind::not_in_file, thing(what, id), "not in the file (left as it is)");
    };
    left("partner", in_force_.partners, partners);
    left("user", in_force_.users, users_);
    left("queue", in_force_.queues, queues);
}

constexpr std::string_view signs = "+~=!?";  // in the order of ChangeKind

}  // namespace

events::Result<Plan> plan_program(const ProgramFile& file, const ProgramInForce& in_force,
                                  events::Time now) {
    return Planner(file, in_force, now).plan();
}

std::string to_text(const Plan& plan) {
    std::string out;
    std::array<std::size_t, signs.size()> counts{};
    for (const Change& change : plan.changes) {
        const auto kind = static_cast<std::size_t>(change.kind);
        ++counts[kind];
        out += fmt::format("{} {}{}{}\n", signs[kind], change.thing,
                           change.detail.empty() ? "" : ": ", change.detail);
    }
    if (plan.commands.empty()) {
        out += "nothing to apply";
    } else {
        out += fmt::format("{} to create, {} to change, by {} commands", counts[0], counts[1],
                           plan.commands.size());
    }
    return out + fmt::format("; {} the same, {} differ, {} not in the file\n", counts[2], counts[3],
                             counts[4]);
}

}  // namespace leadline::config
