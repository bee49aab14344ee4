// Reading the views' rows: see Moment in view_store.hpp.
#include <fmt/format.h>
#include <rocksdb/db.h>

#include "projections/standing_codec.hpp"
#include "projections/view_store.hpp"

namespace leadline::projections {

namespace {

std::string full_key(ViewNumber view, Text key) {
    std::string full{static_cast<char>(view >> 8U), static_cast<char>(view & 0xFFU)};
    full += key;
    return full;
}

// The first key after all those that begin with `prefix`; none when there is no such key.
std::string after_prefix(std::string prefix) {
    while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xFFU) prefix.pop_back();
    if (!prefix.empty()) prefix.back() = static_cast<char>(prefix.back() + 1);
    return prefix;
}

[[noreturn]] void failed(const rocksdb::Status& status, const std::filesystem::path& folder) {
    events::Error error{
        status.IsCorruption() ? events::Failure::corrupt : events::Failure::io,
        fmt::format("the views in {} cannot be read: {}", folder.string(), status.ToString())};
    if (status.IsCorruption()) ViewStore::mark_damaged(folder, error.message);
    throw ViewFailure(std::move(error));
}

}  // namespace

Moment::Moment(const ViewStore& store) : store_(store) {
    if (store.access_ == ViewAccess::write) snapshot_ = store.db_->GetSnapshot();
}

Moment::~Moment() {
    if (snapshot_ != nullptr) store_.db_->ReleaseSnapshot(snapshot_);
}

std::optional<Moment::Head> Moment::head(Text name) const {
    std::string value;
    if (!get(0, name, value)) return std::nullopt;
    const std::optional<Head> head = decode_head(value);
    if (!head) {
        throw ViewFailure({events::Failure::corrupt,
                           fmt::format("the position of the view {} in {} cannot be read", name,
                                       store_.folder_.string())});
    }
    return head;
}

bool Moment::get(ViewNumber view, Text key, std::string& value) const {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_;
    const rocksdb::Status status = store_.db_->Get(options, full_key(view, key), &value);
    if (!status.ok() && !status.IsNotFound()) failed(status, store_.folder_);
    return status.ok();
}

void Moment::scan(ViewNumber view, Text prefix, Text from, const Visit& visit) const {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_;
    const std::string end = after_prefix(full_key(view, prefix));
    const rocksdb::Slice end_slice(end);
    if (!end.empty()) options.iterate_upper_bound = &end_slice;
    const std::unique_ptr<rocksdb::Iterator> it(store_.db_->NewIterator(options));
    for (it->Seek(full_key(view, from < prefix ? prefix : from)); it->Valid(); it->Next()) {
        Text key{it->key().data(), it->key().size()};
        key.remove_prefix(sizeof(ViewNumber));
        if (!visit(key, {it->value().data(), it->value().size()})) return;
    }
    if (!it->status().ok()) failed(it->status(), store_.folder_);
}

}  // namespace leadline::projections
