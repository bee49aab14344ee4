// CsvFile: one CSV file (RFC 4180) in memory: a header row, then rows of as many fields. UTF-8,
// with or without a byte order mark; LF or CRLF line ends; quoted fields may hold line ends, the
// delimiter and "" for a quote. Spaces belong to the field they stand in. Blank lines are no rows.
// A row that cannot be used (another number of fields, not UTF-8) is left out and named in
// `problems`; a file whose quotes do not match is refused whole, since nothing after that can be
// trusted.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/base/arena.hpp"
#include "events/base/result.hpp"

namespace leadline::connectors {

using events::Text;

inline constexpr std::uintmax_t csv_bytes_max = 1ULL << 30U;  // of one file
inline constexpr std::size_t csv_field_bytes_max = 1U << 20U;

struct CsvProblem {
    std::uint64_t line = 0;  // where the row begins, from 1
    std::string what;

    friend bool operator==(const CsvProblem&, const CsvProblem&) = default;
};

class CsvFile {
public:
    // Reads the whole of `file`. Fails with io when it cannot be read, bad_input when
    // it is no CSV file with a header, interrupted when `go_on`, which is told the bytes read so
    // far now and then, says no.
    using GoOn = std::function<bool(std::uint64_t bytes)>;
    [[nodiscard]] static events::Result<CsvFile> load(const std::filesystem::path& file,
                                                      char delimiter, const GoOn& go_on = {});

    // The same for text at hand; `name` stands in messages.
    [[nodiscard]] static events::Result<CsvFile> parse(std::string name, std::string_view text,
                                                       char delimiter);

    // Whether `file` can be read at all: io, as load() would say it.
    [[nodiscard]] static events::Result<void> look(const std::filesystem::path& file);

    // The header row alone, for telling files apart.
    [[nodiscard]] static events::Result<std::vector<std::string>> load_header(
        const std::filesystem::path& file, char delimiter);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
    [[nodiscard]] std::size_t rows() const { return lines_.size(); }

    // As many fields as the header has.
    [[nodiscard]] std::span<const Text> row(std::size_t index) const {
        return std::span(fields_).subspan(index * header_.size(), header_.size());
    }
    // The line in which a row begins, from 1.
    [[nodiscard]] std::uint64_t line(std::size_t index) const { return lines_[index]; }
    [[nodiscard]] const std::vector<CsvProblem>& problems() const { return problems_; }

private:
    friend class CsvParser;

    std::string name_;
    std::vector<std::string> header_;
    std::vector<Text> fields_;
    std::vector<std::uint64_t> lines_;
    std::vector<CsvProblem> problems_;
    events::Arena texts_;  // owns what fields_ shows
};

}  // namespace leadline::connectors
