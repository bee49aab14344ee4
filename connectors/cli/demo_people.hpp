// DemoPeople: the command lines of `leadline demo`. Leads arrive, everybody who may sees and claims
// them, owners work, forget, convert, register, sell and lose. It rehearses each line on a state of
// its own, so that people act on what they have; the same file and number of leads give the same
// lines. One thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/program_file.hpp"
#include "engine/core/decider.hpp"
#include "events/codec/cloud_event.hpp"

namespace leadline::connectors {

class DemoPeople {
public:
    explicit DemoPeople(const config::ProgramFile& file);

    // What sets the program up, before anything else; lines of a plan.
    void set_up(const std::vector<std::string>& commands);
    void live_through(std::size_t leads);

    // Every line so far, each with its end, without those of the set-up.
    [[nodiscard]] const std::string& lines() const { return lines_; }
    // A lead with much to tell: claimed in a race, reassigned, converted, registered, or near to
    // it.
    [[nodiscard]] const std::string& busiest_lead() const { return busiest_; }

private:
    // Numbers that look like chance and are the same everywhere (splitmix64).
    [[nodiscard]] std::uint64_t draw(std::uint64_t below);
    [[nodiscard]] bool happens(std::uint64_t percent) { return draw(100) < percent; }

    void rehearse(std::string_view line);
    void ask(std::string_view type, std::string_view actor, const std::string& data);
    void pass(std::int64_t seconds);

    void lead_arrives(std::size_t number);
    void race_for(const std::string& lead);
    void somebody_works();
    void work_on(const engine::User& user, const engine::Lead& lead);
    void convert(const engine::User& user, const engine::Lead& lead);
    void somebody_sells();
    void manager_moves(const std::string& lead);
    [[nodiscard]] std::vector<std::string> members_of(const config::QueueSpec& queue) const;
    [[nodiscard]] const engine::Lead* find(const std::string& lead) const;
    void notice(const std::string& lead, unsigned what);

    const config::ProgramFile& file_;
    std::string manager_;  // "manager:karin"
    std::vector<std::string> users_;
    std::map<std::string, std::vector<std::string>, std::less<>> members_;    // of each queue
    std::map<std::string, std::vector<std::string>, std::less<>> queues_of_;  // of each user
    std::vector<std::string> holders_;  // users who have had a lead, each once for every lead
    engine::State state_;
    std::unique_ptr<engine::History> history_;
    engine::Decider decider_;
    events::CloudEventReader reader_;
    events::Arena arena_;
    std::string lines_;
    std::uint64_t seed_ = 0;
    std::uint64_t asked_ = 0;
    std::uint64_t deals_ = 0;
    // Opportunities that are open still, and what was registered for them ("": nothing).
    struct Sale {
        std::string opportunity;
        std::string deal;
    };
    std::vector<Sale> sales_;
    events::Time now_;
    std::string busiest_;
    unsigned busiest_score_ = 0;
    std::vector<std::pair<std::string, unsigned>> noticed_;  // lead, what happened to it
};

}  // namespace leadline::connectors
