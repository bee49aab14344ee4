// See merged.hpp.
#include "projections/merged.hpp"

namespace leadline::projections {

Merged::Merged(const Moment& moment, ViewNumber view, const std::vector<KeyRange>& ranges,
               std::size_t grouped_bytes, Text after)
    : grouped_bytes_(grouped_bytes) {
    sources_.reserve(ranges.size());
    for (const KeyRange& range : ranges) {
        sources_.push_back(
            {range, Walk(moment, view, range.prefix, begin_of(range, after)), std::string()});
        set_order(sources_.back());
    }
    find_first();
}

// The first key of the range that may come behind `after`.
std::string Merged::begin_of(const KeyRange& range, Text after) const {
    if (after.empty()) return range.prefix;
    constexpr char just_behind = '\0';
    if (grouped_bytes_ == 0 || after.size() <= grouped_bytes_)
        return range.prefix + std::string(after) + just_behind;
    const std::size_t group_at = after.size() - grouped_bytes_ - 1;
    const std::string before_group = range.prefix + std::string(after.substr(0, group_at));
    const auto group = static_cast<std::uint8_t>(after[group_at]);
    if (range.group > group) return before_group;
    if (range.group < group)
        return before_group + std::string(grouped_bytes_, '\xFF') + just_behind;
    return before_group + std::string(after.substr(group_at + 1)) + just_behind;
}

void Merged::set_order(Source& source) const {
    if (!source.walk.is_valid()) return;
    source.order = source.walk.key().substr(source.range.prefix.size());
    if (grouped_bytes_ == 0 || source.order.size() < grouped_bytes_) return;
    source.order.insert(source.order.size() - grouped_bytes_, 1,
                        static_cast<char>(source.range.group));
}

void Merged::find_first() {
    first_ = nullptr;
    for (Source& source : sources_)
        if (source.walk.is_valid() && (first_ == nullptr || source.order < first_->order))
            first_ = &source;
}

Text Merged::rest() const { return first_->walk.key().substr(first_->range.prefix.size()); }

void Merged::next() {
    first_->walk.next();
    set_order(*first_);
    find_first();
}

}  // namespace leadline::projections
