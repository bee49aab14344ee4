// StoredOrder: things in an order of their own (a queue's leads, the timers), of which memory holds
// the first and the store the rest. Places before a bound are all in memory; behind it memory has
// only the changes that the store may not have yet. Whoever comes to the bound reads on, many at a
// time. One thread.
#pragma once

#include <absl/container/btree_map.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/state/recycling_allocator.hpp"
#include "engine/core/state/state_memory.hpp"

namespace leadline::engine {

using events::Text;

// Place: copyable, ordered by <=>; lowest() sorts before every other, step() moves to the very next
// one; append_to(std::string&) writes bytes that sort as places do, and read_from(Text, memory)
// gives the place back, false for bytes that are none. Whoever names a place may do so by anything
// that is ordered with it, that it can be made from, and that append_place(std::string&) writes
// likewise. `bytes_beside`: what one has on the heap, about.
// What: says what is at a place; made from the text that the store has there.
template <class Place, class What>
class StoredOrder {
public:
    struct There {
        What what;
        Generation changed = 0;
    };
    using Places = absl::btree_map<Place, There, std::less<>,
                                   RecyclingAllocator<std::pair<const Place, There>>>;

    // `prefix` begins each of its keys in the store; `is_new`: nothing is there under it.
    void open(StateMemory& memory, std::string prefix, bool is_new) {
        memory_ = &memory;
        prefix_ = std::move(prefix);
        if (!is_new) bound_ = Place::lowest();
    }

    // `text`, which is not empty, is what the store keeps.
    template <class Name>
    void insert(const Name& place, What what, Text text) {
        put(is_near(place) ? near_ : beyond_, Place(place), {std::move(what), memory_->changing});
        change(place, text);
    }

    template <class Name>
    void erase(const Name& place) {
        Places& in = is_near(place) ? near_ : beyond_;
        const auto at = in.find(place);
        // The store cannot have what came after its last checkpoint.
        const bool is_new = at != in.end() && at->second.changed == memory_->changing;
        if (at != in.end()) {
            in.erase(at);
            memory_->used -= place_bytes;
        }
        if (memory_->stored == nullptr) return;
        if (!is_new) note_gone(Place(place));
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

    // Forgets what the store has too, but for the first places: looks at so many at most, and goes
    // on there the next time.
    void forget(std::size_t most);

    // What the store has at a place that no change of it is on its way to; empty: nothing.
    [[nodiscard]] std::string text_at(const Place& place) const;

    // What a place is reckoned to take of memory: nodes of the trees are two thirds full.
    static constexpr std::size_t place_bytes =
        sizeof(typename Places::value_type) * 3 / 2 + Place::bytes_beside;

private:
    template <class Name>
    [[nodiscard]] bool is_near(const Name& place) const {
        return !bound_ || place < *bound_;
    }

    template <class Name>
    void change(const Name& place, Text text) {
        if (memory_->stored == nullptr) return;
        key_.clear();
        append_place(key_, place);
        memory_->change(prefix_, key_, text);
    }

    // Most of what comes is last: it is put there without being looked for.
    void put(Places& in, Place place, There there) const {
        const std::size_t before = in.size();
        in.insert_or_assign(in.end(), std::move(place), std::move(there));
        memory_->used += (in.size() - before) * place_bytes;
    }
    void note_gone(Place place);

    // Moves the bound: what the store has next, with the changes that it may not have yet.
    void read_on() const;
    void take(std::vector<std::pair<Place, std::string>>& read) const;

    StateMemory* memory_ = nullptr;
    std::string prefix_;
    // Reading on changes nothing that anybody can ask for.
    mutable Places near_;
    mutable Places beyond_;
    mutable std::optional<Place> bound_;              // none: near_ has all
    std::optional<Place> swept_;                      // so far forgetting came beyond it
    std::vector<std::pair<Place, Generation>> gone_;  // oldest first
    std::size_t gone_begin_ = 0;                      // those before it need not be known
    std::string key_;
};

}  // namespace leadline::engine

#include "engine/core/state/stored_order.inl.hpp"
