// See engine_host_views.hpp: copies of views beside those that serve, from the request to the swap.
#include <spdlog/spdlog.h>

#include "connectors/cli/engine_host_views.hpp"
#include "connectors/cli/progress.hpp"
#include "projections/view_report.hpp"

namespace leadline::connectors {

using events::Result;

// No failure here stops what serves: it is told, and tried again when a view is asked for.
void ViewThread::look_after_copies() {
    const auto now = std::chrono::steady_clock::now();
    if (now - looked_ < idle_) return;
    looked_ = now;
    auto done = take_requests();
    if (done && copies_ && copies_->is_done()) done = take_over();
    if (done && !copies_ && !copies_failed_ && projector_->wants_copies()) done = begin_copies();
    if (done) return;
    copies_.reset();
    copies_failed_ = true;
    spdlog::error("a view cannot be made again: {}", done.error().message);
}

Result<void> ViewThread::take_requests() {
    for (const std::string& base : projections::requested_again(folder_)) {
        TRY(projector_->ask_again(base));
        projections::forget_request(folder_, base);
        copies_failed_ = false;
    }
    return {};
}

Result<void> ViewThread::begin_copies() {
    auto beside = projector_->open_beside();
    if (!beside) return tl::unexpected(std::move(beside).error());
    std::string names;
    for (const std::string& name : (*beside)->names()) names += (names.empty() ? "" : ", ") + name;
    spdlog::info("making {} from the log, beside what serves", names);
    copies_ = std::make_unique<CopyThread>(*std::move(beside), log_, *store_, [this] { wake(); });
    return {};
}

Result<void> ViewThread::take_over() {
    // Kept until the end of this: a store that is made again lets go of copies_ (see open()).
    const std::unique_ptr<CopyThread> copies = std::move(copies_);
    const auto beside = copies->stop();
    if (!beside) return tl::unexpected(beside.error());
    const auto names = (*beside)->names();
    TRY(projector_->adopt(**beside));
    tell_news();
    for (const projections::StoppedView& stopped : (*beside)->stopped())
        spdlog::error("{}", stopped.error.message);
    if ((*beside)->names().empty())
        spdlog::info("{} made again in {}, serving now", fmt::join(names, ", "),
                     span_text(copies->seconds()));
    return {};
}

}  // namespace leadline::connectors
