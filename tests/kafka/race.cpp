// See race.hpp.
#include "tests/kafka/race.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "bench/workload.hpp"
#include "tests/kafka/judge.hpp"

namespace leadline::tests {
namespace {

constexpr std::uint32_t partners = 2;
constexpr std::uint64_t users_per_partner = 5;
constexpr std::size_t open_per_user = 3;
constexpr std::size_t complaints_max = 20;

// Of one program: who has which lead.
class Rules {
public:
    bool claim(const std::string& lead, const std::string& user) {
        if (owner_.count(lead) != 0) return false;
        if (open_[user] >= open_per_user) return false;
        if (given_back_.count({lead, partner_of(user)}) != 0) return false;
        owner_[lead] = user;
        ++open_[user];
        return true;
    }
    bool release(const std::string& lead) {
        const auto at = owner_.find(lead);
        if (at == owner_.end()) return false;
        --open_[at->second];
        given_back_.insert({lead, partner_of(at->second)});
        owner_.erase(at);
        return true;
    }

private:
    static std::uint64_t partner_of(const std::string& user) {
        return std::strtoull(user.c_str() + user.rfind('-') + 1, nullptr, 10) / users_per_partner;
    }

    std::map<std::string, std::string> owner_;
    std::map<std::string, std::size_t> open_;
    std::set<std::pair<std::string, std::uint64_t>> given_back_;
};

// What the rules make of one program's commands, or what its events say of the same: who got which
// lead and who gave it back, in order.
using Moves = std::map<std::string, std::vector<std::string>>;

std::string claimed(const std::string& lead, const std::string& user) {
    return user + " gets " + lead;
}
std::string released(const std::string& lead) { return lead + " is given back"; }

class Judge {
public:
    explicit Judge(const config::Options::Kafka& options) : options_(options) {}

    [[nodiscard]] std::vector<std::string> judge() {
        read_outcomes();
        check_commands();
        for (const auto& [partition, outcomes] : outcomes_)
            if (next_[partition] != outcomes.size())
                complain(fmt::format("partition {}: {} commands have {} outcomes", partition,
                                     next_[partition], outcomes.size()));
        check_events();
        check_moves();
        return std::move(complaints_);
    }

private:
    struct Outcome {
        std::string command;
        std::string verdict;
        bool is_repeated = false;
    };

    void complain(std::string sentence) {
        if (complaints_.size() < complaints_max) complaints_.push_back(std::move(sentence));
    }

    void read_outcomes() {
        for (const Consumed& outcome : consume(options_, options_.outcomes)) {
            const std::string& json = outcome.value;
            const bool is_repeated = json.find("\"repeated\":true") != std::string::npos;
            outcomes_[outcome.partition].push_back(
                {command_of(json), member(json, "outcome"), is_repeated});
        }
    }

    // Each record has its outcome, in the order of the offsets; which one, the rules say.
    void check_commands() {
        std::map<std::string, Rules> programs;
        std::set<std::string> seen;
        for (const Consumed& record : consume(options_, options_.commands)) {
            const std::string& json = record.value;
            const std::string name = command_of(json);
            const std::size_t turn = next_[record.partition]++;
            const std::vector<Outcome>& outcomes = outcomes_[record.partition];
            if (turn >= outcomes.size()) {
                complain(name + " was not decided");
                continue;
            }
            const Outcome& said = outcomes[turn];
            const bool is_new = seen.insert(name).second;
            if (said.command != name) {
                complain(fmt::format("partition {}: after {} outcomes comes {}, and not {}",
                                     record.partition, turn, said.command, name));
            } else if (said.is_repeated == is_new) {
                complain(fmt::format("{} at offset {} is {}", name, record.offset,
                                     is_new ? "told as a repeat" : "decided twice"));
            }
            if (!is_new) continue;
            const bool is_accepted = decide(programs[member(json, "program")], json);
            if ((said.verdict == "accepted") != is_accepted)
                complain(fmt::format("{} at offset {} was {}, and ought not to be", name,
                                     record.offset, said.verdict));
        }
    }

    [[nodiscard]] bool decide(Rules& rules, const std::string& json) {
        const std::string type = member(json, "type");
        const std::string lead = member(json, "lead");
        const std::string actor = member(json, "actor");
        const std::string user = actor.substr(actor.find(':') + 1);
        std::vector<std::string>& moves = expected_[member(json, "program")];
        if (type == "ClaimLead") {
            if (!rules.claim(lead, user)) return false;
            moves.push_back(claimed(lead, user));
        } else if (type == "ReleaseLead") {
            if (!rules.release(lead)) return false;
            moves.push_back(released(lead));
        }
        return true;
    }

    // By themselves: at no position has anybody more than he may, or a lead two owners.
    void check_events() {
        std::map<std::string, Rules> programs;
        for (const Consumed& event : consume(options_, options_.events)) {
            const std::string& json = event.value;
            const std::string program = member(json, "program");
            const std::string type = member(json, "type");
            const std::string lead = member(json, "lead");
            bool is_allowed = true;
            if (type == "LeadClaimed") {
                const std::string user = member(json, "user");
                is_allowed = programs[program].claim(lead, user);
                told_[program].push_back(claimed(lead, user));
            } else if (type == "LeadReleased") {
                is_allowed = programs[program].release(lead);
                told_[program].push_back(released(lead));
            }
            if (!is_allowed)
                complain(fmt::format("{}: what the rules forbid: {}", event.offset, json));
        }
    }

    // The first eligible claim got the lead, and nobody else.
    void check_moves() {
        if (told_ == expected_) return;
        for (const auto& [program, moves] : expected_) {
            const std::vector<std::string>& told = told_[program];
            const auto at = std::mismatch(moves.begin(), moves.end(), told.begin(), told.end());
            if (at.first == moves.end() && at.second == told.end()) continue;
            complain(fmt::format("{}: the rules say \"{}\", the events \"{}\"", program,
                                 at.first == moves.end() ? "nothing more" : *at.first,
                                 at.second == told.end() ? "nothing more" : *at.second));
        }
        if (told_.size() > expected_.size()) complain("events of programs that nobody asked for");
    }

    const config::Options::Kafka& options_;
    std::map<std::uint32_t, std::vector<Outcome>> outcomes_;  // by partition, in order
    std::map<std::uint32_t, std::size_t> next_;               // how many of them are spoken for
    Moves expected_;
    Moves told_;
    std::vector<std::string> complaints_;
};

}  // namespace

std::vector<std::string> race_lines(const RaceSize& size) {
    bench::Workload workload({size.leads, 0, partners, 1, size.seed, size.program});
    events::CommandHeader command;
    std::vector<std::string> lines;
    while (workload.next_setup(command)) {
        std::string line = bench::json_line(command);
        const std::string large = "\"open_per_user\":100000";
        if (const auto at = line.find(large); at != std::string::npos)
            line.replace(at, large.size(), fmt::format("\"open_per_user\":{}", open_per_user));
        lines.push_back(std::move(line));
    }
    std::mt19937_64 random(size.seed);
    for (std::uint64_t i = 0; i < size.commands; ++i) {
        const std::uint64_t lead = random() % size.leads;
        if (random() % 4 == 0) {
            workload.release(command, lead);
        } else {
            workload.claim(command, lead, random() % (partners * users_per_partner));
        }
        lines.push_back(bench::json_line(command));
    }
    return lines;
}

std::vector<std::string> judge_race(const config::Options::Kafka& options) {
    return Judge(options).judge();
}

}  // namespace leadline::tests
