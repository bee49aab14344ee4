// See query.hpp: which partition holds a program, and what each answer is made of.
#include "projections/query.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "projections/answering.hpp"
#include "projections/rows_of.hpp"
#include "projections/views/partner_view.hpp"
#include "projections/views/program_view.hpp"
#include "projections/views/queue_view.hpp"
#include "projections/views/rotation_view.hpp"

namespace leadline::projections {

using events::fail;
using events::Failure;

Query::Query(std::vector<const ViewStore*> partitions) : partitions_(std::move(partitions)) {}

Result<std::vector<Standing>> Query::standing() const {
    try {
        std::vector<Standing> all;
        for (const ViewStore* store : partitions_) all.push_back(Reading(*store).standing());
        return all;
    } catch (const ViewFailure& failure) {
        return tl::unexpected(failure.error);
    }
}

Result<Answer<List<ProgramRow>>> Query::programs() const {
    try {
        std::vector<ProgramRow> rows;
        Answer<List<ProgramRow>> answer;
        auto memories = std::make_shared<std::vector<std::shared_ptr<const events::Arena>>>();
        for (const ViewStore* store : partitions_) {
            Reading reading(*store);
            memories->push_back(reading.shared_memory());
            reading.moment().scan(reading.view(program_view_name), Text(&program_table, 1), {},
                                  [&](Text, Text value) {
                                      ProgramRow row;
                                      reading.decode(value, row);
                                      add_counts(reading, row.program, row);
                                      rows.push_back(row);
                                      return true;
                                  });
            answer.at.push_back(reading.standing());
        }
        auto list = std::make_shared<events::Arena>();
        std::sort(rows.begin(), rows.end(), [](const ProgramRow& a, const ProgramRow& b) {
            return a.program.text < b.program.text;  // whichever partition holds them
        });
        const std::span<ProgramRow> kept = list->make<ProgramRow>(rows.size());
        std::copy(rows.begin(), rows.end(), kept.begin());
        memories->push_back(list);
        answer.value = kept;
        answer.memory = std::shared_ptr<const events::Arena>(memories, list.get());
        return answer;
    } catch (const ViewFailure& failure) {
        return tl::unexpected(failure.error);
    }
}

Result<std::string> Query::only_program() const {
    const auto all = programs();
    if (!all) return tl::unexpected(all.error());
    if (all->value.empty()) return fail(Failure::not_found, "there is no program yet");
    if (all->value.size() == 1) return std::string(all->value[0].program.text);
    return fail(Failure::usage, fmt::format("there are {} programs: name one", all->value.size()));
}

Result<Answer<ProgramRow>> Query::program(Program program) const {
    return answer<ProgramRow>(
        partitions_, program,
        [&](Reading& reading, ProgramRow& found, ProgramRow& value) -> Result<void> {
            add_counts(reading, program, found);
            value = found;
            return {};
        });
}

Result<Answer<RulesetAnswer>> Query::ruleset(Program program, std::uint32_t version) const {
    return answer<RulesetAnswer>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, RulesetAnswer& value) -> Result<void> {
            if (find_ruleset(reading, program, version, value)) return {};
            return no_such("ruleset", std::to_string(version), program);
        });
}

Result<Answer<LeadAnswer>> Query::lead(Program program, events::LeadId lead) const {
    return answer<LeadAnswer>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, LeadAnswer& value) -> Result<void> {
            if (find_lead(reading, program, lead, value)) return {};
            return no_such("lead", lead.text, program);
        });
}

Result<Answer<Page<LeadRow>>> Query::leads(Program program, const LeadFilter& filter,
                                           const Paging& paging) const {
    return answer<Page<LeadRow>>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, Page<LeadRow>& value) -> Result<void> {
            value = find_leads(reading, program, filter, paging);
            return {};
        });
}

Result<Answer<QueueAnswer>> Query::queue(Program program, events::QueueId queue,
                                         const Paging& leads) const {
    return answer<QueueAnswer>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, QueueAnswer& value) -> Result<void> {
            const Key key = Key(queue_table, program).add_id(queue.text);
            if (!reading.get(queue_view_name, key, value.row))
                return no_such("queue", queue.text, program);
            add_counts(reading, program, value.row);
            value.age = find_age(reading, program, value.row.definition.queue);
            value.refused = refused_claims(reading, program, queue);
            LeadFilter filter;
            filter.queue = queue;
            value.leads = find_leads(reading, program, filter, leads);
            return {};
        });
}

Result<Answer<Page<QueueRow>>> Query::queues(Program program, const Paging& paging) const {
    return answer<Page<QueueRow>>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, Page<QueueRow>& value) -> Result<void> {
            value = rows_of<QueueRow>(reading, program, queue_view_name, queue_table, paging);
            return {};
        });
}

Result<Answer<AgedQueues>> Query::aged_queues(Program program, const Paging& paging) const {
    return answer<AgedQueues>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, AgedQueues& value) -> Result<void> {
            value.queues =
                rows_of<QueueRow>(reading, program, queue_view_name, queue_table, paging);
            std::vector<QueueAge> ages;
            for (const QueueRow& row : value.queues.items)
                ages.push_back(find_age(reading, program, row.definition.queue));
            value.ages = reading.keep(ages);
            return {};
        });
}

Result<Answer<PartnerAnswer>> Query::partner(Program program, events::PartnerId partner,
                                             const Paging& leads) const {
    return answer<PartnerAnswer>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, PartnerAnswer& value) -> Result<void> {
            const Key key = Key(partner_table::partners, program).add_id(partner.text);
            if (!reading.get(partner_view_name, key, value.row))
                return no_such("partner", partner.text, program);
            add_counts(reading, program, value.row);
            value.users = reading.keep(users_of(reading, program, partner));
            LeadFilter filter;
            filter.partner = partner;
            filter.open = true;
            value.leads = find_leads(reading, program, filter, leads);
            value.claim_room = find_claim_room(reading, program, value.row, {});
            return {};
        });
}

Result<Answer<List<ClaimRoomRow>>> Query::claim_room(Program program, events::UserId user) const {
    return answer<List<ClaimRoomRow>>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, List<ClaimRoomRow>& value) -> Result<void> {
            UserRow of;
            const Key key = Key(partner_table::users, program).add_id(user.text);
            if (!reading.get(partner_view_name, key, of))
                return no_such("user", user.text, program);
            PartnerRow partner;
            const Key its = Key(partner_table::partners, program).add_id(of.partner.text);
            static_cast<void>(reading.get(partner_view_name, its, partner));  // has every user
            value = find_claim_room(reading, program, partner, of);
            return {};
        });
}

Result<Answer<Page<PartnerRow>>> Query::partners(Program program, const Paging& paging) const {
    return answer<Page<PartnerRow>>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, Page<PartnerRow>& value) -> Result<void> {
            value = rows_of<PartnerRow>(reading, program, partner_view_name,
                                        partner_table::partners, paging);
            return {};
        });
}

Result<Answer<RotationAnswer>> Query::rotation(Program program, Text name) const {
    return answer<RotationAnswer>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, RotationAnswer& value) -> Result<void> {
            if (find_rotation(reading, program, name, value)) return {};
            return no_such("rotation or pool", name, program);
        });
}

Result<Answer<Page<RotationRow>>> Query::rotations(Program program, const Paging& paging) const {
    return answer<Page<RotationRow>>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, Page<RotationRow>& value) -> Result<void> {
            value =
                rows_of<RotationRow>(reading, program, rotation_view_name, rotation_table, paging);
            return {};
        });
}

Result<Answer<CapAnswer>> Query::cap(Program program, Text name, const CapFilter& filter) const {
    return answer<CapAnswer>(
        partitions_, program, [&](Reading& reading, ProgramRow&, CapAnswer& value) -> Result<void> {
            const List<CapAnswer> found = find_caps(reading, program, name, filter);
            if (name.empty() || found.empty()) return no_such("cap", name, program);
            value = found[0];
            return {};
        });
}

Result<Answer<List<CapAnswer>>> Query::caps(Program program, const CapFilter& filter) const {
    return answer<List<CapAnswer>>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, List<CapAnswer>& value) -> Result<void> {
            value = find_caps(reading, program, {}, filter);
            return {};
        });
}

Result<Answer<UserRow>> Query::user(Program program, events::UserId user) const {
    return answer<UserRow>(partitions_, program,
                           [&](Reading& reading, ProgramRow&, UserRow& value) -> Result<void> {
                               const Key key = Key(partner_table::users, program).add_id(user.text);
                               if (!reading.get(partner_view_name, key, value))
                                   return no_such("user", user.text, program);
                               add_counts(reading, program, value);
                               return {};
                           });
}

Result<Answer<List<Contest>>> Query::contests(Program program, events::LeadId lead) const {
    return answer<List<Contest>>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, List<Contest>& value) -> Result<void> {
            value = find_contests(reading, program, lead);
            return {};
        });
}

Result<Answer<Page<Contest>>> Query::contests(Program program, const Paging& paging) const {
    return answer<Page<Contest>>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, Page<Contest>& value) -> Result<void> {
            value = find_contests(reading, program, paging);
            return {};
        });
}

ShownPerson show_person(const events::Part<events::LeadPerson>& part, events::Arena& memory) {
    ShownPerson person;
    if (!part.is_set()) return person;
    const bool is_plain = part.sealing == events::Sealing::plain &&
                          events::read_body(part.bytes, memory, person.person);
    person.shown = is_plain ? Shown::plain : Shown::erased;
    if (!is_plain) person.person = {};
    return person;
}

}  // namespace leadline::projections
