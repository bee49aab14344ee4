// See transfer.hpp.
#include "connectors/notify/transfer.hpp"

#include <signal.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <mutex>

#include "events/base/ensure.hpp"

namespace leadline::connectors::notify {

namespace {

// Once for the process, before any other thread uses the library.
void make_ready() {
    static std::once_flag once;
    std::call_once(once, [] { ENSURE(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK); });
}

// What OpenSSL writes to a connection that was closed is a SIGPIPE, which would end the process;
// the library keeps it away only where it may change what signals do for all threads.
class WithoutPipeSignal {
public:
    WithoutPipeSignal() {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~WithoutPipeSignal() {
        const timespec at_once{};
        if (sigismember(&before_, SIGPIPE) == 0)
            while (sigtimedwait(&pipe_, nullptr, &at_once) == SIGPIPE) continue;
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    WithoutPipeSignal(const WithoutPipeSignal&) = delete;
    WithoutPipeSignal& operator=(const WithoutPipeSignal&) = delete;

private:
    sigset_t pipe_{};
    sigset_t before_{};
};

}  // namespace

Transfer::Transfer(const TransferLimits& limits) : limits_(limits) {
    make_ready();
    easy_.reset(curl_easy_init());
    ENSURE(easy_ != nullptr);
}

// An option that the library does not know is a bug, not a failure of the world.
void Transfer::must(CURLcode code) { ENSURE(code == CURLE_OK); }

void Transfer::begin(const std::string& url, const char* protocols) {
    curl_easy_reset(easy_.get());
    lists_.clear();
    rest_ = {};
    taken_ = 0;
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, protocols);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits_.connect_ms));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits_.total_ms));
    set(CURLOPT_WRITEFUNCTION, &Transfer::take);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &Transfer::look);
    set(CURLOPT_XFERINFODATA, static_cast<void*>(this));
}

void Transfer::set_list(CURLoption option, const std::vector<std::string>& lines) {
    curl_slist* list = nullptr;
    for (const std::string& line : lines) {
        curl_slist* longer = curl_slist_append(list, line.c_str());
        ENSURE(longer != nullptr);
        list = longer;
    }
    lists_.emplace_back(list);
    set(option, list);
}

void Transfer::upload(const std::string& bytes) {
    rest_ = bytes;
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &Transfer::give);
    set(CURLOPT_READDATA, static_cast<void*>(this));
}

CURLcode Transfer::run() {
    const WithoutPipeSignal quiet;
    return curl_easy_perform(easy_.get());
}

std::uint32_t Transfer::answer() const {
    long code = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &code);
    return static_cast<std::uint32_t>(std::max(code, 0L));
}

std::uint32_t Transfer::retry_after_s() const {
    curl_off_t seconds = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RETRY_AFTER, &seconds);
    return static_cast<std::uint32_t>(std::clamp<curl_off_t>(seconds, 0, 1'000'000));
}

std::size_t Transfer::give(char* to, std::size_t size, std::size_t count, void* self) {
    std::string_view& rest = static_cast<Transfer*>(self)->rest_;
    const std::size_t bytes = std::min(size * count, rest.size());
    std::memcpy(to, rest.data(), bytes);
    rest.remove_prefix(bytes);
    return bytes;
}

// What the other side writes is nobody's, and no more of it than a little.
std::size_t Transfer::take(char*, std::size_t size, std::size_t count, void* self) {
    auto* transfer = static_cast<Transfer*>(self);
    transfer->taken_ += size * count;
    return transfer->taken_ > transfer->limits_.answer_bytes_max ? 0 : size * count;
}

// Asked at least once a second.
int Transfer::look(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Transfer*>(self)->stopped_ ? 1 : 0;
}

}  // namespace leadline::connectors::notify
