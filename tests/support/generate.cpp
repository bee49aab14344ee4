// See generate.hpp.
#include "tests/support/generate.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "events/lead_fields.hpp"

namespace leadline::tests {

using namespace events;

namespace {

constexpr std::array<Text, 12> pieces{"a", "Z", "7", "-", " ", "é", "ß", "東", "🚀", ":", "/", "~"};
constexpr std::array<Text, 8> odd_pieces{"\"", "\\", "\n", "\t", "\x01", "\x7f", "{", "</x>"};
constexpr std::array<Text, 6> currencies{"EUR", "USD", "JPY", "KWD", "CLF", "CHF"};

// At most `bytes_max` bytes of pieces.
std::string made_of_pieces(Random& random, std::size_t bytes_max, bool odd) {
    std::string text;
    const std::size_t wanted = 1 + random.below(std::min<std::size_t>(bytes_max, 40));
    while (text.size() < wanted) {
        const bool is_odd = odd && random.one_in(6);
        const Text piece = is_odd ? odd_pieces[random.below(odd_pieces.size())]
                                  : pieces[random.below(pieces.size())];
        text += text.size() + piece.size() <= bytes_max ? piece : Text("x");
    }
    return text;
}

std::string digits(Random& random, std::size_t least, std::size_t most) {
    std::string text;
    const std::size_t count = least + random.below(most - least + 1);
    for (std::size_t i = 0; i < count; ++i) text += static_cast<char>('0' + random.below(10));
    return text;
}

std::string decimal(Random& random, std::size_t fraction_max) {
    std::string text = random.one_in(5) ? "-" : "";
    text += digits(random, 1, 12);
    const std::string fraction = digits(random, 0, fraction_max);
    return fraction.empty() ? text : text + '.' + fraction;
}

std::string letters(Random& random, std::size_t count, Text alphabet) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += alphabet[random.below(alphabet.size())];
    return text;
}

void fill_custom(Arena& arena, Random& random, CustomField& field) {
    field.type = static_cast<CustomType>(1 + random.below(6));
    switch (field.type) {
        case CustomType::string:
            field.text = arbitrary_text(arena, random, {});
            return;
        case CustomType::integer:
            field.integer = random.between(INT64_MIN, INT64_MAX);
            return;
        case CustomType::boolean:
            field.integer = random.one_in(2) ? 1 : 0;
            return;
        case CustomType::decimal:
            field.text = arena.copy(decimal(random, 6));
            return;
        case CustomType::date:
            field.text = arena.copy(to_text(Time{random.between(1, time_max.us)}).substr(0, 10));
            return;
        case CustomType::list: {
            const std::span<Text> items = arena.make<Text>(random.below(4));
            for (Text& item : items) item = arbitrary_text(arena, random, {});
            field.items = List<Text>(items);
            return;
        }
    }
}

}  // namespace

std::uint64_t Random::next() {
    state_ += 0x9E37'79B9'7F4A'7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 32U)) * 0xD6E8'FEB8'6659'FD93U;
    mixed = (mixed ^ (mixed >> 32U)) * 0xD6E8'FEB8'6659'FD93U;
    return mixed ^ (mixed >> 32U);
}

std::int64_t Random::between(std::int64_t min, std::int64_t max) {
    const std::uint64_t span = static_cast<std::uint64_t>(max) - static_cast<std::uint64_t>(min);
    const std::uint64_t offset = span == UINT64_MAX ? next() : next() % (span + 1);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(min) + offset);
}

Text arbitrary_id(Arena& arena, Random& random) {
    const std::size_t bytes_max = random.one_in(20) ? id_bytes_max : 20;
    return arena.copy(made_of_pieces(random, bytes_max, false));
}

Text arbitrary_text(Arena& arena, Random& random, TextRule rule) {
    switch (rule.form) {
        case TextForm::id:
            return arbitrary_id(arena, random);
        case TextForm::country:
            return arena.copy(letters(random, 2, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
        case TextForm::currency:
            return currencies[random.below(currencies.size())];
        case TextForm::decimal:
            return arena.copy(decimal(random, 2));
        case TextForm::sha256:
            return arena.copy(letters(random, 64, "0123456789abcdef"));
        case TextForm::any:
            break;
    }
    std::string text = made_of_pieces(random, rule.bytes_max, true);
    while (text.size() < rule.bytes_min) text += 'x';
    return arena.copy(text);
}

CustomFields arbitrary_custom(Arena& arena, Random& random) {
    const std::size_t count = random.below(4);
    const std::span<CustomField> fields = arena.make<CustomField>(count);
    for (std::size_t i = 0; i < count; ++i) {
        // Ascending names, as the canonical body has them.
        fields[i].name = arena.copy(std::to_string(i) + std::string(arbitrary_id(arena, random)));
        if (fields[i].name.size() > id_bytes_max) fields[i].name = arena.copy(std::to_string(i));
        fill_custom(arena, random, fields[i]);
    }
    return {List<CustomField>(fields)};
}

Money arbitrary_money(Arena& arena, Random& random) {
    Money money;
    money.currency = currencies[random.below(currencies.size())];
    const auto fraction = static_cast<std::size_t>(minor_digits(money.currency).value_or(0));
    money.amount = arena.copy(decimal(random, fraction));
    money.minor = minor_units(money.amount, money.currency).value_or(0);
    return money;
}

Money without_sign(Money money) {
    if (money.minor >= 0) return money;
    money.amount.remove_prefix(1);
    money.minor = -money.minor;
    return money;
}

// Only names that it may have.
void Generator::settle(DefineQueue& command) {
    const std::span<Text> visible = arena_.make<Text>(random_.below(4));
    for (Text& name : visible)
        name = random_.one_in(2) ? business_lead_fields[random_.below(business_lead_fields.size())]
                                 : personal_lead_fields[random_.below(personal_lead_fields.size())];
    command.visible = List<Text>(visible);
}

void Generator::settle(ReassignTarget& to) {
    const Text id = arbitrary_id(arena_, random_);
    to = {};
    switch (random_.below(4)) {
        case 0:
            to.user.text = id;
            return;
        case 1:
            to.queue.text = id;
            return;
        case 2:
            to.partner.text = id;
            to.accept_within = {random_.between(0, 1'000'000'000)};
            return;
        default:
            to.rules = true;
            return;
    }
}

void Generator::settle(ReassignLead& command) {
    if (command.leads.empty() && !command.lead.is_set()) command.lead.text = subject_ = "L-1";
    if (!command.leads.empty()) command.lead = {};
    const Text subject = command.lead.is_set() ? command.lead.text : command.leads[0].text;
    if (command.remark.is_set()) command.remark.subject = subject;
}

// Two at least, and the first one's remark.
void Generator::settle(MergeLeads& command) {
    const std::span<LeadId> leads =
        arena_.make<LeadId>(std::max(merged_leads_min, command.leads.size()));
    for (std::size_t i = 0; i < leads.size(); ++i)
        leads[i].text = arena_.copy("L-" + std::to_string(i));
    command.leads = leads;
    if (command.remark.is_set()) command.remark.subject = leads[0].text;
}

// One at least, and none twice.
void Generator::settle(ClaimLeads& command) {
    const std::span<LeadId> leads =
        arena_.make<LeadId>(std::max<std::size_t>(1, command.leads.size()));
    for (std::size_t i = 0; i < leads.size(); ++i)
        leads[i].text = arena_.copy("L-" + std::to_string(i));
    command.leads = leads;
}

void Generator::settle(StageRulesetPart& command) {
    if (command.number > command.of) std::swap(command.number, command.of);
}

void Generator::settle(RegisterDeal& command) {
    if (!command.opportunity.is_set() && !command.customer.account.is_set() &&
        command.customer.title.empty()) {
        command.customer.title = "Somebody";
    }
}

// Somebody, and something.
void Generator::settle(CheckCustomer& command) {
    if (!command.customer.account.is_set() && command.customer.domain.empty() &&
        command.customer.title.empty())
        command.customer.title = "Somebody";
    if (!command.products.empty()) return;
    const std::span<Text> products = arena_.make<Text>(1);
    products[0] = "Something";
    command.products = List<Text>(products);
}

Part<Remark> Generator::some_words(Text of) {
    return {of, Sealing::plain, 0, body_in(arena_, Remark{"Since it is so."})};
}

void Generator::settle(ExtendDeal& command) {
    if (!command.remark.is_set()) command.remark = some_words(command.deal.text);
}

void Generator::settle(CreateOpportunity& command) {
    if (!command.customer.account.is_set() && command.customer.title.empty())
        command.customer.title = "Somebody";
}

// What is returned says why; only what is won says for how much.
void Generator::settle(ChangeOpportunityStatus& command) {
    if (command.status == OpportunityStatus::returned && !command.remark.is_set())
        command.remark = some_words(command.opportunity.text);
    if (command.status != OpportunityStatus::purchased) command.amount.reset();
}

void Generator::settle(AddOpportunityNote& command) {
    if (!command.remark.is_set()) command.remark = some_words(command.opportunity.text);
}

void Generator::settle(OpenSpan& span) {
    span.weekday = static_cast<std::uint8_t>(1 + random_.below(7));
    span.from_min = static_cast<std::uint16_t>(random_.below(day_minutes));
    span.to_min = static_cast<std::uint16_t>(random_.below(day_minutes + 1));
}

void Generator::settle(Absence& absence) {
    if (absence.until == absence.from) absence.until = {};
    if (absence.until.is_set() && absence.until < absence.from)
        std::swap(absence.from, absence.until);
}

void Generator::settle(OpeningHours& hours) {
    const std::span<Text> days = arena_.make<Text>(hours.holidays.size());
    for (Text& day : days)
        day = arena_.copy(to_text(Time{random_.between(1, time_max.us)}).substr(0, 10));
    hours.holidays = List<Text>(days);
}

CommandHeader arbitrary_command_header(Arena& arena, Random& random) {
    CommandHeader header;
    header.program.text = arbitrary_id(arena, random);
    header.source = arbitrary_id(arena, random);
    header.id = arbitrary_id(arena, random);
    if (!random.one_in(3)) header.time.us = random.between(1, time_max.us);
    header.actor = {static_cast<ActorKind>(1 + random.below(3)), arbitrary_id(arena, random)};
    if (random.one_in(4)) header.actor = {ActorKind::upstream_system, header.source};
    if (random.one_in(3)) header.on_behalf_of = arbitrary_id(arena, random);
    if (random.one_in(3)) header.correlation = arbitrary_id(arena, random);
    if (random.one_in(3)) {
        header.traceparent = arena.copy("00-" + letters(random, 32, "123456789abcdef") + "-" +
                                        letters(random, 16, "123456789abcdef") + "-01");
    }
    return header;
}

}  // namespace leadline::tests
