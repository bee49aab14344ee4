// What several read commands say in the same way: cells for money, personal parts and leads, the
// session with its program, a hint at the nearest id. One thread.
#pragma once

#include <span>

#include "config/yaml/names.hpp"
#include "connectors/cli/output_words.hpp"
#include "connectors/cli/read/read_commands.hpp"
#include "connectors/cli/read/read_session.hpp"

namespace leadline::connectors {

// What a command about one program works with.
struct Asking {
    std::unique_ptr<ReadSession> session;
    events::ProgramId program;
    Answering to;

    [[nodiscard]] const projections::Query& query() const { return session->query(); }
};
// `program` must outlive the answer.
[[nodiscard]] events::Result<Asking> ask(Context& context, const std::string& program);

[[nodiscard]] Cell money_cell(const std::optional<events::Money>& money);  // "12.50 EUR"
[[nodiscard]] Cell money_cell(const events::Money& money);
[[nodiscard]] Cell actor_cell(const events::Actor& actor);
[[nodiscard]] Cell remark_cell(const events::Part<events::Remark>& part);  // "erased" when sealed
[[nodiscard]] Cell address_cell(const events::Address& address);

// Adds contact, street, text and custom fields, as far as they are plain; says what was erased.
void add_person(Record& record, const projections::ShownPerson& person);

// A partner user's name and e-mail, as far as they are plain.
struct UserWords {
    Cell full_name;
    Cell email;
};
[[nodiscard]] UserWords words_of(const events::Part<events::UserPerson>& part);

// Leads in lists, everywhere the same.
[[nodiscard]] std::vector<Column> lead_columns();
[[nodiscard]] Row lead_row(const projections::LeadRow& row);
[[nodiscard]] std::vector<Column> deal_columns();
[[nodiscard]] Row deal_row(const projections::DealRow& row);

// The names of a value on the command line; `usage` when it is none of them.
template <events::NamedEnum Enum>
[[nodiscard]] events::Result<std::optional<Enum>> enum_of(std::string_view what,
                                                          const std::string& text) {
    if (text.empty()) return std::optional<Enum>();
    if (const auto value = events::value_of<Enum>(text)) return value;
    std::vector<std::string_view> names;
    for (const auto& entry : enum_names(Enum{})) names.push_back(entry.name);
    return events::fail(events::Failure::usage, config::unknown_name(what, text, names));
}

// The part of a whole list that -n and --after ask for. `id_of`: a row's id, by which the rows are
// in order or at least different.
template <class Row>
struct Part {
    std::span<const Row> rows;
    std::string next;  // the cursor of what follows
};
template <class Row, class IdOf>
[[nodiscard]] Part<Row> part_of(events::List<Row> all, const ListArgs& args, IdOf id_of) {
    std::span<const Row> rows(all.begin(), all.size());
    const std::string after = cursor_of(args.after);
    for (std::size_t i = 0; !after.empty() && i < all.size(); ++i)
        if (id_of(all[i]) == after) rows = rows.subspan(i + 1);
    if (args.limit == 0 || rows.size() <= args.limit) return {rows, {}};
    rows = rows.first(args.limit);
    return {rows, cursor_text(id_of(rows.back()))};
}

// The error with the nearest of `names`, where one is near.
[[nodiscard]] events::Error with_nearest(events::Error error, std::string_view text,
                                         const std::vector<std::string_view>& names);

}  // namespace leadline::connectors
