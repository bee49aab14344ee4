// See identity_segments.hpp: all of them, one command after the other.
#include "engine/runtime/identity_run.hpp"
#include "engine/runtime/identity_segments.hpp"

namespace leadline::engine {

using rocksdb::Status;

namespace {

// A segment's commands, each of which its filter must have: who asks for one it has not is told
// that it was never decided.
class FilteredRun final : public IdentityRun {
public:
    FilteredRun(std::unique_ptr<IdentityRun> run, const IdentityFilter& filter)
        : run_(std::move(run)), filter_(filter) {}
    bool next(DedupRecord& record) override {
        if (!status_.ok() || !run_->next(record)) return false;
        if (!filter_.may_have(record.identity))
            status_ = Status::NotFound(std::to_string(record.decided.first.number));
        return status_.ok();
    }
    [[nodiscard]] Status status() const override { return status_.ok() ? run_->status() : status_; }

private:
    std::unique_ptr<IdentityRun> run_;
    const IdentityFilter& filter_;
    Status status_;
};

}  // namespace

Status IdentitySegments::scan(rocksdb::DB& db, const VisitRecord& visit) const {
    const auto segments = list();
    std::vector<std::unique_ptr<IdentityRun>> runs;
    for (const auto& segment : *segments) {
        if (segment->filter() == nullptr) {
            if (Status status = read_filter(db, *segment, false); !status.ok()) return status;
        }
        runs.push_back(
            std::make_unique<FilteredRun>(run_of(db, segment->number), *segment->filter()));
    }
    const auto all = merged(std::move(runs));
    for (DedupRecord record; all->next(record);)
        if (!visit(record)) break;
    return all->status();
}

}  // namespace leadline::engine
