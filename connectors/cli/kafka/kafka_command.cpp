// See kafka_command.hpp.
#include "connectors/cli/kafka/kafka_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "connectors/cli/output.hpp"
#include "connectors/kafka/admin.hpp"
#include "connectors/kafka/group_lag.hpp"

namespace leadline::connectors {

using events::Result;
using kafka::Admin;
using kafka::ClusterFacts;
using kafka::Finding;
using kafka::TopicUse;

namespace {

std::string counted(std::size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

// "2 mistakes, 1 warning".
std::string summary(const std::vector<Finding>& findings) {
    const auto warnings = static_cast<std::size_t>(std::count_if(
        findings.begin(), findings.end(), [](const Finding& each) { return each.is_warning; }));
    const std::size_t mistakes = findings.size() - warnings;
    if (mistakes == 0 && warnings == 0) return "nothing is wrong";
    if (mistakes == 0) return "nothing is wrong, " + counted(warnings, "warning");
    return counted(mistakes, "mistake") +
           (warnings == 0 ? std::string() : ", " + counted(warnings, "warning"));
}

Result<ExitCode> answer(Context& context, const ClusterFacts& facts,
                        const std::vector<TopicUse>& made) {
    const config::Options::Kafka& options = context.configuration.options.kafka;
    Table topics("topics", {{"topic"}, {"option"}, {"partitions"}, {"copies"}, {"made"}});
    for (const TopicUse use : kafka::topic_uses) {
        const kafka::TopicFacts& topic = facts.of(use);
        if (!topic.is_there) continue;
        const bool is_new = std::find(made.begin(), made.end(), use) != made.end();
        topics.add({topic_name(options, use), option_name(use), topic.partitions, topic.replication,
                    is_new ? "now" : "before"});
    }
    const std::vector<Finding> found = kafka::findings(facts, options);
    Table findings("findings", {{"about"}, {"severity"}, {"finding"}});
    for (const Finding& each : found)
        findings.add({each.about, each.is_warning ? "warning" : "wrong", each.sentence});
    Record record;
    record.add("cluster", facts.id)
        .add("brokers", facts.brokers)
        .add(std::move(topics))
        .add_answer(std::move(findings));
    TRY(show(answering(context), record, {}));
    context.console.err << "kafka at " << options.brokers << ": " << summary(found) << '\n';
    const bool is_good = std::all_of(found.begin(), found.end(),
                                     [](const Finding& each) { return each.is_warning; });
    return is_good ? ExitCode::done : ExitCode::no;
}

}  // namespace

Result<ExitCode> kafka_lag(Context& context) {
    const config::Options::Kafka& options = context.configuration.options.kafka;
    auto admin = Admin::open(options);
    if (!admin) return tl::unexpected(std::move(admin).error());
    const auto facts = admin->describe();
    if (!facts) return tl::unexpected(facts.error());
    const kafka::TopicFacts& commands = facts->of(TopicUse::commands);
    if (!commands.is_there)
        return events::fail(
            events::Failure::refused,
            fmt::format("there is no topic {} at {}: `leadline kafka init` makes it",
                        options.commands, options.brokers));
    const auto lag = kafka::group_lag(options, commands.partitions);
    if (!lag) return tl::unexpected(lag.error());
    Table partitions("partitions", {{"partition"}, {"decided"}, {"end"}, {"behind"}});
    std::int64_t behind = 0;
    for (const kafka::Lag& each : *lag) {
        partitions.add({each.partition, static_cast<std::uint64_t>(each.decided),
                        static_cast<std::uint64_t>(each.end),
                        static_cast<std::uint64_t>(each.behind())});
        behind += each.behind();
    }
    Record record;
    record.add("commands", options.commands)
        .add("group", options.group)
        .add("behind", static_cast<std::uint64_t>(behind))
        .add_answer(std::move(partitions));
    TRY(show(answering(context), record, {}));
    return ExitCode::done;
}

Result<ExitCode> kafka_check(Context& context) {
    auto admin = Admin::open(context.configuration.options.kafka);
    if (!admin) return tl::unexpected(std::move(admin).error());
    const auto facts = admin->describe();
    if (!facts) return tl::unexpected(facts.error());
    return answer(context, *facts, {});
}

Result<ExitCode> kafka_init(Context& context) {
    const config::Options::Kafka& options = context.configuration.options.kafka;
    auto admin = Admin::open(options);
    if (!admin) return tl::unexpected(std::move(admin).error());
    const auto before = admin->describe();
    if (!before) return tl::unexpected(before.error());
    std::vector<TopicUse> missing;
    for (const TopicUse use : kafka::topic_uses)
        if (!before->of(use).is_there) missing.push_back(use);
    TRY(admin->make(missing, partitions_to_make(*before, options)));
    const auto after = admin->describe();
    if (!after) return tl::unexpected(after.error());
    return answer(context, *after, missing);
}

}  // namespace leadline::connectors
