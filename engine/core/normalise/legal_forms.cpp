// See legal_forms.hpp. The tables are read by country and searched in the order of bytes.
#include "engine/core/normalise/legal_forms.hpp"

#include <algorithm>

#include "engine/core/normalise/word_list.hpp"

namespace leadline::engine {

using events::Text;

namespace {

constexpr Text behind_by_country =
    // United States, Canada
    "inc incorporated corp corporation co company llc limitedliabilitycompany llp lllp lp pllc "
    "pc ulc ltee limitee enr sencrl senc "
    // United Kingdom, Ireland, Commonwealth
    "ltd limited plc publiclimitedcompany cic dac cyf coltd companylimited colimited coinc collc "
    // Australia, South Africa, India, Singapore, Malaysia, Hong Kong, Pakistan, Nigeria
    "pty ptyltd ptylimited proprietarylimited propltd pvt pvtltd pvtlimited privatelimited "
    "privateltd pte pteltd ptelimited sdnbhd bhd berhad sendirianberhad smcpvtltd opcpvtltd "
    "opcprivatelimited gteltd "
    // Germany, Austria, Switzerland, Liechtenstein
    "gmbh ggmbh mbh gesellschaftmitbeschrankterhaftung gesellschaftmbh gesmbh ag "
    "aktiengesellschaft kg kommanditgesellschaft ohg gbr kgaa ug ughaftungsbeschrankt "
    "unternehmergesellschafthaftungsbeschrankt haftungsbeschrankt gmbhcokg gmbhcokgaa gmbhcoohg "
    "ugcokg ughaftungsbeschranktcokg agcokg agcokgaa agcoohg secokg secokgaa cokg coohg cogmbh "
    "cogmbhkg kgmbh ltdcokg stiftungcokg gmbhkg ek ekfm ekfr ev eg egen partg partgmbb "
    "einzelunternehmen keg oeg eu se anstalt "
    // France, Belgium, Luxembourg, French-speaking Switzerland and Africa
    "sa sas sasu sarl sarlu surl eurl snc scs sca sci scop scp scrl selarl selas gie sprl bvba "
    "cvba asbl vzw sarls suarl societeanonyme societearesponsabilitelimitee "
    "societeparactionssimplifiee cie "
    // Netherlands
    "bv beslotenvennootschap nv naamlozevennootschap vof cv maatschap coop "
    // Italy, San Marino
    "spa srl srls srlu srlunipersonale sapa sdf scarl scpa socicoop soccoop soccoopsrl "
    "soccoopsociale societaperazioni societaaresponsabilitalimitata spaunipersonale "
    // Spain, Portugal, Brazil, Latin America
    "sl slu sll slp slne sau sociedadlimitada sociedadanonima scoop scl "
    "sociedadderesponsabilidadlimitada cb lda limitada sgps unipessoal unipessoallda ltda eireli "
    "epp ltdame ltdaepp sadecv sabdecv sapidecv sderl sderldecv scdecv srldecv sapi sab sac saa "
    "sacifia saic sacif eirl srltda sasdecv "
    // Denmark, Norway, Sweden, Finland, Iceland
    "as aps ks ivs pms amba fmba smba asa ans enk nuf ab abpubl publ aktiebolag aktiebolaget hb "
    "kb handelsbolag kommanditbolag ekfor oy oyj oyab abp ky tmi osakeyhtio osk ehf hf ohf slf "
    "aktieselskab anpartsselskab aksjeselskap allmennaksjeselskap "
    // Estonia, Latvia, Lithuania
    "ou osauhing fie sia uab vsi mb iksia uzdarojiakcinebendrove "
    // Poland
    "spzoo spzookom spzooka spzoospk spzoospj spk spj spp spka spzoosk spolkazoo "
    "spolkazograniczonaodpowiedzialnoscia spolkaakcyjna spolkajawna spolkakomandytowa psa sc "
    "spzooska ska spzoospkomandytowa "
    // Czechia, Slovakia
    "sro spolsro vos zs druzstvo akciovaspolecnost "
    // Hungary
    "kft zrt nyrt bt kkt korlatoltfelelossegutarsasag zartkoruenmukodort "
    // Romania, Moldova
    "srld pfa "
    // Slovenia, Croatia, Bosnia, Serbia, North Macedonia, Montenegro
    "doo jdoo dd ad dno kd obrt dooel доо ад дооел "
    // Bulgaria
    "eood ood ead ет еоод оод еад дззд "
    // Greece, Cyprus
    "αε επε ικε οε εε αβεε μικε μεπε ανωνυμηεταιρεια ae aebe "
    // Turkey
    "ltdsti limitedsirketi anonimsirketi sti ticas ticltdsti sanvetic sanveticas sanveticltdsti "
    "ticvesanas ticvesanltdsti sanayiveticaretas sanayiveticaretltdsti "
    "sanayiveticaretlimitedsirketi sanayiveticaretanonimsirketi "
    // Russia, Ukraine, Belarus, Kazakhstan
    "ооо оао зао пао ао нпао нао ип одо тоо тов тзов пат прат фоп пп чп чуп уп ooo oao zao pao "
    "too tov jsc ojsc cjsc pjsc "
    // Israel, the Arab countries, Iran
    "בעמ ذمم شمم شمل شذمم مم wll bsc bscc ksc kscc kscp qsc qpsc psc saoc saog fze fzc fzco "
    "fzllc dmcc sae pjs spc "
    // Indonesia, Thailand, Vietnam, Philippines
    "tbk persero perserotbk จํากัด มหาชน จํากัดมหาชน pcl publiccompanylimited tnhh "
    "jointstockcompany opc "
    // Japan, China, Taiwan, Korea
    "kk kabushikikaisha kabushikigaisha gk godokaisha yk yugenkaisha 株 有 株式会社 有限会社 "
    "合同会社 合資会社 合名会社 有限公司 有限责任公司 有限責任公司 股份有限公司 股份公司 公司 주 "
    "유 주식회사 유한회사 유한책임회사 ";
constexpr auto behind = sorted_words<count_words(behind_by_country)>(behind_by_country);

constexpr Text before_by_country =
    // Russia, Ukraine, Belarus, Kazakhstan
    "ооо оао зао пао ао нпао нао ип одо тоо тов тзов пат прат фоп пп чп чуп ooo oao zao pao too "
    "tov обществосограниченноиответственностью акционерноеобщество публичноеакционерноеобщество "
    "закрытоеакционерноеобщество открытоеакционерноеобщество индивидуальныипредприниматель "
    "товариществосограниченноиответственностью товариствозобмеженоювідповідальністю "
    "приватнепідприємство "
    // Bulgaria
    "ет "
    // Indonesia, Thailand, Vietnam
    "pt บริษัท congty congtytnhh congtycophan ctytnhh ctycp tnhh "
    // Lithuania, Latvia, Estonia, Finland
    "uab vsi sia ou oy "
    // France, Belgium
    "sarl sasu eurl sprl bvba asbl vzw ets etablissements "
    // Greece, the Arab countries
    "شركه شركة "
    // Japan, Korea
    "株 有 株式会社 有限会社 合同会社 주 유 주식회사 유한회사 ";
constexpr auto before = sorted_words<count_words(before_by_country)>(before_by_country);

// The longest first, where one ends in another.
constexpr Text grown_by_length =
    "股份有限公司 有限责任公司 有限責任公司 有限公司 股份公司 公司 株式会社 有限会社 合同会社 "
    "合資会社 合名会社 유한책임회사 주식회사 유한회사 จํากัดมหาชน จํากัด บริษัท ";
constexpr auto grown = split_words<count_words(grown_by_length)>(grown_by_length);

}  // namespace

bool is_form_behind(Text squeezed) {
    return std::binary_search(behind.begin(), behind.end(), squeezed);
}

bool is_form_before(Text squeezed) {
    return std::binary_search(before.begin(), before.end(), squeezed);
}

std::size_t form_grown_behind(Text word) {
    for (const Text form : grown)
        if (word.size() > form.size() && word.ends_with(form)) return form.size();
    return 0;
}

std::size_t form_grown_before(Text word) {
    for (const Text form : grown)
        if (word.size() > form.size() && word.starts_with(form)) return form.size();
    return 0;
}

std::span<const Text> forms_behind() { return behind; }
std::span<const Text> forms_before() { return before; }
std::span<const Text> forms_grown() { return grown; }

}  // namespace leadline::engine
