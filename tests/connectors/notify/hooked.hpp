// A webhook of the test's own, the file that has it told of each reassigned lead of the program
// "acme", and lines that reassign one. One thread, but for the listener's own.
#pragma once

#include <chrono>
#include <set>
#include <thread>

#include "tests/connectors/cli/story.hpp"
#include "tests/connectors/notify/listener.hpp"
#include "tests/support/child.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {

[[nodiscard]] inline std::size_t count_in(const std::string& text, const std::string& word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        ++count;
    return count;
}

class Hooked {
public:
    explicit Hooked(const std::filesystem::path& folder)
        : listener_([this](Connection& connection, int) {
              received.add(read_request(connection));
              connection.write(response("200 OK"));
          }),
          file_((folder / "n.yaml").string()) {
        write_text(folder / "secret", "0123456789abcdef\n");
        write_text(file_, "channels:\n  crm: {webhook: {url: \"http://" + listener_.address() +
                              "/hook\", secret_file: secret}}\n"
                              "programs:\n  acme:\n    send:\n"
                              "      - {on: [LeadReassigned], by: crm}\n");
    }
    // For --set.
    [[nodiscard]] std::string setting() const { return "notifications.file=" + file_; }

    // Of what came in, each once.
    [[nodiscard]] std::set<std::string> keys() const {
        std::set<std::string> keys;
        for (const std::string& request : received.all())
            keys.insert(header_value(request, "Idempotency-Key:"));
        return keys;
    }

    // Asks `text` until it has `word` so often; what it said last.
    template <class Text>
    [[nodiscard]] static std::string await(Text text, const std::string& word, std::size_t count) {
        const auto limit = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        std::string said = text();
        while (count_in(said, word) < count && std::chrono::steady_clock::now() < limit) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            said = text();
        }
        return said;
    }

    Received received;

private:
    Listener listener_;
    std::string file_;
};

// A lead that is made and given to u: one notification.
[[nodiscard]] inline std::string given_lines(const std::string& lead) {
    return asked("c" + lead, "CreateLead", R"({"lead":")" + lead + R"("})", 0, "system:crm") +
           asked("r" + lead, "ReassignLead", R"({"lead":")" + lead + R"(","to":{"user":"u"}})");
}

}  // namespace leadline::tests
