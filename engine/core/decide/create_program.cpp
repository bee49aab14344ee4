// CreateProgram: the program is born, unpublished. Its events carry the window it sets itself.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::CreateProgram& c) {
    const Subject self = about(SubjectKind::program, {});
    if (Refusal no = check_role(d)) return d.reject(self, c, *no);
    if (d.program != nullptr) return d.reject(self, c, because(Reason::program_already_exists));
    d.emit(self, events::ProgramCreated{c});
}

}  // namespace leadline::engine
