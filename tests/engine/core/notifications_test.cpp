// What became of a notification: who may say so, and that nothing but the record comes of it.
#include <catch2/catch.hpp>

#include "tests/support/deals.hpp"

namespace leadline::tests {
namespace {

using namespace events;

RecordNotification told(Text key) {
    RecordNotification told;
    told.notification = key;
    told.event = DealApproved::name;
    told.event_position = 12;
    told.attempts = 1;
    told.answer = 250;
    told.user = {"sam"};
    told.deal = {"d1"};
    return told;
}

Detail about_the(SubjectKind kind, Text id) {
    Detail detail;
    detail.about = {kind, id};
    return detail;
}

TEST_CASE("RecordNotification: goes on the record, said by the vendor or its systems", "[engine]") {
    Given world = given(two_partners() + user("sam", deal("d1", router)));
    world.when(upstream(told("n1"))).then({NotificationRecorded{told("n1")}});
    world.when(manager(told("n2"))).then({NotificationRecorded{told("n2")}});
}

TEST_CASE("RecordNotification: no partner user may say that somebody was told", "[engine]") {
    Given world = given(two_partners() + user("sam", deal("d1", router)));
    world.when(user("sam", told("n1"))).then_refused(Reason::actor_not_allowed);
}

TEST_CASE("RecordNotification: names only what the program has", "[engine]") {
    Given world = given(two_partners() + user("sam", deal("d1", router)));
    RecordNotification of_nobody = told("n1");
    of_nobody.user = {"nobody"};
    world.when(upstream(of_nobody))
        .then_refused(Reason::unknown_user, about_the(SubjectKind::user, "nobody"));
    RecordNotification of_no_lead = told("n1");
    of_no_lead.lead = {"none"};
    world.when(upstream(of_no_lead))
        .then_refused(Reason::unknown_lead, about_the(SubjectKind::lead, "none"));
    RecordNotification of_no_deal = told("n1");
    of_no_deal.deal = {"none"};
    world.when(upstream(of_no_deal))
        .then_refused(Reason::unknown_deal, about_the(SubjectKind::deal, "none"));
    RecordNotification of_none = told("n1");
    of_none.opportunity = {"none"};
    world.when(upstream(of_none))
        .then_refused(Reason::unknown_opportunity, about_the(SubjectKind::opportunity, "none"));
}

}  // namespace
}  // namespace leadline::tests
