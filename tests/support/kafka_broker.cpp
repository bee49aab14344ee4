// See kafka_broker.hpp.
#include "tests/support/kafka_broker.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <librdkafka/rdkafka.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <random>
#include <stdexcept>
#include <thread>

#include "tests/support/child.hpp"
#include "tests/support/repository.hpp"

namespace leadline::tests {

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds answers_within{120};
constexpr seconds stops_within{30};

fs::path jars() { return repository_root() / "build/kafka/libs"; }

std::mt19937& chance() {
    static std::mt19937 numbers{std::random_device{}()};
    return numbers;
}

// Below the ports that the system gives to whoever connects: a client of a broker that is down
// could otherwise be given the broker's own port, and meet itself there.
bool is_free(std::uint16_t port) {
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool is_bound = ::bind(made, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
    ::close(made);
    return is_bound;
}

// The first of three neighbours that are free: the broker's, and behind it the controller's and
// that for clients which come by a proxy.
std::uint16_t free_ports() {
    std::uniform_int_distribution<int> any(10'000, 31'000);
    for (int tries = 0; tries < 1'000; ++tries) {
        const auto port = static_cast<std::uint16_t>(any(chance()));
        bool are_free = true;
        for (int behind = 0; behind < 3; ++behind)
            are_free = are_free && is_free(static_cast<std::uint16_t>(port + behind));
        if (are_free) return port;
    }
    throw std::runtime_error("no free port for a Kafka broker");
}

// As Kafka writes a UUID: 16 bytes in 22 letters of URL-safe base64. It may not begin with '-'.
std::string new_cluster_id() {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    std::uniform_int_distribution<std::size_t> any(0, letters.size() - 1);
    std::string id;
    for (int i = 0; i < 21; ++i) id += letters[any(chance())];
    return id + 'A';
}

// Starts a program that dies with this thread. The child calls nothing between fork and exec that
// another thread's lock could hold up.
pid_t start_process(const std::vector<std::string>& words, const fs::path& output) {
    std::vector<char*> argv;
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    const pid_t parent = ::getpid();
    const std::string to = output.string();
    const pid_t pid = ::fork();
    if (pid < 0) throw std::runtime_error(words[0] + " cannot be started");
    if (pid > 0) return pid;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(126);
    const int out = ::open(to.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const int in = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (out < 0 || in < 0) ::_exit(126);
    ::dup2(in, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    ::execvp(argv[0], argv.data());
    ::_exit(127);
}

bool has_ended(pid_t pid) {
    siginfo_t ended{};
    return ::waitid(P_PID, static_cast<id_t>(pid), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           ended.si_pid != 0;
}

// One question to the broker; false when there was no answer within a second.
bool answers(const std::string& address) {
    rd_kafka_conf_t* const conf = rd_kafka_conf_new();
    rd_kafka_conf_set_log_cb(conf, nullptr);
    rd_kafka_conf_set(conf, "bootstrap.servers", address.c_str(), nullptr, 0);
    rd_kafka_t* const client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, nullptr, 0);
    if (client == nullptr) {
        rd_kafka_conf_destroy(conf);
        return false;
    }
    const rd_kafka_metadata_t* found = nullptr;
    const auto failed = rd_kafka_metadata(client, 1, nullptr, &found, 1'000);
    const bool is_there = failed == RD_KAFKA_RESP_ERR_NO_ERROR && found->broker_cnt > 0;
    if (found != nullptr) rd_kafka_metadata_destroy(found);
    rd_kafka_destroy(client);
    return is_there;
}

constexpr std::string_view log4j =
    "log4j.rootLogger=WARN, out\n"
    "log4j.appender.out=org.apache.log4j.ConsoleAppender\n"
    "log4j.appender.out.layout=org.apache.log4j.PatternLayout\n"
    "log4j.appender.out.layout.ConversionPattern=%d %p %c: %m%n\n";

// What a test wants of it: little memory, few internal partitions, and no waiting. Its controller,
// itself, lets a broker in again only when its session from before the kill is over: a short one.
constexpr std::string_view server_properties = R"(process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{broker}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={folder}
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
controlled.shutdown.enable=false
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
group.min.session.timeout.ms=500
log.cleaner.dedupe.buffer.size=4194304
)";

// One more listener, whose clients are told to come to the proxy. The last word on a property
// holds.
std::string proxied_listener(std::uint16_t port, std::uint16_t proxy) {
    return fmt::format(
        "listeners=PLAINTEXT://127.0.0.1:{0},CONTROLLER://127.0.0.1:{1},PROXIED://127.0.0.1:{2}\n"
        "advertised.listeners=PLAINTEXT://127.0.0.1:{0},PROXIED://127.0.0.1:{3}\n"
        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,"
        "PROXIED:PLAINTEXT\n"
        "inter.broker.listener.name=PLAINTEXT\n",
        port, port + 1, port + 2, proxy);
}

}  // namespace

KafkaBroker::KafkaBroker(std::vector<std::string> properties, std::uint16_t proxy, Kind kind)
    : properties_(std::move(properties)), proxy_(proxy), kind_(kind) {
    if (!fs::exists(jars()))
        throw std::runtime_error("no Kafka broker to test with: " + jars().string() +
                                 " is not there; `./dev test` fetches it");
    write_text(folder_.path() / "log4j.properties", std::string(log4j));
    for (int tries = 0; tries < 3; ++tries)
        if (try_first_start()) return;
    throw std::runtime_error("no free ports for a Kafka broker");
}

KafkaBroker::~KafkaBroker() { kill(); }

KafkaBroker& KafkaBroker::shared() {
    static KafkaBroker broker;
    return broker;
}

std::string KafkaBroker::address() const { return fmt::format("127.0.0.1:{}", port_); }

bool KafkaBroker::try_first_start() {
    port_ = free_ports();
    std::string text =
        fmt::format(server_properties, fmt::arg("broker", port_), fmt::arg("controller", port_ + 1),
                    fmt::arg("folder", (folder_.path() / "data").string()));
    if (proxy_ != 0) text += proxied_listener(port_, proxy_);
    for (const std::string& line : properties_) text += line + '\n';
    write_text(folder_.path() / "server.properties", text);
    fs::remove_all(folder_.path() / "data");
    fs::remove(folder_.path() / "out");
    format();
    start();
    const std::string why = wait_or_why();
    if (why.empty()) return true;
    kill();
    if (why.find("Address already in use") != std::string::npos) return false;
    throw std::runtime_error("the Kafka broker does not answer:\n" + why);
}

// Not optimised as far as a broker that runs for months, a quick one starts in half the processor's
// time. The options of a lasting one are those of Kafka's own scripts.
std::vector<std::string> KafkaBroker::java() const {
    std::vector<std::string> words{"java"};
    if (kind_ == Kind::quick)
        for (const char* word : {"-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"})
            words.emplace_back(word);
    else
        for (const char* word : {"-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20"})
            words.emplace_back(word);
    words.push_back("-Dlog4j.configuration=file:" + (folder_.path() / "log4j.properties").string());
    words.emplace_back("-cp");
    words.push_back((jars() / "*").string());
    return words;
}

void KafkaBroker::format() const {
    std::vector<std::string> words = java();
    for (const char* word : {"kafka.tools.StorageTool", "format", "-t"}) words.emplace_back(word);
    words.push_back(new_cluster_id());
    words.emplace_back("-c");
    words.push_back((folder_.path() / "server.properties").string());
    int status = 0;
    ::waitpid(start_process(words, folder_.path() / "out"), &status, 0);
    if (status == 0) return;
    const bool has_java = !WIFEXITED(status) || WEXITSTATUS(status) != 127;
    throw std::runtime_error(has_java ? "the Kafka broker's folder cannot be made:\n" + said()
                                      : "no java to start a Kafka broker with: `./dev test` "
                                        "installs openjdk-17-jre-headless");
}

void KafkaBroker::start() {
    std::vector<std::string> words = java();
    words.emplace_back("kafka.Kafka");
    words.push_back((folder_.path() / "server.properties").string());
    pid_ = start_process(words, folder_.path() / "out");
}

void KafkaBroker::wait() {
    const std::string why = wait_or_why();
    if (!why.empty()) throw std::runtime_error("the Kafka broker does not answer:\n" + why);
}

std::string KafkaBroker::wait_or_why() {
    const auto until = steady_clock::now() + answers_within;
    while (steady_clock::now() < until) {
        if (has_ended(pid_)) return "it has ended\n" + said();
        if (answers(address())) return {};
        std::this_thread::sleep_for(milliseconds(20));
    }
    return "not in time\n" + said();
}

std::string KafkaBroker::said() const { return read_text(folder_.path() / "out"); }

void KafkaBroker::kill() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

void KafkaBroker::stop() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGTERM);
    const auto until = steady_clock::now() + stops_within;
    while (!has_ended(pid_) && steady_clock::now() < until)
        std::this_thread::sleep_for(milliseconds(5));
    kill();
}

void KafkaBroker::freeze() {
    ::kill(pid_, SIGSTOP);
    siginfo_t stopped{};  // its threads may run on for a moment after the signal
    ::waitid(P_PID, static_cast<id_t>(pid_), &stopped, WSTOPPED | WNOWAIT);
}

void KafkaBroker::go_on() {
    ::kill(pid_, SIGCONT);
    wait();
}

config::Options::Kafka KafkaBroker::options(const std::string& name) const {
    static std::atomic<int> count = 0;
    const std::string own = fmt::format("{}-{}-{}", name, ::getpid(), ++count);
    config::Options::Kafka options = config::default_options().kafka;
    options.brokers = address();
    options.group = own;
    options.commands = own + ".commands";
    options.log = own + ".log";
    options.events = own + ".events";
    options.outcomes = own + ".outcomes";
    options.dead_letters = own + ".dead-letters";
    return options;
}

}  // namespace leadline::tests
