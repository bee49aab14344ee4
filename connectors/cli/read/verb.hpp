// add_verb: one read command below its noun, from its name, help, options and the function that
// answers. Included by register_*.cpp only, since it brings CLI11. One thread.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <memory>

#include "connectors/cli/read/mended.hpp"
#include "connectors/cli/read/read_commands.hpp"

namespace leadline::connectors {

template <class Args>
struct Verb {
    const char* name;
    const char* help;
    void (*options)(CLI::App& verb, Args& args);
    Answered (*answer)(Context& context, const Args& args);
    bool reads_folder = true;         // takes --data
    bool loads_configuration = true;  // see Context
};

template <class Args>
void add_verb(CLI::App& noun, Context& context, const Verb<Args>& verb) {
    const auto args = std::make_shared<Args>();
    CLI::App* const made = noun.add_subcommand(verb.name, verb.help);
    verb.options(*made, *args);
    if (verb.reads_folder) take_data(*made, context);
    made->callback([&context, args, verb] {
        context.loads_configuration = verb.loads_configuration;
        context.action = [args, verb](Context& c) {
            const auto answer = [&](Context& to) { return verb.answer(to, *args); };
            return verb.reads_folder ? answer_with_mended_views(c, answer) : answer(c);
        };
    });
}

}  // namespace leadline::connectors
