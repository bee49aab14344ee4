// Reload: what a running engine does with a configuration that is read again. One with a mistake
// changes nothing. Of a good one the options that reload take their new values at once, and each
// other one that differs is named: it waits for the next start. One thread at a time.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "config/config_file.hpp"

namespace leadline::connectors {

class Reload {
public:
    using Apply = std::function<void(const config::Options&)>;

    // `apply` is called with the options in force, whenever one of them has changed.
    Reload(config::OptionSources sources, config::Configuration in_force, Apply apply)
        : sources_(std::move(sources)), in_force_(std::move(in_force)), apply_(std::move(apply)) {}

    struct Told {
        bool is_refused = false;
        std::vector<std::string> lines;  // one option each, or all mistakes together
    };
    [[nodiscard]] Told again();

    [[nodiscard]] const config::Configuration& in_force() const { return in_force_; }

private:
    config::OptionSources sources_;
    config::Configuration in_force_;
    Apply apply_;
};

}  // namespace leadline::connectors
