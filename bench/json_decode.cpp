// How fast does a JSON command become a canonical binary one? One thread decodes the same lines
// over and over, as a source hands them over in batches: parse, check, canonical body, digest.
// Prints median and spread of several runs, in processor time of that thread, and how often memory
// was taken while they ran.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <ctime>
#include <new>
#include <span>
#include <string_view>
#include <vector>

#include "events/base/ensure.hpp"
#include "events/codec/cloud_event.hpp"

namespace {

std::atomic<std::uint64_t> allocations{0};

constexpr std::size_t lines_per_run = 500'000;
constexpr std::size_t batch = 1'024;
constexpr int runs = 7;

struct Sample {
    std::string_view name;
    std::string_view line;
};

constexpr Sample samples[] = {
    {"CreateLead", R"({"specversion":"1.0","id":"4711-20170615-000123","source":"crm/eu",)"
                   R"("type":"CreateLead","program":"acme","time":"2017-06-15T09:30:00.000001Z",)"
                   R"("data":{"lead":"L-000123","company":"Muster und Partner GmbH",)"
                   R"("address":{"country":"DE","city":"Hamburg"},"products":["crm","erp"],)"
                   R"("source":"organic_search","contact":{"name":"Eva Muster",)"
                   R"("email":"eva@muster.example"}}})"},
    {"ClaimLead",
     R"({"specversion":"1.0","id":"claim-000123","source":"portal","type":"ClaimLead",)"
     R"("program":"acme","time":"2017-06-15T09:31:00Z","actor":"user:U-17",)"
     R"("data":{"lead":"L-000123"}})"},
    {"ConvertLead",
     R"({"specversion":"1.0","id":"conv-000123","source":"portal","type":"ConvertLead",)"
     R"("program":"acme","time":"2017-06-16T10:00:00Z","actor":"user:U-17",)"
     R"("traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",)"
     R"("data":{"lead":"L-000123","account":"A-9","opportunity":{"topic":"CRM for Hamburg",)"
     R"("amount":{"amount":"12500.00","currency":"EUR"},"expected_close":"2017-09-30"}}})"},
};

double processor_seconds() {
    std::timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double run_once(std::string_view line, std::size_t& body_bytes) {
    using namespace leadline::events;
    static CloudEventReader reader;
    static Arena arena;
    static std::vector<FieldError> errors;
    DecodedCommand command;
    const double start = processor_seconds();
    for (std::size_t done = 0; done < lines_per_run; ++done) {
        if (done % batch == 0) arena.reset();
        ENSURE(reader.read(as_bytes(line), arena, command, errors).understood());
    }
    const double took = processor_seconds() - start;
    body_bytes = command.header.body.size();
    return static_cast<double>(lines_per_run) / took;
}

}  // namespace

void* operator new(std::size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

// Names of commands on the command line choose among the samples.
int main(int argc, char** argv) {
    const std::span<char*> chosen(argv + 1, argv + argc);
    fmt::print("{:<12} {:>6} {:>6} {:>12} {:>19} {:>9}\n", "command", "JSON", "body", "median /s",
               "least to most", "allocs");
    for (const Sample& sample : samples) {
        if (!chosen.empty() && std::find(chosen.begin(), chosen.end(), sample.name) == chosen.end())
            continue;
        std::size_t body_bytes = 0;
        run_once(sample.line, body_bytes);  // finds the sizes of buffers and arena
        std::vector<double> rates;
        rates.reserve(runs);
        const std::uint64_t before = allocations.load();
        for (int i = 0; i < runs; ++i) rates.push_back(run_once(sample.line, body_bytes));
        const std::uint64_t taken = allocations.load() - before;
        std::sort(rates.begin(), rates.end());
        fmt::print("{:<12} {:>6} {:>6} {:>12.0f} {:>9.0f}-{:<9.0f} {:>9}\n", sample.name,
                   sample.line.size(), body_bytes, rates[runs / 2], rates.front(), rates.back(),
                   taken);
    }
}
