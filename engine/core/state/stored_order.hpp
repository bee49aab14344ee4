// StoredOrder: things in an order of their own (a queue's leads, the timers), of which memory holds
// the first and the store the rest. Places before a bound are all in memory; behind it memory has
// only the changes that the store may not have yet. Whoever comes to the bound reads on, many at a
// time. One thread.
#pragma once

#include <absl/container/btree_map.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <string>

#include "engine/core/state/state_memory.hpp"

namespace leadline::engine {

using events::Text;

// Place: copyable, ordered by <=>; lowest() sorts before every other, step() moves to the very next
// one; append_to(std::string&) writes bytes that sort as places do, and read_from(Text, memory)
// gives the place back, false for bytes that are none.
// What: says what is at a place; made from the text that the store has there.
template <class Place, class What>
class StoredOrder {
public:
    struct There {
        What what;
        Generation changed = 0;
    };
    using Places = absl::btree_map<Place, There>;

    // `prefix` begins each of its keys in the store; `is_new`: nothing is there under it.
    void open(StateMemory& memory, std::string prefix, bool is_new) {
        memory_ = &memory;
        prefix_ = std::move(prefix);
        if (!is_new) bound_ = Place::lowest();
    }

    // `text`, which is not empty, is what the store keeps.
    void insert(const Place& place, What what, Text text) {
        (is_near(place) ? near_ : beyond_)
            .insert_or_assign(place, There{std::move(what), memory_->changing});
        change(place, text);
    }

    void erase(const Place& place) {
        near_.erase(place);
        beyond_.erase(place);
        if (memory_->stored != nullptr) {
            while (!gone_.empty() && !memory_->must_stay(gone_.front().second)) gone_.pop_front();
            gone_.emplace_back(place, memory_->changing);
        }
        change(place, {});
    }

    // The first place, and what is there; null when there is none.
    [[nodiscard]] const auto* first() const {
        while (near_.empty() && bound_) read_on();
        return near_.empty() ? nullptr : &*near_.begin();
    }

    // visit(place, what) for each in order, until it answers false.
    template <class Visit>
    void for_each(Visit&& visit) const {
        auto at = near_.begin();
        std::optional<Place> last;
        for (;;) {
            for (; at != near_.end(); ++at) {
                if (!visit(at->first, at->second.what)) return;
                last = at->first;
            }
            if (!bound_) return;
            read_on();
            at = last ? near_.upper_bound(*last) : near_.begin();
        }
    }

    // What memory would show of it, without reading: null when that is nothing.
    [[nodiscard]] const auto* first_in_memory() const {
        return near_.empty() ? nullptr : &*near_.begin();
    }

    // Forgets what the store has too, but for the first places.
    void forget() {
        if (memory_->stored == nullptr) return;
        if (near_.size() > memory_->order_kept) {
            auto at = near_.begin();
            std::advance(at, static_cast<std::ptrdiff_t>(memory_->order_kept));
            bound_ = at->first;
            for (auto each = at; each != near_.end(); ++each)
                if (memory_->must_stay(each->second.changed))
                    beyond_.emplace(each->first, std::move(each->second));
            near_.erase(at, near_.end());
        }
        for (auto at = beyond_.begin(); at != beyond_.end();)
            at = memory_->must_stay(at->second.changed) ? std::next(at) : beyond_.erase(at);
    }

    // What the store has at a place that no change of it is on its way to; empty: nothing.
    [[nodiscard]] std::string text_at(const Place& place) const {
        std::string key = prefix_;
        place.append_to(key);
        const Text named(key);
        std::string text;
        auto read = memory_->stored->read(
            std::span(&named, 1),
            [&text](std::size_t, events::BytesView value) { text = events::as_text(value); });
        if (!read) memory_->fail(std::move(read).error());
        return text;
    }

    [[nodiscard]] std::size_t in_memory() const {
        return near_.size() + beyond_.size() + gone_.size();
    }

private:
    [[nodiscard]] bool is_near(const Place& place) const { return !bound_ || place < *bound_; }

    void change(const Place& place, Text text) {
        if (memory_->stored == nullptr) return;
        key_.clear();
        place.append_to(key_);
        memory_->change(prefix_, key_, text);
    }

    // Moves the bound: what the store has next, with the changes that it may not have yet.
    void read_on() const {
        std::string from = prefix_;
        bound_->append_to(from);
        std::vector<std::pair<Place, std::string>> read;
        bool is_readable = true;
        bool has_more = false;
        const auto visit = [&](Text key, events::BytesView value) {
            has_more = read.size() == memory_->order_read;
            if (has_more) return false;
            auto& [place, text] = read.emplace_back();
            is_readable = place.read_from(key.substr(prefix_.size()), *memory_);
            text = events::as_text(value);
            return is_readable;
        };
        auto scanned = memory_->stored->scan(prefix_, from, visit);
        if (scanned && !is_readable)
            scanned = events::fail(events::Failure::corrupt, "state: an order cannot be read");
        if (!scanned) {
            memory_->fail(std::move(scanned).error());
            read.clear();
        }
        take(read);
        if (has_more && scanned) {
            bound_ = read.back().first;
            bound_->step();
        } else {
            bound_.reset();
        }
        const auto end = bound_ ? beyond_.lower_bound(*bound_) : beyond_.end();
        for (auto at = beyond_.begin(); at != end; ++at)
            near_.emplace(at->first, std::move(at->second));
        beyond_.erase(beyond_.begin(), end);
    }

    void take(std::vector<std::pair<Place, std::string>>& read) const {
        std::vector<Place> gone;
        for (const auto& [place, when] : gone_)
            if (memory_->must_stay(when)) gone.push_back(place);  // else it may be back
        std::sort(gone.begin(), gone.end());
        for (auto& [place, text] : read)
            if (!std::binary_search(gone.begin(), gone.end(), place))
                near_.emplace(place, There{What(Text(text)), memory_->written});
    }

    StateMemory* memory_ = nullptr;
    std::string prefix_;
    // Reading on changes nothing that anybody can ask for.
    mutable Places near_;
    mutable Places beyond_;
    mutable std::optional<Place> bound_;  // none: near_ has all
    std::deque<std::pair<Place, Generation>> gone_;
    std::string key_;
};

}  // namespace leadline::engine
