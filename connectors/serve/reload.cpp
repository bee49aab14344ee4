// See reload.hpp.
#include "connectors/serve/reload.hpp"

#include <fmt/format.h>

#include "events/base/ensure.hpp"

namespace leadline::connectors {

Reload::Told Reload::again() {
    config::Diagnostics diagnostics;
    auto loaded = config::load_configuration(sources_, diagnostics);
    if (!loaded)
        return {true,
                {fmt::format("the configuration stays as it was: {}", loaded.error().message)}};
    Told told;
    bool has_changed = false;
    for (std::size_t i = 0; i < loaded->settings.size(); ++i) {
        config::Setting& now = in_force_.settings[i];
        config::Setting& wanted = loaded->settings[i];
        if (config::same_value(now, wanted)) continue;
        const config::Option& option = *now.option;
        if (!option.reloads) {
            told.lines.push_back(fmt::format("{} stays {} until the next start; then it is {}",
                                             option.name, now.value, wanted.value));
            continue;
        }
        told.lines.push_back(
            fmt::format("{} is {} now; it was {}", option.name, wanted.value, now.value));
        const bool is_one = config::store_value(option, wanted.value, in_force_.options);
        ENSURE(is_one);  // it was read by the same rule
        now = std::move(wanted);
        has_changed = true;
    }
    if (has_changed) apply_(in_force_.options);
    if (told.lines.empty()) told.lines.emplace_back("the configuration is as it was");
    return told;
}

}  // namespace leadline::connectors
