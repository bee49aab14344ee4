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

using Name = std::string;  // program, source and id of a command

Name name_of(const std::string& json) {
    return member(json, "program") + " " + member(json, "source") + " " + member(json, "id");
}

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

class Judge {
public:
    explicit Judge(const config::Options::Kafka& options) : options_(options) {}

    [[nodiscard]] std::vector<std::string> judge() {
        read_outcomes();
        check_decisions();
        check_events();
        return std::move(complaints_);
    }

private:
    void complain(std::string sentence) {
        if (complaints_.size() < complaints_max) complaints_.push_back(std::move(sentence));
    }

    void read_outcomes() {
        for (const Consumed& outcome : consume(options_, options_.outcomes)) {
            const std::string& json = outcome.value;
            if (json.find("\"repeated\":true") != std::string::npos) continue;
            const bool is_new = said_.emplace(name_of(json), member(json, "outcome")).second;
            if (!is_new) complain(name_of(json) + " was decided twice");
        }
    }

    void check_decisions() {
        std::map<std::string, Rules> programs;
        std::set<Name> seen;
        for (const Consumed& command : consume(options_, options_.commands)) {
            const std::string& json = command.value;
            const Name name = name_of(json);
            if (!seen.insert(name).second) continue;
            Rules& rules = programs[member(json, "program")];
            const std::string type = member(json, "type");
            const std::string lead = member(json, "lead");
            const std::string actor = member(json, "actor");
            const bool is_accepted = type == "ClaimLead"
                                         ? rules.claim(lead, actor.substr(actor.find(':') + 1))
                                     : type == "ReleaseLead" ? rules.release(lead)
                                                             : true;
            const auto said = said_.find(name);
            if (said == said_.end()) {
                complain(name + " was not decided");
            } else if ((said->second == "accepted") != is_accepted) {
                complain(fmt::format("{} at offset {} was {}, and ought not to be", name,
                                     command.offset, said->second));
            }
        }
        if (said_.size() != seen.size())
            complain(fmt::format("{} commands were published, and {} decided", seen.size(),
                                 said_.size()));
    }

    // In each partition by their numbers, without a gap; no lead is given to a second one.
    void check_events() {
        std::map<std::uint32_t, std::uint64_t> last;
        std::map<std::string, bool> is_owned;
        for (const Consumed& event : consume(options_, options_.events)) {
            const std::string& json = event.value;
            const std::uint64_t number =
                std::strtoull(member(json, "sequence").c_str(), nullptr, 10);
            if (number != ++last[event.partition])
                complain(fmt::format("partition {}: event {} stands where {} belongs",
                                     event.partition, number, last[event.partition]));
            bool& owned = is_owned[member(json, "program") + " " + event.key];
            const std::string type = member(json, "type");
            if (type == "LeadClaimed" && std::exchange(owned, true))
                complain(fmt::format("{} was given to a second one, event {}", event.key, number));
            if (type == "LeadReleased") owned = false;
        }
    }

    const config::Options::Kafka& options_;
    std::map<Name, std::string> said_;  // what became of each command
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
