// See event_codec.hpp. The header is written and read by hand: it is the same for every event, and
// stands in the log for ever.
#include "events/codec/event_codec.hpp"

#include "events/base/ensure.hpp"

namespace leadline::events {

namespace {

constexpr std::size_t varint_bytes_max = 10;

// Writes into memory that is known to be large enough.
struct Out {
    std::byte* at;

    template <std::integral Number>
    void number(Number value) {
        store(at, value);
        at += sizeof value;
    }
    void text(Text value) {
        std::uint64_t size = value.size();
        while (size >= 0x80U) {
            *at++ = static_cast<std::byte>(size | 0x80U);
            size >>= 7U;
        }
        *at++ = static_cast<std::byte>(size);
        if (!value.empty()) std::memcpy(at, value.data(), value.size());
        at += value.size();
    }
};

struct In {
    const std::byte* at;
    const std::byte* end;
    bool ok = true;

    template <std::integral Number>
    Number number() {
        if (static_cast<std::size_t>(end - at) < sizeof(Number)) {
            ok = false;
            at = end;
            return 0;
        }
        const Number value = load<Number>(at);
        at += sizeof(Number);
        return value;
    }
    Text text() {
        std::uint64_t size = 0;
        for (unsigned shift = 0;; shift += 7) {
            if (at == end || shift > 21) return broken();  // no text in a header needs more
            const auto byte = std::to_integer<std::uint64_t>(*at++);
            size |= (byte & 0x7FU) << shift;
            if (byte < 0x80U) break;
        }
        if (size > static_cast<std::uint64_t>(end - at)) return broken();
        const Text value{reinterpret_cast<const char*>(at), static_cast<std::size_t>(size)};
        at += size;
        return value;
    }
    Text broken() {
        ok = false;
        at = end;
        return {};
    }
};

std::size_t header_bytes_max(const EventHeader& h) {
    return event_prefix_bytes + 32 + 10 * varint_bytes_max + h.program.text.size() +
           h.subject.id.size() + h.cause.source.size() + h.cause.id.size() + h.actor.id.size() +
           h.on_behalf_of.size() + h.principal.size() + h.correlation.size() + h.traceparent.size();
}

}  // namespace

std::size_t begin_event(Bytes& out, const EventHeader& header, EventKind kind,
                        std::uint8_t version) {
    const std::size_t begin = out.size();
    out.resize(begin + header_bytes_max(header));
    Out to{out.data() + begin};
    to.number(std::uint32_t{0});  // the length, known at the end
    to.number(static_cast<std::uint16_t>(kind));
    to.number(version);
    to.number(std::uint8_t{0});
    to.number(header.position.number);
    to.number(header.time.us);
    to.text(header.program.text);
    to.number(static_cast<std::uint8_t>(header.subject.kind));
    to.text(header.subject.id);
    to.number(static_cast<std::uint16_t>(header.cause.kind));
    if (header.cause.kind != CommandKind::none) {
        to.number(header.cause.digest);
        to.number(header.cause.repeat_until.us);
        to.text(header.cause.source);
        to.text(header.cause.id);
    }
    to.number(static_cast<std::uint8_t>(header.actor.kind));
    to.text(header.actor.id);
    to.text(header.on_behalf_of);
    to.text(header.principal);
    to.text(header.correlation);
    to.text(header.traceparent);
    out.resize(static_cast<std::size_t>(to.at - out.data()));
    return begin;
}

void end_event(Bytes& out, std::size_t begin) {
    const std::size_t length = out.size() - begin;
    ENSURE(length <= event_bytes_max);
    store(out.data() + begin, static_cast<std::uint32_t>(length));
}

bool read_header(BytesView bytes, EventHeader& header, BytesView& body) {
    const std::optional<EventPrefix> prefix = read_prefix(bytes);
    if (!prefix || prefix->flags != 0) return false;
    header = {};
    header.kind = EventKind{prefix->kind};
    header.version = prefix->version;
    header.position = prefix->position;
    header.time = prefix->time;
    In from{bytes.data() + event_prefix_bytes, bytes.data() + prefix->length};
    header.program.text = from.text();
    header.subject.kind = SubjectKind{from.number<std::uint8_t>()};
    header.subject.id = from.text();
    header.cause.kind = CommandKind{from.number<std::uint16_t>()};
    if (header.cause.kind != CommandKind::none) {
        header.cause.digest = from.number<std::uint64_t>();
        header.cause.repeat_until.us = from.number<std::int64_t>();
        header.cause.source = from.text();
        header.cause.id = from.text();
    }
    header.actor.kind = ActorKind{from.number<std::uint8_t>()};
    header.actor.id = from.text();
    header.on_behalf_of = from.text();
    header.principal = from.text();
    header.correlation = from.text();
    header.traceparent = from.text();
    body = {from.at, from.end};
    return from.ok && name_of(header.subject.kind) != "?" && name_of(header.actor.kind) != "?";
}

namespace {

// Names by slot, built once at compile time from the lists of kinds.hpp.
struct Names {
    std::array<Text, kind_slots> events{};
    std::array<Text, kind_row_slots> commands{};
    std::array<std::array<char, 40>, kind_row_slots> rejected{};
};

constexpr Names make_names() {
    Names names;
    Commands::for_each([&names]<class Command>() {
        const auto number = static_cast<std::size_t>(Command::kind);
        names.commands[number] = Command::name;
        std::array<char, 40>& to = names.rejected[number];
        std::size_t size = 0;
        for (const char c : Command::name) to[size++] = c;
        for (const char c : Text("Rejected")) to[size++] = c;
        names.events[2 * kind_row_slots + number] = "NothingChanged";
    });
    Happenings::for_each(
        [&names]<class Event>() { names.events[kind_slot(Event::kind)] = Event::name; });
    return names;
}

constexpr Names names = make_names();

}  // namespace

Text name_of(CommandKind kind) {
    const auto number = static_cast<std::size_t>(kind);
    if (number >= kind_row_slots || names.commands[number].empty()) return "?";
    return names.commands[number];
}

Text name_of(EventKind kind) {
    if (is_rejection(kind)) {
        const auto number = static_cast<std::size_t>(kind) - 1000;
        if (number >= kind_row_slots || names.commands[number].empty()) return "?";
        return {names.rejected[number].data()};
    }
    const Text name = names.events[kind_slot(kind)];
    return name.empty() ? "?" : name;
}

}  // namespace leadline::events
