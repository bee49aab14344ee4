// StageRulesetPart: one part of a ruleset on its way. Naming another ruleset begins anew.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::StageRulesetPart& c) {
    const Subject self = about(SubjectKind::program, {});
    if (Refusal no = check_may_ask(d)) return d.reject(self, c, *no);
    d.emit(self, events::RulesetPartStaged{c});
}

}  // namespace leadline::engine
