// See stored_list.hpp.
#include "engine/core/state/stored_list.hpp"

#include <algorithm>

#include "engine/core/state/place_key.hpp"

namespace leadline::engine {

void StoredList::note(std::uint64_t ordinal, Text id, bool is_gone) {
    if (noted_.size() >= forget_at_) forget();
    noted_.push_back({ordinal, KeptId(id), memory_->changing, is_gone});
    if (memory_->stored == nullptr) return;
    char key[sizeof ordinal];
    put_ordered(key, ordinal);
    memory_->change(prefix_, {key, sizeof key}, id);
}

// With a store: the changes that it has. Without: those that later ones have undone.
void StoredList::forget() {
    if (memory_->stored != nullptr) {
        std::erase_if(noted_, [this](const Noted& n) { return !memory_->must_stay(n.changed); });
    } else {
        noted_ = latest();
        std::erase_if(noted_, [](const Noted& n) { return n.is_gone; });
    }
    forget_at_ = std::max<std::size_t>(64, noted_.size() * 2);
}

// The last change of each ordinal, ascending.
std::vector<StoredList::Noted> StoredList::latest() const {
    std::vector<Noted> sorted = noted_;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Noted& a, const Noted& b) { return a.ordinal < b.ordinal; });
    std::vector<Noted> last;
    for (Noted& each : sorted) {
        if (!last.empty() && last.back().ordinal == each.ordinal) last.pop_back();
        last.push_back(std::move(each));
    }
    return last;
}

std::vector<StoredList::Item> StoredList::items() const {
    std::vector<Noted> changed = latest();
    auto next = changed.begin();
    std::vector<Item> all;
    const auto take_until = [&](std::uint64_t ordinal) {
        for (; next != changed.end() && next->ordinal < ordinal; ++next)
            if (!next->is_gone) all.push_back({next->ordinal, std::string(next->id.text())});
    };
    if (memory_->stored != nullptr) {
        bool is_readable = true;
        auto scanned =
            memory_->stored->scan(prefix_, prefix_, [&](Text key, events::BytesView value) {
                std::uint64_t ordinal = 0;
                is_readable = read_ordered(key.substr(prefix_.size()), ordinal);
                if (!is_readable) return false;
                take_until(ordinal);
                const bool has_changed = next != changed.end() && next->ordinal == ordinal;
                if (!has_changed) all.push_back({ordinal, std::string(events::as_text(value))});
                return true;
            });
        if (scanned && !is_readable)
            scanned = events::fail(events::Failure::corrupt, "state: a list cannot be read");
        if (!scanned) memory_->fail(std::move(scanned).error());
    }
    take_until(std::numeric_limits<std::uint64_t>::max());
    return all;
}

}  // namespace leadline::engine
