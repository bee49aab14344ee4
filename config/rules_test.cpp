// Reads rules tests; see rules_test.hpp. What is given becomes the commands that bring it about, so
// that a case runs through the same door as everything else.
#include "config/rules_test.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "config/plan.hpp"
#include "config/plan_command.hpp"
#include "config/rules_test_lead.hpp"
#include "config/yaml/document.hpp"
#include "config/yaml/names.hpp"
#include "events/codec/cloud_event.hpp"
#include "events/kinds.hpp"

namespace leadline::config {
namespace {

using events::Result;

constexpr std::string_view cases_suffix = ".rules-test.yaml";

constexpr Choice<events::RoutedBy> routed_by[] = {{"entry", events::RoutedBy::entry},
                                                  {"else", events::RoutedBy::otherwise},
                                                  {"fallback", events::RoutedBy::fallback},
                                                  {"nurture", events::RoutedBy::nurture},
                                                  {"returning", events::RoutedBy::returning}};

// The ids that a case may name, from the program under test.
struct Names {
    std::set<std::string, std::less<>> partners;
    std::set<std::string, std::less<>> users;
    std::set<std::string, std::less<>> queues;
    std::set<std::string, std::less<>> rules;
    std::set<std::string, std::less<>> grades;
};

Names names_of(const ProgramFile& program) {
    Names names;
    for (const PartnerSpec& partner : program.partners) {
        names.partners.insert(partner.id);
        for (const UserSpec& user : partner.users) names.users.insert(user.id);
    }
    for (const QueueSpec& queue : program.queues) names.queues.insert(queue.id);
    for (const events::RulesetEntry& rule : program.ruleset.entries) names.rules.emplace(rule.name);
    for (const events::Grade& grade : program.ruleset.scoring.grades)
        names.grades.emplace(grade.name);
    return names;
}

class CaseReader {
public:
    CaseReader(const ProgramFile& program, events::Time time, Diagnostics& diagnostics)
        : program_(program), names_(names_of(program)), time_(time), diagnostics_(diagnostics) {}

    void read_case(const Node& node, RulesTestCase& out);

private:
    // What a case says of the people; everybody else is active and has logged in.
    struct Given {
        events::Time time;
        std::vector<std::string> not_logged_in;
        std::vector<std::string> suspended;
        std::vector<std::string> deactivated_partners;
        std::vector<std::string> deactivated_users;
    };
    using Known = std::set<std::string, std::less<>>;

    void read_given(const Node& node, Given& out);
    void read_ids(MapReader& m, std::string_view key, const Known& known, std::string_view what,
                  std::vector<std::string>& out);
    void set_up(const Node& node, const Given& given, RulesTestCase& out);
    void read_leads(const Node& when, RulesTestCase& out);
    void read_lead(const Node& node, std::size_t number, RulesTestCase& out);
    void read_expectation(const Node& node, const Known& earlier, Expectation& out);
    void read_place(MapReader& m, const Known& earlier, Expectation& out);
    void check_known(const Node& node, std::string_view what, const Known& known,
                     std::string_view id);

    template <class Command>
    std::string line(const Command& command) {
        return command_line(frame_, fmt::format("{}", ++lines_), command);
    }

    const ProgramFile& program_;
    Names names_;
    events::Time time_;
    Diagnostics& diagnostics_;
    CommandFrame frame_;
    std::size_t lines_ = 0;
};

// One value, or a list of them.
std::vector<const Node*> one_or_many(const Node& node) {
    if (!node.is_list()) return {&node};
    std::vector<const Node*> nodes;
    for (const Node& item : node.items) nodes.push_back(&item);
    return nodes;
}

// Where the field of "/data/address/country" was written, or the nearest above it; and its name,
// "address.country".
const Node& field_at(const Node& lead, std::string_view pointer, std::string& name) {
    constexpr std::string_view data = "/data/";
    if (pointer.starts_with(data)) pointer.remove_prefix(data.size());
    name = pointer;
    std::replace(name.begin(), name.end(), '/', '.');
    const Node* at = &lead;
    while (!pointer.empty()) {
        const std::string_view key = pointer.substr(0, pointer.find('/'));
        const Node* below = at->is_map() ? at->find(key) : nullptr;
        if (below == nullptr) break;
        at = below;
        pointer.remove_prefix(std::min(pointer.size(), key.size() + 1));
    }
    return *at;
}

void CaseReader::check_known(const Node& node, std::string_view what, const Known& known,
                             std::string_view id) {
    if (known.contains(id)) return;
    const std::vector<std::string_view> all(known.begin(), known.end());
    diagnostics_.error(node, unknown_name(what, id, all));
}

void CaseReader::read_ids(MapReader& m, std::string_view key, const Known& known,
                          std::string_view what, std::vector<std::string>& out) {
    const Node* node = m.child(key);
    if (node == nullptr || !read(*node, diagnostics_, out)) return;
    for (const Node& item : node->items) check_known(item, what, known, item.text);
}

void CaseReader::read_given(const Node& node, Given& out) {
    MapReader m(node, diagnostics_, "what is given");
    m.optional("time", out.time);
    read_ids(m, "not_logged_in", names_.users, "user", out.not_logged_in);
    read_ids(m, "suspended", names_.partners, "partner", out.suspended);
    read_ids(m, "deactivated_partners", names_.partners, "partner", out.deactivated_partners);
    read_ids(m, "deactivated_users", names_.users, "user", out.deactivated_users);
    m.finish();
}

void CaseReader::set_up(const Node& node, const Given& given, RulesTestCase& out) {
    frame_ = {program_.id, "leadline rules test", program_.channel_manager, given.time};
    lines_ = 0;
    auto plan = plan_program(program_, {}, given.time);
    if (!plan) return diagnostics_.error(node, plan.error().message);
    out.commands = std::move(plan->commands);
    const std::set<std::string> absent(given.not_logged_in.begin(), given.not_logged_in.end());
    for (const PartnerSpec& partner : program_.partners)
        for (const UserSpec& user : partner.users)
            if (!absent.contains(user.id))
                out.commands.push_back(line(events::RecordLogin{{user.id}}));
    for (const std::string& id : given.suspended)
        out.commands.push_back(line(events::SuspendPartner{{id}, {}}));
    for (const std::string& id : given.deactivated_users)
        out.commands.push_back(line(events::DeactivateUser{{id}, {}}));
    for (const std::string& id : given.deactivated_partners)
        out.commands.push_back(line(events::DeactivatePartner{{id}, {}}));
}

// Where the lead is to be; reported only when nothing else is wrong.
void CaseReader::read_place(MapReader& m, const Known& earlier, Expectation& out) {
    struct Way {
        std::string_view key;
        ExpectedPlace place;
        const Known* known;
    };
    static const Known reasons{std::string(events::name_of(events::Reason::custom_field_invalid)),
                               std::string(events::name_of(events::Reason::duplicate_lead))};
    const Way ways[] = {{"queue", ExpectedPlace::queue, &names_.queues},
                        {"user", ExpectedPlace::user, &names_.users},
                        {"offered_to", ExpectedPlace::offered, &names_.partners},
                        {"attached", ExpectedPlace::attached, &earlier},
                        {"rejected", ExpectedPlace::rejected, &reasons}};
    bool waiting = false;
    m.optional("waiting", waiting);
    int places = int{waiting};
    for (const Way& way : ways) {
        const Node* id = m.child(way.key);
        if (id == nullptr) continue;
        ++places;
        out.place = way.place;
        const std::string_view what = way.place == ExpectedPlace::attached   ? "earlier lead"
                                      : way.place == ExpectedPlace::offered  ? "partner"
                                      : way.place == ExpectedPlace::rejected ? "reason"
                                                                             : way.key;
        if (read(*id, diagnostics_, out.id)) check_known(*id, what, *way.known, out.id);
    }
    if (m.finish() && places != 1)
        diagnostics_.error(m.node(),
                           "a lead is in one place: expected one of: queue, user, offered_to, "
                           "attached, rejected, waiting: true");
}

void CaseReader::read_expectation(const Node& node, const Known& earlier, Expectation& out) {
    MapReader m(node, diagnostics_, "what is expected");
    out.written = node.place;
    if (m.optional("rule", out.rule)) check_known(*m.child("rule"), "rule", names_.rules, out.rule);
    events::RoutedBy by{};
    if (m.optional("by", one_of(by, "way", routed_by))) out.by = by;
    std::int32_t score = 0;
    if (m.optional("score", score)) out.score = score;
    std::string grade;
    if (m.optional("grade", grade)) {
        out.grade = grade;
        check_known(*m.child("grade"), "grade", names_.grades, grade);
    }
    std::string duplicate;
    if (m.optional("duplicate", duplicate)) {
        out.duplicate = duplicate;
        check_known(*m.child("duplicate"), "earlier lead", earlier, duplicate);
    }
    read_place(m, earlier, out);
}

void CaseReader::read_lead(const Node& node, std::size_t number, RulesTestCase& out) {
    MapReader m(node, diagnostics_, "a lead");
    TestLead& lead = out.leads.emplace_back();
    lead.id = fmt::format("lead-{}", number);
    if (const Node* id = m.child("lead")) (void)read_id(*id, diagnostics_, lead.id);
    events::Duration after;
    if (m.optional("after", after)) frame_.time = frame_.time + after;
    events::Arena arena;
    events::CreateLead command;
    command.lead = {lead.id};
    m.optional("allow_duplicate", command.allow_duplicate);
    read_test_lead(m, diagnostics_, arena, command);
    if (!m.finish()) return;
    lead.command = line(command);
    // What the door would refuse is a mistake of this file.
    events::CloudEventReader door;
    events::DecodedCommand decoded;
    std::vector<events::FieldError> errors;
    if (door.read(events::as_bytes(lead.command), arena, decoded, errors).understood()) return;
    for (const events::FieldError& error : errors) {
        std::string field;
        const Node& at = field_at(node, error.pointer, field);
        diagnostics_.error(at, fmt::format("{} {}", field, error.problem));
    }
}

void CaseReader::read_leads(const Node& when, RulesTestCase& out) {
    if (when.is_list() && when.items.empty())
        return diagnostics_.expected(when, "a lead, or a list of leads");
    const std::vector<const Node*> nodes = one_or_many(when);
    for (std::size_t i = 0; i < nodes.size(); ++i) read_lead(*nodes[i], i + 1, out);
    std::set<std::string> ids;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (!ids.insert(out.leads[i].id).second)
            diagnostics_.error(*nodes[i],
                               fmt::format("the lead {} is there twice", shown(out.leads[i].id)));
}

void CaseReader::read_case(const Node& node, RulesTestCase& out) {
    MapReader m(node, diagnostics_, "a case");
    m.required("name", out.name);
    out.place = node.place;
    Given given;
    given.time = time_;
    if (const Node* said = m.child("given")) read_given(*said, given);
    set_up(node, given, out);
    const Node* when = m.required_child("when");
    if (when != nullptr) read_leads(*when, out);
    if (const Node* expect = m.required_child("expect")) {
        const std::vector<const Node*> nodes = one_or_many(*expect);
        if (when != nullptr && nodes.size() != out.leads.size())
            diagnostics_.error(*expect,
                               fmt::format("expected {} places, one for each lead, found {}",
                                           out.leads.size(), nodes.size()));
        Known earlier;
        for (std::size_t i = 0; i < nodes.size() && i < out.leads.size(); ++i) {
            read_expectation(*nodes[i], earlier, out.leads[i].expect);
            earlier.insert(out.leads[i].id);
        }
    }
    m.finish();
}

// The program as the cases see it: published, and in force from the time of each case.
Result<ProgramFile> program_under_test(MapReader& m, const std::filesystem::path& folder,
                                       Diagnostics& diagnostics) {
    std::string name;
    if (!m.required("program", name)) return tl::unexpected(diagnostics.result().error());
    auto program = load_program_file(folder / name, diagnostics);
    if (!program) {
        if (program.error().failure != events::Failure::configuration)
            m.error("program", program.error().message);
        return program;
    }
    program->published = true;
    program->in_force_from = {};
    for (PartnerSpec& partner : program->partners)
        for (UserSpec& user : partner.users) user.logged_in = false;  // each case says who has
    return program;
}

}  // namespace

Result<RulesTestFile> load_rules_test(const std::filesystem::path& file, Diagnostics& diagnostics) {
    auto document = Document::load(file, diagnostics);
    if (!document) return tl::unexpected(std::move(document).error());
    return read_rules_test(*document, file, diagnostics);
}

Result<RulesTestFile> read_rules_test(const Document& document, const std::filesystem::path& file,
                                      Diagnostics& diagnostics) {
    RulesTestFile made;
    made.file = file.string();
    MapReader m(document.root(), diagnostics, "a file of cases");
    events::Time time;
    m.required("time", time);
    auto program = program_under_test(m, file.parent_path(), diagnostics);
    const Node* cases = m.required_child("cases");
    m.finish();
    TRY(diagnostics.result());
    if (!program) return tl::unexpected(std::move(program).error());
    made.program = program->id;
    if (cases != nullptr && (!cases->is_list() || cases->items.empty()))
        diagnostics.expected(*cases, "a list of one or more cases");
    TRY(diagnostics.result());
    CaseReader reader(*program, time, diagnostics);
    std::map<std::string, std::uint32_t> lines;
    for (const Node& node : cases->items) {
        RulesTestCase& made_case = made.cases.emplace_back();
        reader.read_case(node, made_case);
        const auto [first, is_new] = lines.emplace(made_case.name, node.place.line);
        if (!is_new && !made_case.name.empty())
            diagnostics.error(*node.find("name"),
                              fmt::format("the case at line {} has this name too", first->second));
    }
    TRY(diagnostics.result());
    return made;
}

std::filesystem::path rules_test_beside(const std::filesystem::path& file) {
    std::string name = file.filename().string();
    if (name.ends_with(cases_suffix)) return file;
    for (const std::string_view suffix : {".program.yaml", ".rules.yaml", ".yaml"}) {
        if (!name.ends_with(suffix)) continue;
        name.erase(name.size() - suffix.size());
        break;
    }
    return file.parent_path() / (name + std::string(cases_suffix));
}

}  // namespace leadline::config
