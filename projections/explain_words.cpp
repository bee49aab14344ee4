// See story.hpp: phrases, and the decision behind a step.
#include <fmt/format.h>

#include <algorithm>

#include "projections/explain.hpp"
#include "projections/story.hpp"

namespace leadline::projections {

using events::ActionKind;
using events::PassedOver;
using events::RoutedBy;

namespace {

constexpr std::size_t members_told_max = 20;

const RulesetAnswer* ruleset_of(std::uint32_t version, List<RulesetAnswer> rulesets) {
    for (const RulesetAnswer& ruleset : rulesets)
        if (ruleset.row.version == version) return &ruleset;
    return nullptr;
}

const events::RulesetEntry* entry_of(const events::Explanation& why, List<RulesetAnswer> rulesets) {
    const RulesetAnswer* ruleset = ruleset_of(why.ruleset_version, rulesets);
    if (ruleset == nullptr || why.entry >= ruleset->entries.size()) return nullptr;
    return &ruleset->entries[why.entry];
}

std::string member_name(const events::Action& action, std::size_t member) {
    if (member < action.members.size()) return std::string(action.members[member].id);
    return fmt::format("member {}", member + 1);
}

// "b (user not active), c (weight zero)"; none when everybody took part.
std::string passed_over_words(const events::Explanation& why, const events::Action& action) {
    std::string text;
    std::size_t member = 0;
    std::size_t told = 0;
    std::size_t left = 0;
    for (const events::CandidateRun& run : why.candidates) {
        for (std::uint32_t i = 0; i < run.count; ++i, ++member) {
            if (run.reason == PassedOver::no) continue;
            if (told == members_told_max) {
                ++left;
                continue;
            }
            ++told;
            text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", member_name(action, member),
                                spaced(name_of(run.reason)));
        }
    }
    if (left != 0) text += fmt::format(" and {} more", left);
    return text;
}

std::string credit_words(const events::Explanation& why, const events::Action& action) {
    std::string text;
    const std::size_t told = std::min<std::size_t>(why.credits.size(), members_told_max);
    for (std::size_t i = 0; i < told; ++i) {
        const std::size_t member = i < why.credited.size() ? why.credited[i] : i;
        text +=
            fmt::format("{}{} {}", i == 0 ? "" : ", ", member_name(action, member), why.credits[i]);
    }
    if (told < why.credits.size() || why.shortened) text += ", and others";
    return text;
}

void add_rotation(const events::Explanation& why, const events::Action& action,
                  std::vector<std::string>& lines) {
    const Text what = action.kind == ActionKind::rotate_queues     ? "queues"
                      : action.kind == ActionKind::rotate_partners ? "partners"
                                                                   : "users";
    if (why.turn.empty()) {
        lines.push_back(
            fmt::format("rotation \"{}\" over {}: nobody could take it", action.target, what));
    } else {
        lines.push_back(fmt::format("rotation \"{}\" over {}: {} is next", action.target, what,
                                    member_name(action, why.turn[0].chosen)));
    }
    if (!why.credits.empty()) lines.push_back("credits before: " + credit_words(why, action));
}

// "ada 3, bob 1 (weight 2)".
std::string load_words(const events::Explanation& why, const events::Action& action) {
    std::string text;
    const std::size_t told = std::min<std::size_t>(why.loads.size(), members_told_max);
    for (std::size_t i = 0; i < told; ++i) {
        const std::size_t member = i < why.credited.size() ? why.credited[i] : i;
        text +=
            fmt::format("{}{} {}", i == 0 ? "" : ", ", member_name(action, member), why.loads[i]);
        if (member < action.members.size() && action.members[member].weight != 1)
            text += fmt::format(" (weight {})", action.members[member].weight);
    }
    if (told < why.loads.size() || why.shortened) text += ", and others";
    return text;
}

void add_pool(const events::Explanation& why, const events::Action& action,
              std::vector<std::string>& lines) {
    if (why.turn.empty()) {
        lines.push_back(fmt::format("least loaded of \"{}\": nobody could take it", action.target));
    } else {
        lines.push_back(fmt::format("least loaded of \"{}\": {}", action.target,
                                    member_name(action, why.turn[0].chosen)));
    }
    if (!why.loads.empty()) lines.push_back("open leads before: " + load_words(why, action));
}

// "the cap "a user's day" leaves ada nothing until 2026-01-03T00:00:00Z: 5 of 5", a line each.
void add_caps(const events::Explanation& why, const events::Action& action, RoutedBy of,
              std::vector<std::string>& lines) {
    std::size_t left = 0;
    std::size_t told = 0;
    for (const events::CapReached& each : why.caps) {
        if (each.of != of) continue;
        if (told++ >= members_told_max) {
            ++left;
            continue;
        }
        const std::string who = events::has_members(action.kind)
                                    ? member_name(action, each.candidate)
                                    : std::string(action.target);
        lines.push_back(fmt::format("the cap \"{}\" leaves {} nothing until {}: {} of {}", each.cap,
                                    who, time_words(each.frees_at), each.used, each.most));
    }
    if (left != 0) lines.push_back(fmt::format("and {} more are left nothing by caps", left));
}

// Until when it waits, as far as that was known.
void add_wait(const events::Explanation& why, std::vector<std::string>& lines) {
    if (!events::waits_for_somebody(why)) return;
    if (why.ruleset_version == 0) return lines.push_back("so it waits until one is");
    const Time frees = events::first_available(why);
    lines.push_back(
        frees.is_set()
            ? fmt::format("so it waits: it is tried again at {}, oldest first", time_words(frees))
            : std::string("so it waits until somebody may take it"));
}

void add_entry(const events::Explanation& why, List<RulesetAnswer> rulesets,
               std::vector<std::string>& lines) {
    const events::RulesetEntry* entry = entry_of(why, rulesets);
    std::string line = fmt::format("ruleset {}, rule \"{}\" ({}:{}) matched", why.ruleset_version,
                                   why.entry_name, why.file, why.place.line);
    if (entry != nullptr)
        line += entry->condition.empty()
                    ? ": always"
                    : ": " + condition_text(entry->condition,
                                            ruleset_of(why.ruleset_version, rulesets)->zone_name());
    lines.push_back(std::move(line));
    const events::Action action = entry != nullptr ? entry->action : events::Action{};
    const bool has_members = events::has_members(action.kind) || !why.turn.empty();
    if (why.offers != 0)
        lines.push_back(
            action.most_offers != 0 && why.offers >= action.most_offers
                ? fmt::format("it was offered {} times, and no more are to be made", why.offers)
                : fmt::format("offers of it so far: {}", why.offers));
    if (action.kind == ActionKind::least_loaded)
        add_pool(why, action, lines);
    else if (has_members)
        add_rotation(why, action, lines);
    const std::string passed = passed_over_words(why, action);
    if (has_members && !passed.empty()) lines.push_back("passed over: " + passed);
    if (!has_members && !why.candidates.empty() && why.candidates[0].reason != PassedOver::no) {
        lines.push_back(fmt::format("{} {} could not take it: {}", name_of(action.kind),
                                    action.target, spaced(name_of(why.candidates[0].reason))));
    }
    add_caps(why, action, RoutedBy::entry, lines);
    if (why.by == RoutedBy::otherwise) lines.push_back("so its \"else\" decided");
    if (entry != nullptr && !entry->otherwise.empty())
        add_caps(why, entry->otherwise[0], RoutedBy::otherwise, lines);
    if (why.by == RoutedBy::entry && why.action == ActionKind::do_not_assign)
        lines.push_back("it says: do not assign");
}

// "its score is below the minimum of 20".
std::string nurture_words(const events::Explanation& why, List<RulesetAnswer> rulesets) {
    const RulesetAnswer* ruleset = ruleset_of(why.ruleset_version, rulesets);
    std::string minimum;
    if (ruleset != nullptr && !ruleset->qualification.empty())
        minimum = fmt::format(" of {}", ruleset->qualification[0].minimum);
    return fmt::format("ruleset {}: its score is below the minimum{}: no rule was asked",
                       why.ruleset_version, minimum);
}

std::string customer_words(const events::Explanation& why) {
    const events::CustomerPartner& customer = why.customer[0];
    std::string words = fmt::format("the customer is partner {}'s", customer.partner.text);
    if (customer.reason != PassedOver::no)
        words += fmt::format(", which was passed over ({})", spaced(name_of(customer.reason)));
    return words;
}

}  // namespace

std::vector<std::string> score_words(const events::LeadScored& scored,
                                     List<RulesetAnswer> rulesets) {
    std::vector<std::string> lines;
    std::string line = fmt::format("scored {}", scored.score);
    if (!scored.grade.empty()) line += fmt::format(", grade {}", scored.grade);
    line += fmt::format(" by ruleset {}", scored.ruleset_version);
    if (scored.held.empty()) line += ": no score rule holds";
    lines.push_back(std::move(line));
    const RulesetAnswer* ruleset = ruleset_of(scored.ruleset_version, rulesets);
    for (const std::uint32_t number : scored.held) {
        if (ruleset == nullptr || number >= ruleset->score_rules.size()) continue;
        const events::ScoreRule& rule = ruleset->score_rules[number];
        lines.push_back(fmt::format("  {:+} \"{}\": {}", rule.points, rule.name,
                                    condition_text(rule.condition, ruleset->zone_name())));
    }
    return lines;
}

std::vector<std::string> decision_words(const events::Explanation& why,
                                        List<RulesetAnswer> rulesets) {
    std::vector<std::string> lines;
    const bool has_entry = why.by == RoutedBy::entry || why.by == RoutedBy::otherwise ||
                           !why.file.empty() || !why.entry_name.empty();
    if (why.ruleset_version == 0) {
        lines.push_back("no ruleset was in force");
    } else if (why.by == RoutedBy::nurture) {
        lines.push_back(nurture_words(why, rulesets));
    } else if (why.by == RoutedBy::returning) {
        lines.push_back(fmt::format("ruleset {}, returning customers: {}", why.ruleset_version,
                                    customer_words(why)));
    } else if (has_entry) {
        add_entry(why, rulesets, lines);
    } else {
        lines.push_back(fmt::format("ruleset {}: no rule matched: fallback", why.ruleset_version));
        if (!why.candidates.empty() && why.candidates[0].reason != PassedOver::no)
            lines.push_back("the fallback could not take it: " +
                            spaced(name_of(why.candidates[0].reason)));
        const RulesetAnswer* ruleset = ruleset_of(why.ruleset_version, rulesets);
        const bool is_known = ruleset != nullptr && !ruleset->fallback.empty();
        add_caps(why, is_known ? ruleset->fallback[0] : events::Action{}, RoutedBy::fallback,
                 lines);
    }
    if (why.by != RoutedBy::returning && !why.customer.empty())
        lines.push_back(customer_words(why));
    add_wait(why, lines);
    return lines;
}

std::string time_words(Time time) {
    std::string text = events::to_text(time);  // 2026-01-02T03:04:05.123456Z
    if (text.substr(19) == ".000000Z") text.replace(19, Text::npos, "Z");
    return text;
}

std::string spaced(Text name) {
    std::string text(name);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

std::string actor_words(const Step& step) {
    if (step.actor.kind == events::ActorKind::engine) return "the engine";
    std::string text = fmt::format("{} {}", name_of(step.actor.kind), step.actor.id);
    if (!step.on_behalf_of.empty()) text += fmt::format(" on behalf of {}", step.on_behalf_of);
    return text;
}

std::string holder_words(events::UserId user, events::PartnerId partner) {
    std::string text = fmt::format("user {}", user.text);
    if (partner.is_set()) text += fmt::format(" of partner {}", partner.text);
    return text;
}

std::string refusal_words(const events::Rejection& why) {
    const events::Detail& detail = why.detail;
    std::string text = spaced(name_of(why.reason));
    std::string more;
    const auto add = [&more](const std::string& words) {
        more += (more.empty() ? "" : ", ") + words;
    };
    if (why.reason == events::Reason::lead_merged) add("into lead " + std::string(detail.about.id));
    if (detail.by.is_set()) add(fmt::format("by user {}", detail.by.text));
    if (detail.since.is_set()) add(fmt::format("since {}", time_words(detail.since)));
    if (detail.limit != events::Limit::none)
        add(fmt::format("{} {} of {}",
                        detail.cap.empty() ? spaced(name_of(detail.limit))
                                           : fmt::format("cap \"{}\"", detail.cap),
                        detail.used, detail.allowed));
    if (detail.frees_at.is_set()) add(fmt::format("frees at {}", time_words(detail.frees_at)));
    if (!detail.matched.empty()) add(matched_words(detail.matched));
    if (!detail.statuses.empty()) add("it may be given: " + list_words(detail.statuses));
    for (const events::FaultyField& each : detail.custom_fields)
        add(fmt::format("{} {}", each.name, spaced(name_of(each.fault))));
    return more.empty() ? text : text + " (" + more + ")";
}

std::string remark_words(const Step& step) {
    switch (step.remark_shown) {
        case Shown::nothing:
            return {};
        case Shown::plain:
            return fmt::format(": \"{}\"", step.remark);
        case Shown::erased:
            return ": (erased)";
    }
    return {};
}

}  // namespace leadline::projections
