// Reads program, partners and queues; see program_file_sections.hpp.
#include "config/program_file_sections.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/claim_policy.hpp"
#include "config/hours.hpp"
#include "config/yaml/names.hpp"
#include "events/codec/json_rules.hpp"
#include "events/lead_fields.hpp"

namespace leadline::config {
namespace {

constexpr Choice<events::Role> roles[] = {{"administrator", events::Role::administrator},
                                          {"manager", events::Role::manager},
                                          {"seller", events::Role::seller}};

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
    if (!partner.id.empty()) known_.partners.insert(partner.id);
    read_title(m, "title", true, partner.title);
    read_title(m, "tier", false, partner.tier);
    if (!partner.tier.empty()) known_.tiers.insert(partner.tier);
    std::uint32_t capacity = 0;
    if (m.optional("capacity", capacity)) partner.capacity = capacity;
    if (const Node* hours = m.child("hours"))
        read_hours(*hours, diagnostics_, out_.ruleset.arena, partner.hours);
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
    if (const Node* hours = m.child("hours"))
        read_hours(*hours, diagnostics_, out_.ruleset.arena, user.hours);
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
    const Node* tiers = m.child("tiers");
    if (partners != nullptr) read_members(*partners, "partner", known_.partners, queue.partners);
    if (users != nullptr) read_members(*users, "user", known_.users, queue.users);
    if (tiers != nullptr) read_members(*tiers, "tier", known_.tiers, queue.tiers);
    const bool names_members = partners != nullptr || users != nullptr || tiers != nullptr;
    if (queue.everybody && names_members)
        m.error("everybody",
                "everybody may claim, so `partners`, `tiers` and `users` say nothing; leave "
                "either out");
    if (!queue.everybody && !names_members)
        diagnostics_.warning(node,
                             fmt::format("nobody may claim from the queue {}: it names neither "
                                         "`everybody`, nor `partners`, `tiers` or `users`",
                                         shown(queue.id)));
    if (queue.partners.size() + queue.users.size() > events::queue_members_max)
        diagnostics_.error(node, fmt::format("the queue has {} members, at most {}",
                                             queue.partners.size() + queue.users.size(),
                                             events::queue_members_max));
    if (const Node* visible = m.child("visible")) read_visible(*visible, queue.visible);
    if (const Node* claims = m.child("claims"))
        read_claim_policy(*claims, diagnostics_, is_complete_ ? &known_.tiers : nullptr,
                          queue.policy, queue.tier_limits);
    m.finish();
}

void SectionReader::read_visible(const Node& node, std::vector<std::string>& out) {
    if (!node.is_list() || node.items.empty())
        return diagnostics_.expected(node, "a list of one or more fields of a lead");
    std::vector<std::string_view> names(events::business_lead_fields.begin(),
                                        events::business_lead_fields.end());
    names.insert(names.end(), events::personal_lead_fields.begin(),
                 events::personal_lead_fields.end());
    for (const Node& item : node.items) {
        std::size_t chosen = 0;
        if (!read_name(item, diagnostics_, "field", names, chosen)) continue;
        const std::string name(names[chosen]);
        if (std::find(out.begin(), out.end(), name) != out.end())
            diagnostics_.error(item, fmt::format("{} is there twice", name));
        out.push_back(name);
    }
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

}  // namespace leadline::config
