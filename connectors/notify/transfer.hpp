// Transfer: one easy handle of libcurl, which keeps its connection for the next time. Bounded in
// time and in what it takes in; goes where the configuration says and nowhere else (no proxy of the
// environment, no redirects, no other protocol). One thread; stop() any.
#pragma once

#include <curl/curl.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "connectors/notify/channel.hpp"

namespace leadline::connectors::notify {

struct TransferLimits {
    std::uint32_t connect_ms = 5'000;
    std::uint32_t total_ms = 15'000;
    std::uint64_t answer_bytes_max = 64U << 10U;
};

class Transfer {
public:
    explicit Transfer(const TransferLimits& limits);

    // Forgets all options of the last time, but not the connection, and sets what is common.
    void begin(const std::string& url, const char* protocols);
    template <class Value>
    void set(CURLoption option, Value value) {
        must(curl_easy_setopt(easy_.get(), option, value));
    }
    // Lines of a header, or recipients; until the next begin().
    void set_list(CURLoption option, const std::vector<std::string>& lines);
    // What is sent as a stream; must live until run() has returned.
    void upload(const std::string& bytes);

    [[nodiscard]] CURLcode run();
    [[nodiscard]] std::uint32_t answer() const;  // the last response code; 0: none
    [[nodiscard]] std::uint32_t retry_after_s() const;
    [[nodiscard]] bool was_stopped() const { return stopped_; }
    void stop() { stopped_ = true; }

private:
    struct Close {
        void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };
    static void must(CURLcode code);
    static std::size_t give(char* to, std::size_t size, std::size_t count, void* self);
    static std::size_t take(char* from, std::size_t size, std::size_t count, void* self);
    static int look(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

    TransferLimits limits_;
    std::unique_ptr<CURL, Close> easy_;
    std::vector<std::unique_ptr<curl_slist, Close>> lists_;
    std::string_view rest_;    // of what is uploaded
    std::uint64_t taken_ = 0;  // bytes of the answer
    std::atomic<bool> stopped_ = false;
};

}  // namespace leadline::connectors::notify
