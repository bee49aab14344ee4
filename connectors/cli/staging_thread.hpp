// StagingThread: while the engine runs, gives other processes that ask for it a consistent copy of
// the data folder (connectors/backup/staging.hpp), on a thread of its own. Made and ended by
// EngineHost.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "connectors/backup/staging.hpp"

namespace leadline::connectors {

class StagingThread {
public:
    // `make` is called on this object's thread.
    StagingThread(const std::filesystem::path& data, Staging::Make make);
    ~StagingThread();  // a copy that is being made is finished
    StagingThread(const StagingThread&) = delete;
    StagingThread& operator=(const StagingThread&) = delete;

private:
    void run();

    Staging staging_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool ends_ = false;  // under mutex_
    std::thread thread_;
};

}  // namespace leadline::connectors
