// `cap list` and `cap show`: what each cap has counted for whom, what is left, and when it frees,
// at the time at which the answer stands.
#include "connectors/cli/read/things.hpp"

namespace leadline::connectors {

using projections::CapAnswer;
using projections::CapLeftRow;

namespace {

// "each user", "user anna", "queues dach, open", "program".
std::string subject_words(const events::Cap& cap) {
    const std::string on(name_of(cap.on));
    if (cap.on == events::CapOn::program) return on;
    if (cap.of.empty()) return "each " + on;
    std::string ids;
    for (const events::Text id : cap.of) ids += (ids.empty() ? "" : ", ") + std::string(id);
    return on + " " + ids;
}

// "day", or "24h" of a rolling one.
Cell window_cell(const events::Cap& cap) {
    return cap.per == events::CapPer::none ? Cell(cap.within) : Cell(cap.per);
}

projections::CapFilter filter_of(const CapArgs& args) {
    return {args.subject, args.full, args.limit};
}

events::Error no_cap(const Asking& asking, const std::string& name, events::Error error) {
    const auto all = asking.query().caps(asking.program, {});
    if (!all) return error;
    std::vector<std::string_view> names;
    for (const CapAnswer& each : all->value) names.push_back(each.cap.name);
    return with_nearest(std::move(error), name, names);
}

}  // namespace

// Of each cap whoever has least left.
Answered cap_list(Context& context, const CapArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const auto caps = asking->query().caps(asking->program, filter_of(args));
    if (!caps) return tl::unexpected(caps.error());
    ListAnswer list(asking->to, "caps",
                    {{"cap", true},
                     {"on", true},
                     {"most"},
                     {"window"},
                     {"counted"},
                     {"full"},
                     {"least_left"},
                     {"whose"},
                     {"frees_at"},
                     {"frees_local"}});
    for (const CapAnswer& each : caps->value) {
        const bool is_narrowed = args.full || !args.subject.empty();
        if (each.subjects.empty() && is_narrowed) continue;
        const CapLeftRow least = each.subjects.empty() ? CapLeftRow{} : each.subjects[0];
        const Cell left = each.subjects.empty() ? Cell() : Cell(least.left);
        TRY(list.row({each.cap.name, subject_words(each.cap), each.cap.most, window_cell(each.cap),
                      each.subjects.size(), each.full, left, least.subject, least.frees_at,
                      least.frees_local}));
    }
    TRY(list.finish(places_of(caps->at)));
    return ExitCode::done;
}

Answered cap_show(Context& context, const CapArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const auto found = asking->query().cap(asking->program, args.id, filter_of(args));
    if (!found) {
        if (found.error().failure != events::Failure::not_found)
            return tl::unexpected(found.error());
        return tl::unexpected(no_cap(*asking, args.id, found.error()));
    }
    const CapAnswer& answer = found->value;
    Record record;
    record.add("cap", answer.cap.name)
        .add("on", subject_words(answer.cap))
        .add("most", answer.cap.most)
        .add("window", window_cell(answer.cap))
        .add("time_zone", answer.zone)
        .add("full", answer.full);
    Table subjects("subjects",
                   {{"subject"}, {"used"}, {"most"}, {"left"}, {"frees_at"}, {"frees_local"}});
    for (const CapLeftRow& row : answer.subjects)
        subjects.add({row.subject, row.used, row.most, row.left, row.frees_at, row.frees_local});
    record.add_answer(std::move(subjects));
    TRY(show(asking->to, record, places_of(found->at)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
