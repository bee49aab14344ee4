// From a CloudEvents type to the command it asks for, and how its data are read. Used by
// cloud_event* alone.
#pragma once

#include <optional>
#include <vector>

#include "events/codec/json_reader.hpp"

namespace leadline::events {

struct CommandType {
    Text name;  // "ClaimLead" or "lead.claimed"
    CommandKind kind = CommandKind::none;
    bool is_fact = false;
    // The canonical body of the command in `data`, in memory of the reader's arena. It means
    // nothing when the reader found errors.
    BytesView (*read)(JsonReader& reader, const std::optional<JsonValue>& data) = nullptr;
};

// Null: no such type.
[[nodiscard]] const CommandType* find_command_type(Text name);

// Every type there is.
[[nodiscard]] std::vector<Text> command_type_names();

}  // namespace leadline::events
