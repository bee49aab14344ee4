// See identity_segments.hpp.
#include "engine/runtime/identity_segments.hpp"

#include <algorithm>

#include "engine/core/state/place_key.hpp"
#include "engine/runtime/identity_run.hpp"

namespace leadline::engine {

using events::Bytes;
using events::BytesView;
using events::store;
using events::Text;
using rocksdb::Status;

namespace {

constexpr Text filter_prefix("\0\2", 2);
constexpr std::size_t filter_header_bytes = 20;
constexpr std::size_t records_a_page = 64;  // on average: about 2.8 KB

std::string filter_key(std::uint64_t segment) {
    std::string key(filter_prefix);
    append_ordered(key, segment);
    return key;
}

std::string page_key(std::uint64_t segment, std::uint32_t page) {
    std::string key = identity_pages_key(segment);
    for (int shift = 24; shift >= 0; shift -= 8)
        key.push_back(static_cast<char>((page >> static_cast<unsigned>(shift)) & 0xFFU));
    return key;
}

// Pages divide the identities evenly, in their order.
std::uint32_t page_of(CommandIdentity identity, std::uint32_t pages) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint32_t>((Wide{identity.low} * pages) >> 64U);
}

rocksdb::Slice slice(BytesView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

BytesView bytes_of(const rocksdb::Slice& slice) {
    return events::as_bytes({slice.data(), slice.size()});
}

Status damaged() { return Status::Corruption("a page of commands is damaged or missing"); }

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
    for (it->Seek({filter_prefix.data(), filter_prefix.size()}); it->Valid(); it->Next()) {
        const Text key(it->key().data(), it->key().size());
        if (!key.starts_with(filter_prefix)) break;
        const BytesView value = bytes_of(it->value());
        std::uint64_t number = 0;
        if (!read_ordered(key.substr(filter_prefix.size()), number) ||
            value.size() < filter_header_bytes ||
            !IdentityFilter::are_possible(value.subspan(filter_header_bytes)))
            return events::fail(events::Failure::corrupt, "state: a filter cannot be read");
        list.push_back(std::make_shared<const Segment>(
            Segment{number, events::load<std::uint64_t>(value.data()),
                    events::load<std::uint32_t>(value.data() + 8),
                    Time{events::load<std::int64_t>(value.data() + 12)},
                    IdentityFilter(value.subspan(filter_header_bytes))}));
        next_number_ = number + 1;
    }
    if (!it->status().ok())
        return events::fail(events::Failure::corrupt, "state: " + it->status().ToString());
    set(std::make_shared<const List>(std::move(list)));
    return {};
}

void IdentitySegments::clear() {
    set(std::make_shared<const List>());
    next_number_ = 1;
}

std::size_t IdentitySegments::filter_bytes() const {
    std::size_t sum = 0;
    for (const auto& segment : *list()) sum += segment->filter.bytes().size();
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

// The pages to read: newest segments first.
std::vector<IdentitySegments::Candidate> IdentitySegments::candidates(
    const List& list, std::span<const CommandIdentity> identities) {
    std::vector<Candidate> all;
    for (std::size_t segment = list.size(); segment-- > 0;) {
        const IdentityFilter& filter = list[segment]->filter;
        for (const CommandIdentity& each : identities) filter.prefetch(each);
        for (std::size_t i = 0; i < identities.size(); ++i)
            if (filter.may_have(identities[i])) all.push_back({i, segment});
    }
    return all;
}

Status IdentitySegments::find(rocksdb::DB& db, std::span<const CommandIdentity> identities,
                              const Stored::VisitDecided& visit) const {
    for (;;) {
        const auto segments = list();
        const std::vector<Candidate> wanted = candidates(*segments, identities);
        if (wanted.empty()) return Status::OK();
        std::vector<std::string> keys;
        for (const Candidate& c : wanted) {
            const Segment& segment = *(*segments)[c.segment];
            keys.push_back(
                page_key(segment.number, page_of(identities[c.identity], segment.pages)));
        }
        const std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
        std::vector<rocksdb::PinnableSlice> pages(keys.size());
        std::vector<Status> statuses(keys.size());
        db.MultiGet({}, db.DefaultColumnFamily(), keys.size(), slices.data(), pages.data(),
                    statuses.data());
        bool is_gone = false;
        for (const Status& status : statuses) {
            if (!status.ok() && !status.IsNotFound()) return status;
            is_gone = is_gone || status.IsNotFound();
        }
        if (is_gone) {  // every page is there, unless its segment has become part of another
            const std::lock_guard held(publishing_);
            if (list() == segments) return damaged();
            continue;
        }
        std::vector<bool> is_answered(identities.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (is_answered[wanted[i].identity]) continue;
            if (pages[i].size() % identity_record_bytes != 0) return damaged();
            const auto found = find_in_page(bytes_of(pages[i]), identities[wanted[i].identity]);
            if (!found) continue;
            is_answered[wanted[i].identity] = true;
            visit(wanted[i].identity, *found);
        }
        return Status::OK();
    }
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
        if (status.ok()) status = file.Delete(filter_key(number));
    if (status.ok() && made != nullptr) {
        const BytesView filter = made->filter.bytes();
        Bytes value(filter_header_bytes + filter.size());
        store(value.data(), made->records);
        store(value.data() + 8, made->pages);
        store(value.data() + 12, made->end.us);
        std::memcpy(value.data() + filter_header_bytes, filter.data(), filter.size());
        status = file.Put(filter_key(made->number), slice(value));
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

    Segment segment{next_number_++,
                    0,
                    static_cast<std::uint32_t>(most / records_a_page + 1),
                    {},
                    IdentityFilter(most)};
    Status status;
    Bytes page;
    std::uint32_t number = 0;
    const auto write_until = [&](std::uint32_t next) {  // every page is there, if empty
        for (; number < next && status.ok(); ++number, page.clear())
            status = file.Put(page_key(segment.number, number), slice(page));
    };
    for (DedupRecord record; status.ok() && records->next(record);) {
        if (record.decided.until <= now) continue;
        write_until(page_of(record.identity, segment.pages));
        append_identity_record(page, record);
        segment.filter.add(record.identity);
        segment.end = std::max(segment.end, record.decided.until);
        ++segment.records;
    }
    write_until(segment.pages);
    if (status.ok()) status = records->status();
    made = std::make_shared<const Segment>(std::move(segment));
    return status;
}

}  // namespace leadline::engine
