// Reads caps; see ruleset_caps.hpp.
#include "config/ruleset_caps.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>

#include "config/yaml/names.hpp"
#include "events/ids.hpp"

namespace leadline::config {
namespace {

using events::Cap;
using events::CapOn;
using events::CapPer;

constexpr Choice<CapOn> each_of[] = {
    {"user", CapOn::user}, {"partner", CapOn::partner}, {"tier", CapOn::tier}};
constexpr Choice<CapPer> windows[] = {{"hour", CapPer::hourly},
                                      {"day", CapPer::daily},
                                      {"week", CapPer::weekly},
                                      {"month", CapPer::monthly}};

class CapReader {
public:
    CapReader(const KnownNames* known, Diagnostics& diagnostics, events::Arena& arena)
        : known_(known), diagnostics_(diagnostics), arena_(arena) {}

    void read_cap(const Node& node, Cap& out);

private:
    void read_subject(MapReader& m, Cap& out);
    void read_queues(const Node& node, Cap& out);
    bool read_known(const Node& node, std::string_view what, const KnownNames::Names* names,
                    events::Text& out);
    void read_one(const Node& node, std::string_view what, const KnownNames::Names* names,
                  Cap& out);
    void read_window(MapReader& m, Cap& out);

    const KnownNames* known_;
    Diagnostics& diagnostics_;
    events::Arena& arena_;
};

bool CapReader::read_known(const Node& node, std::string_view what, const KnownNames::Names* names,
                           events::Text& out) {
    std::string id;
    if (!read(node, diagnostics_, id)) return false;
    out = arena_.copy(id);
    if (names == nullptr || names->contains(id)) return true;
    const std::vector<std::string_view> all(names->begin(), names->end());
    diagnostics_.error(node, unknown_name(what, id, all));
    return false;
}

void CapReader::read_one(const Node& node, std::string_view what, const KnownNames::Names* names,
                         Cap& out) {
    const auto of = arena_.make<events::Text>(1);
    if (read_known(node, what, names, of[0])) out.of = events::List<events::Text>(of);
}

void CapReader::read_queues(const Node& node, Cap& out) {
    if (!node.is_list() || node.items.empty())
        return diagnostics_.expected(node, "a list of one or more queues");
    const auto of = arena_.make<events::Text>(node.items.size());
    std::set<events::Text> seen;
    for (std::size_t i = 0; i < of.size(); ++i) {
        if (!read_known(node.items[i], "queue", known_ == nullptr ? nullptr : &known_->queues,
                        of[i]))
            continue;
        if (!seen.insert(of[i]).second)
            diagnostics_.error(node.items[i],
                               fmt::format("the queue {} is there twice", shown(of[i])));
    }
    out.of = events::List<events::Text>(of);
}

// Whom the cap is on: exactly one key says it.
void CapReader::read_subject(MapReader& m, Cap& out) {
    const auto key = m.exactly_one({"each", "user", "partner", "tier", "queues", "program"});
    if (!key) return;
    const Node& node = *m.child(*key);
    if (*key == "each") {
        (void)read(node, diagnostics_, one_of(out.on, "subject", each_of));
    } else if (*key == "queues") {
        out.on = CapOn::queues;
        read_queues(node, out);
    } else if (*key == "program") {
        out.on = CapOn::program;
        bool meant = true;
        if (read(node, diagnostics_, meant) && !meant)
            diagnostics_.error(node,
                               "expected true; name a user, partner, tier or queues "
                               "otherwise");
    } else {
        out.on = *key == "user" ? CapOn::user : *key == "partner" ? CapOn::partner : CapOn::tier;
        const KnownNames::Names* names = nullptr;
        if (known_ != nullptr)
            names = out.on == CapOn::user      ? &known_->users
                    : out.on == CapOn::partner ? &known_->partners
                                               : &known_->tiers;
        read_one(node, *key, names, out);
    }
}

void CapReader::read_window(MapReader& m, Cap& out) {
    const auto key = m.exactly_one({"per", "within"});
    if (!key) return;
    if (*key == "per") {
        m.optional("per", one_of(out.per, "window", windows));
        return;
    }
    if (!m.optional("within", out.within)) return;
    if (out.within.us == 0) m.error("within", "a window of no length holds nothing");
    if (out.most > events::rolling_cap_most_max)
        m.error("most", fmt::format("within a rolling window each lead is remembered, so it is at "
                                    "most {}; `per` counts more",
                                    events::rolling_cap_most_max));
}

void CapReader::read_cap(const Node& node, Cap& out) {
    MapReader m(node, diagnostics_, "a cap");
    out.place = node.place;
    std::string name;
    if (m.required("name", name)) {
        if (name.size() > events::cap_name_bytes_max)
            m.error("name", fmt::format("the name has {} bytes, at most {}", name.size(),
                                        events::cap_name_bytes_max));
        out.name = arena_.copy(name);
    }
    read_subject(m, out);
    m.required("most", in_range(out.most, 1, events::cap_most_max));
    read_window(m, out);
    m.finish();
}

}  // namespace

void read_caps(const Node& list, const KnownNames* known, Diagnostics& diagnostics,
               events::Arena& arena, std::vector<Cap>& out) {
    if (!list.is_list() || list.items.empty())
        return diagnostics.expected(list, "a list of one or more caps");
    if (list.items.size() > events::caps_max)
        return diagnostics.error(
            list, fmt::format("{} caps, at most {}", list.items.size(), events::caps_max));
    CapReader reader(known, diagnostics, arena);
    std::map<events::Text, std::uint32_t> lines;  // by name
    for (const Node& node : list.items) {
        Cap& cap = out.emplace_back();
        reader.read_cap(node, cap);
        const auto [first, is_new] = lines.emplace(cap.name, cap.place.line);
        if (!cap.name.empty() && !is_new)
            diagnostics.error(*node.find("name"), fmt::format("the cap at line {} is called {} "
                                                              "too; what is counted belongs to "
                                                              "the name",
                                                              first->second, shown(cap.name)));
    }
}

}  // namespace leadline::config
