// The two paths of repository.hpp, given by CMake to this file alone, so that no other file's
// compilation depends on where the clone lies.
#include "tests/support/repository.hpp"

namespace leadline::tests {

std::filesystem::path repository_root() { return LEADLINE_REPOSITORY_ROOT; }

std::filesystem::path build_folder() { return LEADLINE_BUILD_FOLDER; }

}  // namespace leadline::tests
