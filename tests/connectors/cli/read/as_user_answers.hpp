// What tests of `--as` look for in answers: which planted fields stand in them, and which words
// must not. One thread.
#pragma once

#include "tests/connectors/cli/read/as_user_story.hpp"

namespace leadline::tests {

[[nodiscard]] inline Words fields_at(Level level) {
    if (level == Level::vip) return {"company", "contact.name"};
    Words fields;
    const auto add = [&fields](std::span<const Text> names) {
        for (const Text name : names)
            if (name != "address.country") fields.emplace_back(name);
    };
    if (level != Level::none) add(events::business_lead_fields);
    if (level == Level::whole) add(events::personal_lead_fields);
    return fields;
}

[[nodiscard]] inline bool has(const std::string& text, Text part) {
    return text.find(part) != std::string::npos;
}

// Not as a part of a longer one.
[[nodiscard]] inline bool has_word(const std::string& text, const std::string& word) {
    const auto is_of_word = [&text](std::size_t at) {
        return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
    };
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        if (!(at > 0 && is_of_word(at - 1)) && !is_of_word(at + word.size())) return true;
    return false;
}

[[nodiscard]] inline Words marked_fields(const std::string& text, const Planted& planted) {
    Words fields;
    for (const Mark& mark : marks_of(planted.lead, planted.number))
        if (has(text, mark.text)) fields.push_back(mark.field);
    return fields;
}

[[nodiscard]] inline Words queues_of(const std::string& user) {
    if (user == "sam") return {"inbound", "vip"};
    return user == "ada" ? Words{"inbound"} : Words{"inbound", "southern"};
}

// Every command that is answered, in one format.
[[nodiscard]] inline std::vector<Words> commands_of(const std::string& user) {
    const std::string partner = user == "tom" ? "south" : "north";
    std::vector<Words> commands{{"lead", "list"},
                                {"lead", "list", "--open"},
                                {"lead", "list", "-n", "2"},
                                {"lead", "list", "--status", "working"},
                                {"lead", "list", "--partner", partner},
                                {"queue", "list"},
                                {"partner", "show", partner},
                                {"partner", "inbox", partner},
                                {"partner", "inbox", partner, "-n", "1"},
                                {"opportunity", "pipeline"},
                                {"deal", "list"},
                                {"deal", "list", "--customer", "shop", "-n", "1"},
                                {"deal", "show", "D-" + partner}};
    if (user == "ada") commands.push_back({"partner", "dashboard", partner});
    for (const std::string& queue : queues_of(user)) commands.push_back({"queue", "show", queue});
    for (const Planted& planted : planted_leads)
        if (planted.to(user) != Level::none) commands.push_back({"lead", "show", planted.lead});
    return commands;
}

// Words that must not be in any answer.
[[nodiscard]] inline Words unsaid(const std::string& user) {
    if (user == "tom") return {"sam", "sue", "ada", "moe", "north", "vip", "D-north"};
    Words words{"tom", "south", "southern", "D-south"};
    if (user == "sam") words.insert(words.end(), {"sue", "ada", "moe"});
    if (user == "ada") words.emplace_back("vip");
    return words;
}

}  // namespace leadline::tests
