// Reads what is said of deals; see ruleset_deals.hpp.
#include "config/ruleset_deals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "config/claim_policy.hpp"
#include "config/yaml/names.hpp"
#include "events/codec/json_rules.hpp"

namespace leadline::config {
namespace {

using events::Text;

class ApprovalReader {
public:
    ApprovalReader(const KnownNames* known, Diagnostics& diagnostics, events::Arena& arena)
        : known_(known), diagnostics_(diagnostics), arena_(arena) {}

    void read_approval(const Node& node, events::AutoApproval& out);

private:
    void read_texts(const Node& list, std::string_view what, const KnownNames::Names* names,
                    events::List<Text>& out);
    void read_amounts(const Node& list, events::List<events::Money>& out);
    bool read_amount(const Node& node, events::Money& out);

    const KnownNames* known_;
    Diagnostics& diagnostics_;
    events::Arena& arena_;
};

// Different ones, and where `names` are known, some of these.
void ApprovalReader::read_texts(const Node& list, std::string_view what,
                                const KnownNames::Names* names, events::List<Text>& out) {
    if (!list.is_list() || list.items.empty())
        return diagnostics_.expected(list, fmt::format("a list of one or more {}s", what));
    const std::span<Text> texts = arena_.make<Text>(list.items.size());
    std::set<Text> seen;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const Node& item = list.items[i];
        std::string text;
        if (!read(item, diagnostics_, text)) continue;
        texts[i] = arena_.copy(text);
        if (text.size() > events::text_bytes_max)
            diagnostics_.error(item, fmt::format("the text has {} bytes, at most {}", text.size(),
                                                 events::text_bytes_max));
        if (names != nullptr && !names->contains(text)) {
            const std::vector<std::string_view> all(names->begin(), names->end());
            diagnostics_.error(item, unknown_name(what, text, all));
        }
        if (!seen.insert(texts[i]).second)
            diagnostics_.error(item, fmt::format("the {} {} is there twice", what, shown(text)));
    }
    out = events::List<Text>(texts);
}

bool ApprovalReader::read_amount(const Node& node, events::Money& out) {
    const std::string_view written = node.text;
    const std::size_t space = written.find(' ');
    const auto minor =
        node.is_scalar() && space != std::string_view::npos
            ? events::minor_units(written.substr(0, space), written.substr(space + 1))
            : std::nullopt;
    if (!minor || *minor < 0) {
        diagnostics_.expected(node, "an amount and its currency such as 1000.00 EUR");
        return false;
    }
    out = {arena_.copy(written.substr(0, space)), arena_.copy(written.substr(space + 1)), *minor};
    return true;
}

void ApprovalReader::read_amounts(const Node& list, events::List<events::Money>& out) {
    if (!list.is_list() || list.items.empty())
        return diagnostics_.expected(list,
                                     "a list of amounts, one for each currency, such as "
                                     "[50000 EUR]");
    const std::span<events::Money> amounts = arena_.make<events::Money>(list.items.size());
    std::map<Text, std::uint32_t> lines;  // by currency
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        if (!read_amount(list.items[i], amounts[i])) continue;
        const auto [first, is_new] = lines.emplace(amounts[i].currency, list.items[i].place.line);
        if (!is_new)
            diagnostics_.error(list.items[i], fmt::format("the amount at line {} is in {} too",
                                                          first->second, amounts[i].currency));
    }
    out = events::List<events::Money>(amounts);
}

void ApprovalReader::read_approval(const Node& node, events::AutoApproval& out) {
    MapReader m(node, diagnostics_, "auto_approve");
    if (const Node* tiers = m.child("tiers")) {
        read_texts(*tiers, "tier", known_ == nullptr ? nullptr : &known_->tiers, out.tiers);
        if (out.tiers.size() > events::queue_tiers_max)
            m.error("tiers",
                    fmt::format("{} tiers, at most {}", out.tiers.size(), events::queue_tiers_max));
    }
    if (const Node* products = m.child("products"))
        read_texts(*products, "product", nullptr, out.products);
    if (const Node* amounts = m.child("amount_at_most")) read_amounts(*amounts, out.amount_at_most);
    m.finish();
}

}  // namespace

void read_deals(const Node& node, const KnownNames* known, Diagnostics& diagnostics,
                events::Arena& arena, std::vector<events::DealTerms>& out) {
    MapReader m(node, diagnostics, "deals");
    events::DealTerms made;
    made.place = node.place;
    if (node.find("protection") != nullptr && m.child("protection") != nullptr)
        m.error("protection",
                "this is a setting of the program; write `program: {protection: 90d}`");
    read_duration(m, diagnostics, "extension", made.extension);
    m.optional("extensions", made.extensions);
    if (made.extensions == 0 && m.child("extension") != nullptr)
        m.error("extension", "nothing is extended with `extensions: 0`");
    if (const Node* approval = m.child("auto_approve")) {
        const auto rules = arena.make<events::AutoApproval>(1);
        ApprovalReader(known, diagnostics, arena).read_approval(*approval, rules[0]);
        made.auto_approve = events::List<events::AutoApproval>(rules);
    }
    m.finish();
    out.push_back(made);
}

}  // namespace leadline::config
