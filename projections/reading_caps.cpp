// See reading.hpp: what caps leave to whom, at the time at which the answer stands.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/routing/caps.hpp"
#include "projections/reading.hpp"
#include "projections/views/cap_view.hpp"

namespace leadline::projections {

namespace {

CapLeftRow left_of(const events::Cap& cap, Text subject, const engine::WindowCount& count,
                   Time now) {
    CapLeftRow row;
    row.subject = subject;
    row.used = count.used(now);
    row.most = cap.most;
    row.left = row.used < cap.most ? cap.most - row.used : 0;  // what is forced may pass it
    if (row.used > 0) row.frees_at = count.frees_at(std::min(row.used, cap.most), now);
    return row;
}

// Whoever alone is meant is told of, though nothing is used.
std::optional<Text> only_subject(const events::Cap& cap) {
    if (cap.on == events::CapOn::queues || cap.on == events::CapOn::program) return Text();
    if (cap.of.size() == 1) return cap.of[0];
    return std::nullopt;
}

engine::TimeZone zone_of(const CapsRow& caps) {
    if (caps.zone.empty()) return {};
    return engine::TimeZone::make(caps.zone[0]).value_or(engine::TimeZone());
}

// RFC 3339, with the offset that clocks have then.
std::string local_text(const engine::TimeZone& zone, Time at) {
    const engine::LocalTime local = zone.local(at);
    const events::Date date = events::date_of(engine::day_of(local));
    const std::int64_t seconds = engine::time_of_day(local).us / 1'000'000;
    const std::int64_t offset_min = (local.us - at.us) / 60'000'000;
    const std::int64_t ahead = offset_min < 0 ? -offset_min : offset_min;
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", date.year, date.month,
                       date.day, seconds / 3'600, seconds / 60 % 60, seconds % 60,
                       offset_min < 0 ? '-' : '+', ahead / 60, ahead % 60);
}

CapAnswer answer_of(Reading& reading, events::ProgramId program, const CapsRow& caps,
                    const events::Cap& cap, const CapFilter& filter) {
    const ViewNumber view = reading.view(cap_view_name);
    const Time now = reading.standing().time;
    CapAnswer answer;
    answer.cap = cap;
    answer.zone = caps.zone.empty() ? Text("UTC") : caps.zone[0].name;
    const engine::TimeZone zone = zone_of(caps);
    std::vector<CapLeftRow> rows;
    const auto add = [&](Text subject, const engine::WindowCount& count) {
        CapLeftRow row = left_of(cap, subject, count, now);
        if (row.frees_at.is_set())
            row.frees_local = reading.memory().copy(local_text(zone, row.frees_at));
        if (row.is_full()) ++answer.full;
        if (filter.full && !row.is_full()) return;
        if (filter.subject.empty() || filter.subject == subject) rows.push_back(row);
    };
    const Key prefix = cap_counts_key(program, cap.name);
    const std::optional<Text> only = only_subject(cap);
    bool has_only = false;
    reading.moment().scan(view, prefix, {}, [&](Text key, Text value) {
        const Text id = key.substr(prefix.text().size(), key.size() - prefix.text().size() - 1);
        CapCountRow row;
        reading.decode(value, row);
        const engine::WindowCount count = count_of(row);
        has_only = has_only || only == id;
        if (!count.is_over(now) || only == id) add(reading.memory().copy(id), count);
        return true;
    });
    if (only && !has_only) add(*only, {});
    std::sort(rows.begin(), rows.end(), [](const CapLeftRow& a, const CapLeftRow& b) {
        return a.left != b.left ? a.left < b.left : a.subject < b.subject;
    });
    if (filter.limit != 0 && rows.size() > filter.limit) rows.resize(filter.limit);
    answer.subjects = reading.keep(rows);
    return answer;
}

}  // namespace

List<CapAnswer> find_caps(Reading& reading, events::ProgramId program, Text name,
                          const CapFilter& filter) {
    std::vector<CapAnswer> found;
    CapsRow caps;
    if (reading.get(cap_view_name, Key(cap_table::in_force, program), caps))
        for (const events::Cap& cap : caps.caps)
            if (name.empty() || cap.name == name)
                found.push_back(answer_of(reading, program, caps, cap, filter));
    return reading.keep(found);
}

}  // namespace leadline::projections
