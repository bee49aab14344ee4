// EntryIndex: which entries of a ruleset can hold for a lead, without a walk over all of them. An
// entry that demands that a text field equal one of certain values or begin in a certain way, or
// that the lead lie in one of certain territories, is looked at only when that is so (SPEC 5).
// Immutable once built; any thread.
#pragma once

#include <array>
#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <span>

#include "engine/core/routing/condition.hpp"

namespace leadline::engine {

// Something of type Found under each thing that comparisons ask for. Values of fields are views.
template <class Found>
struct ByComparison {
    using ByText = boost::unordered_flat_map<Text, Found>;
    struct Field {
        ByText by_value;
        ByText by_beginning;
        std::uint64_t beginnings = 0;  // bit n: there is a beginning of n + 1 bytes
    };

    // What is under each thing that the comparison asks for, made when it is not there.
    template <class Visit>
    void for_each(const CompiledNode& node, Visit&& visit);

    std::array<Field, static_cast<std::size_t>(FieldId::custom)> fields;
    boost::unordered_flat_map<Text, Field> custom_fields;
    boost::unordered_flat_map<std::uint32_t, Found> by_territory;
};

class EntryIndex {
public:
    // Called once.
    void build(std::span<const Condition> conditions);

    // The first entry, in their order, for which `holds(entry)`; asked of no more than the index
    // says, and of none twice.
    template <class Holds>
    [[nodiscard]] std::optional<std::uint32_t> first(Inquiry& asked, Holds&& holds) const {
        Runs runs = runs_of(asked);
        std::uint32_t last = no_entry;
        for (std::uint32_t entry = next(runs); entry != no_entry; entry = next(runs)) {
            if (entry != last && holds(entry)) return entry;
            last = entry;
        }
        return std::nullopt;
    }

private:
    using Entries = std::vector<std::uint32_t>;  // ascending
    using Index = ByComparison<Entries>;
    struct Run {
        const std::uint32_t* at;
        const std::uint32_t* end;
    };
    using Runs = boost::container::small_vector<Run, 16>;  // a heap, the least entry in front
    static constexpr std::uint32_t no_entry = UINT32_MAX;
    static constexpr std::size_t custom_fields_max = 64;  // each is looked up for every lead

    static void add(const Entries& entries, Runs& runs);
    static void add(const Index::Field& field, const FieldValue& value, Runs& runs);
    [[nodiscard]] Runs runs_of(Inquiry& asked) const;
    [[nodiscard]] static std::uint32_t next(Runs& runs);
    [[nodiscard]] bool has_room_for(const CompiledNode& node) const;

    Index index_;
    std::vector<FieldId> asked_fields_;  // those that have anything in index_, but custom ones
    Entries always_;                     // to be looked at for every lead
};

}  // namespace leadline::engine
