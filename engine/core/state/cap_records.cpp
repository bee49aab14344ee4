// See cap_records.hpp.
#include "engine/core/state/cap_records.hpp"

namespace leadline::engine {

void append_cap_counter_id(std::string& id, Text cap, Text whose) {
    id.push_back(static_cast<char>(cap.size() >> 8U));
    id.push_back(static_cast<char>(cap.size() & 0xFFU));
    id += cap;
    id += whose;
}

Text cap_of_counter(const CapCounter& counter) {
    const Text id = counter.id;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(id[i]); };
    return id.substr(2, (std::size_t{byte(0)} << 8U) | byte(1));
}

std::string backlog_id(const events::Explanation& why) {
    std::string id = std::to_string(why.ruleset_version) + ":" +
                     (events::is_of_entry(why) ? std::to_string(why.entry) : "fallback");
    std::string places;  // of members that the lead itself rules out, as runs
    std::size_t at = 0;
    for (const events::CandidateRun& run : why.candidates) {
        if (run.reason == events::PassedOver::condition ||
            run.reason == events::PassedOver::declined)
            places += std::to_string(at) + "+" + std::to_string(run.count) + " ";
        at += run.count;
    }
    if (why.offers != 0) id += ":" + std::to_string(why.offers) + " offers";
    if (places.empty()) return id;
    return id + ":" + std::to_string(hash_of(Text(places)));
}

}  // namespace leadline::engine
