// What stands on the command lines of the nouns that views answer: lead, queue, partner,
// opportunity, deal, notification, program, contest.
#include "connectors/cli/app_commands.hpp"
#include "connectors/cli/read/dashboards.hpp"
#include "connectors/cli/read/verb.hpp"

namespace leadline::connectors {
namespace {

void take_program(CLI::App& verb, std::string& program) {
    verb.add_option("--program", program, "needed only where there are several")->type_name("ID");
}

template <bool takes_limit>
void thing_options(CLI::App& verb, ThingArgs& args) {
    verb.add_option("ID", args.id)->required();
    take_program(verb, args.program);
    if constexpr (takes_limit) take_limit(verb, args.limit);
}

void program_options(CLI::App& verb, ThingArgs& args) {
    verb.add_option("ID", args.id, "needed only where there are several");
    take_program(verb, args.program);
}

void programs_options(CLI::App& verb, ListArgs& args) {
    take_limit(verb, args.limit);
    verb.add_option("--after", args.after, "go on behind this cursor")->type_name("CURSOR");
}

void page_options(CLI::App& verb, ListArgs& args) {
    take_program(verb, args.program);
    programs_options(verb, args);
}

void lead_options(CLI::App& verb, LeadListArgs& args) {
    page_options(verb, args);
    verb.add_option("--owner", args.owner, "of this partner user")->type_name("USER");
    verb.add_option("--partner", args.partner, "of this partner's users")->type_name("PARTNER");
    verb.add_option("--queue", args.queue, "in this queue now")->type_name("QUEUE");
    verb.add_option("--status", args.status,
                    "By name, such as new, working, qualified, unqualified, converted");
    verb.add_flag("--open", args.open, "neither converted nor unqualified");
}

void rotation_options(CLI::App& verb, ThingArgs& args) {
    verb.add_option("NAME", args.id, "as the rules name it")->required();
    take_program(verb, args.program);
}

void cap_filters(CLI::App& verb, CapArgs& args) {
    take_program(verb, args.program);
    verb.add_option("--subject", args.subject, "only what this user, partner or tier has used")
        ->type_name("ID");
    verb.add_flag("--full", args.full, "only where nothing is left");
}

void cap_options(CLI::App& verb, CapArgs& args) {
    verb.add_option("NAME", args.id, "as the rules name it")->required();
    cap_filters(verb, args);
    take_limit(verb, args.limit);
}

void register_balance(CLI::App& app, Context& context) {
    CLI::App& rotation = noun(app, "rotation", "Rotations and pools: whose turn it is, and why");
    add_verb<ListArgs>(rotation, context,
                       {"list", "All that the rules name", page_options, rotation_list});
    add_verb<ThingArgs>(rotation, context,
                        {"show", "One, with its members", rotation_options, rotation_show});
    CLI::App& cap = noun(app, "cap", "Caps: what is used, what is left, and when it frees");
    add_verb<CapArgs>(cap, context, {"list", "All caps of the rules", cap_filters, cap_list});
    add_verb<CapArgs>(cap, context,
                      {"show", "One cap, with everybody it counts", cap_options, cap_show});
}

void notification_options(CLI::App& verb, NotificationListArgs& args) {
    page_options(verb, args);
    verb.add_flag("--failed", args.failed, "only those that nobody got");
}

void deal_options(CLI::App& verb, DealListArgs& args) {
    page_options(verb, args);
    verb.add_option("--partner", args.partner, "registered by this partner")->type_name("PARTNER");
    verb.add_option("--customer", args.customer, "of this account, else of this web domain or name")
        ->type_name("ACCOUNT|DOMAIN|NAME");
    verb.add_option("--status", args.status,
                    "pending, approved, rejected, withdrawn, expired, cancelled, won");
}

void opportunity_options(CLI::App& verb, OpportunityListArgs& args) {
    page_options(verb, args);
    verb.add_option("--owner", args.owner, "of this partner user")->type_name("USER");
    verb.add_option("--partner", args.partner, "that this partner has, or is to answer")
        ->type_name("PARTNER");
    verb.add_option("--collaborator", args.collaborator, "that this partner helps with")
        ->type_name("PARTNER");
    verb.add_option("--stage", args.stage, "in this stage");
    verb.add_option("--status", args.status,
                    "new, delivered, accepted, in_progress, on_hold, purchased, lost, cancelled, "
                    "returned, declined, expired");
    verb.add_flag("--open", args.open, "neither won nor lost");
    verb.add_option("--stalled-after", args.stalled_after,
                    "untouched for how long is stalled (30d)")
        ->type_name("TIME");
}

void totals_options(CLI::App& verb, OpportunityListArgs& args) {
    take_program(verb, args.program);
    verb.add_option("--partner", args.partner, "of this partner alone")->type_name("PARTNER");
}

void inbox_options(CLI::App& verb, InboxArgs& args) {
    verb.add_option("ID", args.id)->required();
    take_program(verb, args.program);
    take_limit(verb, args.limit, "at most so many of each kind");
    verb.add_option("--within", args.within, "protections that end so soon (14d)")
        ->type_name("TIME");
}

void dashboard_options(CLI::App& verb, DashboardArgs& args) {
    page_options(verb, args);
    verb.add_option("--manager", args.manager, "only this channel manager's partners")
        ->type_name("ID");
}

void pipeline_options(CLI::App& verb, PipelineArgs& args) {
    page_options(verb, args);
    verb.add_option("--partner", args.partner, "of this partner")->type_name("PARTNER");
    verb.add_option("--owner", args.owner, "of this partner user")->type_name("USER");
}

void customers_options(CLI::App& verb, CustomersArgs& args) {
    page_options(verb, args);
    verb.add_flag("--conflicts", args.conflicts, "only where one stands in another's way");
}

// An empty name would be no name, and whoever asks for a partner's user would be shown everything.
std::string wrong_user(const std::string& text) {
    return text.empty() ? "expected the id of a partner user; without --as everything is shown"
                        : "";
}

// `options`, and for whom.
template <class Args, void (*options)(CLI::App& verb, Args& args)>
void with_as(CLI::App& verb, AsUser<Args>& args) {
    options(verb, args);
    verb.add_option("--as", args.as, "only what this partner user may see")
        ->type_name("USER")
        ->check(wrong_user);
}

void register_sales(CLI::App& app, Context& context) {
    CLI::App& opportunity =
        noun(app, "opportunity", "Opportunities: what partners work on, and what it is worth");
    add_verb<AsUser<OpportunityListArgs>>(
        opportunity, context,
        {"list", "Opportunities, by owner, partner, stage or status",
         with_as<OpportunityListArgs, opportunity_options>, opportunity_list_as});
    add_verb<AsUser<ThingArgs>>(opportunity, context,
                                {"show", "One opportunity, with its timeline",
                                 with_as<ThingArgs, thing_options<false>>, opportunity_show_as});
    add_verb<OpportunityListArgs>(opportunity, context,
                                  {"totals", "How many there are, and what they come to",
                                   totals_options, opportunity_totals});
    add_verb<AsUser<PipelineArgs>>(
        opportunity, context,
        {"pipeline", "Open ones by owner and stage, with what they come to",
         with_as<PipelineArgs, pipeline_options>, opportunity_pipeline});
    CLI::App& deal = noun(app, "deal", "Deal registrations");
    add_verb<AsUser<DealListArgs>>(deal, context,
                                   {"list", "Registrations, by partner, customer or status",
                                    with_as<DealListArgs, deal_options>, deal_list_as});
    add_verb<AsUser<ThingArgs>>(
        deal, context,
        {"show", "One registration", with_as<ThingArgs, thing_options<false>>, deal_show_as});
    add_verb<CustomersArgs>(
        deal, context,
        {"customers", "Customers with what is registered for them, and conflicts",
         customers_options, deal_customers});
}

}  // namespace

void register_views(CLI::App& app, Context& context) {
    CLI::App& lead = noun(app, "lead", "Leads: where each is, and why");
    add_verb<AsUser<ThingArgs>>(lead, context,
                                {"show", "One lead as it stands, with its timeline",
                                 with_as<ThingArgs, thing_options<false>>, lead_show_as});
    add_verb<ThingArgs>(lead, context,
                        {"explain", "Its story, with the decision behind each step",
                         thing_options<false>, lead_explain});
    add_verb<AsUser<LeadListArgs>>(lead, context,
                                   {"list", "Leads, by owner, partner, queue or status",
                                    with_as<LeadListArgs, lead_options>, lead_list_as});
    CLI::App& queue = noun(app, "queue", "Queues: shared lists of leads to claim from");
    add_verb<AsUser<ListArgs>>(
        queue, context, {"list", "All queues", with_as<ListArgs, page_options>, queue_list_as});
    add_verb<AsUser<ThingArgs>>(queue, context,
                                {"show", "One queue, and its leads in claim order",
                                 with_as<ThingArgs, thing_options<true>>, queue_show_as});
    register_balance(app, context);
    CLI::App& partner = noun(app, "partner", "Partners, their users and their open work");
    add_verb<ListArgs>(partner, context, {"list", "All partners", page_options, partner_list});
    add_verb<AsUser<ThingArgs>>(partner, context,
                                {"show", "One partner, its users, its open leads",
                                 with_as<ThingArgs, thing_options<true>>, partner_show_as});
    add_verb<AsUser<InboxArgs>>(
        partner, context,
        {"inbox", "What waits for one partner", with_as<InboxArgs, inbox_options>, partner_inbox});
    add_verb<AsUser<ThingArgs>>(partner, context,
                                {"dashboard", "One partner in numbers",
                                 with_as<ThingArgs, thing_options<false>>, partner_dashboard});
    register_sales(app, context);
    CLI::App& program = noun(app, "program", "Partner programs: what is in force, and changing it");
    add_verb<ListArgs>(program, context, {"list", "All programs", programs_options, program_list});
    add_verb<ThingArgs>(
        program, context,
        {"show", "One program, and the ruleset in force", program_options, program_show});
    add_verb<DashboardArgs>(program, context,
                            {"dashboard", "A program in numbers: opportunities, partners, queues",
                             dashboard_options, program_dashboard});
    CLI::App& notification =
        noun(app, "notification", "Who was told of what, and who could not be");
    add_verb<NotificationListArgs>(
        notification, context,
        {"list", "What became of each, the newest first", notification_options, notification_list});
    CLI::App& contest = noun(app, "contest", "Contests: who claimed what, and lost to whom");
    add_verb<ListArgs>(contest, context,
                       {"list", "All leads that several wanted", page_options, contest_list});
    add_verb<ThingArgs>(
        contest, context,
        {"show", "The attempts to claim one lead", thing_options<false>, contest_show});
}

}  // namespace leadline::connectors
