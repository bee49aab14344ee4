// Domains at which everybody may have a mailbox: whose address ends in one of them says nothing
// about a company. Pure; any thread.
#pragma once

#include <span>

#include "events/base/arena.hpp"

namespace leadline::engine {

// The list, sorted as bytes: registrable domains in ASCII of free mail providers and of the
// mailboxes that access providers give to households. A fact each; found at the providers (Google,
// Microsoft, Yahoo, Apple, GMX and WEB.DE, Mail.ru, Yandex, Tencent, NetEase, Naver, Seznam, ...)
// and compared with 20_freemail_domains.cf of Apache SpamAssassin 4.0.
[[nodiscard]] std::span<const events::Text> free_mail_domains();

// Whether the registrable domain of an e-mail address, a host or a URL is on the list
// ("ana@vip.qq.com" is: qq.com). Costs one web_domain().
[[nodiscard]] bool is_free_mail(events::Text text);

// The same of what web_domain() has given.
[[nodiscard]] bool is_free_mail_domain(events::Text registrable);

}  // namespace leadline::engine
