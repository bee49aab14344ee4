// What does it cost to normalise what leads are matched by? Each function on texts as people type
// them, a text at a time, in turn; the key that is made of it; and, with a megabyte or so of one
// kind of hostile text, that the cost grows as its size does. Usage: bench_normalise
// [google-benchmark options]
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "engine/core/match.hpp"
#include "engine/core/normalise/company.hpp"
#include "engine/core/normalise/email.hpp"
#include "engine/core/normalise/free_mail.hpp"
#include "engine/core/normalise/phone.hpp"
#include "engine/core/normalise/web_domain.hpp"

namespace leadline::bench {
namespace {

using engine::MatchField;
using engine::MatchText;
using events::Text;

using Texts = std::vector<MatchText>;

const Texts emails = {{MatchField::email, " Ana.Maria@Blue-Sky.example"},
                      {MatchField::email, "john.smith+leads@gmail.com"},
                      {MatchField::email, "Jan Novak <J.Novak@firma.co.uk>"},
                      {MatchField::email, "info@unternehmen-mit-langem-namen.de"}};
const Texts foreign_emails = {{MatchField::email, "jürgen@bücher.example"},
                              {MatchField::email, "иван@почта.рф"}};
const Texts phones = {{MatchField::phone, "+44 (0)20 7946 0958", "GB"},
                      {MatchField::phone, "(212) 555-0187 ext. 12", "US"},
                      {MatchField::phone, "0171 / 123 45 67", "DE"},
                      {MatchField::phone, "8 (912) 345-67-89", "RU"}};
const Texts companies = {{MatchField::company, "Blue Sky Trading Ltd."},
                         {MatchField::company, "Johnson & Johnson, Inc."},
                         {MatchField::company, "Huber Maschinenbau GmbH & Co. KG"},
                         {MatchField::company, "ACME S.A. de C.V."}};
const Texts foreign_companies = {{MatchField::company, "Société Générale d'Études S.A.R.L."},
                                 {MatchField::company, "ООО «Ромашка»"},
                                 {MatchField::company, "トヨタ自動車株式会社"}};
const Texts sites = {{MatchField::web_domain, "https://www.blue-sky.example/about?x=1"},
                     {MatchField::web_domain, "shop.firma.co.uk"},
                     {MatchField::web_domain, "ana@gmail.com"},
                     {MatchField::web_domain, "HTTP://Blue.GitHub.io:8080/"}};

void normal(benchmark::State& state, const Texts& texts) {
    std::size_t next = 0;
    for (auto step : state) {
        benchmark::DoNotOptimize(engine::normalise(texts[next]));
        next = next + 1 == texts.size() ? 0 : next + 1;
    }
}

void key(benchmark::State& state, const Texts& texts) {
    events::Arena arena;
    std::size_t next = 0;
    for (auto step : state) {
        benchmark::DoNotOptimize(engine::match_key({"acme"}, texts[next], arena));
        next = next + 1 == texts.size() ? 0 : next + 1;
        if (next == 0) arena.reset();
    }
}

void listed(benchmark::State& state) {
    for (auto step : state) {
        benchmark::DoNotOptimize(engine::is_free_mail_domain("gmail.com"));
        benchmark::DoNotOptimize(engine::is_free_mail_domain("blue-sky.example"));
    }
    state.SetItemsProcessed(2 * state.iterations());
}

// The worst that one could think of, for each kind, again and again.
void hostile(benchmark::State& state, MatchField kind, Text piece) {
    std::string text = "x ";
    while (text.size() < static_cast<std::size_t>(state.range(0))) text += piece;
    for (auto step : state) benchmark::DoNotOptimize(engine::normalise({kind, text, "DE"}));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void add_hostile(const std::string& name, MatchField kind, Text piece) {
    benchmark::RegisterBenchmark(("hostile " + name).c_str(), hostile, kind, piece)
        ->Arg(4'096)
        ->Arg(65'536);
}

void add_all() {
    benchmark::RegisterBenchmark("e-mail", normal, emails);
    benchmark::RegisterBenchmark("e-mail, other scripts", normal, foreign_emails);
    benchmark::RegisterBenchmark("phone", normal, phones);
    benchmark::RegisterBenchmark("company", normal, companies);
    benchmark::RegisterBenchmark("company, other scripts", normal, foreign_companies);
    benchmark::RegisterBenchmark("web domain, free mail left out", normal, sites);
    benchmark::RegisterBenchmark("free mail, of a domain", listed);
    benchmark::RegisterBenchmark("e-mail's key", key, emails);
    benchmark::RegisterBenchmark("company's key", key, companies);
    add_hostile("e-mail: marks out of order", MatchField::email, "\u0301\u0323");
    add_hostile("e-mail: mailto:", MatchField::email, "mailto:");
    add_hostile("e-mail: at signs", MatchField::email, "a@ü.");
    add_hostile("phone: spaces", MatchField::phone, "1 \u3000");
    add_hostile("phone: words", MatchField::phone, "1extension");
    add_hostile("company: marks out of order", MatchField::company, "か\u3099\u0301\u0323");
    add_hostile("company: legal forms", MatchField::company, "gmbh & co. kg ");
    add_hostile("company: forms grown on", MatchField::company, "公司");
    add_hostile("company: initials", MatchField::company, "s. ");
    add_hostile("web domain: labels", MatchField::web_domain, "ü.");
}

}  // namespace
}  // namespace leadline::bench

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    leadline::bench::add_all();
    benchmark::RunSpecifiedBenchmarks();
}
