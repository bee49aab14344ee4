// What an import did, for the person who ran it: rows and lines per file and per kind, every
// default that was taken, every row that became nothing, with counts and the first places. Nothing
// is dropped in silence (SPEC 16): a row is a line, a note, or passed over by a `when` and counted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leadline::connectors {

inline constexpr std::size_t note_examples_max = 3;

// The same remark on one or more rows.
struct ImportNote {
    std::string what;      // "origin is empty, took "unknown-origin""
    bool problem = false;  // why a row gave no line, or could not be used at all
    std::uint64_t count = 0;
    std::vector<std::string> examples;  // "leads.csv:17", the first note_examples_max

    friend bool operator==(const ImportNote&, const ImportNote&) = default;
};

// Adds to the note that says the same, or begins it: one occurrence, or as many as `one` counts.
void note(std::vector<ImportNote>& notes, ImportNote one);

// What became of one file rule's files.
struct FileReport {
    std::string name;                // in the map
    std::vector<std::string> files;  // as given
    std::uint64_t rows = 0;          // usable ones
    std::uint64_t left_out = 0;      // the others
    std::vector<ImportNote> notes;
};

// What became of the rows that one kind is made from.
struct KindReport {
    std::string type;
    std::string from;
    std::uint64_t lines = 0;
    std::uint64_t left_out = 0;     // lines that a row could not give
    std::uint64_t passed_over = 0;  // rows for which `when` does not hold
    std::uint64_t repeated = 0;     // rows that add nothing, because of `once_per`
    std::vector<ImportNote> notes;
};

struct ImportReport {
    std::vector<FileReport> files;
    std::vector<KindReport> kinds;
    std::uint64_t lines = 0;

    // Rows that could not be used, and lines that could not be made.
    [[nodiscard]] std::uint64_t left_out() const;
};

// The summary for stderr, whole lines; file names without their folders.
[[nodiscard]] std::string to_text(const ImportReport& report);

}  // namespace leadline::connectors
