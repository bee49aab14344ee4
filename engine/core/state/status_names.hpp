// StatusNames: the statuses that a program's rulesets have ever named, numbered, so that a lead
// needs one byte for its status, from which the category can be told without looking anything up.
// Numbers are for ever. One thread.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "events/base/ensure.hpp"
#include "events/lead_process.hpp"

namespace leadline::engine {

// The category, plus five for each name of the category before it. Those of the built-in process
// are the first of their categories.
enum class StatusNumber : std::uint8_t {
    new_ = 1,
    working = 2,
    qualified = 3,
    unqualified = 4,
    converted = 5,
};

[[nodiscard]] constexpr events::StatusCategory category_of(StatusNumber number) {
    constexpr unsigned categories = events::status_categories;
    const unsigned before = static_cast<unsigned>(number) + categories - 1;
    return static_cast<events::StatusCategory>(before % categories + 1);
}

class StatusNames {
public:
    // Of one category, over all rulesets of a program, beside the built-in one.
    static constexpr std::size_t names_max = 50;

    // None: no ruleset of the program has named it.
    [[nodiscard]] std::optional<StatusNumber> find(const events::LeadStatus& status) const {
        const auto category = static_cast<std::size_t>(status.category);
        if (category < 1 || category > events::status_categories) return std::nullopt;
        if (status == events::built_in_statuses[category - 1].status) return number(category, 0);
        const std::vector<std::string>& known = names_[category - 1];
        for (std::size_t i = 0; i < known.size(); ++i)
            if (known[i] == status.name) return number(category, i + 1);
        return std::nullopt;
    }
    // For one that has been found.
    [[nodiscard]] StatusNumber at(const events::LeadStatus& status) const {
        const auto found = find(status);
        ENSURE(found.has_value());
        return *found;
    }
    [[nodiscard]] events::LeadStatus at(StatusNumber number) const {
        const events::StatusCategory category = category_of(number);
        const std::size_t group = static_cast<std::size_t>(category) - 1;
        const std::size_t place = (static_cast<std::size_t>(number) - 1) / names_.size();
        if (place == 0) return events::built_in_statuses[group].status;
        ENSURE(place <= names_[group].size());
        return {names_[group][place - 1], category};
    }
    // False: there is no number left.
    [[nodiscard]] bool add(const events::LeadStatus& status) {
        if (find(status)) return true;
        std::vector<std::string>& known = names_[static_cast<std::size_t>(status.category) - 1];
        if (known.size() == names_max) return false;
        known.emplace_back(status.name);
        return true;
    }

    // By category, for the codec of state.
    [[nodiscard]] auto& names() { return names_; }
    [[nodiscard]] const auto& names() const { return names_; }

private:
    [[nodiscard]] static constexpr StatusNumber number(std::size_t category, std::size_t place) {
        return static_cast<StatusNumber>(category + place * events::status_categories);
    }

    std::array<std::vector<std::string>, events::status_categories> names_;
};

}  // namespace leadline::engine
