// See identity_segments.hpp. The record: identity (16), until (8), first (8), events (4), digest
// (8).
#include "engine/runtime/identity_segments.hpp"

#include <algorithm>
#include <functional>

#include "engine/core/state/place_key.hpp"

namespace leadline::engine {

using events::Bytes;
using events::BytesView;
using events::store;
using events::Text;
using rocksdb::Status;

namespace {

constexpr Text page_prefix("\0\1", 2);
constexpr Text filter_prefix("\0\2", 2);
constexpr std::size_t record_bytes = 44;
constexpr std::size_t filter_header_bytes = 20;
constexpr std::size_t records_a_page = 64;  // on average: about 2.8 KB

std::string key_of(Text prefix, std::uint64_t number) {
    std::string key(prefix);
    append_ordered(key, number);
    return key;
}

std::string page_key(std::uint64_t segment, std::uint32_t page) {
    std::string key = key_of(page_prefix, segment);
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

void append(Bytes& out, const DedupRecord& record) {
    out.resize(out.size() + record_bytes);
    std::byte* at = out.data() + out.size() - record_bytes;
    store(at, record.identity.low);
    store(at + 8, record.identity.high);
    store(at + 16, record.decided.until.us);
    store(at + 24, record.decided.first.number);
    store(at + 32, record.decided.events);
    store(at + 36, record.decided.digest);
}

CommandIdentity identity_at(const std::byte* at) {
    return {events::load<std::uint64_t>(at), events::load<std::uint64_t>(at + 8)};
}

Decided decided_at(const std::byte* at) {
    return {{events::load<std::int64_t>(at + 16)},
            {events::load<std::uint64_t>(at + 24)},
            events::load<std::uint32_t>(at + 32),
            events::load<std::uint64_t>(at + 36)};
}

Status damaged() { return Status::Corruption("a page of commands is damaged or missing"); }

// What a page, whose size has been checked, knows of a command.
std::optional<Decided> find_in(BytesView page, CommandIdentity identity) {
    std::size_t low = 0;
    for (std::size_t high = page.size() / record_bytes; low < high;) {
        const std::size_t middle = (low + high) / 2;
        if (identity_at(page.data() + middle * record_bytes) < identity)
            low = middle + 1;
        else
            high = middle;
    }
    const std::byte* at = page.data() + low * record_bytes;
    if (low * record_bytes == page.size() || identity_at(at) != identity) return std::nullopt;
    return decided_at(at);
}

// Records in ascending order of identity, one after the other.
class Run {
public:
    virtual ~Run() = default;
    // False behind the last, and when it cannot be read.
    [[nodiscard]] virtual bool next(DedupRecord& record) = 0;
    [[nodiscard]] virtual Status status() const { return Status::OK(); }
};

class NotedRun final : public Run {
public:
    explicit NotedRun(const std::vector<DedupRecord>& noted) : noted_(&noted) {}
    bool next(DedupRecord& record) override {
        if (at_ == noted_->size()) return false;
        record = (*noted_)[at_++];
        return true;
    }

private:
    const std::vector<DedupRecord>* noted_;
    std::size_t at_ = 0;
};

class SegmentRun final : public Run {
public:
    SegmentRun(rocksdb::DB& db, std::uint64_t number)
        : end_(key_of(page_prefix, number + 1)), end_slice_(end_) {
        rocksdb::ReadOptions options;
        options.fill_cache = false;
        options.readahead_size = std::size_t{1} << 20U;
        options.iterate_upper_bound = &end_slice_;
        pages_.reset(db.NewIterator(options));
        pages_->Seek(key_of(page_prefix, number));
    }

    bool next(DedupRecord& record) override {
        for (; pages_->Valid(); pages_->Next(), at_ = 0) {
            const BytesView page = bytes_of(pages_->value());
            if (at_ + record_bytes > page.size()) continue;
            record = {identity_at(page.data() + at_), decided_at(page.data() + at_)};
            at_ += record_bytes;
            return true;
        }
        return false;
    }
    [[nodiscard]] Status status() const override { return pages_->status(); }

private:
    std::string end_;
    rocksdb::Slice end_slice_;
    std::unique_ptr<rocksdb::Iterator> pages_;
    std::size_t at_ = 0;
};

// Several runs as one, the latest of each identity. The newest run is the last.
class MergedRun {
public:
    explicit MergedRun(std::vector<std::unique_ptr<Run>> runs) {
        for (auto& run : runs) {
            Head head{std::move(run), {}, false};
            head.is_there = head.run->next(head.record);
            heads_.push_back(std::move(head));
        }
    }
    bool next(DedupRecord& record) {
        const Head* least = nullptr;
        for (const Head& head : heads_) {
            if (!head.is_there) continue;
            if (least == nullptr || head.record.identity <= least->record.identity) least = &head;
        }
        if (least == nullptr) return false;
        record = least->record;
        for (Head& head : heads_)
            while (head.is_there && head.record.identity == record.identity)
                head.is_there = head.run->next(head.record);
        return true;
    }
    [[nodiscard]] Status status() const {
        for (const Head& head : heads_)
            if (Status status = head.run->status(); !status.ok()) return status;
        return Status::OK();
    }

private:
    struct Head {
        std::unique_ptr<Run> run;
        DedupRecord record;
        bool is_there = false;
    };
    std::vector<Head> heads_;
};

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
    rocksdb::ReadOptions options;
    options.fill_cache = false;
    const std::unique_ptr<rocksdb::Iterator> it(db.NewIterator(options));
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
            if (pages[i].size() % record_bytes != 0) return damaged();
            const auto found = find_in(bytes_of(pages[i]), identities[wanted[i].identity]);
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
            status = file.DeleteRange(key_of(page_prefix, number), key_of(page_prefix, number + 1));
    std::shared_ptr<const Segment> made;
    if (status.ok() && !noted.empty())
        status = write_pages(file, db, std::span(*before).subspan(first), noted, now, made);
    for (const std::uint64_t number : gone)
        if (status.ok()) status = file.Delete(key_of(filter_prefix, number));
    if (status.ok() && made != nullptr) {
        const BytesView filter = made->filter.bytes();
        Bytes value(filter_header_bytes + filter.size());
        store(value.data(), made->records);
        store(value.data() + 8, made->pages);
        store(value.data() + 12, made->end.us);
        std::memcpy(value.data() + filter_header_bytes, filter.data(), filter.size());
        status = file.Put(key_of(filter_prefix, made->number), slice(value));
        after.push_back(std::move(made));
    }
    next_ = std::make_shared<const List>(std::move(after));
    return status;
}

Status IdentitySegments::write_pages(rocksdb::SstFileWriter& file, rocksdb::DB& db,
                                     std::span<const std::shared_ptr<const Segment>> of,
                                     const std::vector<DedupRecord>& noted, Time now,
                                     std::shared_ptr<const Segment>& made) {
    std::vector<std::unique_ptr<Run>> runs;
    std::size_t most = noted.size();
    for (const auto& segment : of) {
        runs.push_back(std::make_unique<SegmentRun>(db, segment->number));
        most += segment->records;
    }
    runs.push_back(std::make_unique<NotedRun>(noted));
    MergedRun merged(std::move(runs));

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
    for (DedupRecord record; status.ok() && merged.next(record);) {
        if (record.decided.until <= now) continue;
        write_until(page_of(record.identity, segment.pages));
        append(page, record);
        segment.filter.add(record.identity);
        segment.end = std::max(segment.end, record.decided.until);
        ++segment.records;
    }
    write_until(segment.pages);
    if (status.ok()) status = merged.status();
    made = std::make_shared<const Segment>(std::move(segment));
    return status;
}

}  // namespace leadline::engine
