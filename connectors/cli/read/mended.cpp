// See mended.hpp.
#include "connectors/cli/read/mended.hpp"

#include "connectors/embedded/data_folder.hpp"
#include "projections/view_store.hpp"

namespace leadline::connectors {

using events::Failure;
using events::Result;

namespace {

// Passes on, and knows whether there was anything: what was said cannot be said again.
class ListeningOutput final : public Output {
public:
    explicit ListeningOutput(Output& to) : to_(to) {}
    Result<void> write(std::string_view text) override {
        has_written_ |= !text.empty();
        return to_.write(text);
    }
    [[nodiscard]] bool has_written() const { return has_written_; }

private:
    Output& to_;
    bool has_written_ = false;
};

// Whoever meets damage in a store marks it.
bool views_are_damaged(const std::filesystem::path& views) {
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(views, failed))
        if (!projections::ViewStore::damage_marked(entry.path()).empty()) return true;
    return false;
}

}  // namespace

Result<ExitCode> answer_with_mended_views(Context& context,
                                          const std::function<Result<ExitCode>(Context&)>& answer) {
    ListeningOutput out(context.console.out);
    const Console& whole = context.console;
    Context listened{{out, whole.err, whole.out_is_terminal, whole.err_is_terminal, whole.clock,
                      whole.environment},
                     context.line,
                     context.configuration,
                     context.action,
                     context.loads_configuration};
    auto answered = answer(listened);
    if (answered || answered.error().failure != Failure::corrupt) return answered;
    const auto folder = DataFolder::look(context.line.data);
    if (!folder || !views_are_damaged(folder->views({}).parent_path())) return answered;
    if (!folder->in_use() && !out.has_written()) return answer(listened);
    answered.error().message += "; who next opens them with no engine running makes them again";
    return answered;
}

}  // namespace leadline::connectors
