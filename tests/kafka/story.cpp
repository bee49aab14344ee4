// See story.hpp.
#include "tests/kafka/story.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

namespace leadline::tests {
namespace {

constexpr std::size_t complaints_max = 20;
constexpr std::string_view repeated_mark = ",\"repeated\":true";

struct Event {
    std::string type;
    std::string command;  // program, source and id of its cause; empty: none
    std::string json;
    bool is_told = false;  // by an outcome
};

class Judge {
public:
    explicit Judge(const Ground& ground) : ground_(ground) {}

    [[nodiscard]] std::vector<std::string> judge() {
        read_events();
        check_log();
        for (const Consumed& outcome : consume(ground_.options, ground_.options.outcomes))
            if (member(outcome.value, "outcome") != "dead_lettered") check_outcome(outcome);
        for (const auto& [partition, events] : events_)
            for (const Event& event : events)
                if (!event.is_told && !event.command.empty())
                    complain(fmt::format("partition {}: {} of {} is told by no outcome", partition,
                                         event.type, event.command));
        return std::move(complaints_);
    }

private:
    void complain(std::string sentence) {
        if (complaints_.size() < complaints_max) complaints_.push_back(std::move(sentence));
    }

    void read_events() {
        for (Consumed& record : consume(ground_.options, ground_.options.events)) {
            std::vector<Event>& events = events_[record.partition];
            const std::string& json = record.value;
            const std::uint64_t number =
                std::strtoull(member(json, "sequence").c_str(), nullptr, 10);
            if (number != events.size() + 1)
                complain(fmt::format("partition {}: event {} stands where {} belongs",
                                     record.partition, number, events.size() + 1));
            if (record.key != member(json, "subject"))
                complain(fmt::format("partition {}: event {} has the key {}", record.partition,
                                     number, record.key));
            Event event{member(json, "type"), "", std::move(record.value)};
            const std::string cause = member(event.json, "causationid");
            if (const auto bar = cause.find('|'); bar != std::string::npos)
                event.command = member(event.json, "program") + ' ' + cause.substr(0, bar) + ' ' +
                                cause.substr(bar + 1);
            events.push_back(std::move(event));
        }
    }

    void check_log() {
        const std::string copy = (ground_.folder.path() / "judged").string();
        std::filesystem::remove_all(copy);
        for (const Words& words :
             {with({"log", "copy", "--from", "kafka", "--to", copy}, ground_.settings()),
              Words{"log", "verify", "--data", copy}})
            if (const Ended ended = leadline(words); ended.exit_code != 0)
                complain(fmt::format("log {}: {}", words[1], ended.err));
        std::vector<std::string> log = lines_of(leadline({"log", "export", "--data", copy}).out);
        std::vector<std::string> feed;
        for (const auto& [partition, events] : events_)
            for (const Event& event : events) feed.push_back(event.json);
        std::sort(log.begin(), log.end());
        std::sort(feed.begin(), feed.end());
        if (log == feed) return;
        std::vector<std::string> of_one;
        std::set_symmetric_difference(log.begin(), log.end(), feed.begin(), feed.end(),
                                      std::back_inserter(of_one));
        complain(fmt::format("{} events are in the log, {} in the feed; of one alone: {}",
                             log.size(), feed.size(), of_one.front()));
    }

    void check_outcome(const Consumed& outcome) {
        std::string json = outcome.value;
        const std::string name = command_of(json);
        const auto mark = json.find(repeated_mark);
        if (mark != std::string::npos) json.erase(mark, repeated_mark.size());
        const auto [first, is_new] = first_.try_emplace(name, json);
        if (mark == std::string::npos) {
            if (!is_new) complain(name + " was decided twice");
        } else if (is_new) {
            complain(name + " came again before it came");
        } else if (first->second != json) {
            complain(fmt::format("{} was told first {}, then {}", name, first->second, json));
        }
        if (outcome.key != member(json, "source"))
            complain(fmt::format("the outcome of {} has the key {}", name, outcome.key));
        if (number_member(json, "partition") != outcome.partition)
            complain(fmt::format("the outcome of {} stands in partition {}: {}", name,
                                 outcome.partition, json));
        check_told(name, json, events_[outcome.partition]);
    }

    // What the outcome says happened is what the feed has at its position.
    void check_told(const std::string& name, const std::string& json, std::vector<Event>& events) {
        const std::uint64_t position = number_member(json, "position");
        std::string types;
        for (std::uint64_t i = position; i <= events.size(); ++i) {
            if (i == 0 || events[i - 1].command != name) break;
            events[i - 1].is_told = true;
            types += fmt::format("{}\"{}\"", types.empty() ? "" : ",", events[i - 1].type);
        }
        if (types.empty())
            return complain(fmt::format("at position {} there is no event of {}", position, name));
        const std::string& first = events[position - 1].json;
        const bool is_rejected = member(json, "outcome") == "rejected";
        const bool is_so = is_rejected
                               ? events[position - 1].type.ends_with("Rejected") &&
                                     member(first, "reason") == member(json, "reason")
                               : json.find("\"events\":[" + types + "]") != std::string::npos;
        if (!is_so) complain(fmt::format("{} is told, and happened was {}", json, types));
    }

    const Ground& ground_;
    std::map<std::uint32_t, std::vector<Event>> events_;  // by partition, from position 1 on
    std::map<std::string, std::string> first_;            // the first outcome of each command
    std::vector<std::string> complaints_;
};

}  // namespace

std::vector<std::string> judge_story(const Ground& ground) { return Judge(ground).judge(); }

}  // namespace leadline::tests
