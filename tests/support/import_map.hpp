// The smallest map of `leadline import`: each row of leads.csv, "lead" and "met", is a lead that
// was captured that day. Constant.
#pragma once

#include <string>

namespace leadline::tests {

inline const std::string import_map =
    "program: acme\n"
    "source: crm\n"
    "files:\n"
    "  leads: {file: \"leads.csv\", key: lead}\n"
    "kinds:\n"
    "  - {type: CreateLead, from: leads, id: \"lead-${lead}\", time: \"${met}\",\n"
    "     actor: \"system:crm\", data: {lead: \"${lead}\"}}\n";

}  // namespace leadline::tests
