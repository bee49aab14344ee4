// What RandomCommands says about opportunities and deal registrations.
#include "tests/support/random_commands.hpp"

namespace leadline::tests {

using namespace events;

void RandomCommands::about_deals() {
    const DealId deal{arena_.copy("d" + std::to_string(random_.below(16)))};
    const std::vector<Text> products{pick({"a", "b"}), pick({"b", "c"})};
    const Actor who = random_.one_in(3) ? manager() : somebody();
    Customer customer{{pick({"shop", "bank"})}, {}};
    if (random_.one_in(4)) customer = {{}, {}, pick({"shop.example", "www.shop.example"})};
    switch (random_.below(10)) {
        case 0:
        case 1:
        case 2: {
            RegisterDeal request;
            request.deal = deal;
            request.customer = customer;
            request.products = products;
            if (random_.one_in(2)) request.amount = Money{"400", "EUR", 40'000};
            return say(somebody(), request);
        }
        case 3:
            return say(manager(), ApproveDeal{deal, {random_.one_in(2) ? minute.us : 0}});
        case 4:
            return say(manager(), RejectDeal{deal, remark(deal.text)});
        case 5:
        case 6: {
            const Duration by{random_.one_in(4) ? minute.us : 0};
            return say(who, ExtendDeal{deal, by, part(deal.text, Remark{personal_mark})});
        }
        case 7:
            if (random_.one_in(2)) return say(who, CancelDeal{deal, remark(deal.text)});
            return say(who, WinDeal{deal, Money{"390.50", "EUR", 39'050}});
        case 8:
            if (random_.one_in(4)) return told_of(deal);
            return say(who, CheckCustomer{customer, products});
        default:
            return say(somebody(), WithdrawDeal{deal, remark(deal.text)});
    }
}

void RandomCommands::told_of(DealId deal) {
    RecordNotification told;
    told.notification = arena_.copy("n" + std::to_string(random_.below(1'000)));
    told.event = DealApproved::name;
    told.event_position = static_cast<std::int64_t>(random_.below(1'000));
    if (random_.one_in(2)) told.channel = NotificationChannel::webhook;
    if (random_.one_in(2)) told.result = NotificationResult::failed;
    told.attempts = static_cast<std::uint32_t>(1 + random_.below(5));
    if (random_.one_in(2)) told.lead = {lead()};
    told.deal = deal;
    say(random_.one_in(6) ? somebody() : manager(), told);
}

// Made by hand, or by a conversion.
OpportunityId RandomCommands::opportunity() {
    if (random_.one_in(5)) return {arena_.copy("opportunity-" + std::string(lead()))};
    return {arena_.copy("o" + std::to_string(random_.below(6)))};
}

void RandomCommands::about_opportunities() {
    const OpportunityId id = opportunity();
    const Actor who = random_.one_in(4) ? manager() : somebody();
    const Money amount =
        random_.one_in(2) ? Money{"1200.50", "EUR", 120'050} : Money{"90", "JPY", 90};
    switch (random_.below(10)) {
        case 0:
        case 1: {
            CreateOpportunity create;
            create.opportunity = id;
            create.customer.title = pick({"Acme Ltd", "Other"});
            if (random_.one_in(2)) create.amount = amount;
            if (random_.one_in(4)) create.user = {pick({"sam", "tom"})};
            if (random_.one_in(3)) create.partner = {pick({"north", "south", "west"})};
            if (random_.one_in(2)) create.accept_within = {5 * minute.us};
            create.texts = part(id.text, OpportunityTexts{personal_mark, {}, personal_mark});
            return say(who, create);
        }
        case 2: {
            UpdateOpportunity update;
            update.opportunity = id;
            update.stage = pick({"qualify", "develop", "propose", "close", "none"});
            if (random_.one_in(2)) update.amount = amount;
            return say(who, update);
        }
        case 3:
        case 4:
        case 5: {
            ChangeOpportunityStatus change{id, OpportunityStatus::in_progress, {}, remark(id.text)};
            change.status = static_cast<OpportunityStatus>(random_.between(4, 9));
            if (is_won(change.status) && random_.one_in(2)) change.amount = amount;
            return say(who, change);
        }
        case 6:
            if (!random_.one_in(3)) return say(manager(), ReopenOpportunity{id, remark(id.text)});
            return say(who, AddOpportunityNote{id, remark(id.text)});
        default:
            return who_has_an_opportunity(id);
    }
}

void RandomCommands::who_has_an_opportunity(OpportunityId id) {
    const PartnerId partner{pick({"north", "south", "west"})};
    switch (random_.below(7)) {
        case 0: {
            const Duration within{random_.one_in(2) ? minute.us : 0};
            return say(manager(), DeliverOpportunity{id, partner, within, remark(id.text)});
        }
        case 1:
        case 2:
            return say(somebody(), AcceptOpportunity{id, {pick({"", "sam", "tom"})}});
        case 3:
            return say(random_.one_in(2) ? manager() : somebody(),
                       DeclineOpportunity{id, remark(id.text)});
        case 4:
            return say(manager(), ApproveOpportunity{id, remark(id.text)});
        case 5:
            return say(random_.one_in(2) ? manager() : somebody(),
                       AssignOpportunity{id, {pick({"ada", "sam", "sue", "tom"})}, {}});
        default:
            if (random_.one_in(2)) return say(manager(), AddCollaborator{id, partner});
            return say(manager(), RemoveCollaborator{id, partner});
    }
}

}  // namespace leadline::tests
