// The sections of a program file that stand beside its rules: program, partners, queues. Used by
// program_file.cpp alone; one thread.
#pragma once

#include <map>

#include "config/program_file.hpp"

namespace leadline::config {

class SectionReader {
public:
    SectionReader(Diagnostics& diagnostics, ProgramFile& out)
        : diagnostics_(diagnostics), out_(out) {}

    void read_program(const Node& node);
    void read_partners(const Node& list);
    void read_queues(const Node& list);  // after read_partners

    // What rules may name; null when a section was too damaged to know.
    [[nodiscard]] const KnownNames* known() const { return is_complete_ ? &known_ : nullptr; }
    void is_incomplete() { is_complete_ = false; }

private:
    using Ids = std::set<std::string, std::less<>>;
    using Lines = std::map<std::string, std::uint32_t, std::less<>>;

    void read_partner(const Node& node);
    void read_user(const Node& node, PartnerSpec& partner);
    void read_queue(const Node& node);
    void read_visible(const Node& node, std::vector<std::string>& out);
    void read_members(const Node& node, std::string_view what, const Ids& known,
                      std::vector<std::string>& out);

    // Reads `id` of a map and reports one that was there before.
    void read_new_id(MapReader& m, std::string_view what, Lines& lines, std::string& out);
    void read_title(MapReader& m, std::string_view key, bool is_required, std::string& out);

    Diagnostics& diagnostics_;
    ProgramFile& out_;
    KnownNames known_;
    Lines partner_lines_;
    Lines user_lines_;
    Lines queue_lines_;
    bool is_complete_ = true;
};

}  // namespace leadline::config
