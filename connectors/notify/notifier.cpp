// See notifier.hpp.
#include "connectors/notify/notifier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace leadline::connectors::notify {

using events::Result;

namespace {

// How soon after an event its notification is on its way, at the latest.
constexpr std::chrono::milliseconds look_every{200};

}  // namespace

void LineDoor::put(std::string line) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
}

Result<Door::Got> LineDoor::next(Line& line) {
    const std::lock_guard lock(mutex_);
    if (lines_.empty()) return Got::nothing_yet;
    at_hand_ = std::move(lines_.front());
    lines_.pop_front();
    line = {++number_, events::as_bytes(at_hand_), at_hand_.size(), {}};
    return Got::line;
}

MakeChannel real_channels(const Clock& clock) {
    return [&clock](const ChannelSettings& settings) -> std::unique_ptr<Channel> {
        if (settings.kind == events::NotificationChannel::webhook)
            return std::make_unique<Webhook>(settings.webhook, clock);
        return std::make_unique<Mailer>(settings.mail);
    };
}

Result<std::unique_ptr<Notifier>> Notifier::open(Parts parts) {
    std::unique_ptr<Notifier> notifier(new Notifier(std::move(parts)));
    Parts& own = notifier->parts_;
    auto follower = Follower::open({own.log, *own.rows, own.settings, own.clock});
    if (!follower) return tl::unexpected(std::move(follower).error());
    notifier->follower_ = *std::move(follower);
    for (const ChannelSettings& channel : own.settings.channels)
        notifier->channels_.push_back(own.make(channel));
    return notifier;
}

Notifier::~Notifier() { stop(); }

void Notifier::start() {
    threads_.emplace_back([this] { follow(); });
    for (std::size_t i = 0; i < channels_.size(); ++i)
        threads_.emplace_back([this, i] { serve(parts_.settings.channels[i], *channels_[i]); });
}

void Notifier::stop() {
    {
        const std::lock_guard lock(mutex_);
        ends_ = true;
    }
    changed_.notify_all();
    for (const auto& channel : channels_) channel->stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
}

bool Notifier::wait() {
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, look_every, [this] { return ends_; });
}

void Notifier::follow() {
    std::string told;  // the failure that stands: said once
    bool had_caught_up = false;
    for (;;) {
        const auto more = follower_->step();
        if (!more && more.error().message != told) {
            told = more.error().message;
            parts_.warn(fmt::format("notifications stand still: {}", told));
        }
        if (more) told.clear();
        if (follower_->has_caught_up() && !std::exchange(had_caught_up, true)) bury_strays();
        parts_.give(follower_->take_lines());
        if (more && *more) {
            const std::lock_guard lock(mutex_);
            if (ends_) return;
            continue;
        }
        if (!wait()) return;
    }
}

void Notifier::bury_strays() {
    for (const std::string& name : follower_->outbox().channels()) {
        const auto& known = parts_.settings.channels;
        const bool is_known = std::any_of(known.begin(), known.end(),
                                          [&](const auto& each) { return each.name == name; });
        if (is_known) continue;
        while (const auto owed = follower_->outbox().take_due(name, events::time_max)) {
            const Attempt end{Attempt::End::dead, 0, "its channel is gone", {}};
            const auto noted =
                follower_->outbox().note(owed->message.key, end, {}, parts_.clock.now());
            if (!noted) return parts_.warn(noted.error().message);
        }
    }
}

void Notifier::serve(const ChannelSettings& settings, Channel& channel) {
    Outbox& outbox = follower_->outbox();
    std::string told;
    for (;;) {
        const auto owed = outbox.take_due(settings.name, parts_.clock.now());
        if (!owed) {
            if (!wait()) return;
            continue;
        }
        const Attempt attempt = channel.send(owed->message);
        {
            const std::lock_guard lock(mutex_);
            if (ends_ && attempt.end != Attempt::End::delivered) return;  // it was cut short
        }
        const auto noted =
            outbox.note(owed->message.key, attempt, settings.back_off, parts_.clock.now());
        if (!noted) parts_.warn(fmt::format("notifications: {}", noted.error().message));
        if (attempt.end != Attempt::End::delivered && attempt.problem != told)
            parts_.warn(fmt::format(
                "notifications: channel {}: {}{}", settings.name, attempt.problem,
                attempt.answer == 0 ? std::string() : fmt::format(" ({})", attempt.answer)));
        told = attempt.problem;
    }
}

}  // namespace leadline::connectors::notify
