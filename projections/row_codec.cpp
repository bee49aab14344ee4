// The stored encodings of rows, instantiated once (events/codec/body.hpp).
#include "events/codec/span_archive.hpp"
#include "projections/cap_row.hpp"
#include "projections/claim_room.hpp"
#include "projections/dashboard.hpp"
#include "projections/deal_row.hpp"
#include "projections/notification_row.hpp"
#include "projections/opportunity_row.hpp"
#include "projections/rotation_row.hpp"
#include "projections/rows.hpp"

namespace leadline::events {

LEADLINE_BODY(projections::ProgramRow)
LEADLINE_BODY(projections::RulesetRow)
LEADLINE_BODY(projections::QueueRow)
LEADLINE_BODY(projections::RefusedClaims)
LEADLINE_BODY(projections::RotationRow)
LEADLINE_BODY(projections::CapsRow)
LEADLINE_BODY(projections::CapCountRow)
LEADLINE_BODY(projections::ClaimTimesRow)
LEADLINE_BODY(projections::PartnerRow)
LEADLINE_BODY(projections::UserRow)
LEADLINE_BODY(projections::DealRow)
LEADLINE_BODY(projections::NotificationRow)
LEADLINE_BODY(projections::DealCustomer)
LEADLINE_BODY(projections::OpportunityRow)
LEADLINE_BODY(projections::OpportunityStep)

}  // namespace leadline::events
