// Cuts rulesets; see ruleset_parts.hpp. Conditions grow when they are written as JSON, so both
// sizes are looked at, entry by entry.
#include "config/ruleset_parts.hpp"

#include <fmt/format.h>

#include <utility>

#include "config/yaml/names.hpp"
#include "events/base/sha256.hpp"
#include "events/codec/body.hpp"
#include "events/codec/json_rules.hpp"
#include "events/codec/json_writer.hpp"
#include "events/commands/program.hpp"

namespace leadline::config {
namespace {

// What a part holds beside its entries: counts, the fallback with an id, the command's attributes.
// A hundred grades take 7 KB, sixteen items of `duplicates` less than one.
constexpr std::size_t binary_beside = 12U << 10U;
constexpr std::size_t json_beside = 16U << 10U;
constexpr std::size_t binary_max = events::ruleset_part_bytes_max - binary_beside;
constexpr std::size_t json_max = events::command_bytes_max - json_beside;

// What an item takes in a part.
struct Size {
    std::size_t binary = 0;
    std::size_t json = 0;
};

events::RulesetPart part_of(const events::RulesetEntry& entry) {
    events::RulesetPart part;
    part.entries = events::List<events::RulesetEntry>({&entry, 1});
    return part;
}

events::RulesetPart part_of(const events::ScoreRule& rule) {
    events::RulesetPart part;
    part.score_rules = events::List<events::ScoreRule>({&rule, 1});
    return part;
}

events::RulesetPart part_of(const events::NamedTerritory& territory) {
    events::RulesetPart part;
    part.territories = events::List<events::NamedTerritory>({&territory, 1});
    return part;
}

events::RulesetPart part_of(const events::Cap& cap) {
    events::RulesetPart part;
    part.caps = events::List<events::Cap>({&cap, 1});
    return part;
}

events::RulesetPart part_of(const events::LeadProcess& process) {
    events::RulesetPart part;
    part.lead_processes = events::List<events::LeadProcess>({&process, 1});
    return part;
}

events::RulesetPart part_of(const events::CustomFieldRule& rule) {
    events::RulesetPart part;
    part.custom_fields = events::List<events::CustomFieldRule>({&rule, 1});
    return part;
}

events::RulesetPart part_of(const events::Zone& zone) {
    events::RulesetPart part;
    part.zone = events::List<events::Zone>({&zone, 1});
    return part;
}

events::RulesetPart part_of(const events::DealTerms& terms) {
    events::RulesetPart part;
    part.deals = events::List<events::DealTerms>({&terms, 1});
    return part;
}

events::RulesetPart part_of(const events::OpportunityStages& stages) {
    events::RulesetPart part;
    part.opportunity_stages = events::List<events::OpportunityStages>({&stages, 1});
    return part;
}

template <class Item>
Size size_of(const Item& item) {
    events::Bytes body;
    events::write_body(body, part_of(item));
    std::string text;
    events::Arena arena;
    events::JsonWriter(text, arena).object(item);
    return {body.size(), text.size() + 1};  // and a comma
}

// Fills one part after the other: entries first, then score rules, territories, caps, lead
// processes, custom fields; the zone, the stages of opportunities and what is said of deals stand
// in the last.
class Cutter {
public:
    Cutter(const Ruleset& ruleset, RulesetParts& made) : ruleset_(ruleset), made_(made) {}

    template <class Item>
    events::Result<void> add(const Item& item, std::string_view what, std::size_t& count) {
        const Size size = size_of(item);
        if (size.binary > binary_max || size.json > json_max)
            return events::fail(
                events::Failure::configuration,
                fmt::format("the {} {} at line {} is too large: {} bytes, as JSON {}; at most {}, "
                            "as JSON {}",
                            what, shown(item.name), item.place.line, size.binary, size.json,
                            binary_max, json_max));
        take(size);
        ++count;
        return {};
    }

    // What stands together in the last part, which nothing is added to after it.
    events::Result<void> add_last() {
        Size all;
        const auto count = [&all](const auto& item) {
            const Size size = size_of(item);
            all.binary += size.binary;
            all.json += size.json;
        };
        for (const events::Zone& zone : ruleset_.zone) count(zone);
        for (const events::OpportunityStages& stages : ruleset_.opportunity_stages) count(stages);
        for (const events::DealTerms& terms : ruleset_.deals) {
            count(terms);
            if (all.binary > binary_max || all.json > json_max)
                return events::fail(
                    events::Failure::configuration,
                    fmt::format("`deals` at line {} is too large: {} bytes, as JSON {}; at most "
                                "{}, as JSON {}",
                                terms.place.line, all.binary, all.json, binary_max, json_max));
        }
        take(all);
        return {};
    }

    // The part as far as it is filled; the next one begins.
    events::RulesetPart close() {
        const std::span<const events::RulesetEntry> all_entries = ruleset_.entries;
        const std::span<const events::ScoreRule> all_rules = ruleset_.scoring.rules;
        events::RulesetPart part;
        part.entries = events::List(all_entries.subspan(first_entry_, entries));
        part.score_rules = events::List(all_rules.subspan(first_rule_, score_rules));
        part.territories =
            events::List(std::span(ruleset_.territories).subspan(first_territory_, territories));
        part.caps = events::List(std::span(ruleset_.caps).subspan(first_cap_, caps));
        part.lead_processes = events::List(
            std::span(ruleset_.lead_processes).subspan(first_process_, lead_processes));
        part.custom_fields =
            events::List(std::span(ruleset_.custom_fields).subspan(first_field_, custom_fields));
        first_process_ += std::exchange(lead_processes, 0);
        first_field_ += std::exchange(custom_fields, 0);
        first_territory_ += std::exchange(territories, 0);
        first_cap_ += std::exchange(caps, 0);
        first_entry_ += std::exchange(entries, 0);
        first_rule_ += std::exchange(score_rules, 0);
        taken_ = {};
        return part;
    }

    std::size_t entries = 0;  // in this part, so far
    std::size_t score_rules = 0;
    std::size_t territories = 0;
    std::size_t caps = 0;
    std::size_t lead_processes = 0;
    std::size_t custom_fields = 0;

private:
    void take(const Size& size) {
        if (taken_.binary + size.binary > binary_max || taken_.json + size.json > json_max)
            made_.parts.push_back(close());
        taken_.binary += size.binary;
        taken_.json += size.json;
    }

    const Ruleset& ruleset_;
    RulesetParts& made_;
    std::size_t first_entry_ = 0;
    std::size_t first_rule_ = 0;
    std::size_t first_territory_ = 0;
    std::size_t first_cap_ = 0;
    std::size_t first_process_ = 0;
    std::size_t first_field_ = 0;
    Size taken_;
};

}  // namespace

events::Result<RulesetParts> cut_ruleset(const Ruleset& ruleset) {
    RulesetParts made;
    Cutter cutter(ruleset, made);
    const Scoring& scoring = ruleset.scoring;
    for (const events::RulesetEntry& entry : ruleset.entries)
        TRY(cutter.add(entry, "rule", cutter.entries));
    for (const events::ScoreRule& rule : scoring.rules)
        TRY(cutter.add(rule, "score rule", cutter.score_rules));
    for (const events::NamedTerritory& territory : ruleset.territories)
        TRY(cutter.add(territory, "territory", cutter.territories));
    for (const events::Cap& cap : ruleset.caps) TRY(cutter.add(cap, "cap", cutter.caps));
    for (const events::LeadProcess& process : ruleset.lead_processes)
        TRY(cutter.add(process, "lead process", cutter.lead_processes));
    for (const events::CustomFieldRule& rule : ruleset.custom_fields)
        TRY(cutter.add(rule, "custom field", cutter.custom_fields));
    TRY(cutter.add_last());
    events::RulesetPart last = cutter.close();
    last.zone = events::List<events::Zone>(ruleset.zone);
    last.duplicates = events::List<events::Duplicates>(ruleset.duplicates);
    last.returning_customers =
        events::List<events::ReturningCustomers>(ruleset.returning_customers);
    last.deals = events::List<events::DealTerms>(ruleset.deals);
    last.opportunity_stages = events::List<events::OpportunityStages>(ruleset.opportunity_stages);
    last.fallback = events::List<events::Action>({&ruleset.fallback, 1});
    last.grades = events::List<events::Grade>(scoring.grades);
    if (scoring.qualification)
        last.qualification = events::List<events::Qualification>({&*scoring.qualification, 1});
    made.parts.push_back(last);
    if (made.parts.size() > events::ruleset_parts_max)
        return events::fail(
            events::Failure::configuration,
            fmt::format("the ruleset has {} parts, at most {}; it has too many rules",
                        made.parts.size(), events::ruleset_parts_max));
    for (const events::RulesetPart& part : made.parts)
        events::write_body(made.bodies.emplace_back(), part);
    made.sha256 = sha256_of(made.bodies);
    return made;
}

std::string sha256_of(const std::vector<events::Bytes>& bodies) {
    events::Sha256 sum;
    for (const events::Bytes& body : bodies) sum.add(body);
    return sum.finish_hex();
}

}  // namespace leadline::config
