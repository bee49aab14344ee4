// Whether the embedded log still holds what it acknowledged, and where it is damaged: comparing
// with `acked`, naming the first position that cannot be read, checking whole table files. Readers
// only; nothing here changes the folder.
#pragma once

#include <optional>

#include "connectors/embedded/acked.hpp"
#include "connectors/embedded/chains.hpp"

namespace leadline::connectors {

// Holds a chain's end against what was acknowledged: `loss` when it ends before that, or has
// another block there. An absent `acked` is what a power cut leaves, and accepted.
[[nodiscard]] engine::Result<void> compare(const Chains& chains, engine::Partition partition,
                                           const engine::LogEnd& last,
                                           const std::optional<Acked>& acked);

// `compare` for every partition of a chain that does not move meanwhile.
[[nodiscard]] engine::Result<void> compare_all(const Chains& chains,
                                               const std::filesystem::path& folder);

// For a log that cannot be opened because of `cause`: reads as far as it goes and names, for each
// partition, the first position that cannot be read.
[[nodiscard]] events::Error diagnose(const std::filesystem::path& folder,
                                     const events::Error& cause, rocksdb::Env* env);

// Reads every table file from end to end, also what no scan touches. `corrupt` names the file and
// the first position that lies in it.
[[nodiscard]] engine::Result<void> check_tables(const Chains& chains);

}  // namespace leadline::connectors
