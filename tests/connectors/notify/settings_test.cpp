// The file that says who is told of what: the sample is read, and mistakes are named where they
// are.
#include "connectors/notify/settings.hpp"

#include <catch2/catch.hpp>

#include "tests/support/child.hpp"
#include "tests/support/repository.hpp"

namespace leadline::tests {
namespace {

using namespace connectors::notify;
using Catch::Contains;

std::optional<std::string> variable(const std::string& name) {
    if (name == "MAIL_PASSWORD") return "secret";
    if (name == "CRM_HOOK_SECRET") return "0123456789abcdef";
    return std::nullopt;
}

// A folder with the file and a template in it.
struct Written {
    TemporaryFolder folder;

    [[nodiscard]] std::string mistakes(const std::string& file, const std::string& words) const {
        write_text(folder.path() / "words.txt", words);
        write_text(folder.path() / "n.yaml", file);
        config::Diagnostics diagnostics;
        const auto read = read_settings(folder.path() / "n.yaml", variable, diagnostics);
        CHECK(read.has_value() == diagnostics.ok());
        if (!read) CHECK(read.error().failure == events::Failure::configuration);
        return diagnostics.to_text();
    }
};

const std::string post = R"(channels:
  post: {mail: {server: "smtp://localhost:25", tls: none, from: leads@vendor.example}}
)";

std::string sending(const std::string& entry) {
    return post + "programs:\n  acme:\n    send:\n      - " + entry + "\n";
}

TEST_CASE("Notification settings: the sample says what it seems to say", "[connectors]") {
    config::Diagnostics diagnostics;
    const auto settings = read_settings(repository_root() / "config/samples/notifications.yaml",
                                        variable, diagnostics);
    INFO(diagnostics.to_text());
    REQUIRE(settings);
    REQUIRE(settings->channels.size() == 2);
    CHECK(settings->channels[0].mail.password == "secret");
    CHECK(settings->channels[0].mail.tls == MailTls::required);
    CHECK(settings->channels[1].webhook.secret == "0123456789abcdef");
    CHECK(settings->age_max == events::day);
    const ProgramSettings* acme = settings->of("acme");
    REQUIRE(acme != nullptr);
    CHECK(acme->rules.size() == 4);
    CHECK(acme->rules[0].on.size() == 2);
    CHECK(acme->rules[0].to == std::vector{Recipient::user});
    CHECK(acme->rules[0].text.render({{"user_name", "Uwe"}, {"lead", "l1"}}, Escape::none) ==
          "Hello Uwe,\n\nlead l1 is yours.\n\n");
    CHECK(acme->rules[3].to.empty());
    CHECK(settings->of("other") == nullptr);
}

TEST_CASE("Notification settings: an unknown name in a template is shown where it stands",
          "[connectors]") {
    const Written it;
    const std::string entry =
        "{on: [LeadAssigned], to: [user], by: post, subject: \"{{leed}}\", text: words.txt}";
    const std::string told = it.mistakes(sending(entry), "Hello\n{{compny}}\n");
    CHECK_THAT(told, Contains("words.txt:2:1: error: unknown name \"compny\""));
    CHECK_THAT(told, Contains("did you mean \"company\"?"));
    CHECK_THAT(told, Contains("n.yaml:6: subject:1:1: error: unknown name \"leed\""));
}

TEST_CASE("Notification settings: unknown events, channels and recipients are refused by name",
          "[connectors]") {
    const Written it;
    const auto told = [&it](const std::string& entry) {
        return it.mistakes(sending(entry), "Hello");
    };
    CHECK(told("{on: [LeadAssigned], to: [user], by: post, subject: s, text: words.txt}").empty());
    CHECK_THAT(told("{on: [LeadAsigned], to: [user], by: post, subject: s, text: words.txt}"),
               Contains("LeadAssigned"));
    CHECK_THAT(told("{on: [LeadAssigned], to: [user], by: pots, subject: s, text: words.txt}"),
               Contains("\"pots\""));
    CHECK_THAT(told("{on: [LeadAssigned], to: [boss], by: post, subject: s, text: words.txt}"),
               Contains("\"boss\""));
    CHECK_THAT(told("{on: [LeadAssigned], to: [user], by: post, subject: s, text: none.txt}"),
               Contains("a file that can be read"));
    CHECK_FALSE(told("{on: [], to: [user], by: post, subject: s, text: words.txt}").empty());
    CHECK_FALSE(
        told("{on: [LeadAssigned], to: [], by: post, subject: s, text: words.txt}").empty());
    CHECK_FALSE(told("{on: [LeadAssigned], to: [user], by: post}").empty());
}

TEST_CASE("Notification settings: what would give a secret or a header away is refused",
          "[connectors]") {
    const Written it;
    const auto told = [&it](const std::string& channel) {
        return it.mistakes("channels:\n  c: " + channel + "\nprograms: {}\n", "short\n");
    };
    CHECK_THAT(told("{mail: {server: \"smtp://h\", tls: none, from: a@b, user: u, "
                    "password_env: MAIL_PASSWORD}}"),
               Contains("not sent where tls is none"));
    CHECK_THAT(told("{mail: {server: \"http://h\", from: a@b}}"), Contains("expected smtp://"));
    CHECK_THAT(told("{mail: {server: \"smtp://h\", from: \"a@b\\nBcc: c@d\"}}"),
               Contains("a character that none can have"));
    CHECK_THAT(told("{webhook: {url: \"file:///etc/passwd\", secret_env: CRM_HOOK_SECRET}}"),
               Contains("expected https://"));
    CHECK_THAT(told("{webhook: {url: \"https://h\", secret_file: words.txt}}"),
               Contains("less than 16 bytes"));
    CHECK_THAT(told("{webhook: {url: \"https://h\", secret_env: NOT_THERE}}"),
               Contains("a variable that is set"));
    CHECK_THAT(told("{webhook: {url: \"https://h\"}}"), Contains("exactly one of"));
}

}  // namespace
}  // namespace leadline::tests
