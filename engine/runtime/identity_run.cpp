// See identity_run.hpp. The record: identity (16), until (8), first (8), events (4), digest (8).
#include "engine/runtime/identity_run.hpp"

#include "engine/core/state/place_key.hpp"

namespace leadline::engine {

using events::Bytes;
using events::BytesView;
using events::store;
using rocksdb::Status;

namespace {

constexpr events::Text page_prefix("\0\1", 2);

CommandIdentity identity_at(const std::byte* at) {
    return {events::load<std::uint64_t>(at), events::load<std::uint64_t>(at + 8)};
}

Decided decided_at(const std::byte* at) {
    return {{events::load<std::int64_t>(at + 16)},
            {events::load<std::uint64_t>(at + 24)},
            events::load<std::uint32_t>(at + 32),
            events::load<std::uint64_t>(at + 36)};
}

class NotedRun final : public IdentityRun {
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

class SegmentRun final : public IdentityRun {
public:
    SegmentRun(rocksdb::DB& db, std::uint64_t number)
        : end_(identity_pages_key(number + 1)), end_slice_(end_) {
        // Readahead is left to RocksDB, which begins it where one block after the other is read:
        // the pages lie in one table, but every sorted run is looked into first.
        rocksdb::ReadOptions options;
        options.iterate_upper_bound = &end_slice_;
        pages_.reset(db.NewIterator(options));
        pages_->Seek(identity_pages_key(number));
    }

    bool next(DedupRecord& record) override {
        for (; pages_->Valid(); pages_->Next(), at_ = 0) {
            const BytesView page =
                events::as_bytes({pages_->value().data(), pages_->value().size()});
            if (at_ + identity_record_bytes > page.size()) continue;
            record = {identity_at(page.data() + at_), decided_at(page.data() + at_)};
            at_ += identity_record_bytes;
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

class MergedRun final : public IdentityRun {
public:
    explicit MergedRun(std::vector<std::unique_ptr<IdentityRun>> runs) {
        for (auto& run : runs) {
            Head head{std::move(run), {}, false};
            head.is_there = head.run->next(head.record);
            heads_.push_back(std::move(head));
        }
    }
    bool next(DedupRecord& record) override {
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
    [[nodiscard]] Status status() const override {
        for (const Head& head : heads_)
            if (Status status = head.run->status(); !status.ok()) return status;
        return Status::OK();
    }

private:
    struct Head {
        std::unique_ptr<IdentityRun> run;
        DedupRecord record;
        bool is_there = false;
    };
    std::vector<Head> heads_;
};

}  // namespace

std::string identity_pages_key(std::uint64_t segment) {
    std::string key(page_prefix);
    append_ordered(key, segment);
    return key;
}

void append_identity_record(Bytes& out, const DedupRecord& record) {
    out.resize(out.size() + identity_record_bytes);
    std::byte* at = out.data() + out.size() - identity_record_bytes;
    store(at, record.identity.low);
    store(at + 8, record.identity.high);
    store(at + 16, record.decided.until.us);
    store(at + 24, record.decided.first.number);
    store(at + 32, record.decided.events);
    store(at + 36, record.decided.digest);
}

std::optional<Decided> find_in_page(BytesView page, CommandIdentity identity) {
    std::size_t low = 0;
    for (std::size_t high = page.size() / identity_record_bytes; low < high;) {
        const std::size_t middle = (low + high) / 2;
        if (identity_at(page.data() + middle * identity_record_bytes) < identity)
            low = middle + 1;
        else
            high = middle;
    }
    const std::byte* at = page.data() + low * identity_record_bytes;
    if (low * identity_record_bytes == page.size() || identity_at(at) != identity)
        return std::nullopt;
    return decided_at(at);
}

std::unique_ptr<IdentityRun> run_of(const std::vector<DedupRecord>& noted) {
    return std::make_unique<NotedRun>(noted);
}

std::unique_ptr<IdentityRun> run_of(rocksdb::DB& db, std::uint64_t segment) {
    return std::make_unique<SegmentRun>(db, segment);
}

std::unique_ptr<IdentityRun> merged(std::vector<std::unique_ptr<IdentityRun>> runs) {
    return std::make_unique<MergedRun>(std::move(runs));
}

}  // namespace leadline::engine
