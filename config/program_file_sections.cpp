// Reads program, partners and queues; see program_file_sections.hpp.
#include "config/program_file_sections.hpp"

#include <fmt/format.h>

#include <limits>

#include "config/yaml/names.hpp"
#include "events/codec/json_rules.hpp"

namespace leadline::config {
namespace {

constexpr Choice<events::Role> roles[] = {{"administrator", events::Role::administrator},
                                          {"manager", events::Role::manager},
                                          {"seller", events::Role::seller}};

// A limit of 0 would mean "none"; leaving the key out says that better.
constexpr std::uint32_t limit_max = 1'000'000;

void read_duration(MapReader& m, Diagnostics& diagnostics, std::string_view key,
                   events::Duration& out, events::Duration max = events::duration_max) {
    const Node* node = m.child(key);
    events::Duration value;
    if (node == nullptr || !read(*node, diagnostics, value)) return;
    if (value < events::Duration{1'000'000} || value > max) {
        diagnostics.expected(*node, fmt::format("a duration from 1s to {}", events::to_text(max)));
        return;
    }
    out = value;
}

}  // namespace

void SectionReader::read_title(MapReader& m, std::string_view key, bool is_required,
                               std::string& out) {
    const bool is_there = is_required ? m.required(key, out) : m.optional(key, out);
    if (is_there && out.size() > events::text_bytes_max)
        m.error(key, fmt::format("the text has {} bytes, at most {}", out.size(),
                                 events::text_bytes_max));
}

void SectionReader::read_new_id(MapReader& m, std::string_view what, Lines& lines,
                                std::string& out) {
    const Node* node = m.required_child("id");
    if (node == nullptr || !read_id(*node, diagnostics_, out)) return;
    const auto [first, is_new] = lines.emplace(out, node->place.line);
    if (!is_new)
        diagnostics_.error(*node, fmt::format("the {} at line {} has the id {} too", what,
                                              first->second, shown(out)));
}

void SectionReader::read_program(const Node& node) {
    MapReader m(node, diagnostics_, "the program");
    if (const Node* id = m.required_child("id")) (void)read_id(*id, diagnostics_, out_.id);
    read_title(m, "title", true, out_.title);
    if (const Node* manager = m.required_child("channel_manager"))
        (void)read_id(*manager, diagnostics_, out_.channel_manager);
    if (m.optional("in_force_from", out_.in_force_from) && out_.in_force_from.us <= 0)
        m.error("in_force_from", "expected a time after 1970-01-01");
    read_duration(m, diagnostics_, "repeat_window", out_.repeat_window, events::repeat_window_max);
    read_duration(m, diagnostics_, "protection", out_.protection);
    m.optional("published", out_.published);
    m.finish();
}

void SectionReader::read_partners(const Node& list) {
    if (!list.is_list()) {
        is_incomplete();
        return diagnostics_.expected(list, "a list of partners");
    }
    for (const Node& node : list.items) read_partner(node);
}

void SectionReader::read_partner(const Node& node) {
    MapReader m(node, diagnostics_, "a partner");
    PartnerSpec& partner = out_.partners.emplace_back();
    read_new_id(m, "partner", partner_lines_, partner.id);
    if (!partner.id.empty()) partner_ids_.insert(partner.id);
    read_title(m, "title", true, partner.title);
    read_title(m, "tier", false, partner.tier);
    partner.channel_manager = out_.channel_manager;
    if (const Node* manager = m.child("channel_manager"))
        (void)read_id(*manager, diagnostics_, partner.channel_manager);
    if (const Node* users = m.child("users")) {
        if (!users->is_list()) {
            is_incomplete();
            diagnostics_.expected(*users, "a list of users");
        }
        for (const Node& user : users->items)
            if (users->is_list()) read_user(user, partner);
    }
    m.finish();
}

void SectionReader::read_user(const Node& node, PartnerSpec& partner) {
    MapReader m(node, diagnostics_, "a user");
    UserSpec& user = partner.users.emplace_back();
    read_new_id(m, "user", user_lines_, user.id);
    if (!user.id.empty()) known_.users.insert(user.id);
    m.required("role", one_of(user.role, "role", roles));
    read_title(m, "name", false, user.full_name);
    read_title(m, "email", false, user.email);
    m.optional("logged_in", user.logged_in);
    m.finish();
}

void SectionReader::read_queues(const Node& list) {
    if (!list.is_list()) {
        is_incomplete();
        return diagnostics_.expected(list, "a list of queues");
    }
    for (const Node& node : list.items) read_queue(node);
}

void SectionReader::read_queue(const Node& node) {
    MapReader m(node, diagnostics_, "a queue");
    QueueSpec& queue = out_.queues.emplace_back();
    read_new_id(m, "queue", queue_lines_, queue.id);
    if (!queue.id.empty()) known_.queues.insert(queue.id);
    read_title(m, "title", true, queue.title);
    m.optional("everybody", queue.everybody);
    const Node* partners = m.child("partners");
    const Node* users = m.child("users");
    if (partners != nullptr) read_members(*partners, "partner", partner_ids_, queue.partners);
    if (users != nullptr) read_members(*users, "user", known_.users, queue.users);
    if (queue.everybody && (partners != nullptr || users != nullptr))
        m.error("everybody",
                "everybody may claim, so `partners` and `users` say nothing; leave "
                "either out");
    if (!queue.everybody && partners == nullptr && users == nullptr)
        diagnostics_.warning(node,
                             fmt::format("nobody may claim from the queue {}: it names neither "
                                         "`everybody`, nor `partners`, nor `users`",
                                         shown(queue.id)));
    if (queue.partners.size() + queue.users.size() > events::queue_members_max)
        diagnostics_.error(node, fmt::format("the queue has {} members, at most {}",
                                             queue.partners.size() + queue.users.size(),
                                             events::queue_members_max));
    if (const Node* claims = m.child("claims")) read_policy(*claims, queue.policy);
    m.finish();
}

void SectionReader::read_members(const Node& node, std::string_view what, const Ids& known,
                                 std::vector<std::string>& out) {
    if (!node.is_list() || node.items.empty())
        return diagnostics_.expected(node, fmt::format("a list of one or more {}s", what));
    std::set<std::string> seen;
    for (const Node& item : node.items) {
        std::string id;
        if (!read_id(item, diagnostics_, id)) continue;
        const std::vector<std::string_view> names(known.begin(), known.end());
        if (is_complete_ && !known.contains(id))
            diagnostics_.error(item, unknown_name(what, id, names));
        if (!seen.insert(id).second)
            diagnostics_.error(item, fmt::format("{} is named twice", shown(id)));
        out.push_back(std::move(id));
    }
}

void SectionReader::read_policy(const Node& node, events::ClaimPolicy& out) {
    MapReader m(node, diagnostics_, "the claims");
    m.optional("open_per_user", in_range(out.open_per_user, 1, limit_max));
    m.optional("open_per_partner", in_range(out.open_per_partner, 1, limit_max));
    m.optional("window_per_user", in_range(out.window_per_user, 1, limit_max));
    m.optional("window_per_partner", in_range(out.window_per_partner, 1, limit_max));
    read_duration(m, diagnostics_, "window", out.window);
    read_duration(m, diagnostics_, "between", out.between);
    read_duration(m, diagnostics_, "touch_within", out.touch_within);
    read_duration(m, diagnostics_, "no_reclaim", out.no_reclaim);
    if (m.finish()) check_policy(m, out);
}

// Limits that contradict each other, or can never bind.
void SectionReader::check_policy(MapReader& m, const events::ClaimPolicy& policy) {
    const bool has_limit = policy.window_per_user != 0 || policy.window_per_partner != 0;
    const bool has_window = policy.window.us != 0;
    if (has_limit && !has_window)
        m.error(policy.window_per_user != 0 ? "window_per_user" : "window_per_partner",
                "so many claims in how long? missing key \"window\"");
    if (has_window && !has_limit)
        m.error("window",
                "a window without a limit; missing key \"window_per_user\" or "
                "\"window_per_partner\"");
    const auto more_than_partner = [&m](std::string_view key, std::uint32_t user,
                                        std::uint32_t partner) {
        if (partner != 0 && user > partner)
            m.error(key, fmt::format("a user may have {}, but the whole partner only {}", user,
                                     partner));
    };
    more_than_partner("open_per_user", policy.open_per_user, policy.open_per_partner);
    more_than_partner("window_per_user", policy.window_per_user, policy.window_per_partner);
}

}  // namespace leadline::config
