// View: one read model. It is told of each event in log order, gathers what changes in memory, and
// writes it down, sorted and one value per key, when it is asked to. A new view is one file that
// derives from ViewOf and one line in views.cpp. One thread; a view that throws stops alone.
#pragma once

#include <array>

#include "events/codec/event_codec.hpp"
#include "projections/view_store.hpp"

namespace leadline::projections {

// One decoded event, as every view is told of it.
struct Happening {
    const events::EventHeader& header;
    events::BytesView body;  // as it stands in the log
    const void* event;       // of the type that header.kind names
};

// Where a view reads what it has flushed before.
struct ViewRows {
    const ViewStore* store = nullptr;
    ViewNumber number = 0;
};

class View {
public:
    virtual ~View() = default;

    [[nodiscard]] virtual Text name() const = 0;  // with its version: "lead@v1"
    [[nodiscard]] virtual bool listens_to(events::EventKind kind) const = 0;
    // Nothing of `happening` may be kept: its memory ends with the call.
    virtual void apply(const Happening& happening) = 0;

    // Roughly how many bytes write() would write now.
    [[nodiscard]] virtual std::size_t pending_bytes() const = 0;
    // Writes what has changed since the last written(), keys ascending. May be called again when
    // the flush failed.
    virtual void write(KeyWriter& to) = 0;
    // What write() wrote is kept.
    virtual void written() = 0;
};

// Gives a view `on(happening, event)`, one overload per kind of event that it listens to.
template <class Derived>
class ViewOf : public View {
public:
    [[nodiscard]] bool listens_to(events::EventKind kind) const final {
        return calls()[events::kind_slot(kind)] != nullptr;
    }
    void apply(const Happening& happening) final {
        if (const Call call = calls()[events::kind_slot(happening.header.kind)])
            call(static_cast<Derived&>(*this), happening);
    }

private:
    using Call = void (*)(Derived&, const Happening&);

    static const std::array<Call, events::kind_slots>& calls() {
        static constexpr std::array<Call, events::kind_slots> table = [] {
            std::array<Call, events::kind_slots> all{};
            events::Events::for_each([&all]<class Event>() {
                if constexpr (requires(Derived & d, const Happening& h, const Event& e) {
                                  d.on(h, e);
                              }) {
                    all[events::kind_slot(Event::kind)] = [](Derived& d, const Happening& h) {
                        d.on(h, *static_cast<const Event*>(h.event));
                    };
                }
            });
            return all;
        }();
        return table;
    }
};

}  // namespace leadline::projections
