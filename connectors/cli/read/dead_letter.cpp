// `dead-letter list` and `dead-letter show`: what could not be understood, why, and what it was.
#include <fmt/format.h>
#include <simdjson.h>

#include "connectors/cli/output_words.hpp"
#include "connectors/cli/read/things.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

namespace {

struct Problem {
    std::string pointer;
    std::string problem;
};

// A dead letter's record as it was kept (events/codec/json_dead_letter.hpp).
struct Letter {
    std::string reason;
    std::vector<Problem> errors;
    std::uint64_t line = 0;
    std::uint64_t length = 0;
    std::string sha256;
    std::string original;  // base64
};

std::string text_at(simdjson::dom::element from, std::string_view pointer) {
    std::string_view text;
    return from.at_pointer(pointer).get(text) == simdjson::SUCCESS ? std::string(text) : "";
}

std::uint64_t number_at(simdjson::dom::element from, std::string_view pointer) {
    std::uint64_t number = 0;
    return from.at_pointer(pointer).get(number) == simdjson::SUCCESS ? number : 0;
}

Result<Letter> letter_of(simdjson::dom::parser& parser, const engine::DeadLetter& kept) {
    simdjson::dom::element root;
    if (parser.parse(kept.value).get(root) != simdjson::SUCCESS)
        return fail(Failure::corrupt, fmt::format("the dead letter {} cannot be read", kept.key));
    Letter letter{text_at(root, "/reason"),           {},
                  number_at(root, "/source_of/line"), number_at(root, "/length"),
                  text_at(root, "/source_of/sha256"), text_at(root, "/original_base64")};
    simdjson::dom::array errors;
    if (root["errors"].get(errors) == simdjson::SUCCESS) {
        for (const simdjson::dom::element error : errors)
            letter.errors.push_back({text_at(error, "/pointer"), text_at(error, "/problem")});
    }
    return letter;
}

std::string decoded(std::string_view base64) {
    std::string out;
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : base64) {
        std::uint32_t value = 0;
        if (c >= 'A' && c <= 'Z')
            value = static_cast<std::uint32_t>(c - 'A');
        else if (c >= 'a' && c <= 'z')
            value = static_cast<std::uint32_t>(c - 'a' + 26);
        else if (c >= '0' && c <= '9')
            value = static_cast<std::uint32_t>(c - '0' + 52);
        else if (c == '+' || c == '/')
            value = c == '+' ? 62 : 63;
        else
            break;  // padding
        bits = bits << 6U | value;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> held & 0xFFU);
    }
    return out;
}

Record record_of(const engine::DeadLetter& kept, const Letter& letter) {
    Record record;
    record.add("key", kept.key)
        .add("reason", letter.reason)
        .add("line", letter.line)
        .add("length", letter.length)
        .add("sha256", letter.sha256);
    Table errors("errors", {{"pointer"}, {"problem"}});
    for (const Problem& error : letter.errors) errors.add({error.pointer, error.problem});
    record.add(std::move(errors));
    // A person sees the line, a program its bytes.
    std::string json;
    events::append_json(json, events::Text(letter.original));
    return record.add("original", Cell::with_json(decoded(letter.original), std::move(json)));
}

// They are no part of the log that was copied.
void tell_of_copy(const Context& context, const OpenLog& log) {
    if (const std::string name = log.folder.copy_of(); !name.empty())
        context.console.err << "this is a copy of " << name
                            << ", with the dead letters of engines that ran here alone; all are on "
                               "the topic of dead letters\n";
}

}  // namespace

Answered dead_letter_list(Context& context, const ListArgs& args) {
    const StopSignals signals;
    const auto log = open_log(context);
    if (!log) return tl::unexpected(log.error());
    tell_of_copy(context, *log);
    ListAnswer list(
        answering(context), "dead_letters",
        {{"key"}, {"reason"}, {"line"}, {"length"}, {"errors"}, {"pointer"}, {"problem", true}});
    simdjson::dom::parser parser;
    Result<void> written;
    std::size_t count = 0;
    std::string last;
    bool has_more = false;
    const std::string after = cursor_of(args.after);
    TRY(log->reader->dead_letters([&](const engine::DeadLetter& kept) {
        if (!after.empty() && kept.key <= after) return true;
        has_more = args.limit > 0 && count == args.limit;
        if (has_more) return false;
        const auto letter = letter_of(parser, kept);
        if (!letter) written = tl::unexpected(letter.error());
        if (written) {
            const Problem first = letter->errors.empty() ? Problem() : letter->errors.front();
            written = list.row({kept.key, letter->reason, letter->line, letter->length,
                                letter->errors.size(), first.pointer, first.problem});
        }
        ++count;
        last = kept.key;
        if (written) written = go_on(signals);
        return written.has_value();
    }));
    TRY(written);
    const auto ends = log->ends();
    if (!ends) return tl::unexpected(ends.error());
    TRY(list.finish(*ends, has_more ? cursor_text(last) : std::string()));
    return ExitCode::done;
}

Answered dead_letter_show(Context& context, const ThingArgs& args) {
    const auto log = open_log(context);
    if (!log) return tl::unexpected(log.error());
    tell_of_copy(context, *log);
    std::optional<engine::DeadLetter> found;
    std::size_t others = 0;  // that begin with the same letters
    TRY(log->reader->dead_letters([&](const engine::DeadLetter& kept) {
        if (!kept.key.starts_with(args.id)) return kept.key < args.id;
        if (found) ++others;
        if (!found) found = kept;
        return kept.key != args.id;
    }));
    if (!found) {
        return fail(Failure::not_found,
                    fmt::format("there is no dead letter {}", config::shown(args.id)));
    }
    if (others > 0 && found->key != args.id) {
        return fail(Failure::usage,
                    fmt::format("{} dead letters begin with {}: give more of the key", others + 1,
                                config::shown(args.id)));
    }
    simdjson::dom::parser parser;
    const auto letter = letter_of(parser, *found);
    if (!letter) return tl::unexpected(letter.error());
    const auto ends = log->ends();
    if (!ends) return tl::unexpected(ends.error());
    TRY(show(answering(context), record_of(*found, *letter), *ends));
    return ExitCode::done;
}

}  // namespace leadline::connectors
