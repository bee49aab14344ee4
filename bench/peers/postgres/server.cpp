// See server.hpp. Each setting that is not PostgreSQL's own is told of in bench/peers/README.md.
#include "bench/peers/postgres/server.hpp"

#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>

namespace leadline::bench {

using tests::Child;

namespace {

const std::filesystem::path programs = "/usr/lib/postgresql/15/bin";
constexpr int starts_within_s = 30;

constexpr const char* settings[] = {"listen_addresses=",          "fsync=on",
                                    "synchronous_commit=on",      "full_page_writes=on",
                                    "max_connections=100",        "shared_buffers=2GB",
                                    "wal_buffers=64MB",           "max_wal_size=16GB",
                                    "checkpoint_timeout=30min",   "jit=off",
                                    "autovacuum_naptime=5s",      "autovacuum_vacuum_cost_delay=0",
                                    "logging_collector=off",      "log_min_messages=error",
                                    "client_min_messages=warning"};

// Of whom PostgreSQL runs when we are root; null: as we are.
const passwd* other_user() {
    if (::geteuid() != 0) return nullptr;
    const passwd* const found = ::getpwnam("postgres");
    if (found == nullptr) throw std::runtime_error("there is no user `postgres`");
    return found;
}

}  // namespace

// Whatever ends this program ends the server with it; SIGINT is PostgreSQL's fast shutdown.
std::unique_ptr<Child> PostgresServer::start(std::vector<std::string> words) const {
    words.front() = (programs / words.front()).string();
    words.insert(words.begin(), {"--pdeathsig", "INT", "--"});
    if (other_user() != nullptr)
        words.insert(words.begin(), {"--reuid=postgres", "--regid=postgres", "--clear-groups"});
    tests::ChildIo io;
    io.program = "/usr/bin/setpriv";
    return std::make_unique<Child>(words, io);
}

PostgresServer::PostgresServer() {
    if (!std::filesystem::exists(programs / "postgres"))
        throw std::runtime_error("PostgreSQL 15 is not at " + programs.string());
    if (const passwd* const user = other_user())
        if (::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0)
            throw std::runtime_error("the folder cannot be given to postgres");
    const std::string data = (folder_.path() / "data").string();
    const auto made =
        start({"initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C"})
            ->wait();
    if (made.exit_code != 0) throw std::runtime_error("initdb: " + made.err);
    std::vector<std::string> words{"postgres", "-D", data, "-k", folder_.path().string()};
    for (const char* setting : settings) {
        words.emplace_back("-c");
        words.emplace_back(setting);
    }
    process_ = start(words);
    for (int tries = 0; tries < starts_within_s * 50; ++tries) {
        if (PQping(address().c_str()) == PQPING_OK) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw std::runtime_error("PostgreSQL does not answer: " + process_->err_so_far());
}

PostgresServer::~PostgresServer() {
    if (process_ == nullptr) return;
    ::kill(process_->pid(), SIGINT);
    static_cast<void>(process_->wait());
}

std::string PostgresServer::address() const {
    return "host=" + folder_.path().string() + " user=postgres dbname=postgres";
}

}  // namespace leadline::bench
