// Listener: a server of a test's own on a free port of this machine: one connection after the other
// is handed to the test's function, on the listener's thread. Whatever goes wrong there ends the
// connection and nothing else. It ends with the object; a function that waits does so for the other
// side, which is bounded in time.
#pragma once

#include <sys/socket.h>

#include <atomic>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace leadline::tests {

// One connection, by lines and bytes.
class Connection {
public:
    explicit Connection(boost::asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}

    // From here on in TLS; throws when the other side does not like what it sees.
    void begin_tls(boost::asio::ssl::context& context) {
        tls_ = std::make_unique<Tls>(socket_, context);
        tls_->handshake(boost::asio::ssl::stream_base::server);
    }
    // Up to and with `end`; throws when the other side is gone before.
    std::string read_until(const std::string& end) {
        std::size_t at = buffer_.find(end);
        for (; at == std::string::npos; at = buffer_.find(end)) read_more();
        return take(at + end.size());
    }
    std::string read_bytes(std::size_t size) {
        while (buffer_.size() < size) read_more();
        return take(size);
    }
    void write(const std::string& text) {
        const auto bytes = boost::asio::buffer(text);
        tls_ ? boost::asio::write(*tls_, bytes) : boost::asio::write(socket_, bytes);
    }
    // Says nothing until the other side gives up.
    void wait_for_end() {
        for (;;) read_more();
    }

private:
    using Tls = boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>;

    void read_more() {
        char some[4096];
        const auto room = boost::asio::buffer(some);
        buffer_.append(some, tls_ ? tls_->read_some(room) : socket_.read_some(room));
    }
    std::string take(std::size_t size) {
        std::string taken = buffer_.substr(0, size);
        buffer_.erase(0, size);
        return taken;
    }
    boost::asio::ip::tcp::socket socket_;
    std::unique_ptr<Tls> tls_;
    std::string buffer_;
};

class Listener {
public:
    using Serve = std::function<void(Connection&, int number)>;  // connections count from 0

    explicit Listener(Serve serve)
        : acceptor_(context_, {boost::asio::ip::address_v4::loopback(), 0}),
          serve_(std::move(serve)),
          port_(acceptor_.local_endpoint().port()),
          thread_([this] { run(); }) {}
    ~Listener() {
        ends_ = true;
        ::shutdown(acceptor_.native_handle(), SHUT_RDWR);  // wakes accept()
        thread_.join();
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

private:
    void run() {
        for (int number = 0; !ends_; ++number) {
            boost::system::error_code error;
            boost::asio::ip::tcp::socket socket(context_);
            acceptor_.accept(socket, error);
            if (error) return;
            try {
                Connection connection(std::move(socket));
                serve_(connection, number);
            } catch (const boost::system::system_error&) {
                continue;  // the other side has gone
            }
        }
    }

    boost::asio::io_context context_;
    boost::asio::ip::tcp::acceptor acceptor_;
    Serve serve_;
    std::uint16_t port_;
    std::atomic<bool> ends_ = false;
    std::thread thread_;
};

// What came in, from the listener's thread to the test's.
class Received {
public:
    void add(std::string text) {
        const std::lock_guard lock(mutex_);
        all_.push_back(std::move(text));
    }
    [[nodiscard]] std::vector<std::string> all() const {
        const std::lock_guard lock(mutex_);
        return all_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> all_;
};

// The value of a header, by its name with the colon; empty: it is not there.
[[nodiscard]] inline std::string header_value(const std::string& text, const std::string& name) {
    const std::size_t at = text.find("\r\n" + name);
    if (at == std::string::npos) return {};
    const std::size_t begin = text.find_first_not_of(' ', at + 2 + name.size());
    return text.substr(begin, text.find("\r\n", begin) - begin);
}

// A request of HTTP with its body.
[[nodiscard]] inline std::string read_request(Connection& connection) {
    std::string head = connection.read_until("\r\n\r\n");
    const std::string length = header_value(head, "Content-Length:");
    return head + connection.read_bytes(length.empty() ? 0 : std::stoul(length));
}

[[nodiscard]] inline std::string response(const std::string& status, const std::string& more = "") {
    return "HTTP/1.1 " + status + "\r\n" + more + "Content-Length: 0\r\n\r\n";
}

}  // namespace leadline::tests
