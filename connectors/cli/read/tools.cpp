// The commands that need no data folder: `schema`, `config check|show`, `rules check|test`.
#include <fmt/format.h>

#include <ostream>

#include "config/program_file.hpp"
#include "config/rules_check.hpp"
#include "connectors/cli/read/things.hpp"
#include "connectors/cli/rules_runner.hpp"
#include "events/codec/schema.hpp"

namespace leadline::connectors {

using config::Diagnostic;
using config::Diagnostics;
using events::Failure;
using events::Result;

namespace {

// The mistakes are the answer: all of them, as data.
Result<void> say_mistakes(const Answering& to, const Diagnostics& diagnostics) {
    if (to.format == OutputFormat::text) return to.out.write(diagnostics.to_text());
    ListAnswer list(to, "mistakes",
                    {{"file"}, {"line"}, {"column"}, {"severity"}, {"message", true}});
    for (const Diagnostic& mistake : diagnostics.sorted()) {
        const bool is_error = mistake.severity == config::Severity::error;
        TRY(list.row({mistake.file, mistake.place.line, mistake.place.column,
                      is_error ? "error" : "warning", mistake.message}));
    }
    return list.finish({});
}

Answered verdict(const Answering& to, std::string_view what, const Diagnostics& diagnostics) {
    TRY(say_mistakes(to, diagnostics));
    if (diagnostics.ok()) {
        to.err << what << ": nothing is wrong\n";
        return ExitCode::done;
    }
    to.err << fmt::format("{}: {} mistake{}\n", what, diagnostics.errors(),
                          diagnostics.errors() == 1 ? "" : "s");
    return ExitCode::no;
}

}  // namespace

Answered schema_print(Context& context, const FileArgs& args) {
    constexpr std::string_view names[] = {"commands", "events", "config"};
    std::string schema;
    if (args.name == "commands") schema = events::command_schema();
    if (args.name == "events") schema = events::event_schema();
    if (args.name == "config") schema = config::options_schema();
    if (schema.empty())
        return events::fail(Failure::usage, config::unknown_name("schema", args.name, names));
    TRY(context.console.out.write(schema));
    return ExitCode::done;
}

Answered config_check(Context& context, const FileArgs& args) {
    config::OptionSources sources = context.option_sources();
    if (!args.name.empty()) sources.file = args.name;
    Diagnostics diagnostics;
    const auto loaded = config::load_configuration(sources, diagnostics);
    if (!loaded && loaded.error().failure != Failure::configuration)
        return tl::unexpected(loaded.error());
    return verdict(answering(context), sources.file ? sources.file->string() : "configuration",
                   diagnostics);
}

Answered config_show(Context& context, const FileArgs& args) {
    const Answering to = answering(context);
    if (to.format == OutputFormat::text) {
        TRY(to.out.write(config::configuration_text(context.configuration, args.with_origin)));
        return ExitCode::done;
    }
    std::vector<Column> columns{{"option"}, {"value"}};
    if (args.with_origin) columns.push_back({"origin"});
    ListAnswer list(to, "options", columns);
    for (const config::SettingLine& line : config::setting_lines(context.configuration)) {
        Row row{line.name, line.value};
        if (args.with_origin) row.push_back(line.origin);
        TRY(list.row(std::move(row)));
    }
    TRY(list.finish({}));
    return ExitCode::done;
}

Answered rules_check(Context& context, const FileArgs& args) {
    Diagnostics diagnostics;
    const auto is_right = config::check_rules(args.name, diagnostics);
    if (!is_right && (is_right.error().failure != Failure::configuration || diagnostics.ok()))
        return tl::unexpected(is_right.error());
    return verdict(answering(context), args.name, diagnostics);
}

Answered rules_test(Context& context, const FileArgs& args) {
    Diagnostics diagnostics;
    const auto file = config::load_rules_test(config::rules_test_beside(args.name), diagnostics);
    if (!file) return tl::unexpected(file.error());
    const auto report = run_rules_test(*file);
    if (!report) return tl::unexpected(report.error());
    const ExitCode code = report->failed() == 0 ? ExitCode::done : ExitCode::no;
    const Answering to = answering(context);
    if (to.format == OutputFormat::text) {
        TRY(to.out.write(to_text(*report)));
        return code;
    }
    ListAnswer list(to, "leads",
                    {{"case"}, {"file"}, {"line"}, {"lead"}, {"passed"}, {"expected"}, {"found"}});
    for (const CaseReport& tested : report->cases)
        for (const LeadReport& lead : tested.leads)
            TRY(list.row({tested.name, tested.file, tested.line, lead.lead, lead.passed,
                          lead.expected, lead.found}));
    TRY(list.finish({}));
    return code;
}

}  // namespace leadline::connectors
