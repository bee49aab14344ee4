// add_verb: one read command below its noun, from its name, help, options and the function that
// answers; take_limit: the -n of every list. Included by register_*.cpp only, since it brings
// CLI11. One thread.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <charconv>
#include <memory>

#include "config/yaml/names.hpp"
#include "connectors/cli/read/mended.hpp"
#include "connectors/cli/read/read_commands.hpp"

namespace leadline::connectors {

// What is wrong with the value of -n; empty: nothing. CLI::Range would say so in numbers alone, and
// a number below zero would become a large one.
[[nodiscard]] inline std::string wrong_count(const std::string& text) {
    std::uint32_t count = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, count);
    if (read.ec == std::errc() && read.ptr == end && count >= 1 && count <= 1'000'000'000)
        return {};
    return "expected a whole number from 1 to 1000000000, not " + config::shown(text) +
           "; without -n everything is printed";
}

template <class Limit>
void take_limit(CLI::App& verb, Limit& limit, const char* help = "at most so many") {
    verb.add_option("-n", limit, help)->type_name("COUNT")->check(wrong_count);
}

template <class Args>
struct Verb {
    const char* name;
    const char* help;
    void (*options)(CLI::App& verb, Args& args);
    Answered (*answer)(Context& context, const Args& args);
    bool reads_folder = true;         // takes --data
    bool loads_configuration = true;  // see Context
    bool is_check = false;            // its exit code is the answer, whoever reads its words
};

template <class Args>
void add_verb(CLI::App& noun, Context& context, const Verb<Args>& verb) {
    const auto args = std::make_shared<Args>();
    CLI::App* const made = noun.add_subcommand(verb.name, verb.help);
    verb.options(*made, *args);
    if (verb.reads_folder) take_data(*made, context);
    made->callback([&context, args, verb] {
        context.loads_configuration = verb.loads_configuration;
        context.only_tells = !verb.is_check;
        context.action = [args, verb](Context& c) {
            const auto answer = [&](Context& to) { return verb.answer(to, *args); };
            return verb.reads_folder ? answer_with_mended_views(c, answer) : answer(c);
        };
    });
}

}  // namespace leadline::connectors
