// Reads the leads of rules tests; see rules_test_lead.hpp. Values are tested as the JSON door
// would, by reading the finished command with it (rules_test.cpp); what is tested here gets a
// better message.
#include "config/rules_test_lead.hpp"

#include <algorithm>

#include "config/yaml/names.hpp"
#include "events/codec/body.hpp"
#include "events/codec/json_rules.hpp"

namespace leadline::config {
namespace {

using events::CustomField;
using events::CustomType;

class LeadReader {
public:
    LeadReader(Diagnostics& diagnostics, events::Arena& arena)
        : diagnostics_(diagnostics), arena_(arena) {}

    void text(MapReader& m, std::string_view key, events::Text& out) {
        AnyText value;
        if (m.optional(key, value)) out = arena_.copy(value.text);
    }
    void address(const Node& node, events::LeadDetails& details, events::LeadPerson& person);
    void contact(const Node& node, events::ContactDetails& out);
    void products(const Node& node, events::List<events::Text>& out);
    void revenue(const Node& node, std::optional<events::Money>& out);
    void custom(const Node& node, events::CustomFields& out);

private:
    bool custom_field(const Node& node, CustomField& out);
    bool texts(const Node& node, events::List<events::Text>& out);

    Diagnostics& diagnostics_;
    events::Arena& arena_;
};

void LeadReader::address(const Node& node, events::LeadDetails& details,
                         events::LeadPerson& person) {
    MapReader m(node, diagnostics_, "an address");
    text(m, "country", details.address.country);
    text(m, "region", details.address.region);
    text(m, "city", details.address.city);
    text(m, "postal_code", details.address.postal_code);
    text(m, "street", person.street);
    m.finish();
}

void LeadReader::contact(const Node& node, events::ContactDetails& out) {
    MapReader m(node, diagnostics_, "a contact");
    text(m, "name", out.name);
    text(m, "email", out.email);
    text(m, "phone", out.phone);
    m.finish();
}

bool LeadReader::texts(const Node& node, events::List<events::Text>& out) {
    std::vector<std::string> read_texts;
    if (!read(node, diagnostics_, read_texts)) return false;
    const std::span<events::Text> copies = arena_.make<events::Text>(read_texts.size());
    for (std::size_t i = 0; i < copies.size(); ++i) copies[i] = arena_.copy(read_texts[i]);
    out = events::List<events::Text>(copies);
    return true;
}

void LeadReader::products(const Node& node, events::List<events::Text>& out) {
    (void)texts(node, out);
}

void LeadReader::revenue(const Node& node, std::optional<events::Money>& out) {
    const std::string_view written = node.text;
    const std::size_t space = written.find(' ');
    const auto minor =
        node.is_scalar() && space != std::string_view::npos
            ? events::minor_units(written.substr(0, space), written.substr(space + 1))
            : std::nullopt;
    if (!minor)
        return diagnostics_.expected(node, "an amount and its currency such as 1000.00 EUR");
    out = events::Money{arena_.copy(written.substr(0, space)),
                        arena_.copy(written.substr(space + 1)), *minor};
}

// The type is that of the YAML value; what stands in quotes is a text.
bool LeadReader::custom_field(const Node& node, CustomField& out) {
    if (node.is_list()) {
        out.type = CustomType::list;
        return texts(node, out.items);
    }
    AnyText value;
    if (!read(node, diagnostics_, value)) return false;
    out.text = arena_.copy(value.text);
    if (node.in_quotes) return true;
    Diagnostics unheard;
    Decimal decimal;
    if (read(node, unheard, out.integer)) {
        out.type = CustomType::integer;
    } else if (bool flag = false; read(node, unheard, flag)) {
        out.type = CustomType::boolean;
        out.integer = flag ? 1 : 0;
    } else if (read(node, unheard, decimal)) {
        out.type = CustomType::decimal;
    } else if (node.text.size() == sizeof "2026-01-31" - 1 && events::parse_time(node.text)) {
        out.type = CustomType::date;
    }
    if (out.type == CustomType::integer || out.type == CustomType::boolean) out.text = {};
    return true;
}

void LeadReader::custom(const Node& node, events::CustomFields& out) {
    if (!node.is_map()) return diagnostics_.expected(node, "custom fields (a map)");
    const std::span<CustomField> fields = arena_.make<CustomField>(node.keys.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
        fields[i].name = arena_.copy(node.keys[i].text);
        (void)custom_field(node.items[i], fields[i]);
    }
    std::sort(fields.begin(), fields.end(),
              [](const CustomField& a, const CustomField& b) { return a.name < b.name; });
    out.fields = events::List<CustomField>(fields);
}

}  // namespace

void read_test_lead(MapReader& m, Diagnostics& diagnostics, events::Arena& arena,
                    events::CreateLead& out) {
    LeadReader reader(diagnostics, arena);
    events::LeadDetails& details = out.details;
    events::LeadPerson person;
    reader.text(m, "company", details.company);
    reader.text(m, "source", details.source);
    reader.text(m, "campaign", details.campaign);
    reader.text(m, "record_type", details.record_type);
    reader.text(m, "text", person.text);
    m.optional("priority", details.priority);
    std::uint32_t employees = 0;
    if (m.optional("employees", employees)) details.employees = employees;
    if (const Node* node = m.child("contact")) reader.contact(*node, person.contact);
    if (const Node* node = m.child("address")) reader.address(*node, details, person);
    if (const Node* node = m.child("products")) reader.products(*node, details.products);
    if (const Node* node = m.child("revenue")) reader.revenue(*node, details.revenue);
    if (const Node* node = m.child("custom")) reader.custom(*node, person.custom);
    if (!(person == events::LeadPerson{}))
        details.person = {out.lead.text, events::Sealing::plain, 0, events::body_in(arena, person)};
}

}  // namespace leadline::config
