// See known.hpp.
#include "connectors/cli/read/known.hpp"

namespace leadline::connectors {

using events::Result;
using projections::PartnerRow;
using projections::QueueRow;
using projections::UserRow;

namespace {

const projections::Paging one{{}, 1};

// The users of all partners.
events::Error no_user(const Asking& asking, const std::string& id, events::Error error) {
    const auto partners = asking.query().partners(asking.program);
    if (!partners) return error;
    std::vector<std::string> users;
    for (const PartnerRow& row : partners->value.items) {
        const auto partner = asking.query().partner(asking.program, row.partner, one);
        if (!partner) return error;
        for (const UserRow& user : partner->value.users) users.emplace_back(user.user.text);
    }
    const std::vector<std::string_view> names(users.begin(), users.end());
    return with_nearest(std::move(error), id, names);
}

}  // namespace

events::Error no_queue(const Asking& asking, const std::string& id, events::Error error) {
    const auto all = asking.query().queues(asking.program);
    if (!all) return error;
    std::vector<std::string_view> names;
    for (const QueueRow& row : all->value.items) names.push_back(row.definition.queue.text);
    return with_nearest(std::move(error), id, names);
}

events::Error no_partner(const Asking& asking, const std::string& id, events::Error error) {
    const auto all = asking.query().partners(asking.program);
    if (!all) return error;
    std::vector<std::string_view> names;
    for (const PartnerRow& row : all->value.items) names.push_back(row.partner.text);
    return with_nearest(std::move(error), id, names);
}

Result<void> check_queue(const Asking& asking, const std::string& id) {
    if (id.empty()) return {};
    const auto found = asking.query().queue(asking.program, {id}, one);
    if (!found) return tl::unexpected(no_queue(asking, id, found.error()));
    return {};
}

Result<void> check_partner(const Asking& asking, const std::string& id) {
    if (id.empty()) return {};
    const auto found = asking.query().partner(asking.program, {id}, one);
    if (!found) return tl::unexpected(no_partner(asking, id, found.error()));
    return {};
}

Result<void> check_user(const Asking& asking, const std::string& id) {
    if (id.empty()) return {};
    const auto found = asking.query().user(asking.program, {id});
    if (!found) return tl::unexpected(no_user(asking, id, found.error()));
    return {};
}

Result<void> check_lead(const Asking& asking, const std::string& id) {
    const auto found = asking.query().lead(asking.program, {id});
    if (!found) return tl::unexpected(found.error());
    return {};
}

}  // namespace leadline::connectors
