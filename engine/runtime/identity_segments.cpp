// See identity_segments.hpp.
#include "engine/runtime/identity_segments.hpp"

#include <algorithm>

#include "engine/runtime/identity_run.hpp"

namespace leadline::engine {

using events::Bytes;
using events::BytesView;
using events::Text;
using rocksdb::Status;

namespace {

constexpr std::size_t records_a_page = 64;  // on average: about 2.8 KB

rocksdb::Slice slice(BytesView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

BytesView bytes_of(const rocksdb::Slice& slice) {
    return events::as_bytes({slice.data(), slice.size()});
}

// Latest last within an identity; then only those.
void sort_latest(std::vector<DedupRecord>& noted) {
    std::stable_sort(noted.begin(), noted.end(), [](const DedupRecord& a, const DedupRecord& b) {
        return a.identity < b.identity;
    });
    const auto same = [](const DedupRecord& a, const DedupRecord& b) {
        return a.identity == b.identity;
    };
    noted.erase(noted.begin(), std::unique(noted.rbegin(), noted.rend(), same).base());
}

}  // namespace

Result<void> IdentitySegments::load(rocksdb::DB& db) {
    List list;
    const std::unique_ptr<rocksdb::Iterator> it(db.NewIterator({}));
    for (it->Seek({identity_heads.data(), identity_heads.size()}); it->Valid(); it->Next()) {
        const Text key(it->key().data(), it->key().size());
        if (!key.starts_with(identity_heads)) break;
        auto segment = read_identity_head(key, bytes_of(it->value()));
        if (segment == nullptr)
            return events::fail(events::Failure::corrupt, "state: commands cannot be read");
        next_number_ = segment->number + 1;
        list.push_back(std::move(segment));
    }
    if (!it->status().ok())
        return events::fail(events::Failure::corrupt, "state: " + it->status().ToString());
    set(std::make_shared<const List>(std::move(list)));
    return {};
}

void IdentitySegments::clear() {
    stop_reading();
    set(std::make_shared<const List>());
    next_number_ = 1;
}

std::size_t IdentitySegments::filter_bytes() const {
    std::size_t sum = 0;
    for (const auto& segment : *list())
        if (segment->filter() != nullptr) sum += segment->filter()->bytes().size();
    return sum;
}

std::shared_ptr<const IdentitySegments::List> IdentitySegments::list() const {
    const std::lock_guard held(reading_);
    return list_;
}

void IdentitySegments::set(std::shared_ptr<const List> list) {
    const std::lock_guard held(reading_);
    list_ = std::move(list);
}

// From which segment on all become one with what was noted: as long as the one before is not larger
// than all behind it, each record is written again a few times only, and few segments are small.
std::size_t IdentitySegments::first_to_merge(const List& list, std::size_t noted) const {
    std::uint64_t sum = noted;
    std::size_t first = list.size();
    for (; first > 0; --first) {
        const Segment& before = *list[first - 1];
        if (before.records >= records_at_most_ || before.records > sum) break;
        sum += before.records;
    }
    return first;
}

Status IdentitySegments::add(rocksdb::SstFileWriter& file, rocksdb::DB& db,
                             std::vector<DedupRecord>& noted, Time now) {
    sort_latest(noted);
    const auto before = list();
    const std::size_t first =
        noted.empty() ? before->size() : first_to_merge(*before, noted.size());
    List after;
    std::vector<std::uint64_t> gone;
    for (std::size_t i = 0; i < before->size(); ++i) {
        const auto& segment = (*before)[i];
        if (i < first && segment->end > now)
            after.push_back(segment);
        else
            gone.push_back(segment->number);
    }
    Status status;
    for (const std::uint64_t number : gone)
        if (status.ok())
            status = file.DeleteRange(identity_pages_key(number), identity_pages_key(number + 1));
    std::shared_ptr<const Segment> made;
    if (status.ok() && !noted.empty())
        status = write_pages(file, db, std::span(*before).subspan(first), noted, now, made);
    for (const std::uint64_t number : gone)
        if (status.ok()) status = file.Delete(identity_head_key(number));
    if (status.ok() && made != nullptr)
        status = file.Put(identity_head_key(made->number), slice(identity_head(*made)));
    for (const std::uint64_t number : gone)
        if (status.ok())
            status =
                file.DeleteRange(identity_piece_key(number, 0), identity_piece_key(number + 1, 0));
    if (status.ok() && made != nullptr) {
        const IdentityFilter& filter = *made->filter();
        const auto pieces = static_cast<std::uint32_t>(IdentityFilter::pieces_of(made->lines));
        for (std::uint32_t piece = 0; piece < pieces && status.ok(); ++piece)
            status = file.Put(identity_piece_key(made->number, piece), slice(filter.piece(piece)));
        after.push_back(std::move(made));
    }
    next_ = std::make_shared<const List>(std::move(after));
    return status;
}

Status IdentitySegments::write_pages(rocksdb::SstFileWriter& file, rocksdb::DB& db,
                                     std::span<const std::shared_ptr<const Segment>> of,
                                     const std::vector<DedupRecord>& noted, Time now,
                                     std::shared_ptr<const Segment>& made) {
    std::vector<std::unique_ptr<IdentityRun>> runs;
    std::size_t most = noted.size();
    for (const auto& segment : of) {
        runs.push_back(run_of(db, segment->number));
        most += segment->records;
    }
    runs.push_back(run_of(noted));
    const auto records = merged(std::move(runs));

    auto segment = std::make_shared<Segment>();
    segment->number = next_number_++;
    segment->pages = static_cast<std::uint32_t>(most / records_a_page + 1);
    segment->lines = IdentityFilter::lines_for(most);
    auto filter = std::make_unique<IdentityFilter>(segment->lines);
    Status status;
    Bytes page;
    std::uint32_t number = 0;
    const auto write_until = [&](std::uint32_t next) {  // every page is there, if empty
        for (; number < next && status.ok(); ++number, page.clear())
            status = file.Put(identity_page_key(*segment, number), slice(page));
    };
    for (DedupRecord record; status.ok() && records->next(record);) {
        if (record.decided.until <= now) continue;
        write_until(identity_page(record.identity, segment->pages));
        append_identity_record(page, record);
        filter->add(record.identity);
        segment->end = std::max(segment->end, record.decided.until);
        ++segment->records;
    }
    write_until(segment->pages);
    if (status.ok()) status = records->status();
    segment->give(std::move(filter));
    made = std::move(segment);
    return status;
}

}  // namespace leadline::engine
