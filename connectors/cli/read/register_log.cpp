// What stands on the command lines of the log itself, of dead letters, and of the commands that
// need no data folder: schema, config, rules.
#include "connectors/cli/app_commands.hpp"
#include "connectors/cli/kafka/log_copy_kafka.hpp"
#include "connectors/cli/read/verb.hpp"

namespace leadline::connectors {
namespace {

void no_options(CLI::App&, LogArgs&) {}

void take_partition(CLI::App& verb, LogArgs& args) {
    verb.add_option("--partition", args.partition, "only this one")->type_name("NUMBER");
}

void tail_options(CLI::App& verb, LogArgs& args) {
    take_limit(verb, args.limit, "only the last so many");
    take_partition(verb, args);
}

void export_options(CLI::App& verb, LogArgs& args) {
    verb.add_option("FILE", args.file, "where to; absent or -: stdout");
    take_partition(verb, args);
}

void copy_options(CLI::App& verb, CopyArgs& args) {
    verb.add_option("FOLDER,--to", args.folder,
                    "that is made; it must be empty or not there, or an earlier copy from Kafka")
        ->required();
    const config::Option& option = *config::find_option("embedded.partitions");
    CLI::Option* const count =
        verb.add_option("--partitions", args.partitions, "how many the copy has")
            ->type_name("COUNT")
            ->check([&option](const std::string& text) -> std::string {
                std::int64_t number = 0;
                if (config::parse_value(option, text, number)) return {};
                return "expected " + config::expected_values(option) + ", not " +
                       config::shown(text);
            });
    CLI::Option* const from =
        verb.add_option("--from", args.from,
                        "kafka: bring the log of kafka.* as it is, in place of that of --data")
            ->check(CLI::IsMember({"kafka"}));
    count->excludes(from);
    verb.add_option("--partition", args.only, "from Kafka: only these of it")
        ->type_name("NUMBER,...")
        ->delimiter(',')
        ->needs(from);
}

// Two commands in one, which need different words.
void add_copy(CLI::App& log, Context& context) {
    const auto args = std::make_shared<CopyArgs>();
    CLI::App* const verb = log.add_subcommand(
        "copy",
        "Deal its events anew into another folder and other partitions; or bring it from "
        "Kafka");
    copy_options(*verb, *args);
    verb->add_option("--data", context.line.data, "the data folder that is copied")
        ->type_name("DIR");
    verb->callback([&context, args] {
        const bool is_from_kafka = !args->from.empty();
        if (is_from_kafka && !context.line.data.empty())
            throw CLI::ExcludesError("--from", "--data");
        if (!is_from_kafka && context.line.data.empty()) throw CLI::RequiredError("--data");
        if (!is_from_kafka && args->partitions == 0) throw CLI::RequiredError("--partitions");
        context.only_tells = true;
        context.action = [args, is_from_kafka](Context& c) {
            if (is_from_kafka) return log_copy_from_kafka(c, *args);
            return answer_with_mended_views(c, [&](Context& to) { return log_copy(to, *args); });
        };
    });
}

void letters_options(CLI::App& verb, ListArgs& args) {
    take_limit(verb, args.limit);
    verb.add_option("--after", args.after, "go on behind this key")->type_name("KEY");
}

void letter_options(CLI::App& verb, ThingArgs& args) {
    verb.add_option("KEY", args.id, "its key, or how it begins")->required();
}

void file_options(CLI::App& verb, FileArgs& args) {
    verb.add_option("FILE", args.name)->required();
}

void add_coverage(CLI::App& rules, Context& context) {
    const auto args = std::make_shared<CoverageArgs>();
    CLI::App* const verb = rules.add_subcommand(
        "coverage", "What of the rules was never true, for cases or for the leads of a log");
    verb->add_option("FILE", args->rules, "a program file, or a file of rules")->required();
    CLI::Option* const tests =
        verb->add_option("--tests", args->tests, "a file of cases")->type_name("FILE");
    CLI::Option* const data =
        verb->add_option("--data", context.line.data, "or: a data folder")->type_name("DIR");
    data->excludes(tests);
    verb->add_option("--program", args->program, "whose leads, where FILE does not say")
        ->type_name("ID")
        ->needs(data);
    verb->add_option("--from", args->from, "the first event: a position or a time")
        ->type_name("PLACE")
        ->needs(data);
    verb->add_option("--to", args->to, "the last event: a position or a time")
        ->type_name("PLACE")
        ->needs(data);
    verb->add_option("--minimum", args->minimum, "exit with 1 when less is covered")
        ->type_name("PERCENT")
        ->check(CLI::Range(0, 100));
    verb->callback([&context, args] {
        if (args->tests.empty() && context.line.data.empty())
            throw CLI::RequiredError("--tests or --data");
        context.action = [args](Context& c) { return rules_coverage(c, *args); };
    });
}

}  // namespace

void register_log(CLI::App& app, Context& context) {
    add_verb<StatusArgs>(app, context,
                         {"status", "How the engine of a folder does, in one line",
                          [](CLI::App&, StatusArgs&) {}, status, true, true, true});
    CLI::App& log = noun(app, "log", "The event log itself");
    add_verb<LogArgs>(log, context, {"info", "Which log, and where it ends", no_options, log_info});
    add_verb<LogArgs>(log, context,
                      {"tail", "Its events, or the last ones", tail_options, log_tail});
    add_verb<LogArgs>(log, context,
                      {"verify", "Prove the chain, fold the events, compare the state", no_options,
                       log_verify, true, true, true});
    add_verb<LogArgs>(log, context,
                      {"export", "All events as CloudEvents, one a line (or -o csv)",
                       export_options, log_export});
    add_copy(log, context);
    CLI::App& letter = noun(app, "dead-letter", "Input that could not be understood");
    add_verb<ListArgs>(letter, context,
                       {"list", "All dead letters, in the order of their keys", letters_options,
                        dead_letter_list});
    add_verb<ThingArgs>(
        letter, context,
        {"show", "One of them, with the original input", letter_options, dead_letter_show});
}

void register_tools(CLI::App& app, Context& context) {
    CLI::App& rules = noun(app, "rules", "Rulesets and program files");
    add_verb<FileArgs>(rules, context,
                       {"check", "Every mistake, with file, line and column", file_options,
                        rules_check, false, true, true});
    add_verb<FileArgs>(
        rules, context,
        {"test", "Run the cases beside the rules", file_options, rules_test, false, true, true});
    add_coverage(rules, context);
    add_verb<FormatArgs>(
        rules, context,
        {"fmt", "Lay files out in the one form, in place; comments stay",
         [](CLI::App& verb, FormatArgs& args) {
             verb.add_option("FILE", args.files, "programs, rules, cases; -: from stdin to stdout")
                 ->required();
             verb.add_flag("--check", args.checks, "only name those that differ, and exit with 1");
         },
         rules_format, false, true, true});
    CLI::App& config = noun(app, "config", "The configuration");
    add_verb<FileArgs>(config, context,
                       {"check", "Every mistake in it",
                        [](CLI::App& verb, FileArgs& args) {
                            verb.add_option("FILE", args.name, "instead of --config");
                        },
                        config_check, false, false, true});
    add_verb<FileArgs>(config, context,
                       {"show", "Every value in force",
                        [](CLI::App& verb, FileArgs& args) {
                            verb.add_flag("--origin", args.with_origin, "and where it comes from");
                            verb.footer(config::options_help);
                        },
                        config_show, false});
    add_verb<FileArgs>(
        app, context,
        {"schema", "JSON Schema of commands, events or config",
         [](CLI::App& verb, FileArgs& args) {
             verb.add_option("NAME", args.name, "commands, events or config")->required();
         },
         schema_print, false, false});
}

}  // namespace leadline::connectors
