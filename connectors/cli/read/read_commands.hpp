// The read commands: what each takes from its command line, and the function that answers. CLI11 is
// met in register_*.cpp only. Each returns after the answer is written whole. One thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "connectors/cli/app.hpp"
#include "events/commands/lead.hpp"

namespace leadline::connectors {

using Answered = events::Result<ExitCode>;

// One thing of a program. `program` may stay empty while the folder has only one.
struct ThingArgs {
    std::string program;
    std::string id;
    std::size_t limit = 0;  // of the list in it; 0: all
};

struct ListArgs {
    std::string program;
    std::size_t limit = 0;
    std::string after;  // a cursor, as an answer before gave it
};

struct LeadListArgs : ListArgs {
    std::string owner;
    std::string partner;
    std::string queue;
    std::string status;
    bool open = false;
};

struct DealListArgs : ListArgs {
    std::string partner;
    std::string customer;  // an account, else a name
    std::string status;
};

struct OpportunityListArgs : ListArgs {
    std::string owner;
    std::string partner;
    std::string collaborator;
    std::string stage;
    std::string status;
    std::string stalled_after;  // as durations are written; empty: 30 days
    bool open = false;
};

struct NotificationListArgs : ListArgs {
    bool failed = false;
};

struct CapArgs : ThingArgs {
    std::string subject;
    bool full = false;
};

[[nodiscard]] Answered lead_show(Context& context, const ThingArgs& args);
[[nodiscard]] Answered lead_explain(Context& context, const ThingArgs& args);
[[nodiscard]] Answered lead_list(Context& context, const LeadListArgs& args);
[[nodiscard]] Answered queue_list(Context& context, const ListArgs& args);
[[nodiscard]] Answered queue_show(Context& context, const ThingArgs& args);
[[nodiscard]] Answered partner_list(Context& context, const ListArgs& args);
[[nodiscard]] Answered partner_show(Context& context, const ThingArgs& args);
[[nodiscard]] Answered deal_list(Context& context, const DealListArgs& args);
[[nodiscard]] Answered deal_show(Context& context, const ThingArgs& args);
[[nodiscard]] Answered opportunity_list(Context& context, const OpportunityListArgs& args);
[[nodiscard]] Answered opportunity_show(Context& context, const ThingArgs& args);
[[nodiscard]] Answered opportunity_totals(Context& context, const OpportunityListArgs& args);
[[nodiscard]] Answered program_list(Context& context, const ListArgs& args);
[[nodiscard]] Answered program_show(Context& context, const ThingArgs& args);
[[nodiscard]] Answered contest_list(Context& context, const ListArgs& args);
[[nodiscard]] Answered contest_show(Context& context, const ThingArgs& args);

[[nodiscard]] Answered notification_list(Context& context, const NotificationListArgs& args);

[[nodiscard]] Answered rotation_list(Context& context, const ListArgs& args);
[[nodiscard]] Answered rotation_show(Context& context, const ThingArgs& args);
[[nodiscard]] Answered cap_list(Context& context, const CapArgs& args);
[[nodiscard]] Answered cap_show(Context& context, const CapArgs& args);

struct LogArgs {
    std::optional<std::size_t> limit;  // tail: the last so many
    std::optional<std::uint32_t> partition;
    std::string file;  // export: "" or "-" is stdout
};

[[nodiscard]] Answered log_info(Context& context, const LogArgs& args);
[[nodiscard]] Answered log_tail(Context& context, const LogArgs& args);
[[nodiscard]] Answered log_verify(Context& context, const LogArgs& args);
[[nodiscard]] Answered log_export(Context& context, const LogArgs& args);

struct CopyArgs {
    std::string folder;  // that is made
    std::uint32_t partitions = 0;
    std::string from;                 // "kafka": what follows; empty: the folder of --data
    std::vector<std::uint32_t> only;  // partitions to bring; none: all
};

[[nodiscard]] Answered log_copy(Context& context, const CopyArgs& args);
[[nodiscard]] Answered dead_letter_list(Context& context, const ListArgs& args);
[[nodiscard]] Answered dead_letter_show(Context& context, const ThingArgs& args);

struct ViewArgs {
    std::vector<std::string> names;  // "lead" or "lead@v3"
    bool all = false;
    bool waits = true;
};

[[nodiscard]] Answered view_list(Context& context, const ViewArgs& args);
[[nodiscard]] Answered view_rebuild(Context& context, const ViewArgs& args);

struct StatusArgs {};

[[nodiscard]] Answered status(Context& context, const StatusArgs& args);

struct FileArgs {
    std::string name;  // of a file, or of a schema
    bool with_origin = false;
};

[[nodiscard]] Answered schema_print(Context& context, const FileArgs& args);
[[nodiscard]] Answered config_check(Context& context, const FileArgs& args);
[[nodiscard]] Answered config_show(Context& context, const FileArgs& args);
[[nodiscard]] Answered rules_check(Context& context, const FileArgs& args);
[[nodiscard]] Answered rules_test(Context& context, const FileArgs& args);

struct CoverageArgs {
    std::string rules;
    std::string tests;    // a file of cases; empty: the log of --data
    std::string program;  // where the rules are a file of their own
    std::string from;     // position or time
    std::string to;
    std::optional<std::uint64_t> minimum;  // percent
};

[[nodiscard]] Answered rules_coverage(Context& context, const CoverageArgs& args);

struct FormatArgs {
    std::vector<std::string> files;  // "-": standard input, to standard output
    bool checks = false;             // says which differ, and writes nothing
};

[[nodiscard]] Answered rules_format(Context& context, const FormatArgs& args);

}  // namespace leadline::connectors
