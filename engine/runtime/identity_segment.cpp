// See identity_segment.hpp. The head: records (8), pages (4), end (8), lines of the filter (8).
#include "engine/runtime/identity_segment.hpp"

#include "engine/core/state/place_key.hpp"
#include "engine/runtime/identity_run.hpp"

namespace leadline::engine {

using events::Bytes;
using events::BytesView;
using events::load;
using events::store;
using events::Text;
using rocksdb::Status;

namespace {

constexpr Text piece_prefix("\0\3", 2);
constexpr std::size_t head_bytes = 28;

std::string numbered(std::string key, std::uint32_t part) {
    for (int shift = 24; shift >= 0; shift -= 8)
        key.push_back(static_cast<char>((part >> static_cast<unsigned>(shift)) & 0xFFU));
    return key;
}

}  // namespace

std::string identity_head_key(std::uint64_t segment) {
    std::string key(identity_heads);
    append_ordered(key, segment);
    return key;
}

std::string identity_page_key(const IdentitySegment& segment, std::uint32_t page) {
    return numbered(identity_pages_key(segment.number), page);
}

std::string identity_piece_key(std::uint64_t segment, std::uint32_t piece) {
    std::string key(piece_prefix);
    append_ordered(key, segment);
    return numbered(std::move(key), piece);
}

Bytes identity_head(const IdentitySegment& segment) {
    Bytes value(head_bytes);
    store(value.data(), segment.records);
    store(value.data() + 8, segment.pages);
    store(value.data() + 12, segment.end.us);
    store(value.data() + 20, std::uint64_t{segment.lines});
    return value;
}

std::shared_ptr<IdentitySegment> read_identity_head(Text key, BytesView value) {
    auto made = std::make_shared<IdentitySegment>();
    if (!key.starts_with(identity_heads) || value.size() != head_bytes ||
        !read_ordered(key.substr(identity_heads.size()), made->number))
        return nullptr;
    made->records = load<std::uint64_t>(value.data());
    made->pages = load<std::uint32_t>(value.data() + 8);
    made->end = {load<std::int64_t>(value.data() + 12)};
    made->lines = load<std::uint64_t>(value.data() + 20);
    return made->pages > 0 && made->lines > 0 ? made : nullptr;
}

// Pages divide the identities evenly, in their order.
std::uint32_t identity_page(CommandIdentity identity, std::uint32_t pages) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint32_t>((Wide{identity.low} * pages) >> 64U);
}

Status read_filter(rocksdb::DB& db, const IdentitySegment& segment,
                   const std::atomic<bool>& give_up) {
    const std::string end = identity_piece_key(segment.number + 1, 0);
    const rocksdb::Slice bound(end);
    rocksdb::ReadOptions options;
    options.iterate_upper_bound = &bound;
    const std::unique_ptr<rocksdb::Iterator> at(db.NewIterator(options));
    auto filter = std::make_unique<IdentityFilter>(segment.lines);
    std::uint32_t piece = 0;
    for (at->Seek(identity_piece_key(segment.number, 0)); at->Valid(); at->Next(), ++piece) {
        if (give_up) return Status::OK();
        const BytesView value = events::as_bytes({at->value().data(), at->value().size()});
        if (at->key() != identity_piece_key(segment.number, piece) || !filter->take(piece, value))
            break;
    }
    if (!at->status().ok()) return at->status();
    if (at->Valid() || piece != IdentityFilter::pieces_of(segment.lines))
        return Status::Corruption("a filter of commands is damaged or missing");
    segment.give(std::move(filter));
    return Status::OK();
}

}  // namespace leadline::engine
