// Reads actions and rotations; see ruleset_action.hpp.
#include "config/ruleset_action.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/claim_policy.hpp"
#include "config/yaml/names.hpp"
#include "events/base/utf8.hpp"
#include "events/ids.hpp"
#include "events/same_members.hpp"

namespace leadline::config {
namespace {

using events::Action;
using events::ActionKind;

std::string_view word_for(ActionKind kind) {
    return kind == ActionKind::least_loaded ? "pool" : "rotation";
}

// The one of `keys` that stands in the map; reports when there are several, or none. When none is
// there but a key that is not among `others`, that one is misspelt, and finish() names the nearest.
std::optional<std::string_view> one_key(MapReader& m, Diagnostics& diagnostics,
                                        std::initializer_list<std::string_view> keys,
                                        std::initializer_list<std::string_view> others = {}) {
    const Node& node = m.node();
    const auto known = std::count_if(others.begin(), others.end(), [&node](std::string_view key) {
        return node.find(key) != nullptr;
    });
    std::vector<std::string_view> present;
    for (const std::string_view key : keys)
        if (m.child(key) != nullptr) present.push_back(key);
    if (present.size() == 1) return present[0];
    const std::vector<std::string_view> all(keys);
    if (present.size() > 1) {
        diagnostics.error(
            node, fmt::format("expected one of: {}; found {}", listed(all), listed(present)));
    } else if (node.is_map() && node.keys.size() == static_cast<std::size_t>(known)) {
        diagnostics.error(node, fmt::format("expected one of: {}", listed(all)));
    }
    return std::nullopt;
}

}  // namespace

bool read_id(const Node& node, Diagnostics& diagnostics, std::string& out) {
    std::string id;
    if (!read(node, diagnostics, id)) return false;
    if (id.size() > events::id_bytes_max || events::has_control_character(id)) {
        diagnostics.expected(node, fmt::format("an id of 1 to {} bytes without control characters",
                                               events::id_bytes_max));
        return false;
    }
    out = std::move(id);
    return true;
}

// Only a ruleset that looks for duplicates makes one of a lead, or knows a customer again.
bool RuleReader::read_when(const Node& node, events::List<events::ConditionNode>& out) {
    if (!read_condition(node, diagnostics_, arena_, out, territories_, statuses_, custom_fields_))
        return false;
    bool is_good = true;
    for (const events::ConditionNode& each : out) {
        if (!events::has_field(each.op)) continue;
        const bool asks_customer = each.field_name == "customer_partner";
        if (!finds_duplicates_ && (asks_customer || each.field_name == "duplicate")) {
            diagnostics_.error(*node.source, each.place,
                               asks_customer
                                   ? "no customer is known again: the ruleset has no `duplicates`"
                                   : "no lead is found to be a duplicate: the ruleset has no "
                                     "`duplicates`");
            is_good = false;
        } else if (asks_customer) {
            is_good = check_partners(node, each) && is_good;
        }
    }
    return is_good;
}

// Only whole ids can be told from mistakes.
bool RuleReader::check_partners(const Node& node, const events::ConditionNode& asks) {
    if (known_ == nullptr ||
        (asks.op != events::ConditionOp::equals && asks.op != events::ConditionOp::in))
        return true;
    const std::vector<std::string_view> names(known_->partners.begin(), known_->partners.end());
    bool all = true;
    for (const events::Text id : asks.values) {
        if (known_->partners.contains(id)) continue;
        diagnostics_.error(*node.source, asks.place, unknown_name("partner", id, names));
        all = false;
    }
    return all;
}

bool RuleReader::read_known(const Node& node, ActionKind kind, events::Text& out) {
    std::string id;
    if (!read_id(node, diagnostics_, id)) return false;
    out = arena_.copy(id);
    if (known_ == nullptr) return true;
    const bool is_user = is_of_users(kind);
    const bool is_partner = is_of_partners(kind);
    const auto& names = is_user ? known_->users : is_partner ? known_->partners : known_->queues;
    if (names.contains(id)) return true;
    const std::vector<std::string_view> all(names.begin(), names.end());
    diagnostics_.error(node, unknown_name(is_user      ? "user"
                                          : is_partner ? "partner"
                                                       : "queue",
                                          id, all));
    return false;
}

bool RuleReader::read_target(const Node& node, std::string_view what, Action& out) {
    MapReader m(node, diagnostics_, what);
    const auto key = one_key(m, diagnostics_, {"queue", "user"});
    out.place = node.place;
    if (key) {
        out.kind = *key == "queue" ? ActionKind::queue : ActionKind::user;
        read_known(*m.child(*key), out.kind, out.target);
    }
    return m.finish() && key;
}

bool RuleReader::read_action(const Node& node, Action& out) {
    MapReader m(node, diagnostics_, "an action");
    const auto key = one_key(m, diagnostics_,
                             {"queue", "user", "offer", "rotate", "least_loaded", "do_not_assign"});
    if (!m.finish() || !key) return false;
    out.place = node.place;
    const Node& value = *m.child(*key);
    if (*key == "offer") return read_offer(value, out);
    if (*key == "rotate") return read_rotation(value, out);
    if (*key == "least_loaded") return read_pool(value, out);
    if (*key == "do_not_assign") {
        out.kind = ActionKind::do_not_assign;
        bool meant = true;
        if (!read(value, diagnostics_, meant)) return false;
        if (!meant) diagnostics_.error(value, "expected true; name a queue or a user otherwise");
        return meant;
    }
    out.kind = *key == "queue" ? ActionKind::queue : ActionKind::user;
    return read_known(value, out.kind, out.target);
}

// When a lead waits for a member nobody looks at the time: working hours do.
bool RuleReader::read_member_when(const Node& node, events::List<events::ConditionNode>& out) {
    if (!read_when(node, out)) return false;
    for (const events::ConditionNode& each : out) {
        if (each.op != events::ConditionOp::time_window) continue;
        diagnostics_.error(*node.source, each.place,
                           "a member's `when` asks nothing of the time; give the user or the "
                           "partner `hours`");
        return false;
    }
    return true;
}

bool RuleReader::read_member(const Node& node, ActionKind kind, events::RotationMember& out) {
    if (!node.is_map()) return read_known(node, kind, out.id);
    MapReader m(node, diagnostics_, "a member");
    if (const Node* id = m.required_child("id")) read_known(*id, kind, out.id);
    m.optional("weight", in_range(out.weight, 0, rotation_weight_max));
    const Node* when = m.child("when");
    const Node* prefer = m.child("prefer");
    const bool is_read = (when == nullptr || read_member_when(*when, out.condition)) &&
                         (prefer == nullptr || read_when(*prefer, out.preference));
    return m.finish() && is_read;
}

bool RuleReader::read_members(const Node& node, Action& out) {
    if (!node.is_list() || node.items.empty()) {
        diagnostics_.expected(node, "a list of one or more members");
        return false;
    }
    if (node.items.size() > events::rotation_members_max) {
        diagnostics_.error(node,
                           fmt::format("the {} has {} members, at most {}", word_for(out.kind),
                                       node.items.size(), events::rotation_members_max));
        return false;
    }
    const std::size_t errors = diagnostics_.errors();
    const auto members = arena_.make<events::RotationMember>(node.items.size());
    std::set<events::Text> seen;
    std::uint32_t heaviest = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (!read_member(node.items[i], out.kind, members[i])) continue;
        heaviest = std::max(heaviest, members[i].weight);
        if (!seen.insert(members[i].id).second)
            diagnostics_.error(node.items[i],
                               fmt::format("{} is in this {} already; give it a weight instead",
                                           shown(members[i].id), word_for(out.kind)));
    }
    if (diagnostics_.errors() == errors && heaviest == 0)
        diagnostics_.error(node, "every member has weight 0, so none would ever be chosen");
    out.members = events::List<events::RotationMember>(members);
    return diagnostics_.errors() == errors;
}

void RuleReader::read_offer_limits(MapReader& m, Action& out) {
    read_duration(m, diagnostics_, "accept_within", out.accept_within);
    m.optional("most_offers", out.most_offers);
}

bool RuleReader::read_offer(const Node& node, Action& out) {
    MapReader m(node, diagnostics_, "an offer");
    out.kind = ActionKind::partner;
    const Node* partner = m.required_child("partner");
    const bool is_known = partner != nullptr && read_known(*partner, out.kind, out.target);
    read_duration(m, diagnostics_, "accept_within", out.accept_within);
    return m.finish() && is_known;
}

bool RuleReader::read_rotation(const Node& node, Action& out) {
    MapReader m(node, diagnostics_, "a rotation");
    std::string name;
    if (const Node* value = m.required_child("name"))
        if (read_id(*value, diagnostics_, name)) out.target = arena_.copy(name);
    m.optional("catch_up", out.catch_up);
    const auto key = one_key(m, diagnostics_, {"users", "partners", "queues"},
                             {"name", "catch_up", "accept_within", "most_offers"});
    if (key) {
        out.kind = *key == "users"      ? ActionKind::rotate_users
                   : *key == "partners" ? ActionKind::rotate_partners
                                        : ActionKind::rotate_queues;
        (void)read_members(*m.child(*key), out);
        if (*key == "partners") read_offer_limits(m, out);
    }
    return m.finish() && key && check_same_rotation(node, out);
}

bool RuleReader::read_pool(const Node& node, Action& out) {
    MapReader m(node, diagnostics_, "a pool");
    out.kind = ActionKind::least_loaded;
    std::string name;
    if (const Node* value = m.required_child("name"))
        if (read_id(*value, diagnostics_, name)) out.target = arena_.copy(name);
    const Node* users = m.required_child("users");
    const bool is_read = users != nullptr && read_members(*users, out);
    return m.finish() && is_read && check_same_rotation(node, out);
}

// A rotation's credit belongs to its name: two rules that share the name share the turns.
bool RuleReader::check_same_rotation(const Node& node, const Action& rotation) {
    const auto [at, is_new] = rotations_.emplace(rotation.target, rotation);
    if (is_new) return true;
    const Action& first = at->second;
    if (first.kind == rotation.kind && events::have_the_same(first.members, rotation.members) &&
        first.catch_up == rotation.catch_up)
        return true;
    const bool is_pool = rotation.kind == ActionKind::least_loaded;
    if (is_pool != (first.kind == ActionKind::least_loaded))
        diagnostics_.error(node, fmt::format("{} is the name of the {} at line {}; give this {} "
                                             "another",
                                             shown(rotation.target), word_for(first.kind),
                                             first.place.line, word_for(rotation.kind)));
    else if (is_pool)
        diagnostics_.error(node, fmt::format("the pool {} stands at line {} with other members; "
                                             "rules that share it name the same members and "
                                             "weights in the same order",
                                             shown(rotation.target), first.place.line));
    else
        diagnostics_.error(node,
                           fmt::format("the rotation {} stands at line {} with other members; "
                                       "rules that share its turns name the same members, weights "
                                       "and catch_up in the same order",
                                       shown(rotation.target), first.place.line));
    return false;
}

}  // namespace leadline::config
