// The view "queue": each queue's definition in force, and what was refused to those who asked for
// its next lead. Which leads are in it stands in the view "lead". One thread.
//   q program queue        -> QueueRow
//   r program queue reason -> RefusedClaims
#pragma once

#include "projections/pending.hpp"
#include "projections/rows.hpp"

namespace leadline::projections {

inline constexpr Text queue_view_name = "queue@v3";
inline constexpr char queue_table = 'q';
inline constexpr char queue_refused_table = 'r';

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
    void on(const Happening& h, const events::Rejected<events::ClaimNext>& e) {
        const events::QueueId queue = e.asked.queue;
        if (!rows_.find(Key(queue_table, h.header.program).add_id(queue.text).text())) return;
        const Key key = Key(queue_refused_table, h.header.program)
                            .add_id(queue.text)
                            .add_number(static_cast<std::uint64_t>(e.why.reason));
        RefusedClaims row;
        static_cast<void>(rows_.read(key.text(), row));  // the first one makes it
        row.reason = e.why.reason;
        ++row.count;
        row.last = h.header.time;
        row.last_position = h.header.position.number;
        row.last_user = e.asked.user;
        if (!row.last_user.is_set() && h.header.actor.kind == events::ActorKind::partner_user)
            row.last_user = {h.header.actor.id};
        rows_.put(key.text(), row);
    }

private:
    Rows rows_;
};

}  // namespace leadline::projections
