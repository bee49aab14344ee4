// See data_story.hpp.
#include "tests/support/data_story.hpp"

#include <openssl/sha.h>

#include <array>
#include <catch2/catch.hpp>
#include <deque>

#include "events/codec/digest.hpp"
#include "events/codec/json_dead_letter.hpp"

namespace leadline::tests {

using engine::Partition;

namespace {

template <class T>
T taken(events::Result<T> result) {
    INFO((result ? "" : result.error().message));
    REQUIRE(result.has_value());
    return *std::move(result);
}

}  // namespace

DataStory::DataStory(const std::filesystem::path& folder, Text program,
                     connectors::LogCompression compression)
    : program_(program),
      folder_(taken(connectors::DataFolder::open(folder))),
      log_(taken(connectors::EmbeddedLog::open(folder_.log(), {.compression = compression}))),
      store_(engine::RocksStateStore::open(folder_.state(Partition{}))),
      engine_(taken(engine::PartitionEngine::open(*log_, {*log_, *store_, Partition{}}))) {
    now_ = std::max(now_, engine_->state().time);
    commands_ = engine_->state().position.number * 100;  // ids go on, also in a folder opened again
}

DataStory::~DataStory() {
    if (projector_) CHECK(projector_->catch_up().has_value());
    if (const auto last = engine_->last_checkpoint()) CHECK(store_->write(*last).has_value());
}

DataStory& DataStory::tell(const std::vector<Asked>& commands) {
    std::deque<std::string> ids;
    std::vector<engine::Input> inputs;
    for (const Asked& asked : commands) {
        now_ = asked.time.value_or(events::Time{now_.us + 1'000'000});
        engine::Input input;
        events::CommandHeader& header = input.command;
        header.kind = asked.kind;
        header.program = {program_};
        header.source = "test";
        header.id = ids.emplace_back(std::to_string(++commands_));
        header.time = now_;
        header.actor = asked.actor;
        header.body = asked.body;
        header.digest = events::command_digest(header);
        inputs.push_back(input);
    }
    decide(inputs);
    return *this;
}

DataStory& DataStory::tell_nonsense(const std::string& key, Text line) {
    std::array<std::byte, SHA256_DIGEST_LENGTH> sha256;
    SHA256(reinterpret_cast<const unsigned char*>(line.data()), line.size(),
           reinterpret_cast<unsigned char*>(sha256.data()));
    engine::Input input;
    input.kind = engine::Input::Kind::dead_letter;
    input.reason = events::DeadLetterReason::not_json;
    input.errors = {{"", "this is no JSON"}};
    input.letter.key = key;
    events::append_dead_letter(input.letter.value, {input.reason, input.errors, 7, sha256,
                                                    line.size(), events::as_bytes(line)});
    decide({input});
    return *this;
}

void DataStory::decide(const std::vector<engine::Input>& inputs) {
    engine::Epoch epoch;
    engine_->begin(epoch);
    REQUIRE(engine_->decide(inputs, epoch).has_value());
    engine_->seal(epoch);
    REQUIRE(engine_->commit(epoch).has_value());
    if (epoch.checkpoint != nullptr) REQUIRE(store_->write(*epoch.checkpoint).has_value());
    engine_->release(epoch);
    if (projector_) REQUIRE(projector_->catch_up().has_value());
}

DataStory& DataStory::keep_views() {
    views_ = taken(
        projections::ViewStore::open(folder_.views(Partition{}), projections::ViewAccess::write));
    projector_ = taken(projections::Projector::open(*log_, *views_, {}, [this] { return now_; }));
    REQUIRE(projector_->catch_up().has_value());
    return *this;
}

std::string DataStory::state_hash() const { return engine::hash_text(engine_->state().hash()); }

}  // namespace leadline::tests
