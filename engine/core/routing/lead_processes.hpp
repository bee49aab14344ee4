// LeadProcesses: which statuses a lead of a record type goes through by a ruleset (SPEC 4), and
// what may follow what. Views of the ruleset's parts. Immutable once set; any thread.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <span>

#include "engine/core/state/status_names.hpp"
#include "events/base/result.hpp"

namespace leadline::engine {

using events::Text;

// The status of a process by name; null: it has none.
[[nodiscard]] const events::ProcessStatus* find_status(const events::LeadProcess& process,
                                                       Text name);
// The first of a category; null: the process has none.
[[nodiscard]] const events::ProcessStatus* first_of(const events::LeadProcess& process,
                                                    events::StatusCategory category);
// Where a lead begins.
[[nodiscard]] events::LeadStatus beginning(const events::LeadProcess& process);

// Whether the process lets `to` follow. From a status that it does not have, or no longer as this,
// a lead may go anywhere.
[[nodiscard]] bool may_follow(const events::LeadProcess& process, const events::LeadStatus& from,
                              Text to);

// Where another record type's process has an open lead: a status of the same name, or the first of
// the same category, or the beginning; never a closed one.
[[nodiscard]] events::LeadStatus counterpart(const events::LeadProcess& process,
                                             const events::LeadStatus& had);

class LeadProcesses {
public:
    // `bad_input` says what is wrong with them.
    [[nodiscard]] events::Result<void> set(std::span<const events::LeadProcess> processes);

    [[nodiscard]] const events::LeadProcess& of(Text record_type) const;
    [[nodiscard]] std::span<const events::LeadProcess> all() const { return all_; }

    // What holds without any.
    [[nodiscard]] static const events::LeadProcess& built_in();

private:
    std::span<const events::LeadProcess> all_;
    const events::LeadProcess* others_ = nullptr;  // of types that none names; null: the built-in
    boost::unordered_flat_map<Text, const events::LeadProcess*> by_type_;
};

}  // namespace leadline::engine
