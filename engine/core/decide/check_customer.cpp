// CheckCustomer: whether a customer is free. Whoever asks learns yes or no, and nothing of whose it
// is (SPEC 11): the answer is the kind of the event. Nothing changes.
#include "engine/core/decide/deal_rules.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

namespace {

// Of a customer who cannot be told, "free" would be a promise that nobody looked into.
Refusal check(const Decision& d, Text customer) {
    if (Refusal no = check_party(d)) return no;
    if (customer.empty()) return because(Reason::customer_not_recognised);
    return check_acts(d);
}

// What a partner has itself stands in nobody else's way; the vendor is told of all.
bool is_free(const Decision& d, const events::CheckCustomer& c, Text customer) {
    const std::vector<Text> products = sorted_products(c.products);
    Registration asked{customer, products};
    if (const User* user = acting_user(d)) asked.but_of = user->partner;
    return conflicts(*d.program, asked, 1).empty();
}

}  // namespace

void decide(Decision& d, const events::CheckCustomer& c) {
    const Subject self = about(SubjectKind::program, {});
    if (d.program == nullptr) return d.reject(self, c, *check_party(d));
    const std::string customer = customer_key(*d.program, c.customer, d.arena);
    if (Refusal no = check(d, customer)) return d.reject(self, c, *no);
    if (is_free(d, c, customer)) return d.emit(self, events::CustomerFoundFree{c});
    d.emit(self, events::CustomerFoundTaken{c});
}

}  // namespace leadline::engine
