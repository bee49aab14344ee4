// See things.hpp.
#include "connectors/cli/read/things.hpp"

#include <fmt/format.h>

#include "events/codec/body.hpp"
#include "events/codec/cloud_event_out.hpp"
#include "events/codec/json_writer.hpp"

namespace leadline::connectors {

using events::Result;

namespace {

template <class T>
std::string json_of(const T& value) {
    std::string json;
    events::Arena arena;
    events::JsonWriter(json, arena).object(value);
    return json == "{}" ? "" : json;
}

std::string joined(std::initializer_list<events::Text> words) {
    std::string out;
    for (const events::Text word : words) {
        if (word.empty()) continue;
        (out += out.empty() ? "" : ", ") += word;
    }
    return out;
}

Cell custom_cell(const events::CustomFields& custom) {
    if (custom.fields.empty()) return {};
    std::string json;
    events::append_custom_fields(json, custom);
    return Cell::with_json(json, json);
}

}  // namespace

Result<Asking> ask(Context& context, const std::string& program) {
    auto session = ReadSession::open(context);
    if (!session) return tl::unexpected(std::move(session).error());
    const auto found = (*session)->program(program);
    if (!found) return tl::unexpected(found.error());
    return Asking{*std::move(session), *found, answering(context)};
}

Cell money_cell(const events::Money& money) {
    return Cell::with_json(std::string(money.amount).append(" ").append(money.currency),
                           json_of(money));
}

Cell money_cell(const std::optional<events::Money>& money) {
    return money ? money_cell(*money) : Cell();
}

Cell actor_cell(const events::Actor& actor) {
    std::string text;
    events::append_actor(text, actor);
    return text;
}

Cell remark_cell(const events::Part<events::Remark>& part) {
    if (!part.is_set()) return {};
    events::Arena arena;
    events::Remark remark;
    const bool is_plain =
        part.sealing == events::Sealing::plain && events::read_body(part.bytes, arena, remark);
    return is_plain ? Cell(remark.text) : Cell("erased");
}

Cell address_cell(const events::Address& address) {
    return Cell::with_json(
        joined({address.postal_code, address.city, address.region, address.country}),
        json_of(address));
}

void add_person(Record& record, const projections::ShownPerson& shown) {
    if (shown.shown == projections::Shown::erased) record.add("personal_data", "erased");
    if (shown.shown != projections::Shown::plain) return;
    const events::LeadPerson& person = shown.person;
    const events::ContactDetails& contact = person.contact;
    record.add("contact", Cell::with_json(joined({contact.name, contact.email, contact.phone}),
                                          json_of(contact)));
    record.add("street", person.street);
    record.add("text", person.text);
    record.add("custom", custom_cell(person.custom));
}

UserWords words_of(const events::Part<events::UserPerson>& part) {
    if (!part.is_set()) return {};
    events::Arena arena;
    events::UserPerson person{};
    const bool is_plain =
        part.sealing == events::Sealing::plain && events::read_body(part.bytes, arena, person);
    if (!is_plain) return {Cell("erased"), Cell("erased")};
    return {Cell(person.full_name), Cell(person.email)};
}

std::vector<Column> lead_columns() {
    return {{"lead"},          {"status"},       {"place"},         {"queue"},
            {"owner"},         {"partner"},      {"since"},         {"created"},
            {"company", true}, {"source", true}, {"campaign", true}};
}

Row lead_row(const projections::LeadRow& row) {
    return {row.lead,           row.status.name,     row.place,
            row.queue,          row.owner,           row.partner,
            row.since,          row.created,         row.details.company,
            row.details.source, row.details.campaign};
}

std::vector<Column> deal_columns() {
    return {{"deal"},     {"status"}, {"partner"},     {"registered_by"}, {"customer", true},
            {"products"}, {"amount"}, {"opportunity"}, {"registered"},    {"protected_until"}};
}

Row deal_row(const projections::DealRow& row) {
    const Cell customer = row.account.is_set()    ? Cell(row.account)
                          : !row.customer.empty() ? Cell(row.customer)
                                                  : Cell(row.domain);
    return {row.deal,
            row.status,
            row.partner,
            row.registered_by,
            customer,
            Cell::list(row.products),
            money_cell(row.amount),
            row.opportunity,
            row.registered,
            row.protected_until};
}

events::Error with_nearest(events::Error error, std::string_view text,
                           const std::vector<std::string_view>& names) {
    if (error.failure != events::Failure::not_found) return error;
    if (const auto nearest = config::nearest_name(text, names))
        error.message += fmt::format("; did you mean {}?", config::shown(*nearest));
    return error;
}

}  // namespace leadline::connectors
