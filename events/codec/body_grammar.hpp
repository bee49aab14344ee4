// The grammar of every body, as FORMAT.md prints it: for each kind and version its fields in the
// order of their bytes, made by walking the same `serialize` as the codecs. A test compares the
// document with it. Pure; any thread.
#pragma once

#include <string>

namespace leadline::events {

// Commands, events, the structs and the enums they are made of. Several lines, ending with one.
[[nodiscard]] std::string body_grammar();

}  // namespace leadline::events
