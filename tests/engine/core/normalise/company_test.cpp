// Company names: which are one company, which are two, and that something always stays.
#include "engine/core/normalise/company.hpp"

#include <catch2/catch.hpp>

#include "engine/core/normalise/fold.hpp"
#include "engine/core/normalise/legal_forms.hpp"
#include "engine/core/normalise/words.hpp"

namespace leadline::engine {
namespace {

std::string of(Text text) { return normal_company(text); }

void all_are(Text name, std::initializer_list<Text> texts) {
    for (const Text text : texts) {
        INFO(text);
        CHECK(of(text) == name);
    }
}

TEST_CASE("Company: case, width, punctuation and white space do not count", "[engine]") {
    all_are("blue sky",
            {"Blue Sky", " BLUE  SKY ", "blue-sky", "Blue/Sky", "Blue, Sky!", "Ｂｌｕｅ　Ｓｋｙ",
             "\"Blue Sky\"", "Blue Sky™", "Blue\u2003Sky®", "blue_sky"});
    all_are("oneill", {"O'Neill", "O\u2019Neill", "ONeill", "O`Neill", "O\u00b4Neill"});
    all_are("7 eleven", {"7-Eleven", "7 Eleven"});
    CHECK(of("Blue Sky") != of("BlueSky"));
}

TEST_CASE("Company: accents do not count where people leave them out", "[engine]") {
    all_are("societe generale", {"Société Générale", "SOCIÉTÉ GÉNÉRALE", "Societe Generale",
                                 "Socie\u0301te\u0301 Ge\u0301ne\u0301rale"});
    CHECK(of("Müller") == "muller");
    CHECK(of("Straßenbau Weiß") == "strassenbau weiss");
    CHECK(of("Ørsted Æther Łódź Þór Œuvre Đorđe") == "orsted aether lodz thor oeuvre dorde");
    CHECK(of("IŞIK") == of("Isik"));
    CHECK(of("İstanbul") == "istanbul");
    CHECK(of("Ёлка") == of("Елка"));
    CHECK(of("Ελλάς") == of("ΕΛΛΑΣ"));
    CHECK(of("أحمد") == of("احمد"));
    CHECK(of("שָׁלוֹם") == of("שלום"));
}

TEST_CASE("Company: marks that are a letter's own part stay", "[engine]") {
    CHECK(of("がん") != of("かん"));
    CHECK(of("か\u3099ん") == of("がん"));
    CHECK(of("हिन्दी") == "हिन्दी");
    CHECK(of("ร้าน") != of("ราน"));
    CHECK(of("삼성전자") == "삼성전자");
}

TEST_CASE("Company: initials are one word, with dots or without", "[engine]") {
    all_are("ibm", {"IBM", "I.B.M.", "I. B. M.", "I B M Corp."});
    all_are("as watson", {"A.S. Watson", "AS Watson", "A S Watson & Co"});
    CHECK(of("3M") == "3m");
}

TEST_CASE("Company: the ampersand is read", "[engine]") {
    all_are("johnson and johnson", {"Johnson & Johnson", "Johnson and Johnson", "Johnson&Johnson",
                                    "JOHNSON AND JOHNSON, Inc.", "Johnson + Johnson"});
    all_are("muller and sohne",
            {"Müller & Söhne GmbH", "Müller und Söhne", "Müller + Söhne", "Müller+Söhne KG"});
    CHECK(of("Canal+") == "canal");
    CHECK(of("C++ Experts") == "c experts");
    CHECK(of("Tiffany & Co.") == "tiffany");
}

TEST_CASE("Company: legal forms behind a name do not count", "[engine]") {
    all_are("blue", {
                        "Blue Inc.",            // United States
                        "Blue, L.L.C.",         //
                        "Blue Corp",            //
                        "Blue Ltée",            // Canada
                        "Blue Limited",         // United Kingdom
                        "Blue P.L.C.",          //
                        "Blue Pty Ltd",         // Australia
                        "Blue (Pty) Ltd.",      // South Africa
                        "Blue Pvt. Ltd.",       // India
                        "Blue Pte Ltd",         // Singapore
                        "Blue Sdn. Bhd.",       // Malaysia
                        "Blue GmbH",            // Germany
                        "Blue G.m.b.H.",        //
                        "Blue g. m. b. H.",     //
                        "Blue GmbH & Co. KG",   //
                        "Blue GmbH und Co KG",  //
                        "Blue UG (haftungsbeschränkt)",
                        "Blue Gesellschaft mit beschränkter Haftung",
                        "Blue Ges.m.b.H.",      // Austria
                        "Blue AG",              // Switzerland
                        "Blue S.A.R.L.",        // France
                        "Blue SAS",             //
                        "Blue BVBA",            // Belgium
                        "Blue B.V.",            // Netherlands
                        "Blue S.p.A.",          // Italy
                        "Blue S.r.l.",          //
                        "Blue, S.L.U.",         // Spain
                        "Blue, Lda.",           // Portugal
                        "Blue Ltda. - ME",      // Brazil, but for the size, see below
                        "Blue S. A. de C. V.",  // Mexico
                        "Blue, S. de R.L. de C.V.",
                        "Blue A/S",         // Denmark
                        "Blue ApS",         //
                        "Blue ASA",         // Norway
                        "Blue AB (publ)",   // Sweden
                        "Blue Oy Ab",       // Finland
                        "Blue ehf.",        // Iceland
                        "Blue OÜ",          // Estonia
                        "Blue SIA",         // Latvia
                        "Blue Sp. z o.o.",  // Poland
                        "Blue sp. z o.o. sp. k.",
                        "Blue spol. s r.o.",       // Czechia
                        "Blue a.s.",               // Slovakia
                        "Blue Kft.",               // Hungary
                        "Blue S.R.L.",             // Romania
                        "Blue d.o.o.",             // Croatia
                        "Blue EOOD",               // Bulgaria
                        "Blue A.E.B.E.",           // Greece
                        "Blue San. ve Tic. A.Ş.",  // Turkey
                        "Blue Limited Şirketi",
                        "Blue ООО",        // Russia
                        "Blue, PJSC",      //
                        "Blue ТОВ",        // Ukraine
                        "Blue בע\"מ",      // Israel
                        "Blue W.L.L.",     // the Gulf
                        "Blue FZ-LLC",     //
                        "Blue Co., Ltd.",  // China, Thailand, Japan
                        "Blue K.K.",       // Japan
                        "Blue Tbk.",       // Indonesia
                    });
}

TEST_CASE("Company: legal forms before a name do not count, where they stand there", "[engine]") {
    all_are("ромашка", {"ООО «Ромашка»", "О.О.О. Ромашка", "Ромашка ООО",
                        "Общество с ограниченной ответственностью \"Ромашка\""});
    all_are("maju jaya", {"PT Maju Jaya", "PT. Maju Jaya Tbk"});
    all_are("zalgiris", {"UAB „Žalgiris“", "Žalgiris, UAB"});
    all_are("blue", {"Oy Blue Ab", "SARL Blue", "SC Blue SRL", "SIA \"Blue\"", "OOO Blue"});
    CHECK(of("SC Freiburg") == "sc freiburg");
}

TEST_CASE("Company: scripts without spaces have their forms grown on", "[engine]") {
    all_are("トヨタ自動車", {"トヨタ自動車株式会社", "株式会社トヨタ自動車", "トヨタ自動車(株)",
                             "㈱トヨタ自動車", "トヨタ自動車 株式会社"});
    all_are("华为技术", {"华为技术有限公司", "华为技术 有限公司"});
    all_are("삼성전자", {"삼성전자주식회사", "(주)삼성전자", "㈜ 삼성전자"});
    all_are("ซีพี ออลล์", {"บริษัท ซีพี ออลล์ จำกัด (มหาชน)", "ซีพี ออลล์"});
}

TEST_CASE("Company: something of a name always stays", "[engine]") {
    CHECK(of("AG") == "ag");
    CHECK(of("S.A.") == "sa");
    CHECK(of("The Company") == "company");
    CHECK(of("Co & Co") == "co");
    CHECK(of("Company Limited") == "company");
    CHECK(of("株式会社") == "株式会社");
    CHECK(of("ООО") == "ооо");
    CHECK(of("And") == "and");
    CHECK(of("The The") == "the");
    CHECK(of("🍕") == "🍕");
    CHECK(of("🍕 GmbH") == "gmbh");
    CHECK(of("$") == "$");
}

TEST_CASE("Company: nothing said is nothing to match by", "[engine]") {
    for (const Text nothing : {"", " ", "-", "...", "?", "\u200b", "\u3000", "&", "''"}) {
        INFO(nothing);
        CHECK(of(nothing).empty());
    }
    CHECK(of(Text("\0\x01", 2)).empty());
}

TEST_CASE("Legal forms: the tables have them as names are read", "[engine]") {
    const auto check = [](std::span<const Text> forms) {
        for (const Text form : forms) {
            INFO(form);
            CHECK(plain_letters(folded(form)) == form);
            CHECK(form.size() <= form_bytes_max);
            const auto words = words_in(form);
            REQUIRE(words.size() == 1);
            CHECK(words.front() == form);
        }
    };
    check(forms_behind());
    check(forms_before());
    check(forms_grown());
}

}  // namespace
}  // namespace leadline::engine
