// What happened to a program, its rulesets and queues. The first event of a command holds what was
// `asked`; that is the rule for every kind here (SPEC 2.4).
#pragma once

#include "events/commands/program.hpp"

namespace leadline::events {

struct ProgramCreated {
    static constexpr EventKind kind{1};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "ProgramCreated";

    CreateProgram asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const ProgramCreated&, const ProgramCreated&) = default;
};

struct ProgramPublished {
    static constexpr EventKind kind{2};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "ProgramPublished";

    PublishProgram asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const ProgramPublished&, const ProgramPublished&) = default;
};

struct RulesetPartStaged {
    static constexpr EventKind kind{3};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "RulesetPartStaged";

    StageRulesetPart asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const RulesetPartStaged&, const RulesetPartStaged&) = default;
};

// In force from here on. Rotations keep the credit of members that stay (SPEC 5).
struct RulesetPublished {
    static constexpr EventKind kind{4};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "RulesetPublished";

    PublishRuleset asked;
    std::uint32_t version = 0;  // of the program, from 1

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("version", version));
    }
    friend bool operator==(const RulesetPublished&, const RulesetPublished&) = default;
};

struct QueueDefined {
    static constexpr EventKind kind{5};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "QueueDefined";

    DefineQueue asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const QueueDefined&, const QueueDefined&) = default;
};

// A tick found its partition behind (SPEC 2.5): the only event without a program.
struct TimeReached {
    static constexpr EventKind kind{6};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "TimeReached";

    template <class Archive>
    void serialize(Archive&) {}
    friend bool operator==(const TimeReached&, const TimeReached&) = default;
};

}  // namespace leadline::events
