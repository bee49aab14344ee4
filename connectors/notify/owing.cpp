// See owing.hpp.
#include "connectors/notify/owing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "events/base/sha256.hpp"
#include "events/codec/body.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::connectors::notify {

struct Owing::Told {
    std::string id;  // "user:ID", "manager:ID"; of a webhook "endpoint"
    std::string user;
    std::string name;
    std::string address;
    bool is_vendor = false;
};

// What one event owes.
class Owing::OfEvent {
public:
    OfEvent(const Owing& owing, const ProgramSettings& program, const events::EventHeader& header,
            const Fact& fact, events::Arena& arena);
    void add(const Rule& rule, std::vector<Owed>& to) const;

private:
    [[nodiscard]] std::vector<Told> recipients(const Rule& rule) const;
    void add_user(std::vector<Told>& to, const std::optional<KnownUser>& user) const;
    [[nodiscard]] Values values_for(const Told& told) const;
    [[nodiscard]] Owed owed_to(const Told& told, const ChannelSettings& channel) const;

    const Owing& owing_;
    const ProgramSettings& settings_;
    const events::EventHeader& header_;
    std::string_view program_;
    bool is_own_;
    std::string user_;
    std::string partner_;
    std::string manager_;
    std::string hidden_;  // the company's name or the topic, for those who may see it
    Values values_;       // that everybody may see
};

Owing::OfEvent::OfEvent(const Owing& owing, const ProgramSettings& program,
                        const events::EventHeader& header, const Fact& fact, events::Arena& arena)
    : owing_(owing),
      settings_(program),
      header_(header),
      program_(header.program.text),
      is_own_(fact.is_own),
      user_(fact.user.text),
      partner_(fact.partner.text) {
    const Directory& directory = owing.directory_;
    if (const auto deal = directory.deal(program_, fact.deal.text); deal && fact.deal.is_set()) {
        if (partner_.empty()) partner_ = deal->partner;
        if (user_.empty()) user_ = deal->user;
    }
    values_ = {{"program", std::string(program_)},
               {"event", std::string(events::name_of(header.kind))},
               {"position", std::to_string(header.position.number)},
               {"time", events::to_text(header.time)},
               {"lead", std::string(fact.lead.text)},
               {"opportunity", std::string(fact.opportunity.text)},
               {"deal", std::string(fact.deal.text)},
               {"queue", std::string(fact.queue.text)},
               {"user", user_},
               {"partner", partner_}};
    if (const auto user = directory.user(program_, user_)) values_["user_name"] = user->name;
    if (const auto partner = directory.partner(program_, partner_)) {
        values_["partner_name"] = partner->title;
        manager_ = partner->channel_manager;
    }
    if (fact.deadline.is_set()) values_["deadline"] = events::to_text(fact.deadline);
    events::Remark remark;
    if (fact.reason.is_set() && fact.reason.sealing == events::Sealing::plain &&
        events::read_body(fact.reason.bytes, arena, remark))
        values_["reason"] = remark.text;
    if (fact.lead.is_set()) hidden_ = directory.company(program_, fact.lead.text);
    if (fact.opportunity.is_set())
        if (const auto known = directory.opportunity(program_, fact.opportunity.text))
            hidden_ = known->topic;
    values_["link"] = settings_.link.render(values_, Escape::url);
}

void Owing::OfEvent::add_user(std::vector<Told>& to, const std::optional<KnownUser>& user) const {
    if (!user || !user->is_active) return;
    const std::string id = "user:" + user->id;
    for (const Told& each : to)
        if (each.id == id) return;
    to.push_back({id, user->id, user->name, user->email, false});
}

std::vector<Owing::Told> Owing::OfEvent::recipients(const Rule& rule) const {
    std::vector<Told> found;
    for (const Recipient each : rule.to) switch (each) {
            case Recipient::user:
                add_user(found, owing_.directory_.user(program_, user_));
                break;
            case Recipient::administrators:
                for (const KnownUser& user : owing_.directory_.administrators(program_, partner_))
                    add_user(found, user);
                break;
            case Recipient::channel_manager: {
                if (manager_.empty()) break;
                const auto at = settings_.managers.find(manager_);
                const std::string address = at == settings_.managers.end() ? "" : at->second;
                found.push_back({"manager:" + manager_, {}, manager_, address, true});
                break;
            }
        }
    return found;
}

Values Owing::OfEvent::values_for(const Told& told) const {
    Values values = values_;
    if (!told.is_vendor && !is_own_) return values;
    values[values.at("lead").empty() ? "topic" : "company"] = hidden_;
    return values;
}

Owed Owing::OfEvent::owed_to(const Told& told, const ChannelSettings& channel) const {
    Owed owed;
    owed.message.key =
        owed_key(owing_.log_, program_, header_.position.number, channel.name, told.id);
    owed.message.address = told.address;
    owed.message.name = told.name;
    owed.message.made = header_.time;
    owed.channel = channel.name;
    owed.kind = channel.kind;
    owed.program = program_;
    owed.event = values_.at("event");
    owed.position = header_.position.number;
    owed.user = told.user;
    owed.partner = partner_;
    owed.lead = values_.at("lead");
    owed.opportunity = values_.at("opportunity");
    owed.deal = values_.at("deal");
    return owed;
}

void Owing::OfEvent::add(const Rule& rule, std::vector<Owed>& to) const {
    const ChannelSettings& channel = owing_.settings_.channels[rule.channel];
    if (channel.kind == events::NotificationChannel::webhook) {
        const Told endpoint{"endpoint", {}, {}, {}, true};
        Owed& owed = to.emplace_back(owed_to(endpoint, channel));
        std::string& body = owed.message.body;
        body = "{\"notification\":";
        events::append_json(body, owed.message.key);
        for (const auto& [name, value] : values_for(endpoint)) {
            if (value.empty()) continue;
            events::append_key(body, name);
            events::append_json(body, value);
        }
        body += '}';
        return;
    }
    for (const Told& told : recipients(rule)) {
        Owed& owed = to.emplace_back(owed_to(told, channel));
        const Values values = values_for(told);
        owed.message.subject = rule.subject.render(values, Escape::none);
        owed.message.text = rule.text.render(values, Escape::none);
        if (!rule.html.empty()) owed.message.html = rule.html.render(values, Escape::html);
    }
}

std::vector<Owed> Owing::of(const events::EventHeader& header, events::BytesView body,
                            events::Arena& arena) const {
    std::vector<Owed> owed;
    const ProgramSettings* program = settings_.of(header.program.text);
    if (program == nullptr) return owed;
    std::vector<const Rule*> rules;
    for (const Rule& rule : program->rules)
        if (std::find(rule.on.begin(), rule.on.end(), header.kind) != rule.on.end())
            rules.push_back(&rule);
    if (rules.empty()) return owed;
    const auto fact = fact_of(header, body, arena);
    if (!fact) return owed;
    const OfEvent event(*this, *program, header, *fact, arena);
    for (const Rule* rule : rules) event.add(*rule, owed);
    // Two entries that reach the same person by the same way are one notification.
    std::set<std::string> keys;
    std::erase_if(owed, [&](const Owed& each) { return !keys.insert(each.message.key).second; });
    return owed;
}

std::string owed_key(const engine::LogId& log, std::string_view program, std::uint64_t position,
                     std::string_view channel, std::string_view recipient) {
    const std::string rest = packed({std::string(program), std::to_string(position),
                                     std::string(channel), std::string(recipient)});
    events::Sha256 hash;
    hash.add(log);
    hash.add(events::as_bytes(rest));
    return hash.finish_hex().substr(0, 32);
}

}  // namespace leadline::connectors::notify
