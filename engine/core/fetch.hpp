// Fetch: reads in one go what coming commands or events name and memory does not have. What a
// decision finds out that it needs (whom a match key leads to, which deals a customer has, the
// leads of somebody who leaves) is read when it does; StateMemory::late_reads counts those. The
// keys of leads to come are made here as well, and lead to the leads that they may be duplicates
// of. Changes nothing that anybody can ask for, and need not be called. One thread: the state's.
#pragma once

#include <vector>

#include "engine/core/state/state.hpp"
#include "events/commands/lead.hpp"
#include "events/header.hpp"

namespace leadline::engine {

class Fetch {
public:
    explicit Fetch(State& state) : state_(&state) {}

    void add(const events::CommandHeader& command);
    void add(const events::EventHeader& event);
    // What fires before a command of that time.
    void add_timers(Time until);

    // Reads what was added. An error is the state's memory's.
    void run();

private:
    struct Wanted {
        const ColdTableBase* table = nullptr;
        void (*take)(const ColdTableBase& table, Text id, BytesView value) = nullptr;
        Text id;
        std::size_t key_end = 0;  // in keys_
    };

    struct Keyed {
        const Program* program = nullptr;
        std::string key;
    };

    // What a deal leads to: its customer, and the customer's other deals.
    struct Sold {
        const Program* program = nullptr;
        std::string deal;      // whose customer it is
        std::string customer;  // its key, once that is known
    };

    template <class Record>
    void want(const ColdTable<Record>& table, Text id);
    template <class Command>
    void name(const Program& program, const Command& command);
    void want_keys(const Program& program, const events::CreateLead& command);
    void want_originals();
    template <class Command>
    void want_customer(const Program& program, const Command& command);
    void want_deal(const Program& program, Text deal);
    void want_customers();
    void want_standing_deals();
    void want_backlog(const Program& program, Text id);
    void read();

    State* state_;
    events::Arena arena_;
    std::vector<Wanted> wanted_;
    std::vector<Keyed> keyed_;
    std::vector<Sold> sold_;
    std::vector<CommandIdentity> identities_;
    std::string keys_;
    std::vector<Text> split_;
};

}  // namespace leadline::engine
