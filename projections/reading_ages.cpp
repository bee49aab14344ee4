// See reading.hpp: how long leads have been waiting in a queue, by the index of its leads alone.
#include "events/base/bytes.hpp"
#include "projections/reading.hpp"
#include "projections/views/lead_keys.hpp"

namespace leadline::projections {

QueueAge find_age(Reading& reading, events::ProgramId program, events::QueueId queue) {
    const ViewNumber view = reading.view(lead_view_name);
    const Time now = reading.standing().time;
    QueueAge age;
    std::string oldest;
    const Key all = Key(lead_table::by_queue, program).add_id(queue.text);
    reading.moment().scan(view, all, {}, [&](Text, Text value) {
        const QueuedValue queued = read_queued(value);
        const events::Duration waited = now - queued.since;
        ++age.leads;
        if (waited < events::hour) {
            ++age.under_hour;
        } else if (waited < events::day) {
            ++age.under_day;
        } else if (waited < events::Duration{7 * events::day.us}) {
            ++age.under_week;
        } else {
            ++age.older;
        }
        if (age.leads == 1 || queued.since < age.oldest) {
            age.oldest = queued.since;
            oldest = queued.lead;
        }
        return true;
    });
    age.oldest_lead = {reading.memory().copy(oldest)};
    return age;
}

}  // namespace leadline::projections
