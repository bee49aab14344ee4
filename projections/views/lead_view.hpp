// The view "lead": each lead's timeline, leads by status and by owner, queues in claim order,
// contested leads, how many open leads a queue, a user and a partner have, and open claims. An
// event costs one step in memory and no read unless its lead has not been spoken of for long; a
// flush writes a row per lead that changed and few index keys, whatever happened to it in between.
// One thread.
#pragma once

#include <optional>

#include "projections/pending.hpp"
#include "projections/view.hpp"
#include "projections/views/arrivals.hpp"
#include "projections/views/hot_leads.hpp"
#include "projections/views/lead_keys.hpp"
#include "projections/views/lead_move.hpp"
#include "projections/views/lead_of.hpp"

namespace leadline::projections {

inline constexpr std::size_t hot_leads_max_default = 2'000'000;  // about 200 MB

class LeadView final : public ViewOf<LeadView> {
public:
    explicit LeadView(ViewRows stored, std::size_t hot_leads_max = hot_leads_max_default)
        : stored_(stored), hot_(hot_leads_max) {}

    [[nodiscard]] Text name() const override { return lead_view_name; }
    [[nodiscard]] std::size_t pending_bytes() const override;
    void write(KeyWriter& to) override;
    void written() override;

    template <class Event>
    requires OfLead<Event>
    void on(const Happening& h, const Event& e) {
        const events::LeadId lead = lead_of(e);
        if (!lead.is_set()) return;
        HotLead& hot = hot_lead(h.header.program, lead, isLeadCreated<Event>);
        add_step(hot, h);
        if constexpr (isLeadCreated<Event>) hot.created = h.header.position.number;
        if constexpr (requires { move_of(e); }) move(hot, h.header, move_of(e));
        if constexpr (isLeadConverted<Event>) converting_ = &hot;
        if constexpr (isClaimRefused<Event>) {
            if (e.why.reason == events::Reason::lead_already_claimed) contest(hot);
        }
        if constexpr (std::is_same_v<Event, events::LeadFoundDuplicate>)
            add_step(hot_lead(h.header.program, e.duplicate_of, false), h);
    }
    // What a conversion made follows it in the same command.
    void on(const Happening& h, const events::AccountCreated&) { add_to_conversion(h); }
    void on(const Happening& h, const events::AccountFilled&) { add_to_conversion(h); }
    void on(const Happening& h, const events::ContactCreated&) { add_to_conversion(h); }
    void on(const Happening& h, const events::ContactFilled&) { add_to_conversion(h); }

private:
    template <class Event>
    static constexpr bool isLeadCreated = std::is_same_v<Event, events::LeadCreated>;
    template <class Event>
    static constexpr bool isLeadConverted = std::is_same_v<Event, events::LeadConverted>;
    template <class Event>
    static constexpr bool isClaimRefused =
        std::is_same_v<Event, events::Rejected<events::ClaimLead>> ||
        std::is_same_v<Event, events::LeadClaimRefused>;

    // A queue or a user, with the number of open leads there.
    struct Holder {
        std::string key;  // program, id
        std::uint64_t open = 0;
        bool is_changed = false;
        std::uint32_t partner = no_number;  // a user's
    };
    class Holders {
    public:
        Holders(char table, const ViewRows& stored) : table_(table), stored_(stored) {}
        [[nodiscard]] std::uint32_t number(events::ProgramId program, Text id);
        [[nodiscard]] Holder& operator[](std::uint32_t number) { return all_[number]; }
        void add(std::uint32_t number, std::int64_t change);
        [[nodiscard]] std::size_t size() const { return all_.size(); }
        [[nodiscard]] std::size_t changed() const { return changed_.size(); }
        void write(KeyWriter& to);
        void written();

    private:
        char table_;
        const ViewRows& stored_;
        std::vector<Holder> all_;
        boost::unordered_flat_map<std::string, std::uint32_t> by_key_;
        std::vector<std::uint32_t> changed_;
        std::string key_;  // scratch
    };

    // Statuses by name, whichever program's they are.
    class Names {
    public:
        [[nodiscard]] std::uint32_t number(Text name);
        // Of each number, where its name stands in the order of names.
        [[nodiscard]] std::vector<std::uint32_t> ranks() const;
        [[nodiscard]] const std::string& operator[](std::uint32_t n) const { return all_[n]; }

    private:
        std::vector<std::string> all_;
    };

    // What has changed of a lead since the last flush. Steps are chained by where they begin.
    struct Pending {
        HotLead* lead;
        Whereabouts flushed;
        std::uint64_t first_position;
        std::size_t first_step;
        std::size_t last_step;
        bool becomes_contested;
    };

    [[nodiscard]] HotLead& hot_lead(events::ProgramId program, events::LeadId lead, bool is_new);
    void read(HotLead& hot, events::ProgramId program);
    void add_step(HotLead& hot, const Happening& h);
    void add_to_conversion(const Happening& h);
    void move(HotLead& hot, const events::EventHeader& header, const Move& move);
    void count(const Whereabouts& where, std::int64_t change);
    // The owner's claim, from the queue where it came from.
    void open_claim(Whereabouts& now, events::ProgramId program, Text queue, const Move& to);
    void note_arrival(const Whereabouts& before, const Whereabouts& now);
    void contest(HotLead& hot);
    void sort_pending();
    void write_by_owner(KeyWriter& to);
    void write_by_queue(KeyWriter& to);
    void write_by_arrival(KeyWriter& to);
    void write_by_status(KeyWriter& to);
    static void write_change(KeyWriter& to, Text key, const HotLead& lead, bool is_there);
    void write_timeline(KeyWriter& to);

    ViewRows stored_;
    HotLeads hot_;
    Holders queues_{lead_table::open_in_queue, stored_};
    Holders users_{lead_table::open_of_user, stored_};
    Holders partners_{lead_table::open_of_partner, stored_};
    Holders claims_{lead_table::open_claims, stored_};
    Arrivals arrivals_{stored_};
    Names statuses_;
    std::vector<Pending> pending_;
    events::Bytes steps_;
    std::string key_;  // scratch
    HotLead* converting_ = nullptr;
    std::string chunk_;
    events::Arena memory_;
};

}  // namespace leadline::projections
