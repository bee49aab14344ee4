// See hot_leads.hpp.
#include "projections/views/hot_leads.hpp"

namespace leadline::projections {

namespace {
constexpr std::size_t chunk_leads = 1024;
}

HotLead* HotLeads::find(Text key) {
    if (const auto young = young_->by_key.find(key); young != young_->by_key.end()) return *young;
    const auto old = old_->by_key.find(key);
    if (old == old_->by_key.end()) return nullptr;
    const HotLead& before = **old;
    HotLead& lead = add(key);
    const Text own_key = lead.key;
    lead = before;
    lead.key = own_key;
    return &lead;
}

HotLead& HotLeads::add(Text key) {
    Generation& young = *young_;
    if (young.size % chunk_leads == 0)
        young.chunks.push_back(std::make_unique<HotLead[]>(chunk_leads));
    HotLead& lead = young.chunks.back()[young.size++ % chunk_leads];
    lead.key = young.keys.copy(key);
    young.by_key.insert(&lead);
    return lead;
}

void HotLeads::settle() {
    if (young_->size < generation_max_) return;
    old_ = std::move(young_);
    young_ = std::make_unique<Generation>();
}

}  // namespace leadline::projections
