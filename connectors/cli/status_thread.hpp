// StatusThread: writes the data folder's STATUS once a second while the engine runs, on a thread of
// its own, and a last time when it ends. That it cannot be written is nobody's trouble but the
// file's: it is logged once. Made and ended by EngineHost.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "connectors/embedded/status_file.hpp"
#include "connectors/files/clock.hpp"

namespace leadline::connectors {

class StatusThread {
public:
    // `fill` says what there is to say but for times; it is called on this object's thread, and at
    // the end on the one that ends it.
    using Fill = std::function<void(EngineStatus&)>;
    StatusThread(std::filesystem::path folder, const Clock& clock, Fill fill);
    ~StatusThread();  // writes that the engine has ended, and how
    StatusThread(const StatusThread&) = delete;
    StatusThread& operator=(const StatusThread&) = delete;

    // Why it ends, when that is not in order.
    void end_with(std::string error) { failed_ = std::move(error); }

private:
    void run();
    void write(bool has_ended);

    std::filesystem::path folder_;
    const Clock& clock_;
    Fill fill_;
    events::Time begun_;
    bool was_said_ = false;  // that it cannot be written
    std::string failed_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool ends_ = false;  // under mutex_
    std::thread thread_;
};

}  // namespace leadline::connectors
