// Queues, wanted and in force; see plan_queue.hpp.
#include "config/plan_queue.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/yaml/names.hpp"

namespace leadline::config {
namespace {

using events::ClaimPolicy;
using events::DefineQueue;

template <class Id>
events::List<Id> sorted_ids(const std::vector<std::string>& from, events::Arena& arena) {
    const std::span<Id> ids = arena.make<Id>(from.size());
    for (std::size_t i = 0; i < from.size(); ++i) ids[i] = Id{from[i]};
    std::sort(ids.begin(), ids.end());
    return events::List<Id>(ids);
}

// Calls f(name, text of a, text of b) for each limit.
template <class F>
void for_each_limit(const ClaimPolicy& a, const ClaimPolicy& b, F&& f) {
    const auto number = [](std::uint32_t value) {
        return value == 0 ? std::string("none") : fmt::format("{}", value);
    };
    const auto span = [](events::Duration value) {
        return value.us == 0 ? std::string("none") : events::to_text(value);
    };
    f("open_per_user", number(a.open_per_user), number(b.open_per_user));
    f("open_per_partner", number(a.open_per_partner), number(b.open_per_partner));
    f("window_per_user", number(a.window_per_user), number(b.window_per_user));
    f("window_per_partner", number(a.window_per_partner), number(b.window_per_partner));
    f("window", span(a.window), span(b.window));
    f("between", span(a.between), span(b.between));
    f("touch_within", span(a.touch_within), span(b.touch_within));
    f("no_reclaim", span(a.no_reclaim), span(b.no_reclaim));
}

template <class Id>
bool contains(events::List<Id> list, Id id) {
    return std::find(list.begin(), list.end(), id) != list.end();
}

// " +new -old", or nothing.
template <class Id>
std::string members_difference(events::List<Id> before, events::List<Id> after) {
    std::string out;
    for (const Id id : after)
        if (!contains(before, id)) out += fmt::format(" +{}", id.text);
    for (const Id id : before)
        if (!contains(after, id)) out += fmt::format(" -{}", id.text);
    return out;
}

void add(std::string& to, std::string_view what) {
    if (!to.empty()) to += "; ";
    to += what;
}

}  // namespace

DefineQueue definition_of(const QueueSpec& queue, events::Arena& arena) {
    return {events::QueueId{queue.id},
            queue.title,
            queue.everybody,
            sorted_ids<events::PartnerId>(queue.partners, arena),
            sorted_ids<events::UserId>(queue.users, arena),
            queue.policy};
}

std::string queue_difference(const DefineQueue& before, const DefineQueue& after) {
    std::string out;
    if (before.title != after.title)
        add(out, fmt::format("title {} -> {}", shown(before.title), shown(after.title)));
    if (before.everybody != after.everybody)
        add(out, fmt::format("everybody {} -> {}", before.everybody, after.everybody));
    const std::string partners = members_difference(before.partners, after.partners);
    const std::string users = members_difference(before.users, after.users);
    if (!partners.empty()) add(out, "partners" + partners);
    if (!users.empty()) add(out, "users" + users);
    for_each_limit(before.policy, after.policy,
                   [&out](std::string_view name, const std::string& a, const std::string& b) {
                       if (a != b) add(out, fmt::format("{} {} -> {}", name, a, b));
                   });
    return out.empty() ? "the members in another order" : out;
}

std::string queue_summary(const DefineQueue& queue) {
    std::string out(queue.title);
    if (queue.everybody) add(out, "for everybody");
    if (!queue.partners.empty()) add(out, fmt::format("{} partners", queue.partners.size()));
    if (!queue.users.empty()) add(out, fmt::format("{} users", queue.users.size()));
    for_each_limit(queue.policy, queue.policy,
                   [&out](std::string_view name, const std::string& value, const std::string&) {
                       if (value != "none") add(out, fmt::format("{} {}", name, value));
                   });
    return out;
}

}  // namespace leadline::config
