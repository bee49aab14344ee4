// A PostgreSQL of the benchmark's own: a new cluster in a temporary folder, on a Unix socket there,
// as durable as PostgreSQL is out of the box, with memory and checkpoints as one would set them for
// many small transactions. As root it runs as the user `postgres`, since it refuses root. Throws
// std::runtime_error when PostgreSQL 15 is not there or does not start.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/support/child.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::bench {

class PostgresServer {
public:
    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    // What libpq connects with.
    [[nodiscard]] std::string address() const;

private:
    [[nodiscard]] std::unique_ptr<tests::Child> start(std::vector<std::string> words) const;

    tests::TemporaryFolder folder_;
    std::unique_ptr<tests::Child> process_;
};

}  // namespace leadline::bench
