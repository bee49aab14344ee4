// Directory: what the log has said so far of those who may be told, and of what they are told of:
// users and how to reach them, partners, and of leads, opportunities and deals as much as a
// notification names. A fold of the log, kept in rows; it knows no person but partner users. One
// thread.
#pragma once

#include "connectors/notify/rows.hpp"
#include "events/header.hpp"

namespace leadline::connectors::notify {

struct KnownUser {
    std::string id;
    std::string partner;
    bool is_administrator = false;
    bool is_active = true;  // or invited: not deactivated
    std::string name;
    std::string email;
};

struct KnownPartner {
    std::string title;
    std::string channel_manager;
};

// An opportunity or a deal.
struct KnownSale {
    std::string partner;
    std::string user;   // its owner, or who registered it
    std::string topic;  // of an opportunity
};

class Directory {
public:
    explicit Directory(Overlay& rows) : rows_(rows) {}

    // What the event says of any of them. `arena`: memory to decode in.
    void apply(const events::EventHeader& header, events::BytesView body, events::Arena& arena);

    [[nodiscard]] std::optional<KnownUser> user(std::string_view program,
                                                std::string_view id) const;
    [[nodiscard]] std::vector<KnownUser> administrators(std::string_view program,
                                                        std::string_view partner) const;
    [[nodiscard]] std::optional<KnownPartner> partner(std::string_view program,
                                                      std::string_view id) const;
    [[nodiscard]] std::string company(std::string_view program, std::string_view lead) const;
    [[nodiscard]] std::optional<KnownSale> opportunity(std::string_view program,
                                                       std::string_view id) const;
    [[nodiscard]] std::optional<KnownSale> deal(std::string_view program,
                                                std::string_view id) const;

private:
    struct Folding;
    [[nodiscard]] std::optional<KnownSale> sale(char kind, std::string_view program,
                                                std::string_view id) const;
    void keep(std::string_view program, const KnownUser& user);

    Overlay& rows_;
};

}  // namespace leadline::connectors::notify
