// Golden files and the laws of the binary codec, for every kind there is. A missing golden is
// written when LEADLINE_WRITE_GOLDENS is set; one that exists is never touched: it must decode for
// ever.
#include "tests/support/golden.hpp"

#include <time.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "events/codec/event_codec.hpp"
#include "tests/support/generate.hpp"
#include "tests/support/heap_taken.hpp"
#include "tests/support/repository.hpp"

namespace leadline::tests {
namespace {

using namespace events;

EventHeader golden_header(Arena& arena, Random& random, CommandKind cause) {
    EventHeader header;
    header.position = {random.below(1U << 30U) + 1};
    header.time = {1'767'323'045'123'456};
    header.program = {"acme"};
    header.subject = {SubjectKind::lead, arbitrary_id(arena, random)};
    if (cause != CommandKind::none)
        header.cause = {
            cause, "crm", arbitrary_id(arena, random), random.next(), {1'767'927'845'123'456}};
    header.actor = {ActorKind::partner_user, "sam"};
    header.on_behalf_of = "manager:maria";
    header.principal = "mtls:CN=crm";
    header.correlation = "c-1";
    header.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    return header;
}

// The seed is the kind's number, so that each golden is the same on every machine.
template <class Event>
Event golden_event(Arena& arena, Random& random) {
    Event event{};
    Generator generator(arena, random);
    generator.fill(event);
    return event;
}

template <class Event>
Bytes golden_bytes() {
    Arena arena;
    Random random(static_cast<std::uint64_t>(Event::kind) * 7919 + 1);
    const EventHeader header =
        golden_header(arena, random, random.one_in(5) ? CommandKind::none : CreateLead::kind);
    Bytes bytes;
    write_event(bytes, header, golden_event<Event>(arena, random));
    return bytes;
}

// Visitors of one type for all kinds: a lambda within the walk over all kinds would be instantiated
// once for every pair of kinds.
struct WriteAgain {
    Bytes bytes;
    EventKind met = EventKind::none;

    template <class Event>
    void operator()(const EventHeader& header, const Event& event) {
        met = Event::kind;
        write_event(bytes, header, event);
    }
};

struct Ignore {
    template <class Event>
    void operator()(const EventHeader&, const Event&) const {}
};

struct CommandAgain {
    Bytes bytes;

    template <class Command>
    void operator()(const Command& command) {
        write_body(bytes, command);
    }
};

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

TEST_CASE("Golden: every kind and version decodes to what was written, and back to its bytes",
          "[events]") {
    const std::filesystem::path folder = repository_root() / "tests/golden";
    const bool writes = std::getenv("LEADLINE_WRITE_GOLDENS") != nullptr;
    Events::for_each([&]<class Event>() {
        const std::filesystem::path path = folder / golden_file<Event>();
        CAPTURE(path.filename().string());
        if (writes && !std::filesystem::exists(path)) {
            std::ofstream out(path, std::ios::binary);
            out << as_text(golden_bytes<Event>());
        }
        REQUIRE(std::filesystem::exists(path));
        const std::string bytes = read_file(path);
        Arena arena;
        WriteAgain again;
        REQUIRE(visit_event(as_bytes(bytes), arena, again));
        CHECK(again.met == Event::kind);
        CHECK(as_text(again.bytes) == bytes);
        CHECK(as_text(golden_bytes<Event>()) == bytes);
        for (unsigned version = 1; version < Event::schema_version; ++version) {
            const std::string old = read_file(folder / golden_file<Event>(version));
            CAPTURE(version);
            CHECK(visit_event(as_bytes(old), arena, WriteAgain{}));
        }
    });
}

TEST_CASE("Law: decode(encode(e)) == e, for every event and every command", "[events]") {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        Events::for_each([seed]<class Event>() {
            Arena arena;
            Random random(seed * 100'003 + static_cast<std::uint64_t>(Event::kind));
            const Event event = golden_event<Event>(arena, random);
            Bytes body;
            write_body(body, event);
            Event decoded{};
            REQUIRE(read_body(BytesView(body), arena, decoded));
            CHECK(decoded == event);
        });
        Commands::for_each([seed]<class Command>() {
            Arena arena;
            Random random(seed * 100'019 + static_cast<std::uint64_t>(Command::kind));
            const Command command = golden_event<Command>(arena, random);
            const BytesView body = body_in(arena, command);
            CommandAgain again;
            REQUIRE(visit_command(Command::kind, body, arena, again));
            CHECK(as_text(again.bytes) == as_text(body));
        });
    }
}

// One random change: a flipped bit, a changed, lost or added byte, or a cut.
void mutate(std::string& bytes, Random& random) {
    const std::size_t at = random.below(bytes.size());
    switch (random.below(5)) {
        case 0:
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
            break;
        case 1:
            bytes[at] = static_cast<char>(random.below(256));
            break;
        case 2:
            bytes.erase(at, 1);
            break;
        case 3:
            bytes.insert(at, 1, static_cast<char>(random.below(256)));
            break;
        default:
            bytes.resize(at);
            break;
    }
}

// Time that this thread has had of a processor; how busy the machine is does not matter.
double thread_seconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

constexpr int mutations = 400;  // of each golden

// What decoding `bytes` may take from the heap. An item of a list is larger in memory than in
// bytes, and lists lie in lists; the rest is the arena's first chunk, and what the codec makes once
// for each type.
constexpr std::size_t heap_bound(std::size_t bytes) { return 64 * bytes + (1U << 14U); }

// Decoding all mutations of a golden takes well below a millisecond, and a hundredfold under a
// sanitizer. Who follows a count that no bytes stand behind is at it for years.
constexpr double seconds_bound = 5;

TEST_CASE("Decoders: a damaged event is refused or is another event, in bounded memory and time",
          "[events]") {
    Random random(42);
    std::uint64_t refused = 0, understood = 0;
    Events::for_each([&]<class Event>() {
        const Bytes golden = golden_bytes<Event>();
        CAPTURE(golden_file<Event>());
        std::size_t worst = 0;  // bytes taken beyond the bound
        const double begun = thread_seconds();
        for (int round = 0; round < mutations; ++round) {
            std::string bytes(as_text(golden));
            for (std::uint64_t i = 0, n = 1 + random.below(4); i < n && !bytes.empty(); ++i)
                mutate(bytes, random);
            // On the heap to its last byte, so that a sanitizer sees a read beyond it.
            const std::vector<char> exact(bytes.begin(), bytes.end());
            const std::size_t taken = heap_taken();
            Arena arena(1U << 12U);
            const bool is_one =
                visit_event(as_bytes({exact.data(), exact.size()}), arena, Ignore{});
            is_one ? ++understood : ++refused;
            const std::size_t more = heap_taken() - taken;
            worst = std::max(worst, more - std::min(more, heap_bound(exact.size())));
        }
        CHECK(worst == 0);
        CHECK(thread_seconds() - begun < seconds_bound);
    });
    CHECK(refused > understood);
    CHECK(understood > 0);
}

TEST_CASE("Decoders: a count that the bytes cannot hold is refused before memory is taken",
          "[events]") {
    // A list of 2^40 leads, in a body of a few bytes.
    const std::string body("\x00\xFF\xFF\xFF\xFF\xFF\x1F\x00\x00\x00\x00", 11);
    Arena arena;
    ReassignLead command;
    CHECK_FALSE(read_body(as_bytes(body), arena, command));
}

TEST_CASE("Decoders: a number that has no name is refused", "[events]") {
    // An empty contact, street and text; one custom field "a", empty but for its type.
    std::string body("\x00\x00\x00\x00\x00\x01\x01\x61\x06\x00\x00\x00", 12);
    Arena arena;
    LeadPerson person;
    CHECK(read_body(as_bytes(body), arena, person));
    body[8] = 7;
    CHECK_FALSE(read_body(as_bytes(body), arena, person));
}

TEST_CASE("Decoders: a header of a newer version, or of no known kind, is refused", "[events]") {
    Bytes bytes = golden_bytes<LeadClaimed>();
    Arena arena;
    const auto is_read = [&] { return visit_event(BytesView(bytes), arena, Ignore{}); };
    REQUIRE(is_read());
    bytes[6] = std::byte{2};
    CHECK_FALSE(is_read());
    bytes[6] = std::byte{1};
    bytes[4] = std::byte{99};
    CHECK_FALSE(is_read());
    bytes[4] = std::byte{40};
    bytes[7] = std::byte{1};  // a flag that nobody has given a meaning yet
    CHECK_FALSE(is_read());
}

TEST_CASE("Names: every kind has one, and no two events share a number", "[events]") {
    std::vector<std::uint16_t> numbers;
    Events::for_each([&]<class Event>() {
        CHECK(name_of(Event::kind) != "?");
        numbers.push_back(static_cast<std::uint16_t>(Event::kind));
    });
    std::sort(numbers.begin(), numbers.end());
    CHECK(std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end());
    CHECK(name_of(Rejected<ClaimLead>::kind) == "ClaimLeadRejected");
    CHECK(name_of(NothingChanged<ClaimLead>::kind) == "NothingChanged");
    CHECK(name_of(EventKind{999}) == "?");
    CHECK(name_of(CommandKind{99}) == "?");
}

}  // namespace
}  // namespace leadline::tests
