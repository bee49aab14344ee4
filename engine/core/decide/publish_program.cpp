// PublishProgram: once and for ever. Publishing routes nothing by itself (SPEC 4).
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::PublishProgram& c) {
    const Subject self = about(SubjectKind::program, {});
    if (Refusal no = check_may_ask(d)) return d.reject(self, c, *no);
    if (d.program->settings.published) return d.change_nothing(self, c);
    d.emit(self, events::ProgramPublished{c});
}

}  // namespace leadline::engine
