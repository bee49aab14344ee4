// See logging.hpp.
#include "connectors/cli/logging.hpp"

#include <spdlog/formatter.h>
#include <spdlog/sinks/ansicolor_sink.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <memory>

#include "events/codec/json_text.hpp"

namespace leadline::connectors {
namespace {

spdlog::level::level_enum level_of(config::LogLevel level) {
    switch (level) {
        case config::LogLevel::trace:
            return spdlog::level::trace;
        case config::LogLevel::debug:
            return spdlog::level::debug;
        case config::LogLevel::info:
            return spdlog::level::info;
        case config::LogLevel::warning:
            return spdlog::level::warn;
        case config::LogLevel::error:
            return spdlog::level::err;
        case config::LogLevel::off:
            return spdlog::level::off;
    }
    return spdlog::level::info;
}

// {"time":"..","level":"..","message":".."} or `TIME level: message`.
class LineFormatter final : public spdlog::formatter {
public:
    explicit LineFormatter(config::LogFormat format) : format_(format) {}

    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& to) override {
        using std::chrono::microseconds;
        const events::Time time{
            std::chrono::duration_cast<microseconds>(message.time.time_since_epoch()).count()};
        const auto level = spdlog::level::to_string_view(message.level);
        const std::string_view level_name(level.data(), level.size());
        const std::string_view payload(message.payload.data(), message.payload.size());
        line_.clear();
        if (format_ == config::LogFormat::json) {
            line_ += "{\"time\":";
            events::append_json(line_, time);
            line_ += ",\"level\":";
            events::append_json(line_, level_name);
            line_ += ",\"message\":";
            events::append_json(line_, payload);
            line_ += "}\n";
        } else {
            line_.append(events::to_text(time)).append(" ").append(level_name);
            line_.append(": ").append(payload).append("\n");
        }
        to.append(line_.data(), line_.data() + line_.size());
    }

    [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
        return std::make_unique<LineFormatter>(format_);
    }

private:
    config::LogFormat format_;
    std::string line_;
};

}  // namespace

void start_logging(const config::Options::Log& options) {
    auto sink =
        std::make_shared<spdlog::sinks::ansicolor_stderr_sink_mt>(spdlog::color_mode::never);
    auto logger = std::make_shared<spdlog::logger>("leadline", std::move(sink));
    spdlog::set_default_logger(std::move(logger));
    change_logging(options);
}

void change_logging(const config::Options::Log& options) {
    spdlog::default_logger()->set_formatter(std::make_unique<LineFormatter>(options.format));
    spdlog::default_logger()->set_level(level_of(options.level));
}

void log_reload(const Reload::Told& told) {
    for (const std::string& line : told.lines)
        spdlog::log(told.is_refused ? spdlog::level::err : spdlog::level::info, "{}", line);
}

}  // namespace leadline::connectors
