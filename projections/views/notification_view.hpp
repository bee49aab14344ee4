// The view "notification": what became of each notification that is on record, newest first, and
// which of them failed. One thread. Places count down, so that the newest comes first.
//   n program place -> NotificationRow
//   f program place -> NotificationRow, of those that failed
#pragma once

#include "projections/notification_row.hpp"
#include "projections/pending.hpp"

namespace leadline::projections {

inline constexpr Text notification_view_name = "notification@v1";

namespace notification_table {
inline constexpr char all = 'n';
inline constexpr char failed = 'f';
}  // namespace notification_table

class NotificationView final : public ViewOf<NotificationView> {
public:
    explicit NotificationView(ViewRows stored) : rows_(stored) {}

    [[nodiscard]] Text name() const override { return notification_view_name; }
    [[nodiscard]] std::size_t pending_bytes() const override { return rows_.pending_bytes(); }
    void write(KeyWriter& to) override { rows_.write(to); }
    void written() override { rows_.written(); }

    void on(const Happening& h, const events::NotificationRecorded& e);

private:
    Rows rows_;
};

}  // namespace leadline::projections
