// See lead_processes.hpp.
#include "engine/core/routing/lead_processes.hpp"

#include <algorithm>

namespace leadline::engine {

namespace {

using events::Failure;
using events::LeadProcess;
using events::LeadStatus;
using events::ProcessStatus;
using events::StatusCategory;

tl::unexpected<events::Error> refuse(const LeadProcess& process, const char* why) {
    return events::fail(Failure::bad_input,
                        "the lead process " + std::string(process.name) + " " + why);
}

// Lists of leads find a status by its name, as a part of a key.
bool is_name(Text name) {
    return !name.empty() && name.size() <= events::status_name_bytes_max &&
           std::none_of(name.begin(), name.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::size_t count(const LeadProcess& process, StatusCategory category) {
    return static_cast<std::size_t>(
        std::count_if(process.statuses.begin(), process.statuses.end(),
                      [&](const auto& each) { return each.status.category == category; }));
}

events::Result<void> check_status(const LeadProcess& process, const ProcessStatus& each) {
    if (!is_name(each.status.name)) return refuse(process, "has a status without a good name");
    if (find_status(process, each.status.name) != &each)
        return refuse(process, "has two statuses of one name");
    const auto category = static_cast<std::size_t>(each.status.category);
    if (category < 1 || category > events::status_categories)
        return refuse(process, "has a status of no category");
    if (!each.next) return {};
    for (const Text next : *each.next)
        if (find_status(process, next) == nullptr)
            return refuse(process, "names a status that it does not have");
    return {};
}

events::Result<void> check(const LeadProcess& process) {
    if (process.name.empty() || process.statuses.size() > events::process_statuses_max ||
        process.record_types.size() > events::process_record_types_max)
        return refuse(process, "has no name, or too many statuses or record types");
    for (const ProcessStatus& each : process.statuses) TRY(check_status(process, each));
    if (count(process, StatusCategory::open) == 0) return refuse(process, "has no open status");
    if (count(process, StatusCategory::converted) != 1)
        return refuse(process, "has no converted status, or several");
    return {};
}

}  // namespace

const ProcessStatus* find_status(const LeadProcess& process, Text name) {
    const auto found = std::find_if(process.statuses.begin(), process.statuses.end(),
                                    [&](const auto& each) { return each.status.name == name; });
    return found == process.statuses.end() ? nullptr : &*found;
}

const ProcessStatus* first_of(const LeadProcess& process, StatusCategory category) {
    const auto found =
        std::find_if(process.statuses.begin(), process.statuses.end(),
                     [&](const auto& each) { return each.status.category == category; });
    return found == process.statuses.end() ? nullptr : &*found;
}

LeadStatus beginning(const LeadProcess& process) {
    return first_of(process, StatusCategory::open)->status;
}

bool may_follow(const LeadProcess& process, const LeadStatus& from, Text to) {
    const ProcessStatus* known = find_status(process, from.name);
    if (known == nullptr || known->status != from || !known->next) return true;
    return std::find(known->next->begin(), known->next->end(), to) != known->next->end();
}

LeadStatus counterpart(const LeadProcess& process, const LeadStatus& had) {
    const ProcessStatus* same = find_status(process, had.name);
    if (same == nullptr || !events::is_open(same->status)) same = first_of(process, had.category);
    return same == nullptr ? beginning(process) : same->status;
}

const LeadProcess& LeadProcesses::built_in() {
    static const LeadProcess process{
        "built-in", {}, {}, std::span<const ProcessStatus>(events::built_in_statuses)};
    return process;
}

events::Result<void> LeadProcesses::set(std::span<const LeadProcess> processes) {
    all_ = processes;
    if (processes.size() > events::lead_processes_max)
        return events::fail(Failure::bad_input, "too many lead processes");
    for (const LeadProcess& process : processes) {
        TRY(check(process));
        for (const LeadProcess& other : processes)
            if (&other != &process && other.name == process.name)
                return refuse(process, "is there twice");
        for (const Text type : process.record_types)
            if (!by_type_.emplace(type, &process).second)
                return refuse(process, "shares a record type with another");
        if (!process.record_types.empty()) continue;
        if (others_ != nullptr) return refuse(process, "is not the only one of all other types");
        others_ = &process;
    }
    return {};
}

const LeadProcess& LeadProcesses::of(Text record_type) const {
    const auto named = by_type_.find(record_type);
    if (named != by_type_.end()) return *named->second;
    return others_ == nullptr ? built_in() : *others_;
}

}  // namespace leadline::engine
