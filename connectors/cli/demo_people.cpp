// See demo_people.hpp.
#include "connectors/cli/demo_people.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "events/base/ensure.hpp"

namespace leadline::connectors {
namespace {

struct Town {
    std::string_view country;
    std::string_view city;
    std::string_view postal_code;
};
constexpr std::array towns{Town{"DE", "Hamburg", "20095"},   Town{"DE", "Stuttgart", "70173"},
                           Town{"DE", "Dresden", "01067"},   Town{"AT", "Linz", "4020"},
                           Town{"CH", "Zürich", "8001"},     Town{"FR", "Lyon", "69001"},
                           Town{"NL", "Eindhoven", "5611"},  Town{"NO", "Bergen", "5003"},
                           Town{"SE", "Malmö", "211 19"},    Town{"US", "Detroit", "48226"},
                           Town{"CA", "Windsor", "N9A 1A1"}, Town{"BR", "Curitiba", "80010-000"},
                           Town{"JP", "Nagoya", "460-0008"}, Town{"PL", "Gdynia", "81-372"}};
constexpr std::array first_words{"Nord",    "Alster", "Falken", "Linden", "Stern",  "Berg",
                                 "Kranich", "Silber", "Hafen",  "Feld",   "Morgen", "Quell"};
constexpr std::array second_words{"werk", "metall",  "druck", "optik", "logistik",
                                  "glas", "technik", "mühle", "guss",  "pack"};
constexpr std::array people{"Eva Lang",   "Tim Roth",   "Ines Marin", "Olaf Berg",
                            "Rosa Klein", "Jan de Wit", "Lea Moreau", "Nils Dahl"};
// The first four are those of the small sample, the first two what deals are registered for.
constexpr std::array products{"arms",   "vision",   "grippers", "controllers",
                              "mobile", "software", "service",  "training"};
constexpr std::array sources{"web", "web", "partner", "fair", "phone"};

constexpr std::int64_t arrivals_begin = 3'600;  // after the program is in force

enum Noticed : unsigned { raced = 1, moved = 2, lapsed = 4, converted = 8, registered = 16 };

}  // namespace

DemoPeople::DemoPeople(const config::ProgramFile& file)
    : file_(file),
      manager_("manager:" + file.channel_manager),
      history_(std::make_unique<engine::NoHistory>()),
      decider_(state_, *history_) {
    for (const config::PartnerSpec& partner : file.partners)
        for (const config::UserSpec& user : partner.users) users_.push_back(user.id);
    for (const config::QueueSpec& queue : file.queues) {
        const std::vector<std::string>& members = members_[queue.id] = members_of(queue);
        for (const std::string& user : members) queues_of_[user].push_back(queue.id);
    }
}

void DemoPeople::set_up(const std::vector<std::string>& commands) {
    for (const std::string& command : commands) rehearse(command);
    now_ = state_.time;
}

void DemoPeople::live_through(std::size_t leads) {
    pass(arrivals_begin);
    for (std::size_t number = 1; number <= leads; ++number) {
        lead_arrives(number);
        pass(20 + static_cast<std::int64_t>(draw(100)));
        for (std::uint64_t i = draw(3); i > 0; --i) somebody_works();
        if (happens(40)) somebody_sells();
    }
}

std::uint64_t DemoPeople::draw(std::uint64_t below) {
    std::uint64_t z = seed_ += 0x9E37'79B9'7F4A'7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return (z ^ (z >> 31U)) % below;
}

void DemoPeople::rehearse(std::string_view line) {
    arena_.reset();
    events::DecodedCommand command;
    std::vector<events::FieldError> errors;
    const auto read = reader_.read(events::as_bytes(line), arena_, command, errors);
    ENSURE(read.understood());
    decider_.begin_epoch();
    const auto verdict = decider_.decide(command.header);
    ENSURE(verdict.has_value());
}

void DemoPeople::ask(std::string_view type, std::string_view actor, const std::string& data) {
    const std::string line = fmt::format(
        R"({{"specversion":"1.0","id":"{:06}","source":"demo","type":"{}","program":"{}",)"
        R"("time":"{}","actor":"{}","data":{}}})",
        ++asked_, type, file_.id, events::to_text(now_), actor, data);
    rehearse(line);
    lines_.append(line).append("\n");
}

void DemoPeople::pass(std::int64_t seconds) { now_ = now_ + events::Duration{seconds * 1'000'000}; }

void DemoPeople::lead_arrives(std::size_t number) {
    const std::string lead = fmt::format("lead-{:05}", number);
    // Drawn one by one: in which order arguments are made is the compiler's affair.
    const Town& town = towns[draw(towns.size())];
    const std::string_view second = second_words[draw(second_words.size())];
    const std::string_view first = first_words[draw(first_words.size())];
    const std::string company = fmt::format("{}{} {}", first, second, town.city);
    const std::string_view person = people[draw(people.size())];
    const bool is_large = happens(3);
    std::string address =
        fmt::format(R"("address":{{"country":"{}","city":"{}","postal_code":"{}"}},)", town.country,
                    town.city, town.postal_code);
    std::string campaign;
    if (happens(5)) {
        address.clear();
        campaign = R"("campaign":"fair-spring",)";
    }
    const std::uint64_t employees = 10 + draw(900);
    const std::uint64_t revenue = is_large ? 250'000 + draw(500'000) : 5'000 + draw(90'000);
    const auto& source = sources[draw(sources.size())];
    const auto& product = products[draw(products.size())];
    ask("CreateLead", "system:web",
        fmt::format(R"({{"lead":"{}","company":"{}","contact":{{"name":"{}",)"
                    R"("email":"contact-{}@{}.example"}},{}{}"products":["{}"],"source":"{}",)"
                    R"("revenue":{{"amount":"{}.00","currency":"EUR"}},"employees":{}}})",
                    lead, company, person, number, number, address, campaign, product, source,
                    revenue, employees));
    race_for(lead);
    if (happens(3)) manager_moves(lead);
}

// Whoever sees it in the queue clicks; within two seconds it is over.
void DemoPeople::race_for(const std::string& lead) {
    const engine::Lead* const is = find(lead);
    if (is->place == engine::Place::user) holders_.push_back(is->program->users.at(is->owner).id);
    if (is->place != engine::Place::queue) return;
    const std::string queue = is->program->queues.at(is->queue).id;
    std::vector<std::string> members = members_[queue];
    for (std::size_t i = members.size(); i > 1; --i) std::swap(members[i - 1], members[draw(i)]);
    if (members.size() > 4) members.resize(2 + draw(3));
    if (happens(5)) members.push_back(users_[draw(users_.size())]);
    std::size_t tried = 0;
    for (const std::string& user : members) {
        now_ = now_ + events::Duration{static_cast<std::int64_t>(1'000 + draw(400'000))};
        if (!happens(85)) continue;
        ask("ClaimLead", "user:" + user, fmt::format(R"({{"lead":"{}"}})", lead));
        ++tried;
    }
    const engine::Lead& now = *find(lead);
    if (now.place != engine::Place::user) return;
    holders_.push_back(now.program->users.at(now.owner).id);
    if (tried > 2) notice(lead, raced);
}

void DemoPeople::somebody_works() {
    const engine::Program* const program = state_.program({file_.id});
    const bool has_work = !holders_.empty() && !happens(10);
    const std::vector<std::string>& some = has_work ? holders_ : users_;
    const engine::User* const user = program->users.find(some[draw(some.size())]);
    pass(5 + static_cast<std::int64_t>(draw(20)));
    const std::vector<engine::StoredList::Item> leads = user->leads.items();
    if (leads.empty()) {
        const std::string actor = "user:" + user->id;
        const std::vector<std::string>& queues = queues_of_[user->id];
        if (queues.empty()) return;
        return ask("ClaimNext", actor, fmt::format(R"({{"queue":"{}"}})", queues.front()));
    }
    work_on(*user, *program->leads.find(leads.front().id));
}

void DemoPeople::work_on(const engine::User& user, const engine::Lead& lead) {
    const std::string actor = "user:" + user.id;
    const std::string about = fmt::format(R"({{"lead":"{}")", lead.id);
    const std::uint64_t what = draw(100);
    if (what < 25) {
        ask("AddLeadNote", actor, about + R"(,"note":"Talked about cycle times; call again."})");
    } else if (what < 45) {
        ask("ChangeLeadStatus", actor, about + R"(,"status":"working"})");
    } else if (what < 55) {
        ask("ChangeLeadStatus", actor,
            about + R"(,"status":"unqualified","remark":"No budget this year."})");
    } else if (what < 65) {
        ask("ReleaseLead", actor, about + R"(,"remark":"Outside our area."})");
    } else if (what < 70) {
        manager_moves(lead.id);
    } else {
        convert(user, lead);
    }
}

void DemoPeople::convert(const engine::User& user, const engine::Lead& lead) {
    const std::string id = lead.id;
    const std::string actor = "user:" + user.id;
    const std::string close = events::to_text(now_ + events::Duration{60 * events::day.us});
    const std::uint64_t amount = 10'000 + draw(80'000);
    ask("ConvertLead", actor,
        fmt::format(R"({{"lead":"{}","opportunity":{{"opportunity":"opp-{}",)"
                    R"("topic":"A first line","amount":{{"amount":"{}.00","currency":"EUR"}},)"
                    R"("expected_close":"{}"}}}})",
                    id, id, amount, close));
    if (engine::category_of(find(id)->status) != events::StatusCategory::converted) return;
    notice(id, converted);
    Sale& sale = sales_.emplace_back(Sale{"opp-" + id, {}});
    if (!happens(80)) return;
    pass(30);
    const std::string deal = fmt::format("deal-{:04}", ++deals_);
    ask("RegisterDeal", actor,
        fmt::format(R"({{"deal":"{}","opportunity":"opp-{}","products":["{}"],)"
                    R"("amount":{{"amount":"{}.00","currency":"EUR"}},"expected_close":"{}"}})",
                    deal, id, products[draw(2)], amount, close));
    notice(id, registered);
    if (!happens(75)) return;
    pass(60);
    ask("ApproveDeal", manager_, fmt::format(R"({{"deal":"{}"}})", deal));
    sale.deal = deal;
}

// Whoever owns an opportunity brings it a stage further, or to its end.
void DemoPeople::somebody_sells() {
    if (sales_.empty()) return;
    const engine::Program& program = *state_.program({file_.id});
    Sale& sale = sales_[draw(sales_.size())];
    const engine::Opportunity& opportunity = *program.opportunities.find(sale.opportunity);
    const std::string actor = "user:" + program.users.at(opportunity.owner).id;
    const std::string about = fmt::format(R"({{"opportunity":"{}")", sale.opportunity);
    const auto becomes = [&](std::string_view status, std::string_view rest) {
        ask("ChangeOpportunityStatus", actor,
            fmt::format(R"({},"status":"{}"{}}})", about, status, rest));
    };
    pass(30);
    if (opportunity.status == events::OpportunityStatus::accepted)
        return becomes("in_progress", {});
    if (opportunity.stage != "propose") {
        const std::string_view to = opportunity.stage == "qualify" ? "develop" : "propose";
        return ask("UpdateOpportunity", actor, fmt::format(R"({},"stage":"{}"}})", about, to));
    }
    const std::uint64_t end = draw(100);
    if (end < 60) {
        becomes("purchased", {});
        if (!sale.deal.empty()) ask("WinDeal", actor, fmt::format(R"({{"deal":"{}"}})", sale.deal));
    } else {
        becomes(end < 90 ? "lost" : "returned", R"(,"remark":"They chose another supplier.")");
    }
    std::swap(sale, sales_.back());
    sales_.pop_back();
}

// The channel manager knows better.
void DemoPeople::manager_moves(const std::string& lead) {
    pass(20);
    ask("ReassignLead", manager_,
        fmt::format(R"({{"lead":"{}","to":{{"user":"{}"}},"remark":"Knows the customer."}})", lead,
                    users_[draw(users_.size())]));
    notice(lead, moved);
}

std::vector<std::string> DemoPeople::members_of(const config::QueueSpec& queue) const {
    const auto has = [](const std::vector<std::string>& list, const std::string& one) {
        return std::find(list.begin(), list.end(), one) != list.end();
    };
    std::vector<std::string> members;
    for (const config::PartnerSpec& partner : file_.partners) {
        const bool all = queue.everybody || has(queue.partners, partner.id) ||
                         (!partner.tier.empty() && has(queue.tiers, partner.tier));
        for (const config::UserSpec& user : partner.users)
            if (all || has(queue.users, user.id)) members.push_back(user.id);
    }
    return members;
}

const engine::Lead* DemoPeople::find(const std::string& lead) const {
    return state_.program({file_.id})->leads.find(lead);
}

void DemoPeople::notice(const std::string& lead, unsigned what) {
    auto at = std::find_if(noticed_.begin(), noticed_.end(),
                           [&lead](const auto& one) { return one.first == lead; });
    if (at == noticed_.end()) at = noticed_.insert(at, {lead, 0});
    at->second |= what;
    const auto score = static_cast<unsigned>(std::popcount(at->second));
    if (score <= busiest_score_) return;
    busiest_score_ = score;
    busiest_ = lead;
}

}  // namespace leadline::connectors
