// See outbox.hpp. A row: 'x' key -> the texts of encode(), in its order.
#include "connectors/notify/outbox.hpp"

#include <charconv>

namespace leadline::connectors::notify {

using events::Result;

namespace {

constexpr char owed_row = 'x';
constexpr std::size_t texts_in_row = 22;

std::int64_t number_of(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

std::string Outbox::encode(const Entry& entry) {
    const Owed& o = entry.owed;
    const Message& m = o.message;
    return packed({m.key,
                   m.address,
                   m.name,
                   m.subject,
                   m.text,
                   m.html,
                   m.body,
                   std::to_string(m.made.us),
                   o.channel,
                   std::to_string(static_cast<int>(o.kind)),
                   o.program,
                   o.event,
                   std::to_string(o.position),
                   o.user,
                   o.partner,
                   o.lead,
                   o.opportunity,
                   o.deal,
                   std::to_string(static_cast<int>(entry.standing)),
                   std::to_string(entry.attempts) + " " + std::to_string(entry.next.us),
                   std::to_string(entry.answer),
                   entry.problem});
}

Outbox::Entry Outbox::decode(std::string_view value) {
    const std::vector<std::string> t = unpacked(value, texts_in_row);
    Entry entry;
    Owed& o = entry.owed;
    o.message = {t[0], t[1], t[2], t[3], t[4], t[5], t[6], {number_of(t[7])}};
    o.channel = t[8];
    o.kind = static_cast<events::NotificationChannel>(number_of(t[9]));
    o.program = t[10];
    o.event = t[11];
    o.position = static_cast<std::uint64_t>(number_of(t[12]));
    o.user = t[13];
    o.partner = t[14];
    o.lead = t[15];
    o.opportunity = t[16];
    o.deal = t[17];
    entry.standing = static_cast<Standing>(number_of(t[18]));
    entry.attempts = static_cast<std::uint32_t>(number_of(t[19]));
    const std::size_t blank = t[19].find(' ');
    if (blank != std::string::npos)
        entry.next = {number_of(std::string_view(t[19]).substr(blank + 1))};
    entry.answer = static_cast<std::uint32_t>(number_of(t[20]));
    entry.problem = t[21];
    return entry;
}

Result<void> Outbox::load() {
    const std::lock_guard lock(mutex_);
    entries_.clear();
    const std::string prefix = row_key(owed_row, {""});
    return rows_.scan(prefix, [&](std::string_view key, std::string_view value) {
        entries_.emplace(key.substr(prefix.size()), decode(value));
    });
}

void Outbox::put(Overlay& rows, const Owed& owed) {
    Entry entry;
    entry.owed = owed;
    rows.put(row_key(owed_row, {owed.message.key}), encode(entry));
}

void Outbox::take_in(std::vector<Owed> owed) {
    const std::lock_guard lock(mutex_);
    for (Owed& each : owed) {
        Entry entry;
        std::string key = each.message.key;
        entry.owed = std::move(each);
        entries_.emplace(std::move(key), std::move(entry));
    }
}

void Outbox::erase(Overlay& rows, std::string_view key) { rows.erase(row_key(owed_row, {key})); }

void Outbox::forget(std::string_view key) {
    const std::lock_guard lock(mutex_);
    const auto at = entries_.find(key);
    if (at != entries_.end()) entries_.erase(at);
}

std::optional<Owed> Outbox::take_due(std::string_view channel, events::Time now) {
    const std::lock_guard lock(mutex_);
    Entry* first = nullptr;
    for (auto& [key, entry] : entries_) {
        const bool is_due = entry.standing == Standing::waiting && !entry.is_out &&
                            entry.owed.channel == channel && entry.next <= now;
        if (!is_due) continue;
        if (first == nullptr || std::pair(entry.next, entry.owed.message.made) <
                                    std::pair(first->next, first->owed.message.made))
            first = &entry;
    }
    if (first == nullptr) return std::nullopt;
    first->is_out = true;
    return first->owed;
}

Result<void> Outbox::note(std::string_view key, const Attempt& attempt, const BackOff& back_off,
                          events::Time now) {
    const std::lock_guard lock(mutex_);
    const auto at = entries_.find(key);
    if (at == entries_.end()) return {};  // the log has its record already
    Entry& entry = at->second;
    ++entry.attempts;
    entry.answer = attempt.answer;
    entry.problem = attempt.problem;
    entry.is_out = false;
    const bool was_last = entry.attempts >= back_off.attempts_max;
    if (attempt.end == Attempt::End::delivered) {
        entry.standing = Standing::delivered;
        ++counts_.delivered;
    } else if (attempt.end == Attempt::End::dead || was_last) {
        entry.standing = Standing::failed;
        ++counts_.failed;
    } else {
        entry.next = now + wait_after(back_off, entry.attempts, key, attempt.wait);
    }
    return rows_.write({{row_key(owed_row, {key}), encode(entry)}});
}

std::vector<Outbox::Settled> Outbox::take_settled() {
    const std::lock_guard lock(mutex_);
    std::vector<Settled> settled;
    for (auto& [key, entry] : entries_) {
        if (entry.standing == Standing::waiting || entry.is_out) continue;
        entry.is_out = true;
        settled.push_back({entry.owed,
                           entry.standing == Standing::delivered
                               ? events::NotificationResult::delivered
                               : events::NotificationResult::failed,
                           entry.attempts, entry.answer, entry.problem});
    }
    return settled;
}

std::set<std::string> Outbox::channels() const {
    const std::lock_guard lock(mutex_);
    std::set<std::string> names;
    for (const auto& [key, entry] : entries_)
        if (entry.standing == Standing::waiting) names.insert(entry.owed.channel);
    return names;
}

Outbox::Counts Outbox::counts() const {
    const std::lock_guard lock(mutex_);
    Counts counts = counts_;
    for (const auto& [key, entry] : entries_)
        ++(entry.standing == Standing::waiting ? counts.waiting : counts.settled);
    return counts;
}

}  // namespace leadline::connectors::notify
