// What stands on the command lines of `view list` and `view rebuild`.
#include "connectors/cli/app_commands.hpp"
#include "connectors/cli/read/verb.hpp"

namespace leadline::connectors {
namespace {

void no_options(CLI::App&, ViewArgs&) {}

void rebuild_options(CLI::App& verb, ViewArgs& args) {
    verb.add_option("NAME", args.names, "which ones: lead, deal, ...");
    verb.add_flag("--all", args.all, "every view");
    verb.add_flag("!--no-wait", args.waits, "only ask for it; whoever keeps the views does it");
}

}  // namespace

void register_view(CLI::App& app, Context& context) {
    CLI::App& view = noun(app, "view", "The read models behind the lists: where each stands");
    add_verb<ViewArgs>(view, context,
                       {"list", "Position, lag, size and state of each", no_options, view_list});
    add_verb<ViewArgs>(view, context,
                       {"rebuild", "Make views again from the log, beside those that serve",
                        rebuild_options, view_rebuild, true, true, true});
}

}  // namespace leadline::connectors
