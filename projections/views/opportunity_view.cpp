// See opportunity_view.hpp.
#include "projections/views/opportunity_view.hpp"

#include <algorithm>

namespace leadline::projections {

namespace {

using events::ProgramId;
using Minor = OpportunityTotal::Minor;

std::uint8_t byte_of(OpportunityStatus status) { return static_cast<std::uint8_t>(status); }

// Where the lists have it: by status, partner and owner.
std::vector<std::string> places_of(ProgramId program, const OpportunityRow& row) {
    const std::uint8_t status = byte_of(row.status);
    const Text id = row.opportunity.text;
    std::vector<std::string> keys;
    keys.push_back(Key(opportunity_table::by_status, program).add_byte(status).add_id(id).text());
    if (row.partner.is_set())
        keys.push_back(Key(opportunity_table::by_partner, program)
                           .add_id(row.partner.text)
                           .add_byte(status)
                           .add_id(id)
                           .text());
    if (row.owner.is_set())
        keys.push_back(Key(opportunity_table::by_owner, program)
                           .add_id(row.owner.text)
                           .add_byte(status)
                           .add_id(id)
                           .text());
    return keys;
}

void touch(const Happening& h, OpportunityRow& row) { row.touched = h.header.time; }

void set_status(const Happening& h, OpportunityRow& row, OpportunityStatus status) {
    if (status != row.status) row.since = h.header.time;
    row.status = status;
    row.expires_at = {};
}

// It has come to somebody new, who has not touched it yet.
void give(const Happening& h, OpportunityRow& row, events::UserId owner,
          events::PartnerId partner) {
    row.owner = owner;
    row.partner = partner;
    row.since = h.header.time;
    row.touched = {};
}

}  // namespace

std::string total_text(std::uint64_t count, Minor minor) {
    __extension__ using Unsigned = unsigned __int128;
    const auto bits = static_cast<Unsigned>(minor);
    std::string text;
    for (const std::uint64_t word :
         {count, static_cast<std::uint64_t>(bits >> 64U), static_cast<std::uint64_t>(bits)})
        for (std::size_t shift = 64; shift != 0; shift -= 8)
            text += static_cast<char>(word >> (shift - 8) & 0xFFU);
    return text;
}

bool read_total(Text text, OpportunityTotal& total) {
    if (text.size() != 24) return false;
    std::uint64_t words[3] = {};
    for (std::size_t i = 0; i < text.size(); ++i)
        words[i / 8] = words[i / 8] << 8U | static_cast<unsigned char>(text[i]);
    __extension__ using Unsigned = unsigned __int128;
    total.count = words[0];
    total.minor = static_cast<Minor>(Unsigned{words[1]} << 64U | words[2]);
    return true;
}

void OpportunityView::add_to(const Key& key, const OpportunityRow& row, int sign) {
    OpportunityTotal total;
    if (const auto stored = rows_.find(key.text())) static_cast<void>(read_total(*stored, total));
    total.count += static_cast<std::uint64_t>(sign);  // minus one wraps around, as it should
    total.minor += Minor{row.amount ? row.amount->minor : 0} * sign;
    if (total.count == 0) return rows_.erase(key.text());
    rows_.put_text(key.text(), total_text(total.count, total.minor));
}

void OpportunityView::count(ProgramId program, const OpportunityRow& row, int sign) {
    const Text currency = row.amount ? row.amount->currency : Text();
    const auto of_status = [&](Text partner) {
        return Key(opportunity_table::totals, program)
            .add_id(partner)
            .add_byte(byte_of(row.status))
            .add_id(currency);
    };
    add_to(of_status({}), row, sign);
    if (row.partner.is_set()) add_to(of_status(row.partner.text), row, sign);
    if (!events::is_open(row.status)) return;
    add_to(Key(opportunity_table::pipeline, program)
               .add_id(row.partner.text)
               .add_id(row.owner.text)
               .add_id(row.stage)
               .add_id(currency),
           row, sign);
    // As the core counts it (SPEC 3): what the partner made itself takes no room.
    const bool is_counted =
        row.status == OpportunityStatus::delivered || events::is_worked_on(row.status);
    if (is_counted && !row.by_partner && row.partner.is_set())
        add_to(Key(opportunity_table::counted, program).add_id(row.partner.text), row, sign);
}

void OpportunityView::list(ProgramId program, const OpportunityRow& row) {
    for (const std::string& key : places_of(program, row)) rows_.put_text(key, {});
    count(program, row, 1);
}

void OpportunityView::unlist(ProgramId program, const OpportunityRow& row) {
    for (const std::string& key : places_of(program, row)) rows_.erase(key);
    count(program, row, -1);
}

void OpportunityView::add_step(const Happening& h, const OpportunityRow& row,
                               const Beside& beside) {
    OpportunityStep step;
    step.position = h.header.position.number;
    step.time = h.header.time;
    step.number = static_cast<std::uint16_t>(h.header.kind);
    step.name = events::name_of(h.header.kind);
    step.actor = h.header.actor;
    step.on_behalf_of = h.header.on_behalf_of;
    if (h.header.cause.kind != events::CommandKind::none)
        step.asked = events::name_of(h.header.cause.kind);
    step.status = row.status;
    step.stage = row.stage;
    step.owner = row.owner;
    step.partner = row.partner;
    step.expires_at = row.expires_at;
    step.remark = beside.remark;
    step.collaborator = beside.collaborator;
    const Key key = Key(opportunity_table::steps, h.header.program)
                        .add_id(row.opportunity.text)
                        .add_number(step.position);
    rows_.put(key.text(), step);
}

template <class Change>
void OpportunityView::change(const Happening& h, events::OpportunityId id, const Beside& beside,
                             Change&& change) {
    const ProgramId program = h.header.program;
    const Key key = Key(opportunity_table::opportunities, program).add_id(id.text);
    OpportunityRow row;
    if (!rows_.read(key.text(), row)) return;
    const OpportunityRow before = row;
    change(row);
    unlist(program, before);
    list(program, row);
    add_step(h, row, beside);
    rows_.put(key.text(), row);
}

// ---- Accounts.

void OpportunityView::on(const Happening& h, const events::AccountCreated& e) {
    if (e.title.empty()) return;
    const Key key = Key(opportunity_table::accounts, h.header.program).add_id(e.account.text);
    rows_.put_text(key.text(), e.title);
}

void OpportunityView::on(const Happening& h, const events::AccountFilled& e) {
    if (e.title.empty()) return;
    const Key key = Key(opportunity_table::accounts, h.header.program).add_id(e.account.text);
    rows_.put_text(key.text(), e.title);
}

// ---- Opportunities.

void OpportunityView::on(const Happening& h, const events::OpportunityCreated& e) {
    OpportunityRow row;
    row.opportunity = e.opportunity;
    row.status = e.status;
    row.stage = e.stage;
    row.owner = e.owner;
    row.partner = e.partner;
    row.by_partner = e.by_partner;
    row.account = e.account;
    row.contact = e.contact;
    row.lead = e.lead;
    row.topic = e.topic;
    row.amount = e.amount;
    row.expected_close = e.expected_close;
    row.products = e.products;
    if (!e.request.empty()) row.texts = e.request[0].texts;
    row.created = h.header.time;
    row.since = h.header.time;
    row.position = h.header.position.number;
    list(h.header.program, row);
    add_step(h, row, {});
    const Key key =
        Key(opportunity_table::opportunities, h.header.program).add_id(e.opportunity.text);
    rows_.put(key.text(), row);
}

void OpportunityView::on(const Happening& h, const events::OpportunityUpdated& e) {
    change(h, e.asked.opportunity, {}, [&](OpportunityRow& row) {
        const events::UpdateOpportunity& c = e.asked;
        if (c.contact) row.contact = *c.contact;
        if (c.topic) row.topic = *c.topic;
        if (c.stage) row.stage = *c.stage;
        if (c.amount) row.amount = c.amount;
        if (c.expected_close) row.expected_close = *c.expected_close;
        if (c.products) row.products = *c.products;
        if (c.texts.is_set()) row.texts = c.texts;
        touch(h, row);
    });
}

void OpportunityView::on(const Happening& h, const events::OpportunityStatusChanged& e) {
    change(h, e.asked.opportunity, {e.asked.remark}, [&](OpportunityRow& row) {
        set_status(h, row, e.asked.status);
        if (e.asked.amount) row.amount = e.asked.amount;
        touch(h, row);
    });
}

void OpportunityView::on(const Happening& h, const events::OpportunityReopened& e) {
    change(h, e.asked.opportunity, {e.asked.remark}, [&](OpportunityRow& row) {
        set_status(h, row, e.status);
        give(h, row, e.user, e.partner);
    });
}

void OpportunityView::on(const Happening& h, const events::OpportunityNoteAdded& e) {
    change(h, e.asked.opportunity, {e.asked.remark}, [&](OpportunityRow& row) { touch(h, row); });
}

void OpportunityView::on(const Happening& h, const events::OpportunityReturned& e) {
    change(h, e.opportunity, {}, [&](OpportunityRow& row) {
        set_status(h, row, OpportunityStatus::new_);
        give(h, row, {}, {});
    });
}

void OpportunityView::on(const Happening& h, const events::OpportunityDelivered& e) {
    change(h, e.asked.opportunity, {e.asked.remark}, [&](OpportunityRow& row) {
        set_status(h, row, OpportunityStatus::delivered);
        give(h, row, {}, e.asked.partner);
        row.expires_at = e.expires_at;
    });
}

void OpportunityView::on(const Happening& h, const events::OpportunityAccepted& e) {
    change(h, e.asked.opportunity, {}, [&](OpportunityRow& row) {
        set_status(h, row, OpportunityStatus::accepted);
        give(h, row, e.user, e.partner);
        touch(h, row);
    });
}

void OpportunityView::on(const Happening& h, const events::OpportunityDeclined& e) {
    change(h, e.asked.opportunity, {e.asked.remark},
           [&](OpportunityRow& row) { set_status(h, row, OpportunityStatus::declined); });
}

void OpportunityView::on(const Happening& h, const events::OpportunityExpired& e) {
    change(h, e.opportunity, {},
           [&](OpportunityRow& row) { set_status(h, row, OpportunityStatus::expired); });
}

void OpportunityView::on(const Happening& h, const events::OpportunityApproved& e) {
    change(h, e.asked.opportunity, {e.asked.remark},
           [&](OpportunityRow& row) { set_status(h, row, OpportunityStatus::accepted); });
}

void OpportunityView::on(const Happening& h, const events::OpportunityAssigned& e) {
    change(h, e.asked.opportunity, {e.asked.remark}, [&](OpportunityRow& row) {
        set_status(h, row, e.status);
        give(h, row, e.asked.user, e.partner);
    });
}

void OpportunityView::on(const Happening& h, const events::OpportunityHandedOver& e) {
    change(h, e.opportunity, {}, [&](OpportunityRow& row) { give(h, row, e.user, e.partner); });
}

void OpportunityView::on(const Happening& h, const events::CollaboratorAdded& e) {
    std::vector<events::PartnerId> all;
    change(h, e.asked.opportunity, {{}, e.asked.partner}, [&](OpportunityRow& row) {
        all.assign(row.collaborators.begin(), row.collaborators.end());
        all.push_back(e.asked.partner);
        row.collaborators = all;
    });
    rows_.put_text(Key(opportunity_table::by_collaborator, h.header.program)
                       .add_id(e.asked.partner.text)
                       .add_id(e.asked.opportunity.text)
                       .text(),
                   {});
}

void OpportunityView::on(const Happening& h, const events::CollaboratorRemoved& e) {
    std::vector<events::PartnerId> all;
    change(h, e.asked.opportunity, {{}, e.asked.partner}, [&](OpportunityRow& row) {
        std::copy_if(row.collaborators.begin(), row.collaborators.end(), std::back_inserter(all),
                     [&](events::PartnerId each) { return each != e.asked.partner; });
        row.collaborators = all;
    });
    rows_.erase(Key(opportunity_table::by_collaborator, h.header.program)
                    .add_id(e.asked.partner.text)
                    .add_id(e.asked.opportunity.text)
                    .text());
}

}  // namespace leadline::projections
