// See view_store.hpp: the numbers under which views have their rows, and what changes them: a copy
// that takes its view's place, a view that goes.
#include <fmt/format.h>
#include <rocksdb/db.h>
#include <sys/stat.h>

#include <algorithm>

#include "events/base/ensure.hpp"
#include "projections/standing_codec.hpp"
#include "projections/view_store.hpp"

namespace leadline::projections {

namespace {

constexpr ViewNumber view_number_max = 0xFFFE;

std::string number_prefix(ViewNumber view) {
    return {static_cast<char>(view >> 8U), static_cast<char>(view & 0xFFU)};
}

void erase_rows(rocksdb::WriteBatch& batch, ViewNumber view) {
    batch.DeleteRange(number_prefix(view), number_prefix(static_cast<ViewNumber>(view + 1)));
}

}  // namespace

// One behind the highest: the rows of a number that went may stand in files for a while, erased,
// and should not be taken for another's size. The lowest that is free once those have run out.
ViewNumber ViewStore::enroll(Text name) {
    ViewNumber free = 1;
    std::vector<bool> is_taken(view_number_max, false);
    for (const auto& [known, number] : numbers_) {
        if (known == name) return number;
        is_taken[number] = true;
        free = std::max(free, static_cast<ViewNumber>(number + 1));
    }
    if (free == view_number_max)
        for (free = 1; is_taken[free]; ++free) ENSURE(free + 1 < view_number_max);
    numbers_.emplace_back(name, free);
    return free;
}

std::vector<std::string> ViewStore::names() const {
    std::vector<std::string> all;
    for (const auto& [name, number] : numbers_) all.push_back(name);
    return all;
}

Result<void> ViewStore::swap(const std::vector<ViewSwap>& swaps) {
    rocksdb::WriteBatch batch;
    auto numbers = numbers_;
    const auto take = [&numbers](const std::string& name) {
        const auto known = std::find_if(numbers.begin(), numbers.end(),
                                        [&name](const auto& entry) { return entry.first == name; });
        if (known == numbers.end()) return ViewNumber{0};
        const ViewNumber number = known->second;
        numbers.erase(known);
        return number;
    };
    for (const ViewSwap& swap : swaps) {
        const ViewNumber copy = take(swap.copy);
        ENSURE(copy != 0);
        batch.Delete(number_prefix(0) + swap.copy);
        auto replaced = swap.replaces;
        replaced.push_back(swap.name);
        for (const std::string& name : replaced) {
            const ViewNumber before = take(name);
            if (before == 0) continue;
            batch.Delete(number_prefix(0) + name);
            erase_rows(batch, before);
        }
        batch.Put(number_prefix(0) + swap.name, encode({copy, swap.standing, {}}));
        numbers.emplace_back(swap.name, copy);
    }
    TRY(write(batch));
    numbers_ = std::move(numbers);
    return {};
}

Result<void> ViewStore::drop(Text name) {
    const auto known = std::find_if(numbers_.begin(), numbers_.end(),
                                    [name](const auto& entry) { return entry.first == name; });
    if (known == numbers_.end()) return {};
    rocksdb::WriteBatch batch;
    batch.Delete(number_prefix(0).append(name));
    erase_rows(batch, known->second);
    TRY(write(batch));
    numbers_.erase(known);
    return {};
}

Result<void> ViewStore::empty() {
    rocksdb::WriteBatch batch;
    batch.DeleteRange(number_prefix(0), number_prefix(view_number_max));
    TRY(write(batch));
    numbers_.clear();
    return {};
}

Result<void> ViewStore::write(rocksdb::WriteBatch& batch) {
    if (db_ == nullptr) return tl::unexpected(closed());
    const rocksdb::Status status = db_->Write({}, &batch);
    if (status.ok()) return {};
    failed_ = true;
    return events::fail(events::Failure::io, fmt::format("{} cannot be written: {}",
                                                         folder_.string(), status.ToString()));
}

std::uint64_t ViewStore::size_of(ViewNumber view) const {
    if (db_ == nullptr) return 0;
    const std::string begin = number_prefix(view);
    const std::string end = number_prefix(static_cast<ViewNumber>(view + 1));
    const rocksdb::Range range(begin, end);
    rocksdb::SizeApproximationOptions options;
    options.include_memtables = true;
    options.include_files = true;
    std::uint64_t bytes = 0;
    const rocksdb::Status status =
        db_->GetApproximateSizes(options, db_->DefaultColumnFamily(), &range, 1, &bytes);
    return status.ok() ? bytes : 0;
}

// ---- A folder that is taken away while its files are open.

void ViewStore::note_identity() {
    struct stat found {};
    if (::stat(folder_.c_str(), &found) == 0) identity_ = {found.st_dev, found.st_ino};
}

std::string ViewStore::why_lost() const {
    struct stat found {};
    const bool is_there = ::stat(folder_.c_str(), &found) == 0;
    if (!is_there) return fmt::format("the folder {} was removed", folder_.string());
    if (identity_ != std::pair<std::uint64_t, std::uint64_t>{found.st_dev, found.st_ino})
        return fmt::format("the folder {} was replaced", folder_.string());
    if (::stat((folder_ / "CURRENT").c_str(), &found) == 0) return {};
    return fmt::format("the files in {} were removed", folder_.string());
}

}  // namespace leadline::projections
