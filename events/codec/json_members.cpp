// See json_members.hpp.
#include "events/codec/json_members.hpp"

namespace leadline::events {

JsonMembers::Frame JsonMembers::enter(const simdjson::dom::object* object) {
    const Frame outer = frame_;
    const std::size_t begin = members_.size();
    frame_ = {begin, begin, begin, 0, 0};
    if (object == nullptr) return outer;
    for (const auto [key, value] : *object) {
        members_.push_back({key, value, false});
        frame_.marks |= mark(key);
    }
    frame_.end = members_.size();
    return outer;
}

void JsonMembers::leave(const Frame& outer) {
    members_.resize(frame_.begin);
    frame_ = outer;
}

void JsonMembers::clear() {
    frame_ = {};
    members_.clear();
}

std::size_t JsonMembers::place_of(Text name) const {
    std::size_t at = frame_.begin;
    while (at < frame_.end && !same(members_[at].key, name)) ++at;
    return at;
}

bool JsonMembers::has(Text name) const {
    for (std::size_t i = frame_.begin; i < frame_.end; ++i)
        if (same(members_[i].key, name) && !members_[i].value.is_null()) return true;
    return false;
}

std::vector<Text> JsonMembers::leftovers() const {
    std::vector<Text> keys;
    for (std::size_t i = frame_.begin; i < frame_.end; ++i)
        if (!members_[i].taken) keys.push_back(members_[i].key);
    return keys;
}

}  // namespace leadline::events
