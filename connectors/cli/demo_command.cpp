// `leadline demo`: what stands on its command line.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "connectors/cli/app_commands.hpp"
#include "connectors/cli/demo.hpp"

namespace leadline::connectors {

void register_demo(CLI::App& app, Context& context) {
    CLI::App* command = app.add_subcommand(
        "demo",
        "See leads being captured, routed, raced for and registered, in a temporary folder");
    const auto request = std::make_shared<DemoRequest>();
    command->add_option("--leads", request->leads, "how many leads arrive")
        ->capture_default_str()
        ->check(CLI::Range(1, 1'000'000));
    command->add_flag_callback(
        "--small", [request] { request->sample = DemoSample::small; },
        "the small program, which is the one to read first, not that of a large vendor's size");
    command->add_option("--keep", request->keep, "an empty folder to use instead")
        ->type_name("DIR");
    command->callback([request, &context] {
        context.action = [request](Context& c) { return demo(*request, c); };
    });
}

}  // namespace leadline::connectors
