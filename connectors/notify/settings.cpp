// Reads the notifications file; see settings.hpp. Channels are read in settings_channel.cpp.
#include "connectors/notify/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/yaml/document.hpp"
#include "config/yaml/names.hpp"
#include "connectors/notify/facts.hpp"
#include "connectors/notify/settings_channel.hpp"

namespace leadline::connectors::notify {

using config::MapReader;
using config::Node;

namespace {

constexpr std::array<std::string_view, 17> names{
    "program", "event",        "position", "time",   "lead", "opportunity",
    "deal",    "company",      "topic",    "queue",  "user", "user_name",
    "partner", "partner_name", "deadline", "reason", "link"};

class SettingsReader {
public:
    explicit SettingsReader(const Reading& reading) : reading_(reading) {}
    [[nodiscard]] Settings read_all(const Node& root);

private:
    void read_channels(const Node& node);
    void read_program(const Node& key, const Node& node);
    void read_managers(const Node* node, ProgramSettings& program);
    [[nodiscard]] Rule read_rule(const Node& node);
    void read_words(MapReader& map, Rule& rule);
    void read_events(const Node* node, Rule& rule);
    void read_recipients(const Node* node, Rule& rule);
    [[nodiscard]] Template inline_template(const Node& node, std::string_view what);
    [[nodiscard]] Template file_template(const Node& node);

    const Reading& reading_;
    Settings made_;
};

Settings SettingsReader::read_all(const Node& root) {
    MapReader map(root, reading_.diagnostics, "the notifications file");
    map.optional("not_older_than", made_.age_max);
    if (const Node* channels = map.required_child("channels")) read_channels(*channels);
    if (const Node* programs = map.required_child("programs")) {
        if (!programs->is_map())
            reading_.diagnostics.expected(*programs, "programs by their ids (a map)");
        for (std::size_t i = 0; i < programs->keys.size(); ++i)
            read_program(programs->keys[i], programs->items[i]);
    }
    map.finish();
    return std::move(made_);
}

void SettingsReader::read_channels(const Node& node) {
    if (!node.is_map()) reading_.diagnostics.expected(node, "channels by name (a map)");
    for (std::size_t i = 0; i < node.keys.size(); ++i)
        made_.channels.push_back(read_channel(node.keys[i], node.items[i], reading_));
}

void SettingsReader::read_program(const Node& key, const Node& node) {
    ProgramSettings& program = made_.programs.emplace_back();
    program.program = key.text;
    MapReader map(node, reading_.diagnostics, "a program's notifications");
    if (const Node* link = map.child("link")) program.link = inline_template(*link, "link");
    read_managers(map.child("managers"), program);
    if (const Node* send = map.required_child("send")) {
        if (!send->is_list()) reading_.diagnostics.expected(*send, "a list");
        for (const Node& item : send->items) program.rules.push_back(read_rule(item));
    }
    map.finish();
}

void SettingsReader::read_managers(const Node* node, ProgramSettings& program) {
    if (node == nullptr) return;
    if (!node->is_map())
        return reading_.diagnostics.expected(*node, "channel managers' addresses (a map)");
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
        std::string address;
        if (!read(node->items[i], reading_.diagnostics, address)) continue;
        if (const std::string problem = address_problem(address); !problem.empty())
            reading_.diagnostics.error(node->items[i], problem);
        program.managers[node->keys[i].text] = address;
    }
}

Rule SettingsReader::read_rule(const Node& node) {
    Rule rule;
    MapReader map(node, reading_.diagnostics, "an entry of send");
    read_events(map.required_child("on"), rule);
    std::vector<std::string_view> known;
    for (const ChannelSettings& channel : made_.channels) known.push_back(channel.name);
    const Node* by = map.required_child("by");
    const bool is_known =
        by != nullptr && read_name(*by, reading_.diagnostics, "channel", known, rule.channel);
    const bool is_mail =
        is_known && made_.channels[rule.channel].kind == events::NotificationChannel::mail;
    if (!is_known || is_mail) {
        read_recipients(is_known ? map.required_child("to") : map.child("to"), rule);
        read_words(map, rule);
    }
    map.finish();
    return rule;
}

void SettingsReader::read_words(MapReader& map, Rule& rule) {
    if (const Node* subject = map.required_child("subject"))
        rule.subject = inline_template(*subject, "subject");
    if (const Node* text = map.required_child("text")) rule.text = file_template(*text);
    if (const Node* html = map.child("html")) rule.html = file_template(*html);
}

void SettingsReader::read_events(const Node* node, Rule& rule) {
    if (node == nullptr) return;
    if (!node->is_list() || node->items.empty())
        return reading_.diagnostics.expected(*node, "a list of events");
    std::vector<std::string_view> known;
    for (const NamedKind& each : facts()) known.push_back(each.name);
    for (const Node& item : node->items) {
        std::size_t chosen = 0;
        if (read_name(item, reading_.diagnostics, "event", known, chosen))
            rule.on.push_back(facts()[chosen].kind);
    }
}

void SettingsReader::read_recipients(const Node* node, Rule& rule) {
    if (node == nullptr) return;
    if (!node->is_list() || node->items.empty())
        return reading_.diagnostics.expected(*node, "a list of recipients");
    constexpr std::array<std::string_view, 3> known{"user", "administrators", "channel_manager"};
    for (const Node& item : node->items) {
        std::size_t chosen = 0;
        if (read_name(item, reading_.diagnostics, "recipient", known, chosen))
            rule.to.push_back(static_cast<Recipient>(chosen));
    }
}

// The place in a message is the one in the text; its own in the file stands in the name.
Template SettingsReader::inline_template(const Node& node, std::string_view what) {
    std::string text;
    if (!read(node, reading_.diagnostics, text)) return {};
    const config::Source source(
        fmt::format("{}:{}: {}", node.source->name(), node.place.line, what), text);
    return Template::read(source, names, reading_.diagnostics);
}

Template SettingsReader::file_template(const Node& node) {
    auto text = read_named_file(node, reading_);
    if (!text) return {};
    const config::Source source((reading_.folder / node.text).string(), *std::move(text));
    return Template::read(source, names, reading_.diagnostics);
}

}  // namespace

std::span<const std::string_view> value_names() { return names; }

const ProgramSettings* Settings::of(std::string_view program) const {
    const auto at = std::find_if(programs.begin(), programs.end(),
                                 [&](const auto& each) { return each.program == program; });
    return at == programs.end() ? nullptr : &*at;
}

events::Result<Settings> read_settings(const std::filesystem::path& file,
                                       const Environment& environment,
                                       config::Diagnostics& diagnostics) {
    const auto document = config::Document::load(file, diagnostics);
    if (!document) return tl::unexpected(document.error());
    const Reading reading{file.parent_path(), environment, diagnostics};
    Settings settings = SettingsReader(reading).read_all(document->root());
    TRY(diagnostics.result());
    return settings;
}

}  // namespace leadline::connectors::notify
