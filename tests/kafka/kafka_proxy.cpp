// See kafka_proxy.hpp.
#include "tests/kafka/kafka_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace leadline::tests {

namespace {

constexpr std::size_t piece = 64U << 10U;

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int connected_to(std::uint16_t port) {
    const int to = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    const int yes = 1;
    ::setsockopt(to, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(to, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return to;
    ::close(to);
    return -1;
}

bool write_all(int to, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

// Appends what is there; false: the other side has closed.
bool read_some(int from, std::string& to) {
    std::array<char, piece> bytes;
    const auto read = ::recv(from, bytes.data(), bytes.size(), 0);
    if (read <= 0) return false;
    to.append(bytes.data(), static_cast<std::size_t>(read));
    return true;
}

template <class Number>
Number network_number(const char* at);
template <>
std::uint32_t network_number(const char* at) {
    std::uint32_t number = 0;
    std::memcpy(&number, at, sizeof number);
    return ntohl(number);
}
template <>
std::int16_t network_number(const char* at) {
    std::uint16_t number = 0;
    std::memcpy(&number, at, sizeof number);
    return static_cast<std::int16_t>(ntohs(number));
}

}  // namespace

// A client's connection and the one to the broker that belongs to it. Without the client it waits
// to bring its last request.
class KafkaProxy::Connection {
public:
    Connection(KafkaProxy& proxy, int client, int broker)
        : proxy_(proxy), client_(client), broker_(broker) {}
    ~Connection() {
        if (proxy_.holding_ == this) proxy_.holding_ = nullptr;
        if (client_ >= 0) ::close(client_);
        ::close(broker_);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] int client() const { return client_; }
    [[nodiscard]] int broker() const { return broker_; }

    // False: it is over.
    [[nodiscard]] bool from_client() {
        if (!read_some(client_, asked_)) return false;
        // A request: its length in four bytes, then its kind in two.
        while (asked_.size() >= 6) {
            const std::size_t bytes = 4 + network_number<std::uint32_t>(asked_.data());
            if (asked_.size() < bytes) return true;
            const auto kind = network_number<std::int16_t>(asked_.data() + 4);
            if (proxy_.is_cut(kind)) return false;
            if (const auto hold = proxy_.take_hold(kind)) {
                asked_.resize(bytes);
                proxy_.holding_ = this;
                proxy_.awaited_ = static_cast<std::int16_t>(hold->until);
                ::close(std::exchange(client_, -1));
                return true;
            }
            if (!write_all(broker_, std::string_view(asked_).substr(0, bytes))) return false;
            asked_.erase(0, bytes);
            if (proxy_.awaited_ == kind && proxy_.holding_ != nullptr) proxy_.holding_->bring();
        }
        return true;
    }
    [[nodiscard]] bool from_broker() {
        std::string answered;
        if (!read_some(broker_, answered)) return false;
        return client_ >= 0 ? write_all(client_, answered) : !is_brought_;
    }
    void bring() {
        is_brought_ = true;
        proxy_.holding_ = nullptr;
        proxy_.awaited_.reset();
        if (write_all(broker_, asked_)) ++proxy_.held_;
    }

private:
    KafkaProxy& proxy_;
    int client_;
    int broker_;
    std::string asked_;
    bool is_brought_ = false;
};

KafkaProxy::KafkaProxy() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    const bool listens =
        ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
        ::listen(listener_, 64) == 0 &&
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    if (!listens) throw std::runtime_error("a proxy cannot listen");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
}

KafkaProxy::~KafkaProxy() {
    ends_ = true;
    thread_.join();
    ::close(listener_);
}

void KafkaProxy::hold_next(KafkaRequest request, KafkaRequest until) {
    const std::lock_guard lock(mutex_);
    hold_ = Hold{request, until};
}

std::optional<KafkaProxy::Hold> KafkaProxy::take_hold(std::int16_t request) {
    const std::lock_guard lock(mutex_);
    if (!hold_ || static_cast<std::int16_t>(hold_->request) != request) return std::nullopt;
    return std::exchange(hold_, std::nullopt);
}

void KafkaProxy::cut(std::vector<KafkaRequest> requests, std::chrono::milliseconds time) {
    const std::lock_guard lock(mutex_);
    cut_ = std::move(requests);
    cut_until_ = std::chrono::steady_clock::now() + time;
}

bool KafkaProxy::is_cut(std::int16_t request) {
    const std::lock_guard lock(mutex_);
    const auto kind = static_cast<KafkaRequest>(request);
    if (std::find(cut_.begin(), cut_.end(), kind) == cut_.end()) return false;
    if (std::chrono::steady_clock::now() > cut_until_) return false;
    ++cuts_;
    return true;
}

void KafkaProxy::run() {
    std::vector<std::unique_ptr<Connection>> connections;
    while (!ends_) {
        std::vector<pollfd> waited{{listener_, POLLIN, 0}};
        for (const auto& each : connections) {
            waited.push_back({each->client(), POLLIN, 0});  // one that is closed is passed over
            waited.push_back({each->broker(), POLLIN, 0});
        }
        ::poll(waited.data(), waited.size(), 10);
        std::vector<std::unique_ptr<Connection>> alive;
        for (std::size_t i = 0; i < connections.size(); ++i) {
            bool goes_on = true;
            if (waited[2 * i + 1].revents != 0) goes_on = connections[i]->from_client();
            if (goes_on && waited[2 * i + 2].revents != 0) goes_on = connections[i]->from_broker();
            if (!goes_on) continue;
            alive.push_back(std::move(connections[i]));
        }
        connections = std::move(alive);
        if ((waited[0].revents & POLLIN) == 0) continue;
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        const int broker = client < 0 ? -1 : connected_to(target_);
        if (broker >= 0) {
            connections.push_back(std::make_unique<Connection>(*this, client, broker));
        } else if (client >= 0) {
            ::close(client);
        }
    }
}

}  // namespace leadline::tests
