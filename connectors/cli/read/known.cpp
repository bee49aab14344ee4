// See known.hpp.
#include "connectors/cli/read/known.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/match.hpp"

namespace leadline::connectors {

using events::Result;
using projections::DealRow;
using projections::PartnerRow;
using projections::QueueRow;
using projections::UserRow;

namespace {

const projections::Paging one{{}, 1};
constexpr std::size_t looked_at_most = 1'000;  // for the nearest name

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

// Of the first of those that deals were registered for, which may be many. Who is known by an
// account is found by that alone.
events::Error no_customer(const Asking& asking, const std::string& customer) {
    events::Error error{events::Failure::not_found,
                        fmt::format("no deal was registered for a customer {}, neither as an "
                                    "account nor as a domain or a name",
                                    config::shown(customer))};
    const auto all = asking.query().deals(asking.program, {}, {{}, looked_at_most});
    if (!all) return error;
    std::vector<std::string_view> names;
    for (const DealRow& row : all->value.items) {
        if (row.account.is_set() && row.customer == customer) {
            error.message +=
                fmt::format("; it is the account {}", config::shown(std::string(row.account.text)));
            return error;
        }
        names.push_back(row.account.is_set()  ? row.account.text
                        : !row.domain.empty() ? row.domain
                                              : row.customer);
    }
    return with_nearest(std::move(error), customer, names);
}

}  // namespace

Result<std::string> customer_key_of(const Asking& asking, const std::string& customer) {
    if (customer.empty()) return std::string();
    std::vector<std::string> keys{"account:" + customer};
    events::Arena arena;
    const auto add = [&](events::Text kind, engine::MatchField field) {
        const auto key = engine::match_key(asking.program, {field, customer}, arena);
        if (key.is_set()) keys.push_back(std::string(kind) + engine::match_key_hex(key));
    };
    add("domain:", engine::MatchField::web_domain);
    add("name:", engine::MatchField::company);
    for (std::string& key : keys) {
        projections::DealFilter filter;
        filter.customer_key = key;
        const auto deals = asking.query().deals(asking.program, filter, one);
        if (!deals) return tl::unexpected(deals.error());
        if (!deals->value.items.empty()) return std::move(key);
    }
    return tl::unexpected(no_customer(asking, customer));
}

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

Result<void> check_status(const Asking& asking, const std::string& name) {
    if (name.empty()) return {};
    std::vector<std::string_view> names;
    for (const auto& each : events::built_in_statuses) names.push_back(each.status.name);
    const auto program = asking.query().program(asking.program);
    if (!program) return tl::unexpected(program.error());
    const std::uint32_t version = program->value.ruleset_version;
    const auto ruleset = asking.query().ruleset(asking.program, version);
    if (ruleset)
        for (const events::LeadProcess& process : ruleset->value.lead_processes)
            for (const events::ProcessStatus& each : process.statuses)
                names.push_back(each.status.name);
    if (std::find(names.begin(), names.end(), name) != names.end()) return {};
    events::Error error{events::Failure::not_found,
                        fmt::format("no lead has the status {}, nor does the ruleset in force "
                                    "know it",
                                    config::shown(name))};
    error = with_nearest(std::move(error), name, names);
    error.failure = events::Failure::usage;  // there is no such word
    return tl::unexpected(std::move(error));
}

Result<void> check_lead(const Asking& asking, const std::string& id) {
    const auto found = asking.query().lead(asking.program, {id});
    if (!found) return tl::unexpected(found.error());
    return {};
}

}  // namespace leadline::connectors
