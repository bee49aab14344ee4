// Rows and Tallies: what most views keep between two flushes. Rows are read through and written
// behind, one value per key; tallies are numbers that stay in memory once known. One thread.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "events/codec/body.hpp"
#include "projections/key.hpp"
#include "projections/view.hpp"

namespace leadline::projections {

class Rows {
public:
    explicit Rows(ViewRows stored) : stored_(stored) {}

    // The row under `key`, of this window or stored; false: there is none. Throws ViewFailure when
    // it cannot be read. `row` views memory that lives until the next call.
    template <class Row>
    [[nodiscard]] bool read(const std::string& key, Row& row) {
        const std::optional<std::string> value = find(key);
        if (!value) return false;
        memory_.reset();
        if (!events::read_body(events::as_bytes(memory_.copy(*value)), memory_, row)) damaged();
        return true;
    }
    template <class Row>
    void put(const std::string& key, const Row& row) {
        events::Bytes bytes;
        events::write_body(bytes, row);
        put_text(key, events::as_text(bytes));
    }
    void put_text(const std::string& key, Text value);
    void erase(const std::string& key);
    [[nodiscard]] std::optional<std::string> find(const std::string& key) const;

    [[nodiscard]] std::size_t pending_bytes() const { return bytes_; }
    void write(KeyWriter& to) const;
    void written();

private:
    [[noreturn]] static void damaged();

    ViewRows stored_;
    std::map<std::string, std::optional<std::string>> pending_;  // none: erased
    std::size_t bytes_ = 0;
    events::Arena memory_;
};

class Tallies {
public:
    explicit Tallies(ViewRows stored) : stored_(stored) {}

    void add(Text key, std::int64_t change);

    [[nodiscard]] std::size_t pending_bytes() const { return changed_.size() * 48; }
    void write(KeyWriter& to);
    void written();

private:
    struct Tally {
        std::uint64_t value = 0;
        bool is_changed = false;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(Text text) const { return std::hash<Text>{}(text); }
    };

    ViewRows stored_;
    boost::unordered_flat_map<std::string, Tally, Hash, std::equal_to<>> tallies_;
    std::vector<std::string> changed_;
};

// The stored form of a tally, and what a moment holds of it (0 when there is none).
[[nodiscard]] std::uint64_t stored_tally(const Moment& moment, ViewNumber view, Text key);

}  // namespace leadline::projections
