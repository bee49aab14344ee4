// CSV files: RFC 4180 as people's tools write it, and a clear word about what is none.
#include "connectors/files/csv_file.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/temporary_folder.hpp"

using namespace leadline::connectors;
using leadline::events::Failure;

namespace {

using Rows = std::vector<std::vector<std::string>>;

CsvFile parsed(std::string_view text, char delimiter = ',') {
    auto csv = CsvFile::parse("f.csv", text, delimiter);
    if (!csv) FAIL(csv.error().message);
    return std::move(*csv);
}

Rows rows_of(const CsvFile& csv) {
    Rows rows;
    for (std::size_t i = 0; i < csv.rows(); ++i)
        rows.emplace_back(csv.row(i).begin(), csv.row(i).end());
    return rows;
}

std::string refused(std::string_view text) {
    const auto csv = CsvFile::parse("f.csv", text, ',');
    if (csv) return "";
    CHECK(csv.error().failure == Failure::bad_input);
    return csv.error().message;
}

std::string quoted_field(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

}  // namespace

TEST_CASE("CsvFile: a header and rows, with LF or CRLF and with or without a last line end",
          "[connectors]") {
    for (const char* text : {"a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\n1,2\n3,4"}) {
        const CsvFile csv = parsed(text);
        CHECK(csv.header() == std::vector<std::string>{"a", "b"});
        CHECK(rows_of(csv) == Rows{{"1", "2"}, {"3", "4"}});
        CHECK(csv.line(1) == 3);
        CHECK(csv.problems().empty());
    }
}

TEST_CASE("CsvFile: a byte order mark is no part of the first column's name", "[connectors]") {
    CHECK(parsed("\xEF\xBB\xBF"
                 "a,b\n1,2\n")
              .header()[0] == "a");
}

TEST_CASE("CsvFile: quoted fields hold delimiters, quotes and line ends; rows keep their line",
          "[connectors]") {
    const CsvFile csv = parsed("a,b\n\"x, \"\"y\"\"\",\"two\nlines\"\n\n3,4\n");
    CHECK(rows_of(csv) == Rows{{"x, \"y\"", "two\nlines"}, {"3", "4"}});
    CHECK(csv.line(0) == 2);
    CHECK(csv.line(1) == 5);
}

TEST_CASE("CsvFile: spaces and empty fields stay as they are", "[connectors]") {
    CHECK(rows_of(parsed("a,b,c\n x , ,\n")) == Rows{{" x ", " ", ""}});
}

TEST_CASE("CsvFile: another delimiter", "[connectors]") {
    CHECK(rows_of(parsed("a;b\n1,5;2\n", ';')) == Rows{{"1,5", "2"}});
    CHECK(rows_of(parsed("a\tb\n1\t2\n", '\t')) == Rows{{"1", "2"}});
}

TEST_CASE("CsvFile: a row with another number of fields, or not UTF-8, is named and left out",
          "[connectors]") {
    const CsvFile csv = parsed("a,b\n1,2\n3\n4,5,6\n7,\xFF\n8,9\n");
    CHECK(rows_of(csv) == Rows{{"1", "2"}, {"8", "9"}});
    CHECK(csv.line(1) == 6);
    CHECK(csv.problems() ==
          std::vector<CsvProblem>{{3, "another number of fields than the header has"},
                                  {4, "another number of fields than the header has"},
                                  {5, "b is not UTF-8"}});
}

TEST_CASE("CsvFile: what is no CSV is refused with its line", "[connectors]") {
    CHECK(refused("") == "f.csv:1: expected a header row, found nothing");
    CHECK(refused("a,a\n") == "f.csv:1: the header names the column \"a\" twice");
    CHECK(refused("a,\xFF\n") == "f.csv:1: column 2 of the header is not UTF-8");
    CHECK(refused("a,b\n1,2\n3,\"4\n5,6\n") ==
          "f.csv:3: the quote that begins in this row is never closed");
    CHECK(
        refused("a,b\n1,x\"y\n") ==
        "f.csv:2: column 4: a quote stands inside a field; put the field in quotes and write \"\" "
        "for the quote");
}

TEST_CASE("CsvFile: files are read in pieces, and fields may cross them", "[connectors]") {
    const leadline::tests::TemporaryFolder folder;
    const auto path = folder.path() / "large.csv";
    const std::string field(50'000, 'x');
    std::ofstream out(path, std::ios::binary);
    out << "a,b\r\n";
    for (int i = 0; i < 20; ++i) out << i << ',' << field << "\r\n";
    out.close();
    const auto csv = CsvFile::load(path, ',');
    REQUIRE(csv);
    REQUIRE(csv->rows() == 20);
    for (std::size_t i = 0; i < 20; ++i) {
        CHECK(csv->row(i)[0] == std::to_string(i));
        CHECK(csv->row(i)[1].size() == field.size());
        CHECK(csv->line(i) == i + 2);
    }
    const auto header = CsvFile::load_header(path, ',');
    REQUIRE(header);
    CHECK(*header == std::vector<std::string>{"a", "b"});
}

TEST_CASE("CsvFile: a field of more than a mebibyte is refused", "[connectors]") {
    const leadline::tests::TemporaryFolder folder;
    const auto path = folder.path() / "large.csv";
    std::ofstream(path) << "a,b\n1,\"" << std::string(csv_field_bytes_max + 100'000, 'x') << "\"\n";
    const auto csv = CsvFile::load(path, ',');
    REQUIRE_FALSE(csv);
    CHECK(csv.error().failure == Failure::bad_input);
    CHECK(csv.error().message ==
          path.string() + ":2: a field of more than 1 MiB; is a quote never closed?");
}

TEST_CASE("CsvFile: an absent file and a folder cannot be read, and are told apart",
          "[connectors]") {
    const leadline::tests::TemporaryFolder folder;
    const auto absent = CsvFile::load(folder.path() / "absent.csv", ',');
    REQUIRE_FALSE(absent);
    CHECK(absent.error().failure == Failure::io);
    CHECK(absent.error().message ==
          (folder.path() / "absent.csv").string() + ": No such file or directory");
    const auto is_folder = CsvFile::load(folder.path(), ',');
    REQUIRE_FALSE(is_folder);
    CHECK(is_folder.error().failure == Failure::io);
    CHECK(is_folder.error().message == folder.path().string() + ": is a folder; expected a file");
}

TEST_CASE("CsvFile: whatever is quoted comes back as it was", "[connectors]") {
    rc::check("quoted fields", [] {
        const auto letters = rc::gen::elementOf(std::string("ab,;\"\n\r \t'"));
        const auto text = rc::gen::container<std::string>(letters);
        const auto fields = *rc::gen::container<std::vector<std::string>>(3, text);
        std::string csv = "a,b,c\n";
        for (std::size_t i = 0; i < fields.size(); ++i)
            csv += (i == 0 ? "" : ",") + quoted_field(fields[i]);
        const auto file = CsvFile::parse("f.csv", csv + "\n", ',');
        RC_ASSERT(file.has_value());
        RC_ASSERT(rows_of(*file) == Rows{fields});
    });
}
