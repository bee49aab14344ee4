// See json_command.hpp. Every command's reader is instantiated here.
#include "events/codec/json_command.hpp"

#include "events/facts.hpp"

namespace leadline::events {
namespace {

constexpr std::size_t slots = 128;  // a power of two, several times the number of types
static_assert(slots > 2 * (Commands::size + facts.size()));

constexpr std::size_t slot_of(Text name) {
    if (name.empty()) return 0;
    const auto letter = [name](std::size_t i) { return static_cast<unsigned char>(name[i]); };
    return (name.size() * 37 + letter(0) * 11U + letter(name.size() / 2) * 5U +
            letter(name.size() - 1)) %
           slots;
}

template <class Command>
BytesView read_command(JsonReader& reader, const std::optional<JsonValue>& data) {
    Command command{};
    reader.read(data, command);
    return reader.ok() ? body_in(reader.arena(), command) : BytesView{};
}

struct Table {
    std::array<CommandType, slots> types{};

    constexpr void add(const CommandType& type) {
        std::size_t slot = slot_of(type.name);
        while (!types[slot].name.empty()) slot = (slot + 1) % slots;
        types[slot] = type;
    }
};

constexpr Table table = [] {
    Table made;
    Commands::for_each([&made]<class Command>() {
        made.add({Command::name, Command::kind, false, read_command<Command>});
        if (const Text fact = fact_for(Command::kind); !fact.empty())
            made.add({fact, Command::kind, true, read_command<Command>});
    });
    return made;
}();

}  // namespace

const CommandType* find_command_type(Text name) {
    for (std::size_t slot = slot_of(name); !table.types[slot].name.empty();
         slot = (slot + 1) % slots)
        if (table.types[slot].name == name) return &table.types[slot];
    return nullptr;
}

std::vector<Text> command_type_names() {
    std::vector<Text> names;
    Commands::for_each([&names]<class Command>() { names.push_back(Command::name); });
    for (const Fact& fact : facts) names.push_back(fact.name);
    return names;
}

}  // namespace leadline::events
