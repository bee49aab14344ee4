// A disk that fills up under a running `submit`: it stops with 74 and one sentence, nothing that it
// said is lost, and on a roomy disk the same input leads to where it would have led at once.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/support/child.hpp"
#include "tests/support/mounts.hpp"
#include "tests/support/submitted.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using Catch::Contains;

constexpr std::uint64_t line_count = 50'000;

std::size_t count_in(const std::string& text, const std::string& word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        ++count;
    return count;
}

Ended submit(const fs::path& lines, const fs::path& data, int partitions = 1) {
    return leadline({"submit", lines.string(), "--data", data.string(), "--set", "disk.free_min=0",
                     "--set", "embedded.partitions=" + std::to_string(partitions)});
}

// The same input on a disk with room for everything.
struct Reference {
    explicit Reference(const fs::path& folder, int partitions = 1) : lines(folder / "lines.jsonl") {
        write_text(lines, partitions == 1 ? workload_lines(line_count)
                                          : workload_lines_of_two(line_count));
        const Ended whole = submit(lines, folder / "reference", partitions);
        REQUIRE(whole.exit_code == 0);
        outcomes = whole.out;
        contents = contents_of(folder / "reference");
    }

    [[nodiscard]] bool begins_with(const std::string& said) const {
        return outcomes.compare(0, said.size(), said) == 0;
    }

    fs::path lines;
    std::string outcomes;
    Contents contents;
};

void check_stops(const Ended& ended, const Reference& reference) {
    INFO(ended.err);
    CHECK(ended.exit_code == 74);
    CHECK(count_in(ended.err, "is full\n") == 1);
    CHECK(count_in(ended.err, "info: stands at") == 0);
    CHECK(reference.begins_with(said_first(ended.out)));
}

}  // namespace

TEST_CASE("full disk: submit stops with 74, and loses nothing that it acknowledged", "[process]") {
    const TemporaryFolder folder;
    Mounts mounts;
    if (!mounts.permitted()) {
        WARN("SKIPPED: " << mounts.why_not());
        return;
    }
    const Reference reference(folder.path());
    // Whatever is being written when the disk is full: the log, a checkpoint, the views.
    for (const std::size_t megabytes : {6U, 12U, 20U}) {
        CAPTURE(megabytes);
        const fs::path disk = folder.path() / ("disk" + std::to_string(megabytes));
        mounts.add_disk(disk, std::size_t{megabytes} << 20U);
        const Ended first = submit(reference.lines, disk / "data");
        check_stops(first, reference);
        CHECK(count_in(first.err, "leadline: ") == 1);
        CHECK(count_in(first.out, "\n") < line_count);
        check_stops(submit(reference.lines, disk / "data"), reference);  // it is still full

        const fs::path roomy = folder.path() / ("roomy" + std::to_string(megabytes));
        fs::copy(disk / "data", roomy, fs::copy_options::recursive);
        const Contents kept = contents_of(roomy);
        CHECK(count_in(kept.events, "\n") >= count_in(first.out, "\"accepted\""));
        CHECK((reference.contents.events.compare(0, kept.events.size(), kept.events) == 0));
        const Ended last = submit(reference.lines, roomy);
        CHECK(last.exit_code == 0);
        CHECK((said_first(last.out) == reference.outcomes));
        CHECK((contents_of(roomy) == reference.contents));
        // What was acknowledged on the small disk was recognised, not decided again.
        CHECK(count_in(last.out, ",\"repeated\":true") >= count_in(first.out, "\n"));
    }
}

TEST_CASE("full disk: two partitions stop together with 74, and lose nothing", "[process]") {
    const TemporaryFolder folder;
    Mounts mounts;
    if (!mounts.permitted()) {
        WARN("SKIPPED: " << mounts.why_not());
        return;
    }
    const Reference reference(folder.path(), 2);
    const fs::path disk = folder.path() / "disk";
    mounts.add_disk(disk, std::size_t{12} << 20U);
    const Ended first = submit(reference.lines, disk / "data", 2);
    check_stops(first, reference);
    CHECK(count_in(first.err, "leadline: ") == 1);
    const fs::path roomy = folder.path() / "roomy";
    fs::copy(disk / "data", roomy, fs::copy_options::recursive);
    const Ended last = submit(reference.lines, roomy, 2);
    CHECK(last.exit_code == 0);
    CHECK((said_first(last.out) == reference.outcomes));
    CHECK((contents_of(roomy) == reference.contents));
    CHECK(count_in(last.out, ",\"repeated\":true") >= count_in(first.out, "\n"));
}

}  // namespace leadline::tests
