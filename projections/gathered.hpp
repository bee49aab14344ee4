// How a PartnerQuery gathers what it answers. Inside this room only. One thread per answer.
#pragma once

#include <algorithm>

#include "projections/partner_query.hpp"

namespace leadline::projections {

// What an answer is made of several looks: rows, all memory that they view, and where the first of
// them stood, which is the earliest.
class PartnerQuery::Gathered {
public:
    [[nodiscard]] events::Arena& memory() { return held_->own; }
    template <class T>
    void keep(const Answer<T>& look) {
        held_->looks.push_back(look.memory);
        if (at_.empty()) at_ = look.at;
    }
    template <class T>
    [[nodiscard]] List<T> list(const std::vector<T>& items) {
        const std::span<T> all = held_->own.make<T>(items.size());
        std::copy(items.begin(), items.end(), all.begin());
        return all;
    }
    // `me`: of the query that answers.
    template <class T>
    [[nodiscard]] Answer<T> answer(T value, const PartnerQuery& me) {
        held_->looks.push_back(me.memory_);
        return {std::move(value), at_.empty() ? me.at_ : at_, shared_memory()};
    }
    [[nodiscard]] std::shared_ptr<const events::Arena> shared_memory() const {
        return {held_, &held_->own};
    }

    std::vector<LeadRow> rows;

private:
    struct Held {
        std::vector<std::shared_ptr<const events::Arena>> looks;
        events::Arena own;
    };
    std::shared_ptr<Held> held_ = std::make_shared<Held>();
    std::vector<Standing> at_;
};

}  // namespace leadline::projections
