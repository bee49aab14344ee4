// See view_report.hpp.
#include "projections/view_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace leadline::projections {

namespace {

constexpr std::size_t rows_counted_max = 1'000;

// RocksDB leaves files of other names alone.
std::filesystem::path request_file(const std::filesystem::path& folder, Text base) {
    return folder / fmt::format("AGAIN-{}", base);
}

// Exact for a view of few rows, which stand in a block with others'.
std::uint64_t bytes_of(const ViewStore& store, const Moment& moment, ViewNumber view) {
    std::size_t rows = 0;
    std::uint64_t bytes = 0;
    moment.scan(view, {}, {}, [&](Text key, Text value) {
        bytes += key.size() + value.size();
        return ++rows <= rows_counted_max;
    });
    return rows <= rows_counted_max ? bytes : std::max(bytes, store.size_of(view));
}

ViewReport report_of(const ViewStore& store, const Moment& moment, Text name, Moment::Head head) {
    const ViewName parsed = parse_view_name(name);
    ViewReport report;
    report.is_copy = parsed.is_beside;
    report.name = name.substr(0, name.size() - (report.is_copy ? 1 : 0));
    report.number = head.number;
    report.standing = head.standing;
    report.bytes = bytes_of(store, moment, head.number);
    report.state = report.is_copy ? ViewState::making : ViewState::serving;
    if (!head.stopped.empty()) report.state = ViewState::stopped;
    report.error = std::move(head.stopped);
    return report;
}

void add_missing(std::vector<ViewReport>& views, const ViewMakers& makers) {
    for (const ViewMaker& maker : current_views(makers)) {
        const auto is_it = [&](const ViewReport& view) { return view.name == maker.name; };
        if (std::any_of(views.begin(), views.end(), is_it)) continue;
        ViewReport missing;
        missing.name = maker.name;
        views.push_back(std::move(missing));
    }
}

}  // namespace

Result<std::vector<ViewReport>> report_views(const ViewStore& store,
                                             const std::filesystem::path& folder,
                                             const ViewMakers& makers) {
    std::vector<ViewReport> views;
    try {
        const Moment moment(store);
        moment.scan(0, {}, {}, [&](Text name, Text) {
            views.push_back(report_of(store, moment, name, *moment.head(name)));
            return true;
        });
    } catch (const ViewFailure& failure) {
        return tl::unexpected(failure.error);
    }
    add_missing(views, makers);
    for (const std::string& base : requested_again(folder, makers)) {
        ViewReport asked;
        for (const ViewMaker& maker : current_views(makers))
            if (parse_view_name(maker.name).base == base) asked.name = maker.name;
        asked.state = ViewState::asked;
        asked.is_copy = true;
        views.push_back(std::move(asked));
    }
    std::stable_sort(views.begin(), views.end(), [](const ViewReport& a, const ViewReport& b) {
        return std::tie(a.name, a.is_copy) < std::tie(b.name, b.is_copy);
    });
    return views;
}

std::vector<ViewReport> report_no_views(const ViewMakers& makers) {
    std::vector<ViewReport> views;
    add_missing(views, makers);
    std::sort(views.begin(), views.end(),
              [](const ViewReport& a, const ViewReport& b) { return a.name < b.name; });
    return views;
}

bool is_unfinished(const std::vector<ViewReport>& views) {
    return std::any_of(views.begin(), views.end(), [](const ViewReport& view) {
        return view.state == ViewState::making || view.state == ViewState::asked ||
               view.state == ViewState::missing;
    });
}

Result<void> request_again(const std::filesystem::path& folder, Text base) {
    const auto path = request_file(folder, base);
    std::ofstream file(path, std::ios::binary);
    file.close();
    if (file) return {};
    return events::fail(events::Failure::io, fmt::format("{} cannot be written", path.string()));
}

std::vector<std::string> requested_again(const std::filesystem::path& folder,
                                         const ViewMakers& makers) {
    std::vector<std::string> bases;
    std::error_code failed;
    for (const ViewMaker& maker : current_views(makers)) {
        std::string base(parse_view_name(maker.name).base);
        if (std::filesystem::exists(request_file(folder, base), failed))
            bases.push_back(std::move(base));
    }
    return bases;
}

void forget_request(const std::filesystem::path& folder, Text base) {
    std::error_code ignored;
    std::filesystem::remove(request_file(folder, base), ignored);
}

}  // namespace leadline::projections
