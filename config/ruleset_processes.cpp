// Reads lead processes; see ruleset_processes.hpp.
#include "config/ruleset_processes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "config/yaml/map_reader.hpp"
#include "config/yaml/names.hpp"

namespace leadline::config {
namespace {

using events::LeadProcess;
using events::ProcessStatus;
using events::StatusCategory;
using events::Text;

constexpr std::size_t name_bytes_max = 256;

constexpr Choice<StatusCategory> categories[] = {{"open", StatusCategory::open},
                                                 {"working", StatusCategory::working},
                                                 {"qualified", StatusCategory::qualified},
                                                 {"unqualified", StatusCategory::unqualified},
                                                 {"converted", StatusCategory::converted}};

bool has_control_characters(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

class ProcessReader {
public:
    ProcessReader(Diagnostics& diagnostics, events::Arena& arena)
        : diagnostics_(diagnostics), arena_(arena) {}

    void read_process(const Node& node, LeadProcess& out);

private:
    void read_types(const Node& node, LeadProcess& out);
    void read_statuses(const Node& list, LeadProcess& out);
    void read_status(const Node& node, ProcessStatus& out);
    void read_next(const Node& list, const ProcessStatus& from, const LeadProcess& process,
                   std::optional<events::List<Text>>& out);
    void check_names(const Node& list, std::span<const ProcessStatus> statuses);
    void check_categories(const Node& list, std::span<const ProcessStatus> statuses);
    void check_reached(const Node& list, std::span<const ProcessStatus> statuses);

    Diagnostics& diagnostics_;
    events::Arena& arena_;
    std::map<Text, Text> process_of_;  // by record type
};

void ProcessReader::read_types(const Node& node, LeadProcess& out) {
    if (!node.is_list() || node.items.empty())
        return diagnostics_.expected(node, "a list of one or more record types");
    if (node.items.size() > events::process_record_types_max)
        return diagnostics_.error(node,
                                  fmt::format("{} record types, at most {}", node.items.size(),
                                              events::process_record_types_max));
    const std::span<Text> types = arena_.make<Text>(node.items.size());
    for (std::size_t i = 0; i < types.size(); ++i) {
        std::string type;
        if (!read(node.items[i], diagnostics_, type)) continue;
        types[i] = arena_.copy(type);
        const auto [first, is_new] = process_of_.emplace(types[i], out.name);
        if (!is_new)
            diagnostics_.error(node.items[i], fmt::format("leads of type {} go through {} already",
                                                          shown(type), shown(first->second)));
    }
    out.record_types = types;
}

void ProcessReader::read_status(const Node& node, ProcessStatus& out) {
    MapReader m(node, diagnostics_, "a status");
    out.place = node.place;
    std::string name;
    if (m.required("name", name)) {
        if (name.size() > events::status_name_bytes_max || has_control_characters(name))
            m.error("name", fmt::format("expected a name of 1 to {} bytes without control "
                                        "characters",
                                        events::status_name_bytes_max));
        out.status.name = arena_.copy(name);
    } else {
        out.status.name = {};
    }
    m.required("category", one_of(out.status.category, "category", categories));
    (void)m.child("next");  // read when all names are known
    m.finish();
}

// A closed lead goes nowhere by itself, and what a status leads to is a status of the process.
void ProcessReader::read_next(const Node& list, const ProcessStatus& from,
                              const LeadProcess& process, std::optional<events::List<Text>>& out) {
    if (!events::is_open(from.status))
        return diagnostics_.error(list,
                                  fmt::format("a lead that is {} is closed, and nothing follows; "
                                              "ReopenLead opens an unqualified one",
                                              events::name_of(from.status.category)));
    if (!list.is_list() || list.items.empty())
        return diagnostics_.expected(list, "a list of one or more statuses");
    std::vector<std::string_view> known;
    for (const ProcessStatus& each : process.statuses) known.push_back(each.status.name);
    const std::span<Text> names = arena_.make<Text>(list.items.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::string name;
        if (!read(list.items[i], diagnostics_, name)) continue;
        names[i] = arena_.copy(name);
        if (std::find(known.begin(), known.end(), name) == known.end())
            diagnostics_.error(list.items[i], unknown_name("status", name, known));
        else if (name == from.status.name)
            diagnostics_.error(list.items[i], "a status does not follow itself");
        else if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i),
                           names[i]) != names.begin() + static_cast<std::ptrdiff_t>(i))
            diagnostics_.error(list.items[i], fmt::format("{} is there twice", shown(name)));
    }
    out = events::List<Text>(names);
}

void ProcessReader::check_names(const Node& list, std::span<const ProcessStatus> statuses) {
    std::map<Text, std::uint32_t> lines;
    for (std::size_t i = 0; i < statuses.size(); ++i) {
        const Text name = statuses[i].status.name;
        const auto [first, is_new] = lines.emplace(name, statuses[i].place.line);
        if (!name.empty() && !is_new)
            diagnostics_.error(
                *list.items[i].find("name"),
                fmt::format("the status at line {} is called {} too", first->second, shown(name)));
    }
}

void ProcessReader::check_categories(const Node& list, std::span<const ProcessStatus> statuses) {
    const ProcessStatus* converted = nullptr;
    bool has_open = false;
    for (std::size_t i = 0; i < statuses.size(); ++i) {
        has_open = has_open || statuses[i].status.category == StatusCategory::open;
        if (statuses[i].status.category != StatusCategory::converted) continue;
        if (converted != nullptr)
            diagnostics_.error(list.items[i],
                               fmt::format("the status {} is the converted one; there is only one",
                                           shown(converted->status.name)));
        else
            converted = &statuses[i];
    }
    if (!has_open)
        diagnostics_.error(list, "no status is of category open; where does a lead begin?");
    if (converted == nullptr)
        diagnostics_.error(list,
                           "no status is of category converted; where does ConvertLead lead?");
}

// From where leads begin; ReopenLead can put a lead at any open one, but that is no way.
void ProcessReader::check_reached(const Node& list, std::span<const ProcessStatus> statuses) {
    std::vector<bool> is_reached(statuses.size(), false);
    const auto first = std::find_if(statuses.begin(), statuses.end(), [](const auto& each) {
        return each.status.category == StatusCategory::open;
    });
    std::vector<std::size_t> to_do{static_cast<std::size_t>(first - statuses.begin())};
    is_reached[to_do[0]] = true;
    while (!to_do.empty()) {
        const ProcessStatus& from = statuses[to_do.back()];
        to_do.pop_back();
        if (!events::is_open(from.status)) continue;
        for (std::size_t i = 0; i < statuses.size(); ++i) {
            const bool follows =
                !from.next || std::find(from.next->begin(), from.next->end(),
                                        statuses[i].status.name) != from.next->end();
            if (is_reached[i] || !follows) continue;
            is_reached[i] = true;
            to_do.push_back(i);
        }
    }
    for (std::size_t i = 0; i < statuses.size(); ++i)
        if (!is_reached[i])
            diagnostics_.error(
                list.items[i],
                fmt::format("no lead ever comes to {}: no `next` leads there from {}",
                            shown(statuses[i].status.name), shown(first->status.name)));
}

void ProcessReader::read_statuses(const Node& list, LeadProcess& out) {
    if (!list.is_list() || list.items.empty())
        return diagnostics_.expected(list, "a list of one or more statuses");
    if (list.items.size() > events::process_statuses_max)
        return diagnostics_.error(list, fmt::format("{} statuses, at most {}", list.items.size(),
                                                    events::process_statuses_max));
    const std::size_t errors = diagnostics_.errors();
    const std::span<ProcessStatus> statuses = arena_.make<ProcessStatus>(list.items.size());
    for (std::size_t i = 0; i < statuses.size(); ++i) read_status(list.items[i], statuses[i]);
    out.statuses = events::List<ProcessStatus>(statuses);
    if (diagnostics_.errors() != errors) return;
    check_names(list, statuses);
    check_categories(list, statuses);
    for (std::size_t i = 0; i < statuses.size(); ++i)
        if (const Node* next = list.items[i].find("next"))
            read_next(*next, statuses[i], out, statuses[i].next);
    if (diagnostics_.errors() == errors) check_reached(list, statuses);
}

void ProcessReader::read_process(const Node& node, LeadProcess& out) {
    MapReader m(node, diagnostics_, "a lead process");
    out.place = node.place;
    std::string name;
    if (m.required("name", name)) {
        if (name.size() > name_bytes_max)
            m.error("name",
                    fmt::format("the name has {} bytes, at most {}", name.size(), name_bytes_max));
        out.name = arena_.copy(name);
    }
    if (const Node* types = m.child("record_types")) read_types(*types, out);
    if (const Node* statuses = m.required_child("statuses")) read_statuses(*statuses, out);
    m.finish();
}

// At most so many of a category have numbers in a program (StatusNames of the core).
constexpr std::size_t names_of_category_max = 50;

void check_numbers(const Node& list, std::span<const LeadProcess> processes,
                   Diagnostics& diagnostics) {
    for (const auto& [category, category_name] : events::status_category_names) {
        std::set<Text> names;
        for (const LeadProcess& process : processes)
            for (const ProcessStatus& each : process.statuses)
                if (each.status.category == category) names.insert(each.status.name);
        if (names.size() > names_of_category_max)
            diagnostics.error(
                list, fmt::format("{} different names of category {}, at most {}", names.size(),
                                  category_name, names_of_category_max));
    }
}

}  // namespace

void read_lead_processes(const Node& list, Diagnostics& diagnostics, events::Arena& arena,
                         std::vector<LeadProcess>& out) {
    if (!list.is_list() || list.items.empty())
        return diagnostics.expected(list, "a list of one or more lead processes");
    if (list.items.size() > events::lead_processes_max)
        return diagnostics.error(list, fmt::format("{} lead processes, at most {}",
                                                   list.items.size(), events::lead_processes_max));
    ProcessReader reader(diagnostics, arena);
    std::map<Text, std::uint32_t> lines;  // by name
    const Node* others = nullptr;         // the one of all types that no other names
    for (const Node& node : list.items) {
        LeadProcess& process = out.emplace_back();
        reader.read_process(node, process);
        const auto [first, is_new] = lines.emplace(process.name, process.place.line);
        if (!process.name.empty() && !is_new)
            diagnostics.error(*node.find("name"),
                              fmt::format("the lead process at line {} is called {} too",
                                          first->second, shown(process.name)));
        if (!node.is_map() || node.find("record_types") != nullptr) continue;
        if (others != nullptr)
            diagnostics.error(node, fmt::format("the lead process at line {} is for all record "
                                                "types that no other names; say `record_types`",
                                                others->place.line));
        if (others == nullptr) others = &node;
    }
    check_numbers(list, out, diagnostics);
}

std::vector<std::string_view> status_names(std::span<const LeadProcess> processes) {
    std::vector<std::string_view> names;
    const auto add = [&names](const ProcessStatus& each) {
        if (std::find(names.begin(), names.end(), each.status.name) == names.end())
            names.push_back(each.status.name);
    };
    bool is_for_all = false;
    for (const LeadProcess& process : processes) {
        is_for_all = is_for_all || process.record_types.empty();
        for (const ProcessStatus& each : process.statuses) add(each);
    }
    if (!is_for_all)
        for (const ProcessStatus& each : events::built_in_statuses) add(each);
    return names;
}

}  // namespace leadline::config
