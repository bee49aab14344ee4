// What a decision costs with rules of a vendor's size, from JSON lines on one thread: the mix of a
// busy day on config/samples/vendor.program.yaml; and a routed lead's cost against how many rules
// there are, and how many members a rotation has, each varied alone.
//   bench_routing [commands] [vendor|rules|members: only that one]
#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/allocations.hpp"
#include "bench/core_alone.hpp"
#include "config/plan.hpp"
#include "config/program_file.hpp"
#include "events/codec/cloud_event.hpp"
#include "tests/support/repository.hpp"

namespace leadline::bench {
namespace {

// Deterministic and good enough to spread: xorshift64.
class Dice {
public:
    [[nodiscard]] std::uint64_t below(std::uint64_t end) {
        state_ ^= state_ << 13U;
        state_ ^= state_ >> 7U;
        state_ ^= state_ << 17U;
        return state_ % end;
    }
    template <class T, std::size_t N>
    [[nodiscard]] const T& one_of(const std::array<T, N>& items) {
        return items[below(N)];
    }

private:
    std::uint64_t state_ = 0x9E3779B97F4A7C15U;
};

// Lines in, decided: an epoch at a time, as the runtime does it.
class Door {
public:
    explicit Door(const config::ProgramFile& file) {
        auto plan = config::plan_program(file, {});
        ENSURE(plan.has_value());
        for (std::size_t at = 0; at < plan->commands.size(); at += epoch_commands)
            take(
                {plan->commands.data() + at, std::min(epoch_commands, plan->commands.size() - at)});
        core_.checkpoint();
    }

    void take(std::span<const std::string> lines) {
        arena_.reset();
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const auto outcome =
                reader_.read(events::as_bytes(lines[i]), arena_, decoded_[i], errors_);
            ENSURE(outcome.understood());
            commands_[i] = decoded_[i].header;
        }
        core_.decide_all({commands_.data(), lines.size()});
    }
    // What the runtime does between epochs.
    void between() { core_.checkpoint_when_due(); }
    [[nodiscard]] engine::State& state() { return core_.state; }

private:
    Core core_;
    events::CloudEventReader reader_;
    events::Arena arena_{1U << 20U};
    std::vector<events::DecodedCommand> decoded_ =
        std::vector<events::DecodedCommand>(epoch_commands);
    std::vector<events::CommandHeader> commands_ =
        std::vector<events::CommandHeader>(epoch_commands);
    std::vector<events::FieldError> errors_;
};

class Day {
public:
    explicit Day(const config::ProgramFile& file) : file_(file) {
        for (const auto& partner : file.partners)
            for (const auto& user : partner.users) users_.push_back(user.id);
    }

    // A lead, like those of the sample's rules: most are found by territory or product.
    [[nodiscard]] std::string lead() {
        static const std::array<const char*, 12> countries{"DE", "DE", "US", "FR", "GB", "IT",
                                                           "NL", "AT", "CH", "ES", "PL", "JP"};
        static const std::array<const char*, 8> products{"arms",        "grippers", "vision",
                                                         "controllers", "mobile",   "software",
                                                         "service",     "training"};
        static const std::array<const char*, 4> sources{"web", "fair", "mail", "phone"};
        return line(
            "CreateLead", "system:crm",
            fmt::format(R"({{"lead":"l{}","company":"{} {}","contact":{{"name":"Ina Kolbe",)"
                        R"("email":"ina@kolbe{}.example","phone":"+49 511 {}"}},)"
                        R"("address":{{"country":"{}","postal_code":"{:05}"}},)"
                        R"("products":["{}"],"source":"{}","employees":{},)"
                        R"("revenue":{{"amount":"{}.00","currency":"EUR"}}}})",
                        leads_++, dice_.below(50) == 0 ? "Aldermoor Foods" : "Kolbe",
                        dice_.below(100'000), dice_.below(100'000), dice_.below(1'000'000),
                        dice_.one_of(countries), dice_.below(100'000), dice_.one_of(products),
                        dice_.one_of(sources), dice_.below(3'000), dice_.below(300'000)));
    }
    // Seven leads in ten commands; claims of the next of a queue and of one by name, notes.
    [[nodiscard]] std::string command() {
        const std::uint64_t kind = dice_.below(10);
        if (kind < 7 || leads_ == 0) return lead();
        const std::string actor = "user:" + users_[dice_.below(users_.size())];
        if (kind == 7)
            return line("ClaimNext", actor,
                        fmt::format(R"({{"queue":"{}"}})",
                                    file_.queues[dice_.below(file_.queues.size())].id));
        const std::string lead = fmt::format("l{}", dice_.below(leads_));
        if (kind == 8) return line("ClaimLead", actor, fmt::format(R"({{"lead":"{}"}})", lead));
        return line("AddLeadNote", "system:crm",
                    fmt::format(R"({{"lead":"{}","note":"called back"}})", lead));
    }

private:
    [[nodiscard]] std::string line(std::string_view type, std::string_view actor,
                                   const std::string& data) {
        time_ms_ += 20;
        return fmt::format(R"({{"specversion":"1.0","id":"{}","source":"crm","type":"{}",)"
                           R"("program":"{}","time":"{}","actor":"{}","data":{}}})",
                           ++id_, type, file_.id,
                           events::to_text(events::Time{file_.in_force_from.us + time_ms_ * 1'000}),
                           actor, data);
    }

    const config::ProgramFile& file_;
    std::vector<std::string> users_;
    Dice dice_;
    std::uint64_t id_ = 0;
    std::uint64_t leads_ = 0;
    std::int64_t time_ms_ = 3'600'000;
};

struct Measured {
    double ns_each = 0;
    double allocations_each = 0;
};

// Half of them first, so that the engine has been up for a while.
template <class Make>
Measured measure(Door& door, std::size_t commands, Make&& make) {
    std::vector<std::string> lines(epoch_commands);
    const std::size_t epochs = std::max<std::size_t>(commands / epoch_commands, 2);
    Spent spent;
    std::uint64_t allocated = 0;
    std::size_t counted = 0;
    for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
        for (std::string& line : lines) line = make();
        const bool counts = epoch >= epochs / 2;
        const std::uint64_t before = allocations();
        const Spent begin = Spent::now();
        door.take(lines);
        if (counts) {
            spent.add_since(begin);
            allocated += allocations() - before;
            counted += lines.size();
        }
        door.between();
    }
    return {spent.seconds * 1e9 / static_cast<double>(counted),
            static_cast<double>(allocated) / static_cast<double>(counted)};
}

void print(std::string_view what, const Measured& measured) {
    fmt::print("{:<44} {:>9.0f} commands/s  {:>6.0f} ns each, {:.2f} allocations\n", what,
               1e9 / measured.ns_each, measured.ns_each, measured.allocations_each);
    std::fflush(stdout);
}

void vendor(std::size_t commands) {
    config::Diagnostics diagnostics;
    const auto file = config::load_program_file(
        tests::repository_root() / "config/samples/vendor.program.yaml", diagnostics);
    ENSURE(file.has_value());
    {
        Door door(*file);
        Day day(*file);
        print("vendor sample, mixed, from JSON",
              measure(door, commands, [&] { return day.command(); }));
    }
    Door door(*file);
    Day day(*file);
    print("vendor sample, leads alone, from JSON",
          measure(door, commands, [&] { return day.lead(); }));
}

config::ProgramFile program_of(const std::string& text) {
    config::Diagnostics diagnostics;
    auto file = config::parse_program_file("bench.yaml", text, diagnostics);
    if (!file) fmt::print("{}\n", diagnostics.to_text());
    ENSURE(file.has_value());
    return *std::move(file);
}

// One partner with so many users, who have all logged in.
std::string people(std::size_t users) {
    std::string text =
        "program: {id: acme, title: Acme, channel_manager: karin, in_force_from: 2026-01-05}\n"
        "partners:\n  - id: p\n    title: P\n    users:\n";
    for (std::size_t i = 0; i < users; ++i)
        text += fmt::format("      - {{id: u{}, role: seller, logged_in: true}}\n", i);
    return text + "queues: [{id: q, title: Q, everybody: true}]\n";
}

// Rules that each ask for a company, one of which is each lead's; a law of its own says that the
// first still decides.
void rules(std::size_t commands, std::size_t count) {
    std::string text = people(1) + "rules:\n";
    for (std::size_t i = 0; i < count; ++i)
        text += fmt::format(
            "  - {{name: rule {}, when: {{all: [{{field: company, equals: company {}}}, {{field: "
            "employees, less: 9999}}]}}, then: {{queue: q}}}}\n",
            i, i);
    const config::ProgramFile file = program_of(text + "fallback: {queue: q}\n");
    Door door(file);
    std::uint64_t next = 0;
    Dice dice;
    print(fmt::format("a lead, {} rules", count), measure(door, commands, [&] {
              return fmt::format(
                  R"({{"specversion":"1.0","id":"{0}","source":"crm","type":"CreateLead",)"
                  R"("program":"acme","time":"2026-02-05T10:00:00Z","actor":"system:crm",)"
                  R"("data":{{"lead":"l{0}","company":"company {1}","employees":12}}}})",
                  next++, dice.below(count));
          }));
}

void members(std::size_t commands, std::size_t count) {
    std::string text = people(count) + "rules:\n  - {name: all, then: {rotate: {name: r, users: [";
    for (std::size_t i = 0; i < count; ++i) text += fmt::format("{}u{}", i == 0 ? "" : ", ", i);
    const config::ProgramFile file = program_of(text + "]}}}\nfallback: {queue: q}\n");
    Door door(file);
    std::uint64_t next = 0;
    print(fmt::format("a lead, a rotation of {} members", count), measure(door, commands, [&] {
              return fmt::format(
                  R"({{"specversion":"1.0","id":"{0}","source":"crm","type":"CreateLead",)"
                  R"("program":"acme","time":"2026-02-05T10:00:00Z","actor":"system:crm",)"
                  R"("data":{{"lead":"l{0}","company":"Kolbe"}}}})",
                  next++);
          }));
}

}  // namespace
}  // namespace leadline::bench

int main(int argc, char** argv) {
    namespace bench = leadline::bench;
    const std::size_t commands = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 400'000;
    const std::string_view only = argc > 2 ? argv[2] : "";
    const auto wanted = [only](std::string_view part) { return only.empty() || only == part; };
    constexpr std::size_t sizes[] = {10, 100, 1'000, 10'000};
    // The longest rotation that fits into a part of a ruleset has some 4,400 members.
    constexpr std::size_t rotations[] = {10, 100, 1'000, 4'000};
    if (wanted("vendor")) bench::vendor(commands);
    for (const std::size_t size : sizes)
        if (wanted("rules")) bench::rules(commands / 4, size);
    for (const std::size_t size : rotations)
        if (wanted("members")) bench::members(commands / (size >= 1'000 ? 40 : 4), size);
}
