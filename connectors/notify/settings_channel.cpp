// See settings_channel.hpp.
#include "connectors/notify/settings_channel.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "config/yaml/utf8.hpp"

namespace leadline::connectors::notify {

using config::MapReader;
using config::Node;

namespace {

constexpr std::size_t named_file_bytes_max = 256U << 10U;
constexpr std::size_t secret_bytes_min = 16;  // of a signature: a shorter one can be guessed

// Below one of the two keys, which must outlive `map`.
std::string read_secret(MapReader& map, std::string_view file_key, std::string_view env_key,
                        const Reading& reading) {
    const auto which = map.exactly_one({file_key, env_key});
    if (!which) return {};
    const Node& node = *map.child(*which);
    std::string secret;
    if (*which == file_key) {
        secret = read_named_file(node, reading).value_or("");
        while (secret.ends_with('\n') || secret.ends_with('\r')) secret.pop_back();
    } else {
        std::string name;
        if (!read(node, reading.diagnostics, name)) return {};
        const auto value = reading.environment(name);
        if (!value) reading.diagnostics.expected(node, "a variable that is set");
        secret = value.value_or("");
    }
    return secret;
}

void read_limits(MapReader& map, TransferLimits& limits, BackOff& back_off) {
    events::Duration connect{std::int64_t{limits.connect_ms} * 1'000};
    events::Duration total{std::int64_t{limits.total_ms} * 1'000};
    const auto check = [&map](std::string_view key, const events::Duration& value) {
        if (value < events::Duration{100'000} || value > events::Duration{5 * events::minute.us})
            map.error(key, "expected 100ms to 5m");
    };
    if (map.optional("connect_within", connect)) check("connect_within", connect);
    if (map.optional("answer_within", total)) check("answer_within", total);
    limits.connect_ms = static_cast<std::uint32_t>(connect.us / 1'000);
    limits.total_ms = static_cast<std::uint32_t>(total.us / 1'000);
    map.optional("attempts", config::in_range(back_off.attempts_max, 1U, 100U));
}

void read_mail(const Node& node, const Reading& reading, ChannelSettings& out) {
    MapReader map(node, reading.diagnostics, "a mail channel");
    MailSettings& mail = out.mail;
    if (map.required("server", mail.server) && !mail.server.starts_with("smtp://") &&
        !mail.server.starts_with("smtps://"))
        map.error("server", "expected smtp://HOST:PORT or smtps://HOST:PORT");
    static constexpr config::Choice<MailTls> choices[] = {{"required", MailTls::required},
                                                          {"none", MailTls::none}};
    map.optional("tls", config::one_of(mail.tls, "word", choices));
    map.optional("ca_file", mail.ca_file);
    if (map.optional("user", mail.user)) {
        mail.password = read_secret(map, "password_file", "password_env", reading);
        if (mail.tls == MailTls::none && !mail.server.starts_with("smtps://"))
            map.error("user", "a password is not sent where tls is none");
    }
    if (map.required("from", mail.from.address))
        if (const std::string problem = address_problem(mail.from.address); !problem.empty())
            map.error("from", problem);
    map.optional("from_name", mail.from.name);
    read_limits(map, mail.limits, out.back_off);
    map.finish();
}

void read_webhook(const Node& node, const Reading& reading, ChannelSettings& out) {
    MapReader map(node, reading.diagnostics, "a webhook channel");
    WebhookSettings& hook = out.webhook;
    if (map.required("url", hook.url) && !hook.url.starts_with("https://") &&
        !hook.url.starts_with("http://"))
        map.error("url", "expected https://... or http://...");
    map.optional("ca_file", hook.ca_file);
    const std::size_t before = reading.diagnostics.errors();
    hook.secret = read_secret(map, "secret_file", "secret_env", reading);
    if (reading.diagnostics.errors() == before && hook.secret.size() < secret_bytes_min)
        reading.diagnostics.error(
            node, fmt::format("its secret has less than {} bytes", secret_bytes_min));
    read_limits(map, hook.limits, out.back_off);
    map.finish();
}

}  // namespace

std::optional<std::string> read_named_file(const Node& node, const Reading& reading) {
    std::string name;
    if (!read(node, reading.diagnostics, name)) return std::nullopt;
    std::ifstream in(reading.folder / name, std::ios::binary);
    std::ostringstream bytes;
    if (in) bytes << in.rdbuf();
    std::string text = std::move(bytes).str();
    if (!in || text.empty()) {
        reading.diagnostics.expected(node, "a file that can be read, with something in it");
        return std::nullopt;
    }
    if (text.size() > named_file_bytes_max || config::first_bad_utf8(text) != config::utf8_whole) {
        reading.diagnostics.error(node, fmt::format("the file is not UTF-8, or has more than {} "
                                                    "bytes",
                                                    named_file_bytes_max));
        return std::nullopt;
    }
    return text;
}

ChannelSettings read_channel(const Node& key, const Node& node, const Reading& reading) {
    ChannelSettings out;
    out.name = key.text;
    MapReader map(node, reading.diagnostics, "a channel");
    const auto kind = map.exactly_one({"mail", "webhook"});
    if (kind && *kind == "mail") read_mail(*map.child("mail"), reading, out);
    if (kind && *kind == "webhook") {
        out.kind = events::NotificationChannel::webhook;
        read_webhook(*map.child("webhook"), reading, out);
    }
    map.finish();
    return out;
}

}  // namespace leadline::connectors::notify
