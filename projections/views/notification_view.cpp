// See notification_view.hpp.
#include "projections/views/notification_view.hpp"

namespace leadline::projections {

void NotificationView::on(const Happening& h, const events::NotificationRecorded& e) {
    NotificationRow row;
    row.notification = e.asked.notification;
    row.time = h.header.time;
    row.position = h.header.position.number;
    row.event = e.asked.event;
    row.event_position = static_cast<std::uint64_t>(e.asked.event_position);
    row.channel = e.asked.channel;
    row.result = e.asked.result;
    row.attempts = e.asked.attempts;
    row.answer = e.asked.answer;
    row.problem = e.asked.problem;
    row.user = e.asked.user;
    row.partner = e.asked.partner;
    row.lead = e.asked.lead;
    row.opportunity = e.asked.opportunity;
    row.deal = e.asked.deal;
    const std::uint64_t place = ~row.position;
    rows_.put(Key(notification_table::all, h.header.program).add_number(place).text(), row);
    if (row.result == events::NotificationResult::failed)
        rows_.put(Key(notification_table::failed, h.header.program).add_number(place).text(), row);
}

}  // namespace leadline::projections
