// How many claims a second does PostgreSQL take, SELECT ... FOR UPDATE SKIP LOCKED, one to a
// transaction and a hundred, and how many commands the embedded engine (bench_end_to_end)? By turns
// on one machine; every commit synced on both sides.
//   postgres_claims [rounds] [claims] [clients one by one] [clients by the hundred]
#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "bench/peers/postgres/server.hpp"
#include "tests/support/repository.hpp"

namespace leadline::bench {
namespace {

constexpr int queues = 8;
constexpr int partners = 200;
constexpr int users_per_partner = 5;

struct Finish {
    void operator()(PGconn* it) const { PQfinish(it); }
    void operator()(PGresult* it) const { PQclear(it); }
};
using Connection = std::unique_ptr<PGconn, Finish>;
using Answer = std::unique_ptr<PGresult, Finish>;

Connection connect(const PostgresServer& server) {
    Connection made(PQconnectdb(server.address().c_str()));
    if (PQstatus(made.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(made.get()));
    return made;
}

Answer checked(const Connection& connection, PGresult* result) {
    Answer answer(result);
    const auto status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(PQerrorMessage(connection.get()));
    return answer;
}

void ask(const Connection& connection, const std::string& sql) {
    static_cast<void>(checked(connection, PQexec(connection.get(), sql.c_str())));
}

// A hundred claims of one queue in one statement. The counts of a user and a partner are only
// touched by the connection that they belong to, so what is read of them holds.
constexpr const char* batch_sql = R"(
WITH asked AS (
    SELECT t.command, t.who, u.partner, t.n
    FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS t(command, who, n)
    JOIN users u ON u.id = t.who
    WHERE NOT EXISTS (SELECT FROM outcomes o WHERE o.command = t.command)),
allowed AS (
    SELECT command, who, partner, row_number() OVER (ORDER BY n) AS r FROM (
        SELECT a.*,
               uc.open + row_number() OVER (PARTITION BY a.who ORDER BY n) AS of_user,
               pc.open + row_number() OVER (PARTITION BY a.partner ORDER BY n) AS of_partner
        FROM asked a
        JOIN user_counts uc ON uc.queue = $3::int AND uc.who = a.who
        JOIN partner_counts pc ON pc.queue = $3::int AND pc.partner = a.partner) c
    WHERE of_user <= 100000 AND of_partner <= 500000),
free AS (
    SELECT id, row_number() OVER () AS r FROM (
        SELECT id FROM leads WHERE queue = $3::int AND owner IS NULL
        ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED) f),
given AS MATERIALIZED (
    SELECT a.command, a.who, a.partner, f.id FROM allowed a JOIN free f USING (r)),
taken AS (
    UPDATE leads l SET owner = g.who, since = now() FROM given g WHERE l.id = g.id),
of_users AS (
    UPDATE user_counts c SET open = open + g.n
    FROM (SELECT who, count(*) AS n FROM given GROUP BY who) g
    WHERE c.queue = $3::int AND c.who = g.who),
of_partners AS (
    UPDATE partner_counts c SET open = open + g.n
    FROM (SELECT partner, count(*) AS n FROM given GROUP BY partner) g
    WHERE c.queue = $3::int AND c.partner = g.partner)
INSERT INTO outcomes SELECT command, id, NULL FROM given)";

// The tables as they are before each run.
void make_leads(const PostgresServer& server, std::uint64_t leads) {
    const Connection connection = connect(server);
    ask(connection, "DROP TABLE IF EXISTS users, leads, user_counts, partner_counts, outcomes");
    ask(connection, "DROP FUNCTION IF EXISTS claim");
    ask(connection, tests::read_text(tests::repository_root() / "bench/peers/postgres/claims.sql"));
    ask(connection,
        fmt::format("INSERT INTO leads SELECT n, n % {}, 'Example Industries Ltd', 'source-' || "
                    "n % 64 FROM generate_series(1, {}) n",
                    queues, leads));
    ask(connection, "CREATE INDEX free_leads ON leads (queue, id) WHERE owner IS NULL");
    ask(connection, "VACUUM ANALYZE");
    ask(connection, "CHECKPOINT");
}

// What each client says: users of its own partners, one queue after the other.
class Client {
public:
    Client(const PostgresServer& server, int number, int of)
        : connection_(connect(server)), number_(number), of_(of) {
        static_cast<void>(checked(connection_, PQprepare(connection_.get(), "one",
                                                         "SELECT claim($1, $2, $3)", 3, nullptr)));
        static_cast<void>(
            checked(connection_, PQprepare(connection_.get(), "batch", batch_sql, 3, nullptr)));
    }

    void claim_one() {
        const std::string command = next_command();
        run("one", command, std::to_string(next_user()), next_queue());
    }

    void claim_hundred() {
        std::string commands = "{";
        std::string users = "{";
        for (int i = 0; i < 100; ++i) {
            commands += (i > 0 ? "," : "") + next_command();
            users += (i > 0 ? "," : "") + std::to_string(next_user());
        }
        run("batch", commands + '}', users + '}', next_queue());
    }

private:
    void run(const char* statement, const std::string& a, const std::string& b,
             const std::string& c) {
        const char* const values[] = {a.c_str(), b.c_str(), c.c_str()};
        static_cast<void>(checked(connection_, PQexecPrepared(connection_.get(), statement, 3,
                                                              values, nullptr, nullptr, 0)));
    }

    std::string next_command() { return fmt::format("c-{}-{:08}", number_, said_++); }
    int next_user() {
        const int own = partners / of_;  // partners of this client
        const int step = asked_++;
        const int partner = number_ + of_ * (step * 7 % own);
        return partner * users_per_partner + step % users_per_partner;
    }
    std::string next_queue() { return std::to_string((number_ + turn_++) % queues); }

    Connection connection_;
    int number_;
    int of_;
    std::uint64_t said_ = 0;
    int asked_ = 0;
    int turn_ = 0;
};

double claims_per_s(const PostgresServer& server, std::uint64_t claims, int clients, bool batched) {
    make_leads(server, claims * 5 / 4);
    std::vector<std::unique_ptr<Client>> all;
    for (int i = 0; i < clients; ++i) all.push_back(std::make_unique<Client>(server, i, clients));
    const std::uint64_t each = batched ? 100 : 1;
    std::atomic<std::int64_t> left = static_cast<std::int64_t>(claims / each);
    const auto begin = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (auto& client : all)
        threads.emplace_back([&client, &left, batched] {
            while (--left >= 0) batched ? client->claim_hundred() : client->claim_one();
        });
    for (std::thread& thread : threads) thread.join();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    const Connection connection = connect(server);
    const Answer counted = checked(
        connection, PQexec(connection.get(), "SELECT count(*) FROM leads WHERE owner IS NOT NULL"));
    const auto claimed = std::strtoull(PQgetvalue(counted.get(), 0, 0), nullptr, 10);
    if (claimed != claims / each * each)
        throw std::runtime_error(fmt::format("{} of {} leads are claimed", claimed, claims));
    return static_cast<double>(claims) / took.count();
}

// The median of what bench_end_to_end prints for its three runs.
double embedded_per_s() {
    tests::ChildIo io;
    io.program = tests::build_folder() / "bench/bench_end_to_end";
    tests::Child child({"300000", "300000", "384"}, io);
    const std::string text = child.wait().out;
    std::vector<double> all;
    for (auto at = text.find("zstd "); at != std::string::npos; at = text.find("zstd ", at + 1))
        all.push_back(std::strtod(text.c_str() + at + 5, nullptr));
    if (all.empty()) throw std::runtime_error("bench_end_to_end says nothing");
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
}

double median(std::vector<double> all) {
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
}

void compare(int rounds, std::uint64_t claims, int clients_one, int clients_hundred) {
    const PostgresServer server;
    std::vector<double> to_one, to_hundred;
    for (int round = 1; round <= rounds; ++round) {
        const double one = claims_per_s(server, claims / 10, clients_one, false);
        const double hundred = claims_per_s(server, claims, clients_hundred, true);
        const double embedded = embedded_per_s();
        to_one.push_back(embedded / one);
        to_hundred.push_back(embedded / hundred);
        fmt::print(
            "round {}: one claim a transaction {:.0f}/s ({} clients), a hundred {:.0f}/s ({} "
            "clients), embedded Leadline {:.0f}/s\n",
            round, one, clients_one, hundred, clients_hundred, embedded);
        std::fflush(stdout);
    }
    fmt::print(
        "embedded Leadline / PostgreSQL: one claim a transaction {:.1f}x (must 40, want "
        "100), batched {:.1f}x (must 3, want 10)\n",
        median(to_one), median(to_hundred));
}

}  // namespace
}  // namespace leadline::bench

int main(int argc, char** argv) {
    const auto number = [&](int at, int otherwise) {
        return argc > at ? std::atoi(argv[at]) : otherwise;
    };
    try {
        leadline::bench::compare(number(1, 3), static_cast<std::uint64_t>(number(2, 400'000)),
                                 number(3, 16), number(4, 4));
    } catch (const std::exception& wrong) {
        fmt::print(stderr, "postgres_claims: {}\n", wrong.what());
        return 1;
    }
    return 0;
}
