// Reading the views' rows: see Moment in view_store.hpp.
#include <fmt/format.h>
#include <rocksdb/db.h>

#include "projections/standing_codec.hpp"
#include "projections/walk.hpp"

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
    if (store.db_ == nullptr) throw ViewFailure(store.closed());
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
    for (Walk walk(*this, view, prefix, from); walk.is_valid(); walk.next())
        if (!visit(walk.key(), walk.value())) return;
}

struct Walk::Place {
    std::string end;  // the iterator looks at it as long as it lives
    rocksdb::Slice end_slice;
    std::unique_ptr<rocksdb::Iterator> it;
};

Walk::Walk(const Moment& moment, ViewNumber view, Text prefix, Text from)
    : moment_(&moment), place_(std::make_unique<Place>()) {
    rocksdb::ReadOptions options;
    options.snapshot = moment.snapshot_;
    place_->end = after_prefix(full_key(view, prefix));
    place_->end_slice = place_->end;
    if (!place_->end.empty()) options.iterate_upper_bound = &place_->end_slice;
    place_->it.reset(moment.store_.db_->NewIterator(options));
    place_->it->Seek(full_key(view, from < prefix ? prefix : from));
    check();
}

Walk::~Walk() = default;
Walk::Walk(Walk&&) noexcept = default;
Walk& Walk::operator=(Walk&&) noexcept = default;

bool Walk::is_valid() const { return place_->it->Valid(); }

Text Walk::key() const {
    Text key{place_->it->key().data(), place_->it->key().size()};
    key.remove_prefix(sizeof(ViewNumber));
    return key;
}

Text Walk::value() const { return {place_->it->value().data(), place_->it->value().size()}; }

void Walk::next() {
    place_->it->Next();
    check();
}

void Walk::check() const {
    if (!place_->it->status().ok()) failed(place_->it->status(), moment_->store_.folder_);
}

}  // namespace leadline::projections
