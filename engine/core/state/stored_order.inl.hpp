// The templates of stored_order.hpp that read the store, or forget what it has.
#pragma once

namespace leadline::engine {

template <class Place, class What>
void StoredOrder<Place, What>::forget() {
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
    const auto end = bound_ ? beyond_.lower_bound(*bound_) : beyond_.end();
    for (auto at = beyond_.begin(); at != end; ++at)
        near_.emplace(at->first, std::move(at->second));
    beyond_.erase(beyond_.begin(), end);
}

template <class Place, class What>
void StoredOrder<Place, What>::take(std::vector<std::pair<Place, std::string>>& read) const {
    std::vector<Place> gone;
    for (const auto& [place, when] : gone_)
        if (memory_->must_stay(when)) gone.push_back(place);  // else it may be back
    std::sort(gone.begin(), gone.end());
    for (auto& [place, text] : read)
        if (!std::binary_search(gone.begin(), gone.end(), place))
            near_.emplace(place, There{What(Text(text)), memory_->written});
}

}  // namespace leadline::engine
