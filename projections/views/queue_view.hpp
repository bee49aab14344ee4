// The view "queue": each queue's definition in force. Which leads are in it stands in the view
// "lead". One thread.
//   q program queue -> QueueRow
#pragma once

#include "projections/pending.hpp"
#include "projections/rows.hpp"

namespace leadline::projections {

inline constexpr Text queue_view_name = "queue@v1";
inline constexpr char queue_table = 'q';

class QueueView final : public ViewOf<QueueView> {
public:
    explicit QueueView(ViewRows stored) : rows_(stored) {}

    [[nodiscard]] Text name() const override { return queue_view_name; }
    [[nodiscard]] std::size_t pending_bytes() const override { return rows_.pending_bytes(); }
    void write(KeyWriter& to) override { rows_.write(to); }
    void written() override { rows_.written(); }

    void on(const Happening& h, const events::QueueDefined& e) {
        QueueRow row;
        row.definition = e.asked;
        row.defined = h.header.time;
        rows_.put(Key(queue_table, h.header.program).add_id(e.asked.queue.text).text(), row);
    }

private:
    Rows rows_;
};

}  // namespace leadline::projections
