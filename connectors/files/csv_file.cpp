// CsvFile: a CSV file in memory, parsed by libcsv; see csv_file.hpp.
#include "connectors/files/csv_file.hpp"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "config/yaml/names.hpp"
#include "config/yaml/utf8.hpp"

namespace leadline::connectors {

using events::Failure;
using events::Result;

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t chunk_bytes = 1U << 16U;

// libcsv trims spaces around fields unless it is told that there are none.
int no_space(unsigned char) { return 0; }

}  // namespace

// Feeds libcsv line by line, because it does not say in which line a row began.
class CsvParser {
public:
    CsvParser(CsvFile& file, char delimiter, bool header_only)
        : file_(file), header_only_(header_only) {
        csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
        csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
        csv_set_space_func(&parser_, no_space);
    }
    ~CsvParser() { csv_free(&parser_); }
    CsvParser(const CsvParser&) = delete;
    CsvParser& operator=(const CsvParser&) = delete;

    [[nodiscard]] Result<void> feed(std::string_view chunk) {
        if (std::exchange(at_start_, false) && chunk.starts_with(byte_order_mark))
            chunk.remove_prefix(byte_order_mark.size());
        while (!chunk.empty() && !done()) {
            const std::size_t end = chunk.find('\n');
            const bool whole_line = end != std::string_view::npos;
            const std::string_view piece = chunk.substr(0, whole_line ? end + 1 : chunk.size());
            TRY(feed_piece(piece));
            if (whole_line) ++line_;
            chunk.remove_prefix(piece.size());
        }
        return {};
    }

    [[nodiscard]] Result<void> finish() {
        if (!done() && csv_fini(&parser_, on_field, on_row, this) != 0)
            return refuse("the quote that begins in this row is never closed", row_line_);
        if (!error_.empty()) return refuse(error_, 1);
        if (file_.header_.empty()) return refuse("expected a header row, found nothing", 1);
        return {};
    }

    // True when the header is all that was asked for, and it is there.
    [[nodiscard]] bool done() const { return header_only_ && !file_.header_.empty(); }

private:
    static void on_field(void* data, std::size_t size, void* self) {
        const std::string_view field(static_cast<const char*>(data), size);
        static_cast<CsvParser*>(self)->row_.emplace_back(field);
    }
    static void on_row(int, void* self) { static_cast<CsvParser*>(self)->end_row(); }

    Result<void> feed_piece(std::string_view piece) {
        if (!in_row_) row_line_ = line_;
        in_row_ = in_row_ || piece.find_first_not_of("\r\n") != std::string_view::npos;
        const std::size_t read =
            csv_parse(&parser_, piece.data(), piece.size(), on_field, on_row, this);
        if (read != piece.size()) {
            const std::size_t column = config::code_points(piece.substr(0, read)) + 1;
            return refuse(fmt::format("column {}: a quote stands inside a field; put the field in "
                                      "quotes and write \"\" for the quote",
                                      column),
                          line_);
        }
        if (parser_.entry_pos > csv_field_bytes_max)
            return refuse("a field of more than 1 MiB; is a quote never closed?", row_line_);
        if (!error_.empty()) return refuse(error_, row_line_);
        return {};
    }

    void end_row() {
        in_row_ = false;
        if (done()) return;
        if (file_.header_.empty()) {
            take_header();
        } else if (const std::string problem = problem_of_row(); !problem.empty()) {
            file_.problems_.push_back({row_line_, problem});
        } else {
            for (const std::string& field : row_) file_.fields_.push_back(file_.texts_.copy(field));
            file_.lines_.push_back(row_line_);
        }
        row_.clear();
    }

    void take_header() {
        for (std::size_t i = 0; i < row_.size(); ++i) {
            if (config::first_bad_utf8(row_[i]) != config::utf8_whole)
                error_ = fmt::format("column {} of the header is not UTF-8", i + 1);
            if (!row_[i].empty() && std::count(row_.begin(), row_.end(), row_[i]) > 1)
                error_ =
                    fmt::format("the header names the column {} twice", config::shown(row_[i]));
        }
        file_.header_ = row_;
    }

    [[nodiscard]] std::string problem_of_row() const {
        if (row_.size() != file_.header_.size())
            return fmt::format("another number of fields than the header has");
        for (std::size_t i = 0; i < row_.size(); ++i)
            if (config::first_bad_utf8(row_[i]) != config::utf8_whole)
                return fmt::format("{} is not UTF-8", file_.header_[i]);
        return {};
    }

    [[nodiscard]] Result<void> refuse(std::string_view what, std::uint64_t line) const {
        return events::fail(Failure::bad_input, fmt::format("{}:{}: {}", file_.name_, line, what));
    }

    CsvFile& file_;
    bool header_only_;
    csv_parser parser_{};
    std::vector<std::string> row_;
    std::string error_;
    std::uint64_t line_ = 1;
    std::uint64_t row_line_ = 1;
    bool in_row_ = false;
    bool at_start_ = true;

    friend class CsvFile;
};

namespace {

Result<std::ifstream> open_file(const std::filesystem::path& file) {
    std::error_code code;
    if (std::filesystem::is_directory(file, code))
        return events::fail(Failure::io, file.string() + ": is a folder; expected a file");
    const auto bytes = std::filesystem::file_size(file, code);
    if (!code && bytes > csv_bytes_max)
        return events::fail(Failure::bad_input, fmt::format("{}: {} bytes; expected at most {}",
                                                            file.string(), bytes, csv_bytes_max));
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (in) return in;
    return events::fail(Failure::io, fmt::format("{}: {}", file.string(), std::strerror(errno)));
}

Result<void> feed_all(std::ifstream& in, CsvParser& parser, const std::string& name,
                      const CsvFile::GoOn& go_on = {}) {
    std::string chunk(chunk_bytes, '\0');
    std::uint64_t bytes = 0;
    while (in && !parser.done()) {
        in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        TRY(parser.feed(std::string_view(chunk).substr(0, static_cast<std::size_t>(in.gcount()))));
        bytes += static_cast<std::uint64_t>(in.gcount());
        if (go_on && !go_on(bytes)) return events::fail(Failure::interrupted, "");
    }
    if (in.bad())
        return events::fail(Failure::io, fmt::format("{}: {}", name, std::strerror(errno)));
    return parser.finish();
}

}  // namespace

Result<CsvFile> CsvFile::load(const std::filesystem::path& file, char delimiter,
                              const GoOn& go_on) {
    auto in = open_file(file);
    if (!in) return tl::unexpected(in.error());
    CsvFile out;
    out.name_ = file.string();
    CsvParser parser(out, delimiter, false);
    TRY(feed_all(*in, parser, out.name_, go_on));
    return out;
}

Result<void> CsvFile::look(const std::filesystem::path& file) {
    const auto in = open_file(file);
    if (!in) return tl::unexpected(in.error());
    return {};
}

Result<CsvFile> CsvFile::parse(std::string name, std::string_view text, char delimiter) {
    CsvFile out;
    out.name_ = std::move(name);
    CsvParser parser(out, delimiter, false);
    TRY(parser.feed(text));
    TRY(parser.finish());
    return out;
}

Result<std::vector<std::string>> CsvFile::load_header(const std::filesystem::path& file,
                                                      char delimiter) {
    auto in = open_file(file);
    if (!in) return tl::unexpected(in.error());
    CsvFile out;
    out.name_ = file.string();
    CsvParser parser(out, delimiter, true);
    TRY(feed_all(*in, parser, out.name_));
    return std::move(out.header_);
}

}  // namespace leadline::connectors
