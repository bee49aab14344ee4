// See reading.hpp: how long leads have been waiting in a queue, by how many came in which hour. Of
// single leads only those are read that came in one of the three hours where an age ends, and the
// oldest.
#include <algorithm>

#include "events/base/bytes.hpp"
#include "projections/reading.hpp"
#include "projections/views/lead_keys.hpp"

namespace leadline::projections {

namespace {

std::uint64_t last_number(Text key) {
    std::uint64_t number = 0;
    for (const char byte : key.substr(key.size() - sizeof number))
        number = number << 8U | static_cast<unsigned char>(byte);
    return number;
}

// The time in a key of the table by arrival.
std::uint64_t since_of(Text key) {
    return last_number(key.substr(0, key.size() - sizeof(std::uint64_t)));
}

// How many leads came after a time.
struct Younger {
    Time than;
    std::uint64_t leads = 0;
    bool is_in_hour = false;  // some came in the hour of that time
};

}  // namespace

QueueAge find_age(Reading& reading, events::ProgramId program, events::QueueId queue) {
    const ViewNumber view = reading.view(lead_view_name);
    const Time now = reading.standing().time;
    const Moment& moment = reading.moment();
    const Key of_queue = Key(lead_table::open_in_queue, program).add_id(queue.text);
    const auto ago = [now](events::Duration time) {
        return Younger{Time{std::max<std::int64_t>(now.us - time.us, 0)}};
    };
    Younger hour = ago(events::hour);
    Younger day = ago(events::day);
    Younger week = ago(events::Duration{7 * events::day.us});
    const std::string hours = arrivals_key(of_queue, 0);
    const Text all_hours = Text(hours).substr(0, hours.size() - sizeof(std::uint64_t));
    moment.scan(view, all_hours, arrivals_key(of_queue, hour_of(week.than)),
                [&](Text key, Text value) {
                    const auto leads = events::load<std::uint64_t>(events::as_bytes(value).data());
                    for (Younger* each : {&hour, &day, &week}) {
                        const std::uint64_t ends = hour_of(each->than);
                        if (last_number(key) > ends) each->leads += leads;
                        if (last_number(key) == ends) each->is_in_hour = true;
                    }
                    return true;
                });
    const std::string arrivals = arrival_key(of_queue, 0);
    const Text all_arrivals = Text(arrivals).substr(0, arrivals.size() - sizeof(std::uint64_t));
    for (Younger* each : {&hour, &day, &week}) {
        if (!each->is_in_hour) continue;
        const auto after = static_cast<std::uint64_t>(each->than.us) + 1;
        moment.scan(view, all_arrivals, arrival_key(of_queue, after), [each](Text key, Text) {
            const Time since{static_cast<std::int64_t>(since_of(key))};
            if (hour_of(since) != hour_of(each->than)) return false;
            ++each->leads;
            return true;
        });
    }
    QueueAge age;
    age.leads = reading.tally(lead_view_name, of_queue);
    age.under_hour = hour.leads;
    age.under_day = day.leads - hour.leads;
    age.under_week = week.leads - day.leads;
    age.older = age.leads - week.leads;
    // From the first hour with anybody on: what was erased before it is not passed again.
    std::string first;
    moment.scan(view, all_hours, {}, [&](Text key, Text) {
        first =
            arrival_key(of_queue, last_number(key) * static_cast<std::uint64_t>(events::hour.us));
        return false;
    });
    if (first.empty()) return age;
    moment.scan(view, all_arrivals, first, [&](Text key, Text lead) {
        age.oldest = {static_cast<std::int64_t>(since_of(key))};
        age.oldest_lead = {reading.memory().copy(lead)};
        return false;
    });
    return age;
}

}  // namespace leadline::projections
