// See view_store.hpp: what becomes of a store that is damaged. Views can be made again from the
// log, so nothing of it is kept.
#include <fmt/format.h>
#include <rocksdb/db.h>

#include <fstream>
#include <iterator>

#include "events/base/ensure.hpp"
#include "projections/view_store.hpp"

namespace leadline::projections {

namespace {

constexpr const char* mark_name = "DAMAGED";  // holds why

}  // namespace

Result<void> ViewStore::make_again(std::string why) {
    ENSURE(access_ == ViewAccess::write);
    db_.reset();
    numbers_.clear();
    was_emptied_ = std::move(why);
    // The mark goes last: until then it must be found again.
    std::error_code failed;
    if (!std::filesystem::exists(folder_, failed)) return open_files();
    for (const auto& entry : std::filesystem::directory_iterator(folder_, failed))
        if (entry.path().filename() != mark_name) std::filesystem::remove_all(entry, failed);
    if (!failed) std::filesystem::remove(folder_ / mark_name, failed);
    if (failed)
        return events::fail(events::Failure::io,
                            fmt::format("{}: {}", folder_.string(), failed.message()));
    return open_files();
}

// In vain where the folder cannot be written: then nobody can make the views again either.
void ViewStore::mark_damaged(const std::filesystem::path& folder, Text why) {
    std::ofstream(folder / mark_name, std::ios::binary | std::ios::trunc) << why;
}

std::string ViewStore::damage_marked(const std::filesystem::path& folder) {
    std::ifstream file(folder / mark_name, std::ios::binary);
    if (!file) return {};
    std::string why{std::istreambuf_iterator<char>(file), {}};
    return why.empty() ? fmt::format("the views in {} are damaged", folder.string()) : why;
}

}  // namespace leadline::projections
