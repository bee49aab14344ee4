// The templates of stored_order.hpp that read the store, or forget what it has.
#pragma once

namespace leadline::engine {

template <class Place, class What>
void StoredOrder<Place, What>::forget(std::size_t most) {
    if (memory_->stored == nullptr) return;
    for (std::size_t left = most; left > 0 && near_.size() > memory_->order_kept; --left) {
        const auto last = std::prev(near_.end());
        bound_ = last->first;
        if (memory_->must_stay(last->second.changed))
            put(beyond_, last->first, std::move(last->second));
        near_.erase(last);
        memory_->used -= place_bytes;
    }
    auto at = swept_ ? beyond_.lower_bound(*swept_) : beyond_.begin();
    for (std::size_t left = most; left > 0 && at != beyond_.end(); --left) {
        if (memory_->must_stay(at->second.changed)) {
            ++at;
        } else {
            at = beyond_.erase(at);
            memory_->used -= place_bytes;
        }
    }
    swept_ = at == beyond_.end() ? std::nullopt : std::optional(at->first);
}

// Oldest first: what the store has meanwhile taken goes.
template <class Place, class What>
void StoredOrder<Place, What>::note_gone(Place place) {
    while (gone_begin_ < gone_.size() && !memory_->must_stay(gone_[gone_begin_].second))
        ++gone_begin_;
    if (gone_begin_ * 2 > gone_.size()) {
        gone_.erase(gone_.begin(), gone_.begin() + static_cast<std::ptrdiff_t>(gone_begin_));
        gone_begin_ = 0;
    }
    gone_.emplace_back(std::move(place), memory_->changing);
}

template <class Place, class What>
std::string StoredOrder<Place, What>::text_at(const Place& place) const {
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

template <class Place, class What>
void StoredOrder<Place, What>::read_on() const {
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
    while (!beyond_.empty() && is_near(beyond_.begin()->first)) {
        const auto first = beyond_.begin();
        put(near_, first->first, std::move(first->second));
        beyond_.erase(first);
        memory_->used -= place_bytes;
    }
}

template <class Place, class What>
void StoredOrder<Place, What>::take(std::vector<std::pair<Place, std::string>>& read) const {
    std::vector<Place> gone;
    for (const auto& [place, when] : gone_)
        if (memory_->must_stay(when)) gone.push_back(place);  // else it may be back
    std::sort(gone.begin(), gone.end());
    for (auto& [place, text] : read)
        if (!std::binary_search(gone.begin(), gone.end(), place))
            put(near_, place, {What(Text(text)), memory_->written});
}

}  // namespace leadline::engine
