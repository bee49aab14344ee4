// See opportunity_courses.hpp.
#include "tests/support/opportunity_courses.hpp"

#include <array>

namespace leadline::tests {

namespace {

constexpr std::array words{Word{"not yours", "not_your_opportunity"},
                           Word{"closed", "opportunity_closed"},
                           Word{"not owned", "opportunity_not_owned"},
                           Word{"not so", "status_not_allowed"},
                           Word{"never", "actor_not_allowed"},
                           Word{"not delivered", "opportunity_not_delivered"},
                           Word{"not waiting", "opportunity_not_waiting"},
                           Word{"exists", "opportunity_already_exists"}};

constexpr std::array of_the_vendor{
    Course{"UpdateOpportunity", "owner, manager",
           "not yours | not owned | accepted | in_progress | on_hold | closed | closed | closed | "
           "closed | closed"},
    Course{"UpdateOpportunity", "colleague",
           "not yours | not owned | not yours | not yours | not yours | not yours | not yours | "
           "not yours | closed | closed"},
    Course{"UpdateOpportunity", "stranger, collaborator",
           "not yours | not yours | not yours | not yours | not yours | not yours | not yours | "
           "not yours | not yours | not yours"},
    Course{"UpdateOpportunity", "channel manager, system",
           "new | delivered | accepted | in_progress | on_hold | closed | closed | closed | closed "
           "| closed"},
    Course{"AddOpportunityNote", "owner, manager",
           "not yours | not owned | accepted | in_progress | on_hold | closed | closed | closed | "
           "closed | closed"},
    Course{"AddOpportunityNote", "colleague",
           "not yours | not owned | not yours | not yours | not yours | not yours | not yours | "
           "not yours | closed | closed"},
    Course{"AddOpportunityNote", "stranger",
           "not yours | not yours | not yours | not yours | not yours | not yours | not yours | "
           "not yours | not yours | not yours"},
    Course{"AddOpportunityNote", "collaborator, channel manager, system",
           "new | delivered | accepted | in_progress | on_hold | closed | closed | closed | closed "
           "| closed"},
    Course{"ChangeOpportunityStatus to in_progress", "owner, manager",
           "not yours | not so | in_progress | - | in_progress | closed | closed | closed | closed "
           "| closed"},
    Course{"ChangeOpportunityStatus to in_progress", "channel manager, system",
           "not so | not so | in_progress | - | in_progress | closed | closed | closed | closed | "
           "closed"},
    Course{
        "ChangeOpportunityStatus to on_hold", "owner, manager",
        "not yours | not so | on_hold | on_hold | - | closed | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to on_hold", "channel manager, system",
           "not so | not so | on_hold | on_hold | - | closed | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to purchased", "owner, manager",
           "not yours | not so | purchased | purchased | purchased | closed | closed | closed | "
           "closed | closed"},
    Course{"ChangeOpportunityStatus to purchased", "channel manager, system",
           "not so | not so | purchased | purchased | purchased | closed | closed | closed | "
           "closed | closed"},
    Course{
        "ChangeOpportunityStatus to lost", "owner, manager",
        "not yours | not owned | lost | lost | lost | closed | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to lost", "channel manager, system",
           "lost | lost | lost | lost | lost | closed | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to returned", "owner, manager",
           "not yours | not so | returned | returned | returned | closed | closed | closed | "
           "closed | closed"},
    Course{"ChangeOpportunityStatus to returned", "channel manager, system",
           "not so | not so | returned | returned | returned | closed | closed | closed | closed | "
           "closed"},
    Course{"ChangeOpportunityStatus to cancelled, declined, expired", "owner, manager",
           "not yours | not so | not so | not so | not so | closed | closed | closed | closed | "
           "closed"},
    Course{
        "ChangeOpportunityStatus to cancelled, declined, expired", "channel manager, system",
        "not so | not so | not so | not so | not so | closed | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to new", "owner, manager",
           "not yours | not so | not so | not so | not so | closed | closed | closed | closed | "
           "closed"},
    Course{"ChangeOpportunityStatus to new", "channel manager, system",
           "- | not so | not so | not so | not so | closed | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to delivered", "owner, manager",
           "not yours | not owned | not so | not so | not so | closed | closed | closed | closed | "
           "closed"},
    Course{"ChangeOpportunityStatus to delivered", "channel manager, system",
           "not so | - | not so | not so | not so | closed | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to accepted", "owner, manager",
           "not yours | not so | - | not so | not so | closed | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to accepted", "channel manager, system",
           "not so | not so | - | not so | not so | closed | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to in_progress, on_hold, purchased, returned, cancelled, "
           "declined, expired, new, accepted",
           "colleague",
           "not yours | not so | not yours | not yours | not yours | not yours | not yours | not "
           "yours | closed | closed"},
    Course{"ChangeOpportunityStatus to lost, delivered", "colleague",
           "not yours | not owned | not yours | not yours | not yours | not yours | not yours | "
           "not yours | closed | closed"},
    Course{"ChangeOpportunityStatus to in_progress, on_hold, purchased, lost, returned, cancelled, "
           "declined, expired, new, delivered, accepted",
           "stranger, collaborator",
           "not yours | not yours | not yours | not yours | not yours | not yours | not yours | "
           "not yours | not yours | not yours"},
    Course{"ReopenOpportunity", "owner, manager, colleague, stranger, collaborator, system",
           "never | never | never | never | never | never | never | never | never | never"},
    Course{"ReopenOpportunity", "channel manager",
           "- | - | - | - | - | accepted | accepted | accepted | new | new"},
    Course{"DeliverOpportunity", "owner, manager, colleague, stranger, collaborator, system",
           "never | never | never | never | never | never | never | never | never | never"},
    Course{"DeliverOpportunity", "channel manager",
           "delivered | delivered | delivered | delivered | delivered | closed | closed | "
           "delivered | delivered | delivered"},
    Course{"AcceptOpportunity", "owner, manager, colleague",
           "not yours | accepted | not delivered | not delivered | not delivered | not delivered | "
           "not delivered | not delivered | not delivered | not delivered"},
    Course{"AcceptOpportunity", "stranger, collaborator",
           "not yours | not yours | not yours | not yours | not yours | not yours | not yours | "
           "not yours | not yours | not yours"},
    Course{"AcceptOpportunity", "channel manager, system",
           "never | never | never | never | never | never | never | never | never | never"},
    Course{"AcceptOpportunity for the owner", "owner, manager, channel manager, system",
           "not yours | accepted | not delivered | not delivered | not delivered | not delivered | "
           "not delivered | not delivered | not delivered | not delivered"},
    Course{"AcceptOpportunity for the owner", "colleague, stranger, collaborator",
           "never | never | never | never | never | never | never | never | never | never"},
    Course{"DeclineOpportunity", "manager",
           "not yours | declined | not delivered | not delivered | not delivered | not delivered | "
           "not delivered | not delivered | not delivered | not delivered"},
    Course{"DeclineOpportunity", "stranger, collaborator",
           "not yours | not yours | not yours | not yours | not yours | not yours | not yours | "
           "not yours | not yours | not yours"},
    Course{"DeclineOpportunity", "channel manager",
           "not delivered | declined | not delivered | not delivered | not delivered | not "
           "delivered | not delivered | not delivered | not delivered | not delivered"},
    Course{"DeclineOpportunity", "owner, colleague, system",
           "never | never | never | never | never | never | never | never | never | never"},
    Course{"ApproveOpportunity", "owner, manager, colleague, stranger, collaborator, system",
           "never | never | never | never | never | never | never | never | never | never"},
    Course{"ApproveOpportunity", "channel manager",
           "not waiting | not waiting | not waiting | not waiting | not waiting | not waiting | "
           "not waiting | not waiting | not waiting | not waiting"},
    Course{"AssignOpportunity", "manager",
           "not yours | not owned | accepted | in_progress | on_hold | closed | closed | closed | "
           "closed | closed"},
    Course{"AssignOpportunity", "owner, colleague, stranger, collaborator, system",
           "never | never | never | never | never | never | never | never | never | never"},
    Course{"AssignOpportunity", "channel manager",
           "accepted | accepted | accepted | in_progress | on_hold | closed | closed | closed | "
           "closed | closed"},
    Course{"AddCollaborator", "owner, manager, colleague, stranger, collaborator, system",
           "never | never | never | never | never | never | never | never | never | never"},
    Course{"AddCollaborator", "channel manager",
           "new | delivered | accepted | in_progress | on_hold | closed | closed | closed | closed "
           "| closed"},
    Course{"RemoveCollaborator", "owner, manager, colleague, stranger, collaborator, system",
           "never | never | never | never | never | never | never | never | never | never"},
    Course{"RemoveCollaborator", "channel manager",
           "new | delivered | accepted | in_progress | on_hold | purchased | lost | returned | "
           "declined | expired"},
    Course{
        "CreateOpportunity",
        "owner, manager, colleague, stranger, collaborator, channel manager, system",
        "exists | exists | exists | exists | exists | exists | exists | exists | exists | exists"},
    Course{"DeactivateUser, the owner", "channel manager",
           "- | - | new | new | new | - | - | - | - | -"},
    Course{"DeactivateUser, the owner, to administrators", "channel manager",
           "- | - | accepted | in_progress | on_hold | - | - | - | - | -"},
    Course{"DeactivatePartner, that has it", "channel manager",
           "- | new | new | new | new | - | - | - | - | -"},
    Course{"the end of the time to answer", "channel manager",
           "- | expired | - | - | - | - | - | - | - | -"}};

constexpr std::array of_the_partner{
    Course{"UpdateOpportunity", "owner, manager, channel manager, system",
           "new | accepted | in_progress | on_hold | closed | closed | closed | closed"},
    Course{"UpdateOpportunity", "colleague, stranger, collaborator",
           "not yours | not yours | not yours | not yours | not yours | not yours | not yours | "
           "not yours"},
    Course{"AddOpportunityNote", "owner, manager, collaborator, channel manager, system",
           "new | accepted | in_progress | on_hold | closed | closed | closed | closed"},
    Course{"AddOpportunityNote", "colleague, stranger",
           "not yours | not yours | not yours | not yours | not yours | not yours | not yours | "
           "not yours"},
    Course{"ChangeOpportunityStatus to in_progress", "owner, manager, channel manager, system",
           "not so | in_progress | - | in_progress | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to on_hold", "owner, manager, channel manager, system",
           "not so | on_hold | on_hold | - | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to purchased", "owner, manager, channel manager, system",
           "not so | purchased | purchased | purchased | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to lost", "owner, manager, channel manager, system",
           "lost | lost | lost | lost | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to cancelled", "owner, manager, channel manager, system",
           "cancelled | cancelled | cancelled | cancelled | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to returned, delivered, declined, expired",
           "owner, manager, channel manager, system",
           "not so | not so | not so | not so | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to new", "owner, manager, channel manager, system",
           "- | not so | not so | not so | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to accepted", "owner, manager, channel manager, system",
           "not so | - | not so | not so | closed | closed | closed | closed"},
    Course{"ChangeOpportunityStatus to in_progress, on_hold, purchased, lost, returned, cancelled, "
           "declined, expired, new, delivered, accepted",
           "colleague, stranger, collaborator",
           "not yours | not yours | not yours | not yours | not yours | not yours | not yours | "
           "not yours"},
    Course{"ReopenOpportunity", "owner, manager, colleague, stranger, collaborator, system",
           "never | never | never | never | never | never | never | never"},
    Course{"ReopenOpportunity", "channel manager",
           "- | - | - | - | accepted | accepted | accepted | accepted"},
    Course{"DeliverOpportunity", "owner, manager, colleague, stranger, collaborator, system",
           "never | never | never | never | never | never | never | never"},
    Course{"DeliverOpportunity", "channel manager",
           "not so | not so | not so | not so | not so | not so | not so | not so"},
    Course{"AcceptOpportunity", "owner, manager, colleague",
           "not delivered | not delivered | not delivered | not delivered | not delivered | not "
           "delivered | not delivered | not delivered"},
    Course{"AcceptOpportunity", "stranger, collaborator",
           "not yours | not yours | not yours | not yours | not yours | not yours | not yours | "
           "not yours"},
    Course{"AcceptOpportunity", "channel manager, system",
           "never | never | never | never | never | never | never | never"},
    Course{"AcceptOpportunity for the owner", "owner, manager, channel manager, system",
           "not delivered | not delivered | not delivered | not delivered | not delivered | not "
           "delivered | not delivered | not delivered"},
    Course{"AcceptOpportunity for the owner", "colleague, stranger, collaborator",
           "never | never | never | never | never | never | never | never"},
    Course{"DeclineOpportunity", "manager",
           "not delivered | not delivered | not delivered | not delivered | not delivered | not "
           "delivered | not delivered | not delivered"},
    Course{"DeclineOpportunity", "stranger, collaborator",
           "not yours | not yours | not yours | not yours | not yours | not yours | not yours | "
           "not yours"},
    Course{"DeclineOpportunity", "channel manager",
           "declined | not delivered | not delivered | not delivered | not delivered | not "
           "delivered | not delivered | not delivered"},
    Course{"DeclineOpportunity", "owner, colleague, system",
           "never | never | never | never | never | never | never | never"},
    Course{"ApproveOpportunity", "owner, manager, colleague, stranger, collaborator, system",
           "never | never | never | never | never | never | never | never"},
    Course{"ApproveOpportunity", "channel manager",
           "accepted | not waiting | not waiting | not waiting | not waiting | not waiting | not "
           "waiting | not waiting"},
    Course{"AssignOpportunity", "manager, channel manager",
           "new | accepted | in_progress | on_hold | closed | closed | closed | closed"},
    Course{"AssignOpportunity", "owner, colleague, stranger, collaborator, system",
           "never | never | never | never | never | never | never | never"},
    Course{"AddCollaborator", "owner, manager, colleague, stranger, collaborator, system",
           "never | never | never | never | never | never | never | never"},
    Course{"AddCollaborator", "channel manager",
           "new | accepted | in_progress | on_hold | closed | closed | closed | closed"},
    Course{"RemoveCollaborator", "owner, manager, colleague, stranger, collaborator, system",
           "never | never | never | never | never | never | never | never"},
    Course{"RemoveCollaborator", "channel manager",
           "new | accepted | in_progress | on_hold | purchased | lost | cancelled | declined"},
    Course{"CreateOpportunity",
           "owner, manager, colleague, stranger, collaborator, channel manager, system",
           "exists | exists | exists | exists | exists | exists | exists | exists"},
    Course{"DeactivateUser, the owner", "channel manager", "new | new | new | new | - | - | - | -"},
    Course{"DeactivateUser, the owner, to administrators", "channel manager",
           "new | accepted | in_progress | on_hold | - | - | - | -"},
    Course{"DeactivatePartner, that has it", "channel manager",
           "new | new | new | new | - | - | - | -"}};

constexpr std::array tables{
    CourseTable{false,
                "new | delivered | accepted | in_progress | on_hold | purchased | lost | returned "
                "| declined | expired",
                of_the_vendor},
    CourseTable{true,
                "new | accepted | in_progress | on_hold | purchased | lost | cancelled | declined",
                of_the_partner}};

}  // namespace

std::span<const CourseTable> course_tables() { return tables; }
std::span<const Word> refusal_words() { return words; }

std::vector<std::string> parts_of(Text text, Text separator) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == Text::npos) return parts;
        text.remove_prefix(end + separator.size());
    }
}

}  // namespace leadline::tests
