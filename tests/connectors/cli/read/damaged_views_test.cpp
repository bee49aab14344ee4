// Flipped bytes in the files of the views: nothing stops, since views are made again from the log,
// and whoever does it says so.
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/connectors/cli/read/support.hpp"
#include "tests/connectors/cli/story.hpp"
#include "tests/support/child.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
namespace fs = std::filesystem;

fs::path largest(const fs::path& folder, const std::string& extension) {
    fs::path found;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == extension &&
            (found.empty() || entry.file_size() > fs::file_size(found)))
            found = entry.path();
    REQUIRE_FALSE(found.empty());
    return found;
}

void flip(const fs::path& path, std::size_t at) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(at));
    const int byte = file.get();
    REQUIRE(byte != EOF);
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(byte ^ 0x10));
}

// Leads in table files of the views, and some more in their write-ahead log.
struct Decided {
    Decided() {
        for (const std::string& lines : {setup_lines() + lead_lines(1, 300), lead_lines(301, 400)})
            REQUIRE(leadline({"submit", "--data", whole.string()}, lines).exit_code == 0);
        leads = list(whole).out;
        REQUIRE(lines_in(leads) == 401);
    }

    static Ran list(const fs::path& data) {
        return run({"lead", "list", "-o", "csv", "--data", data.string()});
    }
    static Ran show(const fs::path& data) {
        return run({"lead", "show", "l7", "--data", data.string()});
    }

    // A copy with one byte of a file of its views flipped.
    [[nodiscard]] fs::path damaged(const std::string& extension, std::size_t at) {
        const fs::path data = folder.path() / ("damaged" + std::to_string(++copies));
        fs::copy(whole, data, fs::copy_options::recursive);
        flip(largest(data / "views" / "p0", extension), at);
        return data;
    }

    TemporaryFolder folder;
    fs::path whole = folder.path() / "whole";
    std::string leads;
    int copies = 0;
};

bool tells_of_it(const std::string& err) {
    return err.find("views are made again") != std::string::npos;
}

std::size_t size_of(const Decided& it, const std::string& extension) {
    return fs::file_size(largest(it.whole / "views" / "p0", extension));
}

}  // namespace

TEST_CASE("damaged views: a read command makes them again, says so once, and answers",
          "[connectors]") {
    Decided it;
    const std::size_t size = size_of(it, ".sst");
    REQUIRE(size > 10'000);
    for (const std::size_t at : {std::size_t{100}, std::size_t{3'000}, std::size_t{9'000}, size / 2,
                                 size - 1'500, size - 20}) {
        const fs::path data = it.damaged(".sst", at);
        const Ran shown = Decided::show(data);
        INFO("byte " << at << " of " << size << ": " << shown.err);
        CHECK(shown.code == 0);
        const Ran listed = Decided::list(data);
        INFO(listed.err);
        CHECK(listed.code == 0);
        CHECK(listed.out == it.leads);
        if (at < 10'000) CHECK(tells_of_it(shown.err) != tells_of_it(listed.err));
        CHECK_FALSE(tells_of_it(Decided::list(data).err));
    }
}

TEST_CASE("damaged views: submit decides all the same, and what it leaves can be read",
          "[connectors]") {
    Decided it;
    const std::size_t size = size_of(it, ".sst");
    for (const std::size_t at : {std::size_t{100}, std::size_t{3'000}, std::size_t{9'000}, size / 2,
                                 size - 1'500, size - 20}) {
        const fs::path data = it.damaged(".sst", at);
        const Ended ended = leadline({"submit", "--data", data.string()}, lead_lines(401, 420));
        INFO("byte " << at << " of " << size << ": " << ended.err);
        CHECK(ended.exit_code == 0);
        CHECK(lines_in(ended.out) == 62);
        if (at == 100) CHECK(tells_of_it(ended.err));
        const Ran listed = Decided::list(data);
        INFO(listed.err);
        CHECK(listed.code == 0);
        CHECK(lines_in(listed.out) == 421);
    }
}

TEST_CASE("damaged views: a flipped byte of their write-ahead log stops nobody", "[connectors]") {
    Decided it;
    const std::size_t size = size_of(it, ".log");
    REQUIRE(size > 1'000);
    for (const std::size_t at :
         {std::size_t{0}, std::size_t{5}, std::size_t{6}, size / 2, size - 1}) {
        const Ran listed = Decided::list(it.damaged(".log", at));
        INFO("byte " << at << " of " << size << ": " << listed.err);
        CHECK(listed.code == 0);
        CHECK(listed.out == it.leads);
        const fs::path data = it.damaged(".log", at);
        const Ended ended = leadline({"submit", "--data", data.string()}, lead_lines(401, 420));
        INFO(ended.err);
        CHECK(ended.exit_code == 0);
        CHECK(lines_in(Decided::list(data).out) == 421);
    }
}

TEST_CASE("damaged views: beside an engine a reader says so, and the next one mends them",
          "[connectors]") {
    Decided it;
    const fs::path data = it.damaged(".sst", 3'000);
    {
        const DataStory engine(data);
        const Ran refused = Decided::list(data);
        CHECK(refused.code == 74);
        CHECK(lines_in(refused.err) == 1);
        CHECK_THAT(refused.err, Contains("the views in ") &&
                                    Contains("with no engine running makes them again"));
    }
    const Ran listed = Decided::list(data);
    CHECK(listed.code == 0);
    CHECK(listed.out == it.leads);
    CHECK(tells_of_it(listed.err));
}

}  // namespace leadline::tests
