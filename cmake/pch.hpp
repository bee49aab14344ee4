// What nearly every file of the rooms includes, compiled once. Only headers that never change
// between two builds of this repository belong here. Files still include what they use: the preset
// `clang` builds without this header.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>
