// See free_mail.hpp.
#include "engine/core/normalise/free_mail.hpp"

#include <algorithm>

#include "engine/core/normalise/web_domain.hpp"
#include "engine/core/normalise/word_list.hpp"

namespace leadline::engine {

namespace {

constexpr events::Text sorted_domains =
    "012.net.il 013.net 10minutemail.com 126.com 139.com 163.com 188.com 189.cn 21cn.com 263.net "
    "3g.ua aapt.net.au absamail.co.za abv.bg adinet.com.uy advalvas.be aim.com alice-dsl.net "
    "alice.it aliceadsl.fr aliyun.com ameritech.net aol.co.uk aol.com aol.de aol.fr aol.in "
    "aol.it aol.jp aon.at apollo.lv arcor.de arnet.com.ar atlanticbb.net atlas.cz atlas.sk "
    "att.net autograf.pl autorambler.ru azet.sk bbox.fr belgacom.net bell.net bellsouth.net "
    "bezeqint.net bigfoot.com biglobe.ne.jp bigmir.net bigpond.com bigpond.net.au bk.ru blu.it "
    "bluemail.ch bluewin.ch blueyonder.co.uk bol.com.br bredband.net broadpark.no btinternet.com "
    "btopenworld.com buziaczek.pl cableone.net cantv.net caramail.com care2.com casema.nl "
    "cegetel.net centras.lt centrum.cz centrum.sk centurylink.net centurytel.net charter.net "
    "chello.at chello.hu chello.nl citromail.hu ciudad.com.ar clear.net.nz clix.pt "
    "club-internet.fr cogeco.ca comcast.net comhem.se compuserve.com consultant.com cox.net "
    "cytanet.com.cy daum.net delfi.lt delfi.lv dion.ne.jp dir.bg disroot.org dnainternet.net "
    "docomo.ne.jp dodo.com.au dreamwiz.com duck.com earthlink.net eastlink.ca eim.ae eircom.net "
    "elisanet.fi email.com email.cz email.de email.it email.si email.ua embarqmail.com "
    "emirates.net.ae empal.com engineer.com epost.de europe.com euskaltel.net ewetel.net "
    "excite.co.jp excite.com eyou.com ezweb.ne.jp fastmail.com fastmail.fm fastwebnet.it "
    "fibertel.com.ar forthnet.gr foxmail.com free.fr freemail.gr freemail.hu freenet.de "
    "freeserve.co.uk frisurf.no front.ru frontiernet.net fsmail.net gazeta.pl gbg.bg getmail.no "
    "giallo.it globomail.com glocalnet.net gmail.com gmx.at gmx.ch gmx.co.uk gmx.com gmx.de "
    "gmx.es gmx.eu gmx.fr gmx.info gmx.net gmx.org gmx.us gnet.tn go2.pl googlemail.com "
    "guerrillamail.com hanmail.net hetnet.nl hey.com hinet.net hispeed.ch hol.gr home.nl hot.ee "
    "hotbox.ru hotmail.at hotmail.be hotmail.ca hotmail.ch hotmail.cl hotmail.co.id "
    "hotmail.co.il hotmail.co.jp hotmail.co.kr hotmail.co.nz hotmail.co.th hotmail.co.uk "
    "hotmail.co.za hotmail.com hotmail.com.ar hotmail.com.au hotmail.com.br hotmail.com.hk "
    "hotmail.com.tr hotmail.com.tw hotmail.com.vn hotmail.cz hotmail.de hotmail.dk hotmail.es "
    "hotmail.fi hotmail.fr hotmail.gr hotmail.hu hotmail.it hotmail.my hotmail.nl hotmail.no "
    "hotmail.ph hotmail.rs hotmail.se hotmail.sg hotmail.sk hughes.net hush.com hushmail.com "
    "i.ua iafrica.com ibest.com.br icloud.com ig.com.br iinet.net.au inbox.com inbox.kz inbox.lv "
    "inbox.ru indamail.hu indiatimes.com inet.fi inet.hr infoseek.jp inode.at interia.eu "
    "interia.pl internet.is internet.lu internet.ru inwind.it iol.it iol.pt jubii.dk juno.com "
    "kabelmail.de kakao.com katamail.com keemail.me knology.net kolumbus.fi kpnmail.nl "
    "kpnplanet.nl land.ru laposte.net latinmail.com lavabit.com libero.it libertysurf.fr "
    "lineone.net link.net list.ru live.at live.be live.ca live.ch live.cl live.cn live.co.kr "
    "live.co.uk live.co.za live.com live.com.ar live.com.au live.com.mx live.com.my live.com.pt "
    "live.com.sg live.de live.dk live.fi live.fr live.hk live.ie live.in live.it live.jp live.nl "
    "live.no live.ru live.se livedoor.com liwest.at luukku.com lycos.co.kr lycos.com mac.com "
    "magenta.de mail.bg mail.by mail.com mail.de mail.dk mail.ee mail.gr mail.kz mail.ru "
    "mail2world.com mail333.com mailbox.hu mailbox.org mailfence.com mailinator.com maktoob.com "
    "mbnet.fi mchsi.com me.com menara.ma meta.ua mindspring.com movistar.es msn.com mts.net "
    "mweb.co.za mynet.com myrambler.ru myself.com myyahoo.com narod.ru nate.com naver.com "
    "neostrada.pl net.hr netcabo.pt netcologne.de neti.ee netscape.net netti.fi netvigator.com "
    "netvision.net.il netzero.com netzero.net neuf.fr newmail.ru nightmail.ru nm.ru noos.fr "
    "ntlworld.com numericable.fr o2.co.uk o2.pl ocn.ne.jp ofir.dk oi.com.br one.lt one.lv "
    "onet.eu onet.pl online.de online.nl online.no online.ua onlinehome.de onvol.net op.pl "
    "optimum.net optonline.net optusnet.com.au orange.es orange.fr orange.net orcon.net.nz "
    "otenet.gr outlook.at outlook.be outlook.cl outlook.co.id outlook.co.il outlook.co.th "
    "outlook.com outlook.com.ar outlook.com.au outlook.com.br outlook.com.gr outlook.com.pe "
    "outlook.com.tr outlook.com.vn outlook.cz outlook.de outlook.dk outlook.es outlook.fr "
    "outlook.hu outlook.ie outlook.in outlook.it outlook.jp outlook.kr outlook.lv outlook.my "
    "outlook.ph outlook.pt outlook.sa outlook.sg outlook.sk ozemail.com.au pacbell.net "
    "pacific.net.sg pandora.be paradise.net.nz paran.com passagen.se pchome.com.tw peoplepc.com "
    "plala.or.jp planet.nl planet.tn plus.net pm.me pobox.sk pochta.ru poczta.fm pop.com.br "
    "post.com post.cz post.sk posteo.de posteo.net postmaster.co.uk primus.ca prodigy.net.mx "
    "proton.me protonmail.ch protonmail.com pt.lu q.com qip.ru qq.com quicknet.nl qwest.net "
    "rambler.ru rambler.ua rcn.com rediffmail.com riseup.net ro.ru roadrunner.com rocketmail.com "
    "rr.com runbox.com sapo.pt sasktel.net saunalahti.fi sbcglobal.net scarlet.be seed.net.tw "
    "seznam.cz sfr.fr sharklasers.com shaw.ca sify.com simnet.is sina.cn sina.com singnet.com.sg "
    "siol.net skiff.com skynet.be slingshot.co.nz smtp.ru so-net.ne.jp softbank.ne.jp sohu.com "
    "solcon.nl speedy.com.ar spoko.pl spray.se starhub.net.sg startmail.com stofanet.dk "
    "streamyx.com suddenlink.net suomi24.fi supereva.it superig.com.br swbell.net sympatico.ca "
    "t-online.de t-online.hu takas.lt talktalk.net tdcadsl.dk tdcspace.dk tds.net tedata.net.eg "
    "tele.dk telefonica.net telenet.be telepac.pt teletu.it telkomsa.net telus.net terra.cl "
    "terra.com.br terra.es tesco.net tin.it tiscali.co.uk tiscali.cz tiscali.it tlen.pl tom.com "
    "topnet.tn tpg.com.au trashmail.com ttmail.com ttnet.net.tr turk.net tut.by tuta.com tuta.io "
    "tutamail.com tutanota.com tutanota.de ukr.net une.net.co unity-mail.de uol.com.br "
    "upcmail.hu upcmail.nl usa.com usa.net vera.com.uy verizon.net videotron.ca vipmail.hu "
    "virgilio.it virgin.net virginmedia.com vodafone.de vodafonemail.de vodamail.co.za voila.fr "
    "volja.net volny.cz voo.be vp.pl vsnl.com vsnl.net vtr.net walla.co.il wanadoo.es wanadoo.fr "
    "web.de webmail.co.za welho.com westnet.com.au windowslive.com windstream.net wo.cn "
    "wowway.com wp.pl xmail.ru xtra.co.nz ya.com ya.ru yahoo.at yahoo.be yahoo.bg yahoo.ca "
    "yahoo.ch yahoo.cl yahoo.co.id yahoo.co.il yahoo.co.in yahoo.co.jp yahoo.co.kr yahoo.co.nz "
    "yahoo.co.th yahoo.co.uk yahoo.co.za yahoo.com yahoo.com.ar yahoo.com.au yahoo.com.br "
    "yahoo.com.cn yahoo.com.co yahoo.com.hk yahoo.com.mx yahoo.com.my yahoo.com.pe yahoo.com.ph "
    "yahoo.com.sg yahoo.com.tr yahoo.com.tw yahoo.com.ve yahoo.com.vn yahoo.cz yahoo.de yahoo.dk "
    "yahoo.es yahoo.fi yahoo.fr yahoo.gr yahoo.hu yahoo.ie yahoo.in yahoo.it yahoo.nl yahoo.no "
    "yahoo.pl yahoo.pt yahoo.ro yahoo.se yahoo.sg yandex.by yandex.com yandex.kz yandex.ru "
    "yandex.ua yeah.net ymail.com yopmail.com zahav.net.il zebra.lt ziggo.nl zipmail.com.br "
    "zoho.com zohomail.com zohomail.eu zohomail.in zonnet.nl zoznam.sk ";
constexpr auto domains = split_words<count_words(sorted_domains)>(sorted_domains);
static_assert(std::is_sorted(domains.begin(), domains.end()));

}  // namespace

std::span<const events::Text> free_mail_domains() { return domains; }

bool is_free_mail(events::Text text) { return is_free_mail_domain(web_domain(text)); }

bool is_free_mail_domain(events::Text registrable) {
    return std::binary_search(domains.begin(), domains.end(), registrable);
}

}  // namespace leadline::engine
