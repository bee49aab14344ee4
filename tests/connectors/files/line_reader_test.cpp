// Lines that come in pieces, and files that are taken one after the other.
#include "connectors/files/line_reader.hpp"

#include <fcntl.h>
#include <openssl/sha.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <thread>

#include "tests/support/child.hpp"

namespace leadline::tests {
namespace {

using connectors::Line;
using connectors::LineReader;
using Got = LineReader::Got;

struct Pipe {
    Pipe() { REQUIRE(::pipe2(ends, O_CLOEXEC) == 0); }
    ~Pipe() {
        ::close(ends[0]);
        close_writer();
    }
    void write(const std::string& text) const {
        REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    }
    void close_writer() {
        if (ends[1] >= 0) ::close(ends[1]);
        ends[1] = -1;
    }
    [[nodiscard]] std::string name() const { return "/proc/self/fd/" + std::to_string(ends[0]); }
    int ends[2];
};

Got next(LineReader& reader, Line& line) {
    const auto got = reader.next(line, false);
    REQUIRE(got.has_value());
    return *got;
}

}  // namespace

TEST_CASE("LineReader: a line that is too long keeps nobody waiting for its end", "[connectors]") {
    Pipe pipe;
    auto reader = LineReader::open({pipe.name()});
    REQUIRE(reader.has_value());
    Line line;
    CHECK(next(*reader, line) == Got::nothing_yet);
    const std::string piece(32'768, 'x');
    std::string whole;
    for (int i = 0; i < 100; ++i) {  // more than 3 MiB, of which 1 MiB is kept
        pipe.write(piece);
        whole += piece;
        CHECK(next(*reader, line) == Got::nothing_yet);
    }
    pipe.write("end\nnext\n");
    whole += "end";
    REQUIRE(next(*reader, line) == Got::line);
    CHECK(line.length == whole.size());
    CHECK(line.bytes.size() == connectors::line_kept_max);
    engine::Digest32 digest;
    SHA256(reinterpret_cast<const unsigned char*>(whole.data()), whole.size(),
           reinterpret_cast<unsigned char*>(digest.data()));
    REQUIRE(line.digest.has_value());
    CHECK((*line.digest == digest));
    REQUIRE(next(*reader, line) == Got::line);
    CHECK(events::as_text(line.bytes) == "next");
    CHECK(line.number == 2);
    pipe.write("last");
    CHECK(next(*reader, line) == Got::nothing_yet);
    pipe.close_writer();
    REQUIRE(next(*reader, line) == Got::line);
    CHECK(events::as_text(line.bytes) == "last");
    CHECK(next(*reader, line) == Got::end);
}

TEST_CASE("LineReader: of files that are taken, each is numbered from 1 and ends by itself",
          "[connectors]") {
    const TemporaryFolder folder;
    write_text(folder.path() / "a", "one\ntwo");
    write_text(folder.path() / "b", "three\n" + std::string(2U << 20U, 'y'));
    LineReader reader = LineReader::of_no_file();
    Line line;
    CHECK(next(reader, line) == Got::end);
    const auto take = [&](const std::string& name) {
        const int file = ::open((folder.path() / name).c_str(), O_RDONLY | O_CLOEXEC);
        REQUIRE(file >= 0);
        reader.take(file, name);
    };
    take("a");
    REQUIRE(next(reader, line) == Got::line);
    REQUIRE(next(reader, line) == Got::line);
    CHECK(events::as_text(line.bytes) == "two");
    CHECK(line.number == 2);
    CHECK(next(reader, line) == Got::end);
    take("b");
    REQUIRE(next(reader, line) == Got::line);
    CHECK(line.number == 1);
    take("a");  // what was left of b is forgotten
    REQUIRE(next(reader, line) == Got::line);
    CHECK(events::as_text(line.bytes) == "one");
    CHECK(line.number == 1);
}

}  // namespace leadline::tests
