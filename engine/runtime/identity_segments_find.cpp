// See identity_segments.hpp: looking commands up, and reading the filters beside it.
#include <algorithm>

#include "engine/runtime/identity_run.hpp"
#include "engine/runtime/identity_segments.hpp"

namespace leadline::engine {

using events::BytesView;
using rocksdb::Status;

namespace {

Status damaged() { return Status::Corruption("a page of commands is damaged or missing"); }

BytesView bytes_of(const rocksdb::Slice& slice) {
    return events::as_bytes({slice.data(), slice.size()});
}

// Values of keys that are there, unless their segment has meanwhile become part of another.
class Values {
public:
    explicit Values(rocksdb::DB& db) : db_(db) {}

    // NotFound when one of them is not there.
    [[nodiscard]] Status read(const std::vector<std::string>& keys) {
        const std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
        values_ = std::vector<rocksdb::PinnableSlice>(keys.size());
        std::vector<Status> statuses(keys.size());
        db_.MultiGet({}, db_.DefaultColumnFamily(), keys.size(), slices.data(), values_.data(),
                     statuses.data());
        Status worst;
        for (const Status& status : statuses)
            if (!status.ok() && (worst.ok() || worst.IsNotFound())) worst = status;
        return worst;
    }
    [[nodiscard]] BytesView operator[](std::size_t i) const { return bytes_of(values_[i]); }

private:
    rocksdb::DB& db_;
    std::vector<rocksdb::PinnableSlice> values_;
};

}  // namespace

// NotFound: a segment has become part of another.
class IdentitySegments::Look {
public:
    Look(rocksdb::DB& db, const List& list, std::span<const CommandIdentity> identities)
        : values_(db), list_(list), identities_(identities) {}

    // The pages to read: newest segments first.
    [[nodiscard]] Status ask_filters() {
        for (std::size_t segment = list_.size(); segment-- > 0;) {
            const IdentityFilter* filter = list_[segment]->filter();
            if (filter == nullptr) {
                if (Status status = ask_stored_filter(segment); !status.ok()) return status;
                continue;
            }
            for (const CommandIdentity& each : identities_) filter->prefetch(each);
            for (std::size_t i = 0; i < identities_.size(); ++i)
                if (filter->may_have(identities_[i])) wanted_.push_back({i, segment});
        }
        return Status::OK();
    }

    [[nodiscard]] Status read_pages(const Stored::VisitDecided& visit) {
        if (wanted_.empty()) return Status::OK();
        std::vector<std::string> keys;
        for (const Candidate& c : wanted_) {
            const Segment& segment = *list_[c.segment];
            keys.push_back(
                identity_page_key(segment, identity_page(identities_[c.identity], segment.pages)));
        }
        if (Status status = values_.read(keys); !status.ok()) return status;
        std::vector<bool> is_answered(identities_.size());
        for (std::size_t i = 0; i < wanted_.size(); ++i) {
            const std::size_t identity = wanted_[i].identity;
            if (is_answered[identity]) continue;
            if (values_[i].size() % identity_record_bytes != 0) return damaged();
            const auto found = find_in_page(values_[i], identities_[identity]);
            if (!found) continue;
            is_answered[identity] = true;
            visit(identity, *found);
        }
        return Status::OK();
    }

private:
    // That filter is not in memory yet: of each command the piece that speaks of it is read.
    [[nodiscard]] Status ask_stored_filter(std::size_t number) {
        const Segment& segment = *list_[number];
        constexpr std::size_t lines_a_piece = IdentityFilter::lines_a_piece;
        const auto line_of = [&segment](CommandIdentity identity) {
            return IdentityFilter::line_of(identity, segment.lines);
        };
        std::vector<std::uint32_t> pieces;
        for (const CommandIdentity& each : identities_)
            pieces.push_back(static_cast<std::uint32_t>(line_of(each) / lines_a_piece));
        std::sort(pieces.begin(), pieces.end());
        pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
        std::vector<std::string> keys;
        for (const std::uint32_t piece : pieces)
            keys.push_back(identity_piece_key(segment.number, piece));
        if (Status status = values_.read(keys); !status.ok()) return status;
        for (std::size_t i = 0; i < identities_.size(); ++i) {
            const std::size_t line = line_of(identities_[i]);
            const auto piece = std::lower_bound(pieces.begin(), pieces.end(), line / lines_a_piece);
            const BytesView value = values_[static_cast<std::size_t>(piece - pieces.begin())];
            const std::size_t at = line % lines_a_piece * IdentityFilter::line_bytes;
            if (value.size() < at + IdentityFilter::line_bytes) return damaged();
            if (IdentityFilter::may_have(value.subspan(at), identities_[i]))
                wanted_.push_back({i, number});
        }
        return Status::OK();
    }

    Values values_;
    const List& list_;
    std::span<const CommandIdentity> identities_;
    std::vector<Candidate> wanted_;
};

Status IdentitySegments::find(rocksdb::DB& db, std::span<const CommandIdentity> identities,
                              const Stored::VisitDecided& visit) {
    for (;;) {
        const auto segments = list();
        Look look(db, *segments, identities);
        Status status = look.ask_filters();
        if (status.ok()) status = look.read_pages(visit);
        if (status.IsNotFound()) {  // everything is there, unless its segment is part of another
            const std::lock_guard held(publishing_);
            if (list() == segments) return damaged();
            continue;
        }
        start_reading(db);  // now that whoever was first has an answer
        const std::lock_guard held(reading_);
        return status.ok() && damage_ ? *damage_ : status;
    }
}

void IdentitySegments::start_reading(rocksdb::DB& db) {
    if (is_reading_) return;
    is_reading_ = true;
    const auto segments = list();
    const bool are_all_here = std::all_of(segments->begin(), segments->end(),
                                          [](const auto& s) { return s->filter() != nullptr; });
    if (!are_all_here) reader_ = std::thread([this, &db] { read_filters(db); });
}

void IdentitySegments::stop_reading() {
    give_up_reading_ = true;
    if (reader_.joinable()) reader_.join();
    give_up_reading_ = false;
    is_reading_ = false;
    damage_.reset();
}

// Newest first: of those most commands that come again are.
void IdentitySegments::read_filters(rocksdb::DB& db) {
    const auto segments = list();
    for (auto at = segments->rbegin(); at != segments->rend() && !give_up_reading_; ++at) {
        if ((*at)->filter() != nullptr) continue;
        const Status status = read_filter(db, **at, give_up_reading_);
        // Where something keeps it from being read for a while, the store goes on being asked.
        if (!status.IsCorruption() || !is_there(*at)) continue;
        const std::lock_guard held(reading_);
        damage_ = status;
        return;
    }
}

bool IdentitySegments::is_there(const std::shared_ptr<const Segment>& segment) const {
    const std::lock_guard held(publishing_);
    const auto now = list();
    return std::find(now->begin(), now->end(), segment) != now->end();
}

}  // namespace leadline::engine
