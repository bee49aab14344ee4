// See reading.hpp: what became of notifications.
#include "projections/answering.hpp"
#include "projections/views/notification_view.hpp"

namespace leadline::projections {

Page<NotificationRow> find_notifications(Reading& reading, events::ProgramId program,
                                         const NotificationFilter& filter, const Paging& paging) {
    const char table = filter.failed ? notification_table::failed : notification_table::all;
    std::vector<NotificationRow> rows;
    Page<NotificationRow> page;
    std::string last;
    reading.moment().scan(reading.view(notification_view_name), Key(table, program),
                          paging.after.empty() ? Text{} : Text(paging.after),
                          [&](Text key, Text value) {
                              if (key == paging.after) return true;
                              if (paging.limit != 0 && rows.size() == paging.limit) {
                                  page.next = last;
                                  return false;
                              }
                              reading.decode(value, rows.emplace_back());
                              last = key;
                              return true;
                          });
    page.items = reading.keep(rows);
    return page;
}

Result<Answer<Page<NotificationRow>>> Query::notifications(Program program,
                                                           const NotificationFilter& filter,
                                                           const Paging& paging) const {
    return answer<Page<NotificationRow>>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, Page<NotificationRow>& value) -> Result<void> {
            value = find_notifications(reading, program, filter, paging);
            return {};
        });
}

}  // namespace leadline::projections
