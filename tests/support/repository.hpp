// Where the repository and the build folder lie, for tests that read files of the tree (goldens,
// samples, documents) or start the binary. Constant; any thread may ask.
#pragma once

#include <filesystem>

namespace leadline::tests {

// The folder with `dev` and README.md in it.
[[nodiscard]] std::filesystem::path repository_root();

// The build folder that this test binary belongs to; `leadline` lies at its top.
[[nodiscard]] std::filesystem::path build_folder();

}  // namespace leadline::tests
