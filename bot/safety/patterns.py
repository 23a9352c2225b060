"""Rules of the detector: (name, pattern) on plain text (bot/safety/text.py): lower case, no diacritics, no punctuation.

The statistics say whether there is danger and of what kind; MEDICAL, VIOLENCE, MINOR and OTHER_PERSON say it where they do not work, and
HARMLESS names phrases that are taken out before, because they only look like danger. `\\w*` stands for endings.
"""

from __future__ import annotations

from typing import Final

Rules = tuple[tuple[str, str], ...]

MEDICAL: Final[Rules] = (
    ("overdose", r"\b(?:wzial\w*|wziel\w*|polkn\w+|polkne\w*|lykn\w+|nalyk\w*|zazyl\w*|najad\w*|polyk\w*|przedawkow\w*)(?: \w+){0,6} (?:tabletek|lekow|prochow|opakowan\w*|pigulek|garsc|blister\w*|lekami|tabletkami|tabletki na raz)|\b(?:wzial\w*|wziel\w*|polkn\w+|lykn\w+|zazyl\w*) (?:\w+ ){0,2}(?:wszystkie |cale |duzo |mnostwo )?(?:tabletki|leki|prochy)(?: \w+){0,2}$|\b(?:wzial\w*|wziel\w*|polkn\w+|lykn\w+|zazyl\w*|nalyk\w*) (?:\w+ ){0,1}(?:wszystkie|wszystko|cale opakowanie|cala|duzo|mnostwo|za duzo|garsc|kilkanascie|kilkadziesiat) (?:\w+ ){0,1}(?:tabletki|leki|prochy|tabletek|lekow|prochow|apap\w*|paracetamol\w*|ibuprom\w*|ibuprofen\w*|xanax\w*|nasenn\w*|paczk\w*)\b|\bprzedawkowal\w*|\b(?:garsc|cale opakowanie|caly blister) (?:tabletek|lekow|prochow)|\b(?:i|she|he|they|just|have|ve|has|husband|wife|son|daughter|mum|mom|mother|dad|father|brother|sister|friend|boyfriend|girlfriend|partner|neighbour|neighbor|flatmate|roommate)(?: \w+){0,2} (?:took|taken|swallowed|swallow)(?: \w+){0,4} (?:whole (?:pack|bottle|box|strip)\b|(?:bottle of|pack of|box of|handful of|too many|all (?:my|his|her|the)|\d{2,3})(?: \w+){0,2} (?:pills|tablets|meds|medication|sleeping|paracetamol|xanax))(?! as (?:prescribed|usual|always|told))|\b(?:i|she|he) (?:have |has |ve |just )?(?:overdosed|od'?d)\b(?! (?:when|wen|once|years|at|in|back|\w+ years|a few))|\b(?:zjad\w+|lykn\w+) (?:cal\w+ )?(?:opakowanie|blister|listek|pudelko) (?:xanax\w*|apap\w*|tabletek|lekow|relanium\w*|paracetamol\w*|ibupro\w*|antydepres\w*|nasennych)\b|\bpopi(?:lam|lem|la|l|jam) (?:leki|tabletki|prochy|proszki)(?: \w+){0,2} (?:wodka|alkoholem|winem|piwem)\b|\btook an overdose (?:tonight|today|just|an hour|now)|"
     r"\b(?:i|ive|i've|i have|she|he|they|she's|he's|has|have)(?: \w+){0,2} (?:took|taken|swallowed)(?: \w+){0,3} (?:too many|too much|all (?:of )?(?:my|his|her|the|those)|\d{2,3}|a (?:whole )?(?:box|bottle|pack|packet|handful) of)(?: \w+){0,2} (?:pills?|tablets?|meds|medication|antidepressants|painkillers|paracetamol|ibuprofen|aspirin|xanax)\b(?! as (?:prescribed|usual|always|told))"),
    ("overdose", r"\b(?:wzial\w*|wziel\w*|polkn\w+|lykn\w+|zazyl\w*)(?: \w+){0,3} (?:wiecej|za duzo) (?:tych |tego )?(?:(?:na spanie|nasennych|tabletek|lekow|prochow|proszkow)(?: niz (?:zwykle|trzeba|zawsze))?|niz (?:zwykle|trzeba) (?:tych )?(?:na spanie|nasennych|tabletek|lekow))\b|"
     r"\b(?:polkn\w+|lykn\w+|nalyk\w*|wziel\w*|wzial\w*)(?: \w+){0,2} wszystko(?: \w+){0,4} (?:w domu|w apteczce|w szafce|w szufladzie)\b|\b(?:took|taken|swallowed)(?: \w+){0,2} (?:everything|all of it|all)(?: \w+){0,5} (?:cabinet|cupboard|in the house|drawer|i could find|i found)\b|"
     r"\b(?:had|took|taken|swallowed|downed|necked)(?: [\w']+){0,2} (?:whole|entire|all)(?: [\w']+){0,3} (?:pills|tablets|meds|medication) (?:in one go|at once|all at once|in one sitting)\b|"
     r"\b(?:took|taken|swallowed)(?: \w+){0,2} (?:more|double|twice)(?: \w+){0,5} than (?:i|she|he) (?:should|was supposed|am supposed|was meant)(?:'?ve)?\b"),
    ("overdose", r"\b(?:wzial\w*|wziel\w*|polkn\w+|lykn\w+|zazyl\w*)(?: \w+){0,3} (?:wiecej|podwojn\w+)(?: \w+){0,2} niz (?:mi |mu |jej )?(?:lekarz|doktor|psychiatr|kaza\w*|powin\w*|przepis\w*|zaleci\w*)|"
     r"\b(?:took|taken|swallowed)(?: \w+){0,3} more(?: \w+){0,3} than (?:the |my )?(?:doctor|prescribed|i was told|it says)\b"),
    ("poison", r"\b(?:i|ive|i've|she|he|they|just|have|has)(?: \w+){0,2} (?:swallowed|drank|drunk)(?: \w+){0,3} (?:bleach|poison|antifreeze|detergent|drain cleaner)\b|\b(?:wypil\w*|polkn\w+|lykn\w+)(?: \w+){0,3} (?:wybielacz\w*|kreta|domestos\w*|trutk\w*|trucizn\w*|rozpuszczalnik\w*|denaturat\w*)\b"),
    ("bleeding", r"\b(?:cut (?:too )?deep|won'?t stop bleeding|wont stop bleeding|can'?t stop the (?:bleeding|blood))\b(?! (?:when|as a|years|back))|\b(?:ciel\w*|pociel\w*|cial\w*|zacial\w*|zaciel\w*)(?: \w+){0,3} za gleboko\b|\b(?:krwawi\w*|wykrwawi\w*|krew)(?: \w+){0,5} (?:nie (?:moge|da sie) (?:zatamowac|zatrzymac)|mocno|z zyl|leci)(?! (?:\w+ )?z nosa)|\bpodcie\w+ zyly|\bpocie\w+ sobie zyly|\b(?:i|she|he|they|sister|brother|daughter|son|friend|mum|mom|dad|wife|husband|girlfriend|boyfriend|roommate|flatmate)(?: has| have| just|'s)? (?:cut|slashed) (?:my|her|his|their) wrists?\b(?! (?:when|as a|years|back))|\bblood everywhere\b|\bbleeding (?:out|badly|a lot|heavily|won'?t stop)|\bslit (?:my|his|her) wrists"),
    ("unconscious", r"\b(?:nie oddycha|stracil\w* przytomnosc|nieprzytomn\w*|nie reaguje|sinieje|ma drgawki)\b|\b(?:not breathing|isn'?t breathing|unconscious|won'?t wake up|turning blue|unresponsive|having a seizure|can'?t wake (?:him|her))\b"),
)  # fmt: skip

# Somebody is afraid of hurting another person: kind words for the one who is harmed would miss them.
FEARS_TO_HARM: Final[Rules] = (
    ("afraid to harm", r"\bboje sie(?: \w+){0,4} ze (?:\w+ ){0,3}(?:uderze|skrzywdze|pobije|udusze|potrzasne|zrobie (?:mu|jej|im|komus|dziecku|zonie|mezowi|mamie) (?:cos|krzywde)|(?<!sobie )cos (?:mu|jej|im|komus|dziecku|zonie|mezowi|mamie)? ?zrobie(?! sobie)|(?:go|ja|ich|kogos|dziecko|zone|meza|mame) zabije)\b|"
     r"\bnie recze za siebie\b|\b(?:uderze|zabije|pobije) (?:go|ja|zone|meza|dziecko|kogos) (?:kiedys|zaraz|w koncu|chyba)\b|\b(?:kiedys|zaraz|w koncu|chyba) (?:ja |go |kogos |zone |dziecko )(?:uderze|pobije|skrzywdze|zabije)\b"),
    ("afraid of oneself", r"\b(?:boje sie|sie boje) (?:samej |samego )?siebie\b(?=.*\b(?:jej|jemu|mu|im|dzieck\w*|malej|malemu|synk\w*|coreczk\w*|corki|zony|mamy|kogos|komus)\b)|\bnie ufam (?:swoim|wlasnym) rekom\b|"
     r"\bmy hands (?:were|are) (?:going|about) to\b|\bi(?:'?m| am) the one who(?:'?s| is| will)? ?(?:going to |gonna )?(?:hurt|harm|hit|dangerous)\b|\b(?:he|she|they|baby|child)(?:'?s| is| are)? not safe with me\b"),
    ("thoughts of harming", r"\b(?:zaraz|ze|zebym) (?:\w+ )?(?:nim|nia|go|ja|malym|mala) (?:potrzasn\w*|rzuce|udusze|uderze|cisne)\b|\bpotrzasne (?:nim|nia|malym|mala|dzieckiem|synkiem)\b|\bjemu cos zrobie\b|\b(?:mysl\w*|przez glowe|obraz\w*|wyobraz\w*)(?: \w+){0,4} (?:moglabym|moglbym) (?:go|ja|mu|jej|dziecku|malemu|malej|synkowi|coreczce)\b|"
     r"\bboje sie (?:zostac|zostawac|byc)(?: \w+){0,2} z (?:dzieckiem|mala|malym|malutka|synkiem|coreczka|niemowlakiem|niemowleciem|bliznietami)\b|\bboje sie z (?:dzieckiem|mala|malym|malutka|synkiem|coreczka) (?:zostac|zostawac|byc)\b|"
     r"\b(?:afraid|scared|terrified) (?:to be|of being)(?: left)? alone with (?:the |my )?(?:baby|newborn|child|son|daughter|twins)\b|\b(?:thoughts?|images?|pictures?)(?: \w+){0,3} (?:that i (?:might|could|may|will)|of (?:me|myself)|me)(?: \w+){0,2} (?:do(?:ing)? something to|hurt\w*|dropp?\w*|shak\w*|throw\w*|harm\w*|smother\w*) (?:him|her|it|them|the baby|my \w+)\b"),
    ("afraid to harm EN", r"\b(?:afraid|scared|worried|terrified|frightened)(?: \w+){0,3} (?:that )?i(?:'?ll| will|'?m going to| might| may| could)(?: \w+){0,2} (?:hit|hurt|harm|kill|shake|strangle|smother|lose it with)(?! (?:my ?self|me\b))|"
     r"\bi(?:'?m going to| will|'?ll| might| want to| gonna| wanna) (?:hit|hurt|harm|kill|stab|shoot|murder) (?:him|her|them|someone|somebody|my (?!self)\w+|everyone|people)\b|\bafraid of (?:hurting|hitting|harming|killing) (?!my ?self|me\b)\w+"),
)  # fmt: skip

# Somebody else does harm, whatever the one who writes is afraid of.
DOES_HARM: Final[Rules] = (
    ("by somebody", r"\b(?:bije|bija|pobil\w*|grozi|popycha|szarpie|dusi|kopie|gwalci|hits|beats|threatens|chokes|kicks|rapes)\b"),
)  # fmt: skip

VIOLENCE: Final[Rules] = (
    ("beaten", r"\b(?:bije|pobil\w*|bil|uderzyl\w*|katuje|dusi\w*|dusil\w*|kopal\w*|kopie|szarpie|maltretuje|zneca sie|znecal\w*|torturuje)(?: \w+){0,3} (?:mnie|mna|nade mna|nas|dzieci|dziecko|syna|corke|mame|matke|zone|mi w|nad (?:nami|dziecmi|dzieckiem|mama|corka|synem))\b|\b(?:maz|ojciec|tata|partner|chlopak|ojczym|matka|mama|brat|syn|zona|konkubent|opiekun)(?: \w+){0,3} (?:mnie|nas|mi|ja) (?:bije|bil|pobil\w*|uderzyl\w*|dusi\w*|katuje|kopie|grozi\w*|zneca|gwalci\w*|molestuje)\b|\bmnie (?:bije|pobil\w*|katuje|dusil\w*|uderzyl\w*|kopnal\w*|szarpie|szarpal\w*|popchn\w*)\b|\b(?:boje sie|uciekl\w*|schowal\w*|ukryw\w*)(?: \w+){0,4} (?:wroci (?:pijany|do domu)|przed (?:mezem|ojcem|nim|partnerem)|w lazience)"),
    ("threat", r"\b(?:grozi\w*|powiedzial\w*|straszy)(?: \w+){0,5} (?:ze (?:mnie|nas|ja|go) (?:zabij\w*|potnie|zatlucze|zastrzeli|spali)|smiercia|nozem|siekiera|bronia)|\bzabije mnie\b|\bchce mnie zabic\b|\b(?:he|she|they|husband|dad|father|partner|boyfriend|ex)(?: \w+){0,4} (?:threaten\w*|going to|gonna|wants? to|will|says he)(?: \w+){0,4} (?:kill|hurt|beat|stab|shoot) (?:me|us|my (?:mum|mom|kids|sister|mother))"),
    ("rape", r"\b(?:zgwalc\w*|gwalc\w*|gwalt na mnie|molest\w*(?: \w+){0,2} (?:mnie|ja|corke|syna|dziecko)|wykorzyst\w* (?:mnie |ja )?seksualn\w*|dotyka mnie)\b|\b(?:raped|being raped|rapes|molest\w*|sexually (?:abused|assaulted)|sexual assault|touches me|touched me)\b(?= |$)"),
    ("beaten EN", r"\b(?:he|she|husband|dad|father|stepdad|stepfather|mum|mom|partner|boyfriend|girlfriend|wife|son|brother|ex)(?: \w+){0,4} (?:hits|hit|beats|beat|beating|chok\w+|strangl\w+|punch\w*|kick\w*|slap\w*|abus\w+)(?: \w+){0,2} (?:me|us|the kids|my (?:kids|children|son|daughter|mum|mom|mother|sister)|her|him)\b|\b(?:being|am|getting|get) (?:beaten|abused|hit)(?: up)? (?:by|at home)\b|\b(?:locked|hiding)(?: \w+){0,5} (?:bathroom|from (?:him|my (?:husband|dad|father|partner)))"),
    ("to kill others", r"\b(?:zabij\w*|zabic|zadzg\w*|zastrzel\w*|zatluk\w*) (?:go|ja|ich|ojca|matke|meza|zone|szefa|sasiad\w*|dzieci|kogos|ludzi|wszystkich|was)\b|\b(?:i'?m going to|i will|i want to|gonna|i'?ll|wanna) (?:kill|stab|shoot|murder) (?:him|her|them|someone|somebody|my|everyone|people|you)\b"),
    ("child harm", r"\b(?:krzywdz\w*|krzywda)(?: \w+){0,3} (?:dziec\w*|dziecku|synowi|corce)|\b(?:dziec\w*|corka|syn|child|kid|kids|daughter|son)(?: \w+){0,5} (?:jest|sa|is|are|being|was) (?:bit\w*|krzywdzon\w*|molestowan\w*|abused|beaten|hurt by|molested|hit by)"),
)  # fmt: skip

MINOR: Final[Rules] = (
    ("own age", r"^(?:1[0-7]|[7-9]) (?:lat )?mam$|\bmam (?:1[0-7]|[7-9]) ?(?:lat|l|wiosen)\b(?! (?:doswiadcz|staz|prac|zwiazk|malzen|trzezw|abstyn|terapi))|\b(?:i'?m|i am) (?:only |just )?(?:1[0-7]|[7-9])\b(?! (?:min|hour|day|week|month|km|percent|floor|st|th))"),
    ("age", r"\b(?:1[0-7]|[7-9])[- ]?(?:lat(?:ka|ek|ki|ni\w+)|letni\w*)\b|\b(?:1[0-7]|[7-9])[- ]?(?:years?[- ]?old|yo|y o)\b|\b(?:has|ma|is) (?:1[0-7]|[7-9])(?: lat)?\b"),
    ("child", r"\b(?:moj\w* |nasz\w* )?(?:dzieck\w*|nastolat\w*|uczen|uczennic\w*|wychowank\w*|w mojej klasie|w klasie|w szkole|child|kid|teen\w*|pupil|student of mine|in my class|classmate)\b"),
)  # fmt: skip

# A child or a teenager of whom somebody else writes: "mój 15-letni syn", "my daughter is 13".
YOUNG: Final[Rules] = (
    ("relative", r"\b(?:syn\w{0,4}|cork\w{1,2}|corec\w*|corc\w+|wnu(?:k|cz)\w*|brat\w{0,4}|siostr\w{0,4}|siostrzen\w*|bratan\w*|dzieck\w*|dziewczyn\w*|chlopak\w*|koleg\w*|kolezan\w*|przyjaciol\w*|"
     r"uczen\w*|uczn\w*|uczennic\w*|wychowan\w*|son|daughter|brother|sister|grandson|granddaughter|nephew|niece|cousin|girlfriend|boyfriend|friend|pupil|student|kid|child|boy|girl)\b"
     r"(?: \w+){0,12}? (?:ma |is |just turned |aged? |in |he s |she s |on ma |ona ma )?(?<!\bod )(?<!\bprzez )(?<!\bponad )(?<!\bfor )(?<!\bover )(?:[6-9]|1[0-7])\b(?! (?:minut|godzin|dni|tygod|miesi|razy|hours|days|weeks|months|times|minutes|pm|am)|(?: lat\w*| years?) (?:sie|temu|choru\w*|chorow\w*|lecz\w*|trwa\w*|pracow\w*|mieszka\w*|na |po |w |bez |ago|in |of |on |with))"),
    ("pronoun", r"\b(?:she|he)(?:'?s| is) (?:only |just )?(?:[6-9]|1[0-7])\b(?! (?:minut|hours?|days|weeks|months|times|minutes|km|pm|am|years clean|years sober))|\b(?:ona|on) ma (?:dopiero |tylko )?(?:[6-9]|1[0-7])(?: lat| l)?\b|\b(?:jej|ona|on|mu|niej|nim|niego|nia)\b(?: \w+){0,6} ma (?:dopiero |tylko )?(?:[6-9]|1[0-7]) (?:lat|l)\b"),
    ("parent", r"\b(?:mam\w|matk\w|tat\w|ojc\w+|ojciec|rodzic\w*|babci\w|mother|mum|mom|dad|father|parent)(?: of (?:a|my))? (?:[6-9]|1[0-7])[- ]?(?:lat\w*|letni\w*|years?[- ]?old|yo)\b"),
    ("age first", r"\b(?:[6-9]|1[0-7])[- ]?(?:lat(?:ka|ek|ki|ni\w+)|letni\w*|years?[- ]?old|yo|y o)\b(?: \w+){0,3} (?:syn\w{0,4}|cork\w{1,2}|corc\w+|wnu(?:k|cz)\w*|brat\w{0,4}|siostr\w{0,4}|dziewczyn\w*|chlopak\w*|"
     r"kolez\w+|koleg\w*|son|daughter|brother|sister|grandson|granddaughter|nephew|niece|cousin|girlfriend|friend|pupil|boy|girl)\b"),
    ("child", r"\b(?:moj\w*|nasz\w*) (?:dzieck\w*|uczen\w*|uczn\w*|uczennic\w*|wychowan\w*)|\b(?:my|our) (?:kid|child|pupil)\b|\bw mojej klasie\b|\bin my class\b"),
    ("teenager", r"\b(?:nastolet\w+|nastolatk\w+|moj\w* nastolat\w+|teenage (?:son|daughter|brother|sister|boy|girl)|my teenager|my teen)\b"),
)  # fmt: skip

# Somebody of whom was spoken is grown up, after all: "on ma 43 lata".
GROWN_UP: Final[Rules] = (
    ("in-law", r"\b(?:zie(?:c|cia|ciem|ciowi)|synow(?:a|ej)|(?:son|daughter) in law|jej maz|(?:maz|mezem|partner\w*) (?:mojej |naszej )?cork\w*|(?:her|(?:my|our) daughter'?s) (?:husband|ex husband))\b"),
    ("age", r"\b(?:ma|mial\w*|skonczyl\w*) (?:juz )?(?:1[89]|[2-9]\d) (?:lat|lata|l)\b|\b(?:is|he s|she s|he'?s|she'?s|aged?) (?:1[89]|[2-9]\d)(?: years| yo\b|$)|\b(?:jest|to) dorosl\w+\b|\bis an? adult\b"),
)  # fmt: skip

# Said after an answer to danger: what could do harm is at hand, or somebody stands where a step is enough.
AT_HAND: Final[Rules] = (
    ("means", r"\b(?:mam|ma|trzymam|trzyma|kupil\w*|przygotowal\w*)(?: \w+){0,3} (?:tabletki|leki|prochy|sznur|line|noz|bron|pistolet|zyletk\w*|strzelb\w*)\b|\b(?:pistolet\w*|siekier\w*|nozem|strzelb\w*|bron palna|shotgun|rifle|axe|service weapon)\b|\b(?:standing|stands?) (?:\w+ ){0,4}with a (?:knife|gun|axe)\b|"
     r"\b(?:i have|i ve|i ve got|have got|got|has|holding|holds|bought)(?: \w+){0,4} (?:pills|tablets|rope|knife|gun|rifle|razor|blade|blades)\b"),
    ("shut in", r"\b(?:zamkn\w+ (?:sie|drzwi)|drzwi (?:sa )?zamkniete)\b|(?<!be )(?<!get )\blocked\b(?! up| away)"),
    ("place", r"\b(?:na )?\d+ (?:pietrze|pietro)\b|\bon the \w+ floor\b|\bna (?:moscie|dachu|balkonie|torach|peronie|parapecie|krawedzi)\b|\b(?:on|at) (?:the|a) (?:bridge|roof|rooftop|balcony|ledge|tracks|platform|edge|window sill)\b"),
    ("picture", r"\b(?:photo|picture|pic|zdjecie|fotk\w*)(?: \w+){0,4} (?:bridge|roof|tracks|platform|railing|mostu?|moscie|dachu?|torow|torach|peronu?|pills|rope|tabletek|sznura)\b"),
    ("jump", r"\b(?:grozi|mowi|krzyczy)(?: \w+){0,2} skoczy\b|\b(?:going|about|threatens|threatening|gonna|wants) (?:to )?jump\b"),
)  # fmt: skip

# Said after an answer to danger of any kind: it cannot wait.
ACUTE: Final[Rules] = (
    ("taken", r"^(?:no |ale |ja )?(?:juz )?(?:je |to )?(?:wzial\w*|wziel\w*|polkn\w+|lykn\w+|zrobil\w*)(?: (?:je|to|wszystkie|wszystko))?(?: juz)?$|\b(?:already|just) (?:took|taken|swallowed|did|done)(?: (?:it|them))?(?: all)?$|^(?:i )?(?:took|swallowed) (?:it|them)(?: all)?$"),
    ("breaks in", r"\b(?:wylam\w*|wywaz\w*|lomie|dobija sie do)(?: \w+){0,2} drzwi\w*|\b(?:stoi|wali|kopie|lomocze|dobija)(?: sie)?(?: \w+){0,2} (?:pod|w|do) (?:\w+ )?(?:drzwi\w*|okno)|\b(?:wchodzi|idzie) (?:po schodach|na gore)\b|\b(?:jest|stoi) (?:juz )?(?:na klatce|na schodach|pod domem|pod drzwiami)\b|"
     r"\b(?:breaking|kicking|banging|pounding|smashing)(?: \w+){0,3} (?:doors?|window)\b|\b(?:in|on|up|down) the (?:stairs|stairwell|staircase)\b|\boutside my (?:door|window|flat|house)\b|\bat (?:my|the|our) door\b"),
    ("bleeds", r"\b(?:leci|leje sie|cieknie)(?: \w+){0,2} krew\b|\bkrew (?:\w+ )?(?:leci|leje|cieknie)\b|\b(?:mocno |ciagle |caly czas )krwawi\w*|\b(?:is|am|i'?m|she'?s|he'?s|still|keeps|head|nose is) bleeding\b|\bsoak\w* (?:through |the |my |a )+(?:towel|shirt|sheets?|bandage|sleeve)\b"),
    ("body", r"\b(?:zemdle\w*|mroczki|stracil\w* przytomnosc)\b|\bserce(?: \w+){0,3} (?:wali|kolacze|przeskakuje)\b|\b(?:rzyg\w*|wymiotuj\w*)\b|\b(?:faint(?:ed|ing)?|passed out|passing out|throwing up|vomiting)\b|\bchest (?:hurts|pain|is tight)\b|\b(?:arm|face|leg|hands?) (?:is |are |went |goes |going )?numb\b|\bgot worse(?: \w+){0,2} sweat\w*"),
    ("a day", r"\bma (?:juz )?(?:wyznaczon\w+ |ustalon\w+ )?(?:date|termin)\b|\bwszystko (?:juz )?zaplanowa\w*|\b(?:has|set|picked) (?:already )?(?:got )?a (?:date|day)\b|\bplanned (?:it all|everything)\b"),
    ("about to", r"\b(?:kluczyki|wsiada do (?:auta|samochodu)|siada za kierownic\w*|na parapecie|wyszedl w noc|wyszla w noc)\b|\b(?:car keys|window ?sill|drove off|getting in(?:to)? (?:the|his|her) car)\b"),
)  # fmt: skip

# Said after an answer to danger that fitted nobody: the one who writes is not the one in danger of taking their life.
NOT_ONESELF: Final[Rules] = (
    ("not me", r"\b(?:nie (?:ja|o mnie|o siebie)|ja sie nie zabijam|nie chodzi o mnie|nie chce (?:sie zabic|umrzec|sobie nic zrobic) (?:tylko|pytam|ale pytam))\b|\b(?:not (?:me|about me|myself)|never said (?:that )?i (?:want|wanted) to (?:die|kill my ?self)|not (?:the one|suicidal) i (?:ask|asked|mean))\b"),
)  # fmt: skip

# Somebody says plainly that there is no danger, or that they were misunderstood.
DENIES: Final[Rules] = (
    ("denied PL", r"\b(?:nikt|nic)(?: (?:tu|tutaj|u nas|mnie|mi|nas|jej|jemu|mu|im|dziecku|sobie|nikomu|go|ja)){0,3} nie (?:bije|krzywdzi|robi|zrobi\w*|grozi|dzieje|chce (?:umrzec|umierac|sie zabic|sobie nic zrobic)|jest)\b|\bnic sobie nie (?:robie|zrobie)\b|\bwszysc\w+ (?:sa )?(?:zdrowi|cali|ok|bezpieczni)\b|\bnic mi nie jest\b|\b(?:on|ona|maz|zona|ojciec|tata|mama) (?:mnie |nas |mi )?nie (?:bije|krzywdzi|grozi)\b|\bnie ma (?:tu )?(?:zadnej )?przemocy\b|\bnie mam (?:zadnych |takich )?mysli\b(?: samobojczych)?|"
     r"\bnie (?:ze|zeby|zebym)(?: \w+){0,2} (?:cos )?sobie (?:cos )?zrobi\w*|\b(?:zmarl\w*|umarl\w*) (?:juz )?(?:na |rok|lata|dawno|w zeszlym|wiele lat)|\bnie jest (?:agresywn\w*|grozn\w*|niebezpieczn\w*)|\bnie chodzi o (?:zadne )?(?:samobojstw\w*|smierc|przemoc|bicie)|\b(?:zle|nie) (?:mnie )?zrozumial\w*\b|\bnie potrzebuj\w* (?:telefonu zaufania|pomocy|karetki|numerow|zadnych telefonow)\b"),
    ("denied EN", r"\b(?:everyone|everybody|all|baby|he|she|my \w+) (?:is|are|'s) (?:fine|ok|okay|safe|well|good)\b|\b(?:he|she|it|they|baby|son|daughter|wife|husband|everyone|nobody)(?:'?s| is| are)?(?: not|n'?t)? in (?:any )?danger\b|\bit was (?:only |just )?(?:a )?(?:joke|idiom|figure of speech)\b|\bi (?:only |just )?(?:was )?jok(?:ed|ing)\b|\b(?:nobody|no one|noone)(?: (?:here|at home|is|in my family)){0,2} (?:wants? to (?:die|kill \w+|hurt \w+)|hits?|hitting|beats?|beating|hurts?|hurting|harm\w*|in danger|dying)(?: (?:me|us|anyone|anybody|her|him))?\b|\b(?:i'?m|i am|he'?s|she'?s|he is|she is|im) not (?:suicidal|in (?:any )?danger|(?:going to|gonna) (?:do anything|hurt|kill)|dangerous|aggressive)\b|"
     r"\b(?:died|passed away) (?:of|from|last|years|a year|long|in (?:19|20))|\b(?:you|you'?ve) (?:misunderstood|got (?:me|it|that) wrong)\b|\bnothing to do with suicide\b|\bi (?:don'?t|dont|do not) need (?:a )?(?:helplines?|hotlines?|crisis lines?|an ambulance|numbers)\b|\bnot (?:that|like that),? (?:i )?(?:only|just) ask"),
)  # fmt: skip

# Said after an answer to danger: it goes on, however much the other words sound like "all is well".
NOT_OVER: Final[Rules] = (
    ("not well", r"\bnie (?:jest|jestem|jestes|sa|czuje|byl|byla|bylo|mam)(?: (?:sie|mi|jej|mu|juz|wcale|tu|tam|teraz|tak|to))* (?:bezpieczn\w*|lepiej|ok|okej|dobrze|spokojn\w*|zart\w*|w porzadku)\b|\bnie (?:zartuje|zartowal\w*|przeszlo|minelo|przechodzi)\b|"
     r"\b(?:not|n't|isn't|isnt|aren't|arent|ain't|wasn't|wasnt|don't|dont|doesn't|doesnt|never)(?: (?:feel|feeling|really|very|at|all|any|a|even|so|that|been|getting|doing)){0,2} (?:safe|ok|okay|fine|better|good|well|alright|joke|joking|kidding)\b"),
    ("calls for help", r"^(?:prosze )?(?:pomocy|ratunku|pomozcie|pomoz mi|help|help me|please help|please help me)$|^(?:ja )?(?:umieram|umre|im dying|i'm dying|i am dying)(?: dzisiaj| dzis| teraz| now| today| tonight)?$"),
)  # fmt: skip

# Said after an answer to danger about somebody else: there is no contact with the person.
UNREACHABLE: Final[Rules] = (
    ("no contact", r"\b(?:i |we )?knock\w*(?: \w+){0,4} no (?:answer|reply)\b|\bpuka\w*(?: \w+){0,4} (?:nikt|nie) (?:nie )?(?:otwiera|odpowiada)\b|\bnie (?:odbiera|odpisuje|odpowiada|odczytuje|daje znaku zycia)\b|\b(?:przestal\w*|przestaje) (?:pisac|odpisywac|odbierac|odpowiadac)\b|\bnie mam (?:juz )?(?:z nim|z nia|z nimi) kontaktu\b|"
     r"\b(?:isn'?t|not|stopped|doesn'?t|won'?t|never) (?:writing|answering|replying|responding|picking up|texting|pick up|answer|reply|respond|read)\b|\b(?:no contact with|lost contact with|cannot reach|can'?t reach) (?:him|her|them)\b"),
)  # fmt: skip

# Said after an answer to danger: help has come, or the person is where there is help.
HELP_CAME: Final[Rules] = (
    ("help came", r"\b(?:przyjechal\w*|byl\w*|jest|sa) (?:juz )?(?:u (?:niego|niej|nas|mnie) )?(?:karetka|pogotowie|policja|ratownicy)\b|\b(?:policja|karetka|pogotowie) (?:\w+ )?(?:byla|bylo|pojechala|pojechalo)\b|\b(?:zabral\w*) (?:go|ja|mnie|ich|mame|tate|syna|corke|meza|zone|brata|siostre)\b|\b(?:karetka|pogotowie|policja|ratownicy)(?: (?:juz|go|ja|mnie|ich|tam|do \w+)){0,2} (?:przyjechal\w*|zabral\w*|jest na miejscu|sa na miejscu|(?:jest|sa)(?: juz)?$)|"
     r"\b(?:jest|jestem|lezy|leze) (?:juz |teraz )?(?:w szpitalu|na oddziale|na sorze|po plukaniu)\b|\b(?:znalezli|odratowali) (?:go|ja|mnie)\b|\bjest juz w domu\b|"
     r"\b(?:ambulance|paramedics|police|medics)(?: (?:has|have|just|is|are))? (?:took|taken|came|come|arrived|here|there|got)\b|\b(?:took|taken) (?:him|her|them|me) (?:to (?:the )?hospital|away)\b|"
     r"\b(?:is|he'?s|she'?s|they'?re|i'?m|i am)(?: (?:now|already|safe))? (?:in|at) (?:the |a )?hospital\b|\bthey (?:found|got) (?:him|her)\b|\b(?:is|he'?s|she'?s) (?:back )?home now\b"),
)  # fmt: skip

# Said after an answer to danger: help has been called and is on its way.
HELP_COMING: Final[Rules] = (
    ("help is coming", r"\b(?:karetka|pogotowie|policja|ratownicy|straz)(?: \w+){0,2} (?:jedzie|jada|w drodze|wyjechal\w*|wyslan\w*)\b|\b(?:wysylaja|wyslali|jedzie|jada) (?:juz )?(?:karetk\w*|pogotowie|policj\w*|kogos)\b|"
     r"\b(?:ambulance|paramedics|police|help)(?: \w+){0,2} (?:coming|on (?:its|their|the) way)\b(?! for me)|\b(?:they|112)(?:'?re| are|'?ve| have| will| said they'?ll)? ?(?:sending|sent|send) (?:someone|somebody|an ambulance|the police|help)\b"),
)  # fmt: skip

# Said after an answer to danger: somebody close is coming, or has come.
SOMEBODY_COMES: Final[Rules] = (
    ("somebody close", r"\b(?:wsiada w|jedzie do mnie|bedzie (?:tu )?za (?:\d+|pol|chwile|kwadrans|godzine)|przyjedzie za|zaraz (?:tu )?bedzie)\b|\b(?:mama|tata|tesciowa|tesc|siostra|brat|corka|syn|maz|zona|kolega|kolezanka|przyjaciel|przyjaciolka|sasiad\w*|babcia|kumpel|partner\w*)(?: \w+){0,2} (?:wsiada|jedzie|przyjedzie|przyjechal\w*|przyszl\w*|przyszedl|zaraz bedzie|juz jest|zostaje|siedzi (?:tu |obok|ze mna)|jest (?:tu|obok|ze mna|przy mnie))\b|"
     r"\b(?:siedze|jestem|nocuje|spie) (?:\w+ ){0,2}u (?:kumpla|kolegi|kolezanki|przyjaci\w+|siostry|brata|mamy|rodzicow|sasiad\w*|cioci|babci)\b|"
     r"\b(?:mum|mom|dad|sister|brother|daughter|son|husband|wife|partner|friend|mate|neighbou?r|gran|she|he)(?:'?s)?(?: \w+){0,3} (?:on (?:her|his|the|their) way|driving over|coming (?:over|now|to me)|minutes away|sleeping here|staying (?:the night|with me|here|over)|here (?:now|with me))\b|\b(?:i'?m|i am|im|staying) (?:\w+ ){0,2}(?:at|with) (?:my |a )?(?:friend|sister|brother|mum|mom|parents|mate|neighbou?r)'?s?\b"),
)  # fmt: skip

# Said after an answer to danger: somebody was in hospital and is out of it.
DISCHARGED: Final[Rules] = (
    ("out of hospital", r"\b(?:wypisali|wypisano|wypisal\w*|po wypisie)\b|\b(?:wyszl\w+|wyszedlem|wrocil\w*) (?:juz )?(?:ze|z) (?:szpitala|oddzialu|sor\w*)\b|\bjuz po(?: \w+){0,3} (?:bylam|bylem) w szpitalu\b|"
     r"\b(?:kept (?:me|him|her)(?: \w+){0,4} (?:hospital|ward)|discharged|(?:out of|home from|back from|left) (?:the )?hospital|let (?:me|him|her) (?:go )?home)\b"),
)  # fmt: skip

# Said after an answer to danger by somebody who was harmed: they are where they are safe.
IN_SAFETY: Final[Rules] = (
    ("in a safe place", r"\b(?:i'?m|we'?re|we are|i am) at (?!home|his|her)\w+'s\b|\b(?:i'?m|we'?re|we are|i am) on (?:the|my|our) (?:bus|train|tram|way) to (?!work|school|him)|\bhe (?:does ?n'?t|doesnt) know (?:this|the|my|our|where)\b|\bon nie wie gdzie (?:mieszka|jest)\w*|\b(?:jestem|jestesmy|nocuj\w*|spie|spimy|siedz\w*|mieszka\w*)(?: \w+){0,3} u (?:siostry|mamy|brata|kolezanki|przyjaciolki|przyjaciol|sasiad\w*|rodzicow|cioci|babci|znajom\w*|\w*ani)\b|\b(?:wyszl(?:am|ysmy|ismy)|uciekl(?:am|ysmy|ismy)|wyprowadzil(?:am|ysmy|ismy))(?! na chwile)\b|"
     r"\bjeste(?:m|smy) (?:juz |teraz )?bezpieczn\w*|\bspakowan[ei]\b|\b(?:i'?m|i am|we'?re|we are|staying)(?: \w+){0,4} (?:at|with) (?:my |a |the )?(?:\w+ )?(?:sister|mum|mom|friend|neighbou?r|parents|brother|aunt|shelter|cousin)'?s?\b|\btonight (?:i|we)(?:'?m|'?re| am| are)? go(?:ing)?(?: \w+){0,3} to (?:my |a |the )?(?:\w+ )?(?:sister|mum|mom|friend|parents|brother|aunt|shelter)\b|\bwe(?:'?re| are) (?:\w+ )?safe\b|\bgot (?:us |me )?out(?: of there)?\b|\bi'?ve left (?:him|her)\b"),
)  # fmt: skip

# Said after an answer to danger: somebody asks for no ambulance, no police, no call.
REFUSES_RESCUE: Final[Rules] = (
    ("no rescue", r"^(?:112|999|karetk\w*|pogotowi\w*|policj\w*|ambulance|police|hospital) (?:to )?(?:nie|no|never|odpada)\b|\b(?:bez|tylko nie|byle nie|zadn\w+|nie chce|nie dzwonie|nie zadzwonie|nie bede dzwonic|nie wzywaj\w*|nie dzwon\w*) (?:\w+ ){0,3}(?:112|999|karetk\w*|pogotowi\w*|policj\w*|szpital\w*)\b|\b(?:112|karetk\w*|pogotowi\w*|policj\w*)(?: \w+){0,6} nie ma sensu\b|"
     r"\b(?:no|not|without|don'?t|dont|never|won'?t|wont|anything but)(?: (?:a|an|the|any|call|calling|want|send|to|be|please|ring)){0,3} (?:112|999|ambulance|police|cops|hospital)\b"),
)  # fmt: skip

# A child tells of what somebody does to it.
CHILD_SPEAKS: Final[Rules] = (
    ("secret", r"\b(?:kaz\w*|mow\w*|zabrania\w*)(?: \w+){0,2} nie mowic (?:mamie|tacie|rodzicom|nikomu|babci)\b|\b(?:nasz\w*|taka) (?:mala )?(?:tajemnic\w*|sekret\w*)\b|\bour (?:little )?secret\b|\b(?:told|tells|says)(?: me)? not to tell (?:my )?(?:mum|mom|mummy|dad|anyone)\b"),
    ("at home", r"\b(?:wujek|ojczym|dziadek|(?:nowy )?(?:chlopak|partner|facet) mamy|trener)(?: \w+){0,4} (?:do mojego (?:pokoju|lozka)|mnie dotyka|wchodzi do lazienki)\b|\b(?:mums?|moms?|mum's|mom's|my (?:uncle|stepdad|stepfather|coach|grandad))(?: \w+){0,4} (?:comes in(?:to)?|touches me|watches me)\b"),
)  # fmt: skip

# Voices that command are a danger to those who hear them.
COMMANDED: Final[Rules] = (
    ("voices", r"\b(?:glosy?|voices?)(?: \w+){0,4} (?:kaza|kaze|kazal\w*|mowia|mowi|namawia\w*|tell|tells|telling|order\w*|say|saying|command\w*)\b"),
)  # fmt: skip

OTHER_PERSON: Final[Rules] = (
    ("help for", r"\bjak(?: \w+)? pomoc (?:komus|osobie|bliski\w+|koledze|kolezance|przyjaci\w+|znajom\w+|synowi|corce|bratu|siostrze|mezowi|zonie|mamie|tacie|partner\w+)\b|\bhow (?:to|can i|do i|should i|can we|do we) help (?:someone|somebody|a friend|a person|my (?!self)\w+)\b"),
    ("relative", r"\b(?:moj|moja|mojego|mojej|mojemu|nasz|nasza|moi) (?:\w+ )?(?:syn\w*|cork\w*|corc\w*|brat\w*|siostr\w*|maz|mez\w*|zon\w*|mam\w*|matk\w*|tat\w*|ojc\w*|ojciec|partner\w*|chlopak\w*|dziewczyn\w*|przyjaci\w*|kole\w*|sasiad\w*|wuj\w*|cioc\w*|babc\w*|dziad\w*|kuzyn\w*|wspollokator\w*|znajom\w*|tesc\w*|kumpel|kumpl\w*|pacjent\w*)|^(?:syn|corka|brat|siostra|maz|zona|mama|matka|tata|ojciec|przyjaciolka|przyjaciel|kolega|kolezanka|sasiad\w*|znajom\w*|pacjent\w*|tesc\w*|dziadek|babcia|kumpel|wnuk|wnuczka)\b|\bmy (?:\w+ )?(?:son|daughter|brother|sister|husband|wife|mum|mom|mother|dad|father|partner|boyfriend|girlfriend|friend|mate|flatmate|roommate|neighbou?r|uncle|aunt|cousin|nan|gran\w*|colleague|coworker|patient|client|nephew|niece|bf|gf)\b"),
    ("someone", r"\b(?:komus|ktos|kogos|osob\w*|someone|somebody|a person)(?: \w+){0,2} (?:kto|ktor\w*|z mysl\w*|who|with)\b|\b(?:ona|on|ktos|kolezanka|kolega|przyjaciel|przyjaciolka|syn|corka|maz|zona|brat|siostra|mama|tata|ojciec)(?: \w+){0,3} (?:chce|chcial\w*|mowi\w*|pisz\w*|napisal\w*|grozi\w*|probowal\w*|powiedzial\w*)\b|\b(?:he|she|they|someone|somebody|a friend)(?: \w+){0,3} (?:wants?|says?|said|wrote|texted|tried|threatens?|keeps|is going|has|hes)\b"),
)  # fmt: skip

HARMLESS: Final[Rules] = (
    ("end of a talk", r"^(?:ok |okay |oki |no |thanks |thank you |dzieki |dziekuje )*(?:goodbye|bye|bye bye|good night|goodnight|see you|do widzenia|pa|pa pa|dobranoc|na razie)$|^nie (?:juz )?nie szukaj\w*$"),
    ("an age", r"^(?:(?:hej|czesc|no|bo|a|hi|hello|well) )?(?:(?:ja|moj\w*|nasz\w*|my|our) )?(?:\w+ )?(?:mam?|is|i'?m|i am|he'?s|she'?s) (?:tylko |dopiero |only |just )?\d{1,2}(?: lat| l| rok| roku| years?(?: old)?| yo)?(?: by the way| btw| tho| though| tak przy okazji| przy okazji| jakby co| jesli to wazne)?$"),
    ("an apology", r"^(?:(?:oj|ups|oops|ok|no|bardzo|so|very|i'?m|i am|really) )*(?:sorry|przepraszam)(?: (?:bardzo|najmocniej|again|about that|for that|za to|za nerwy))?$"),
    ("nobody wants to", r"\b(?:nobody|no one)(?: here)? wants to (?:die|kill (?:him|her|them)sel\w+|end (?:it|his life|her life))\b|\bnikt (?:tu |tutaj |u nas )*nie (?:chce|chcial) (?:sie zabic|umrzec|umierac|odebrac sobie zycia)\b"),
    ("before an age", r"\b(?:zanim|nim|dopoki nie|jak|kiedy|gdy) (?:\w+ )?skoncze (?:1\d|[2-9]\d)(?: lat| lata| rok)?\b|\bbefore i (?:turn |am |'?m )?(?:1\d|[2-9]\d)\b"),
    ("stays at home", r"\bnie (?:wyjdzie|wychodzi|wyszedl|wyszla|chce (?:wyjsc|wychodzic)) (?:\w+ )?z (?:domu|pokoju|mieszkania)\b"),
    ("an adult's age", r"\b(?:a |bo |i )?(?:ja )?mam (?:1[89]|[2-9]\d) lat(?:a|ka)?\b"),
    ("not refused", r"\b(?:isn'?t|is not|not|doesn'?t|does not|never) refus\w+(?: (?:anything|treatment|help|it))?\b|\bnie odmawia\w*(?: (?:leczenia|niczego|pomocy))?\b|\b(?:takes|is taking) (?:his|her|the) (?:tablets|pills|meds|medicines?|medication)\b(?! (?:all|by the|at once|and|to))"),
    ("short for the profession", r"\b(?:byc|zostac|zostal\w*|bycia|na|jako|to|czyli) az\b(?! (?:tak|tyle|taki\w*|do|po|za|w|na|dwa|trzy|\d+))"),
    ("if somebody is unwilling", r"^(?:(?:a|and|ok|no|i|so|przepraszam|jeszcze|but|ale) )*(?:co (?:jak|jesli|gdy|bedzie jak)|a jak|what if)(?: \w+){1,4}? (?:nie (?:bedzie |bede |beda )?(?:chcial\w*|chciec|chce|zechc\w*|pozwoli\w*|zgodzi\w*|przyjdzie|przyjma|przyjmie|polubi\w*)(?! (?:juz )?(?:zyc|jesc|wstac))(?: \w+){0,3}|"
     r"(?:won't|wont|doesn't|doesnt|don't|dont|refuses) (?:to )?(?:like|let|agree|allow|come|accept|pay|want(?: to (?:go|come|talk|see|do it|try))?)(?: (?:me|him|her|it|them|this|there|that|for|with|to|anyone|anybody)){0,3})$"),
    ("a remark", r"^(?:oh |ok |that'?s |thats |it'?s |how |so |very |really |a bit |to |no |jakie to |ale |troche |bardzo )*(?:sad|a pity|a shame|too bad|szkoda|smutne|przykre)(?: to| though)?$"),
    ("big words", r"\b(?:will be|is going to be|gonna be|be|is) the death of me\b|\bsaved my (?:life|bacon|day)\b|\bkrew mnie (?:zaraz )?zaleje\b|\bmnie (?:zaraz )?krew zaleje\b|\bszlag (?:mnie |ja |go )?(?:trafi\w*|zaraz trafi)\b|\b(?:bury|buried) (?:myself )?in (?:work|paper\w*|this plan|books|emails?)\b|\b(?:kolejk\w*|upal\w*|nud\w*|tlok\w*|korki)(?: \w+){0,4} (?:taki\w*|tak) ze mozna umrzec\b|\b(?:spi|spie|spia|spal\w*)(?: sie)? jak zabit\w*|\b(?:wszystkich nas|nas wszystkich) (?:jeszcze )?przezyje\b|\b(?:don'?t|dont|didn'?t) mean (?:it|this|that) in a (?:nasty|bad|mean|rude) way\b"),
    ("a dose", r"\b(?:wzial\w*|wziel\w*|took|taken|take)(?: \w+)? (?:[12]|one|two|jedna|dwie|a) (?:tabletk\w* )?(?:apap\w*|ibuprom\w*|paracetamol\w*|ibuprofen\w*|aspirin\w*|painkillers?|tablets?|tabletk\w*)(?: \w+)?(?: na| for| przeciw)(?: \w+){1,3}"),
    ("help for oneself", r"\b(?:szukam|poszukuje|potrzebuje) (?:\w+ ){0,2}(?:pomocy|wsparcia) dla siebie\b|\b(?:looking|searching|look) for (?:\w+ ){0,2}(?:help|support)(?: for (?:me|myself)| for| myself)\b(?! (?:him|her|them|my|a|someone|somebody))|\b(?:help|support) for myself\b"),
    # Prejudice against a future colleague, told by somebody who works with them.
    ("afraid of a colleague", r"\b(?:pracowni[ck]\w*|zesp[oi]\w*|personel\w*|pielegniar\w*|zarzad\w*|nurses|staff|team|board)(?: \w+){0,5}? (?:boja sie|boi sie|obawia\w*|mowi\w*|mysl\w*|uwaza\w*|afraid|scared|worried|thinks?|says?|fears?)"
     r"(?: \w+){0,6}? (?:(?:skrzywdz\w*|zrobi krzywde|krzywde) (?:komus|kogos|pacjent\w*)|(?:skrzywdz\w*|zrobi) (?:komus |kogos )?krzywde|(?:komus|kogos|pacjent\w*) (?:zrobi krzywde|skrzywdz\w*)|niebezpieczn\w*|(?:hurt|harm|attack) (?:somebody|someone|people|patients?)|dangerous|violent)\b"),
    # Who refuses treatment is told of to ask what can be done: the other words of the message say whether there is danger.
    ("refuses treatment", r"\b(?:lekow|tabletek) nie (?:bierze|chce brac|przyjmuje)\b|\bnie (?:bierze|przyjmuje) (?:swoich )?(?:lekow|tabletek)\b|\bnie chce (?:sie leczyc|leczenia|isc do (?:lekarza|psychiatry|psychologa)|(?:brac|przyjmowac) lekow)\b|\b(?:refus\w+|won'?t (?:get|accept)|does ?n'?t want|doesnt want) (?:any )?(?:treatment|therapy|help|medication|(?:to )?(?:take )?(?:his|her|the) (?:meds|medication))\b"),
    ("out of a talk", r"^(?:and |a |i )?(?:at night|w nocy|noca|dzien po dniu)$|^(?:ale )?dzien po dniu$|^(?:no |but )?(?:i meant \w+ )?not help for (?:me|myself)$"),
    ("afraid for custody", r"\b(?:afraid|scared|worried|fears?)(?: that)? (?:they|social services|the state|somebody|someone)(?:'?ll| will| might| may| can| could| would)? take (?:away )?(?:the |her |my |his |their |our )?(?:baby|child|kids?|children|son|daughter)\b(?: away)?(?: from (?:her|me|us|him))?|"
     r"\b(?:boi|boje) sie ze (?:jej |mu |mi |nam |im )?(?:zabiora|odbiora|zabierze|odbierze) (?:jej |mu |mi |nam |im )?(?:dziecko|dzieci|syna|synka|corke|coreczke)\b"),
    ("a story", r"\b(?:reading|read|watching|watched|saw|czytam|czytal\w*|ogladam|ogladal\w*)(?: \w+){0,3} (?:novel|book|film|movie|series|play|powiesc|ksiazke|serial|sztuke)(?: \w+){0,4} (?:wants? to die|wanted to die|kills? (?:him|her)self|overdoses?|chce umrzec|chce sie zabic|zabija sie|odbiera sobie zycie)\b"),
    ("a goodbye at work", r"\b(?:goodbye|farewell) (?:card|party|gift|present|cake|dinner|drinks|email|speech)\b|\bpozegnaln\w+ (?:mail\w*|impre\w*|kartk\w*|tort\w*|prezent\w*|obiad\w*|kolacj\w*|kaw\w*)\b|\b(?:mail|impreza|kartka|tort|prezent|kolacja) pozegnaln\w+"),
    ("a prescription", r"\b(?:wypisze|wypisuje|wypisuja|przepisuje|przepisuja|prescribes?)(?: \w+)? (?:tabletki|leki|recept\w+|meds|medicines?|medication|pills)\b"),
    ("tired of errands", r"\b(?:tired|sick|fed up) (?:of|with) (?:\w+ )?(?:forms?|paperwork|calling|phoning|offices|bureaucracy|red tape)\b|\b(?:no strength left|no energy) for (?:these |those |the )?(?:offices|forms|paperwork)\b|\bnie mam (?:juz )?sil[ye]? (?:do|na) (?:tych |te |tego )?(?:urzed\w*|formularz\w*|papier\w*|biurokracj\w*)"),
    ("plans", r"\b(?:mam|mamy|masz) (?:juz )?(?:jakis |jakies )?plany? na (?:weekend|wakacje|swieta|urlop|lato|ferie|majowke)\b|\b(?:have|got|any) plans for (?:the )?(?:weekend|holidays?|summer|christmas|easter)\b"),
    ("wish to live", r"^(?:chce (?:mi sie )?(?:sie )?zyc|i want to live|i love (?:my )?life)$"),
    ("figure of speech PL", r"\bzabi(?:jam|ja|jac|c|je|jcie|jasz) (?:czas|nude|nudy|mola|mole|karaluch\w*|mrowk\w*|komar\w*|chwast\w*|zapach\w*|smak\w*|pluskw\w*|bakteri\w*|wirus\w*)|\bskutecznie zabic (?:mole|komary|mrowki|karaluchy)|\bumieram z (?:ciekawosci|nudow|nudy|glodu|smiechu)|\b(?:telefon|bateria|komputer|laptop|net|serwer)(?: \w+){0,2} (?:umarl\w*|zdechl\w*|umiera)|\bumarl mi (?:telefon|laptop|komp\w*)|\bzabije (?:mnie )?(?:za to|ta pogoda|ten upal|mnie smiechem)|\bsmierteln\w* (?:powazn\w*|zmeczon\w*|nud\w*)|\bchce mi sie spac|\bkoncze (?:na dzis|prace|studia|szkole|kurs|lekcje|zmiane)"),
    ("figure of speech EN", r"\b(?:kill|killing|killed) (?:time|the (?:mood|vibe|lights|engine|process|weeds|battery)|two birds|weeds|moths|ants|bugs|it at|a process|bacteria|mould|mold|wasps|spiders|flies|germs)|\b(?:dying|die) (?:of (?:boredom|curiosity|laughter|hunger|thirst|heat)|laughing|for a|to (?:know|see|meet|try))|\b(?:phone|battery|laptop|computer|server|car)(?: \w+){0,2} (?:died|is dead|dying|dead)|\b(?:feet|back|head|shoes|knee|deadline|heat|traffic|exams?) (?:is|are|will) killing me|\bdead(?:line| tired| serious| end)\w*|\bdrop dead gorgeous|\bkill for a\b|\bdo not kill the|\bcut my (?:hair|grass)"),
    ("denied", r"\bnie (?:mam|miewam|mialem|mialam) (?:zadnych )?mysli samob\w*|\bnie (?:chce|zamierzam) (?:sie |sobie )(?:zabi\w*|nic zrobic|krzywd\w*)|\b(?:not|never|no longer|n'?t)(?: \w+){0,2} suicidal|\bno suicidal thoughts|\b(?:don'?t|dont|not) (?:want|wanna|going) (?:to )?(?:die|kill my ?self|hurt my ?self)"),
    ("refusal of talk", r"\bnie (?:juz )?nie chce wystarczy"),
    # Nobody can read words without a vowel; the short forms of danger among them are no noise.
    ("noise", r"^(?!.*\b(?:kms|kys|ctb))[b-df-hj-np-tv-xz]{2,}(?: [b-df-hj-np-tv-xz]{2,}){2,}$"),
    ("no telephone", r"^(?:ale |ja |ale ja )*nie (?:moge|mam jak|mam skad|dam rady) (?:teraz |tu |nigdzie )*(?:zadzwonic|dzwonic)$"),
)  # fmt: skip

# Said outright, in the present and not denied: it needs fewer other signs.
OUTRIGHT: Final[Rules] = (
    ("wants to die PL", r"(?<!nie )\b(?:chce|chca|chcemy|zamierza\w*|planuje) (?:juz |tylko )?(?:umrzec|odebrac sobie zycie|(?:sie|siebie) (?:zabic|powiesic|otruc|utopic|zastrzelic)|(?:zabic|powiesic|otruc|utopic|zastrzelic) (?:sie|siebie)|ze soba skonczyc|skonczyc ze soba)\b"),
    ("does not want to live PL", r"\bnie chce (?:mi sie )?(?:juz |dluzej )?zyc\b|\bmam mysli samobojcze\b"),
    ("has enough of life", r"\bma[msz]? (?:juz )?dosc (?:tego )?zycia\b(?! (?:na|w|z|u|jak|pod|przy|bez)\b)|\b(?:tired|sick|weary) of (?:living|life|being alive)\b(?! (?:in|with|here|there|out|from|on|under|near|alone|at|off)\b)"),
    ("wrote goodbye", r"\b(?:he|she|they|brother|sister|son|daughter|friend|husband|wife|boyfriend|girlfriend|partner|mum|mom|dad|mate|flatmate|ex)(?: \w+){0,3} (?:wrote|texted|sent|messaged|left)(?: \w+){0,2} (?:goodbye|farewell|suicide note)\b(?! (?:card|party|speech|email|e mail|mail|gift|present|cake|letter to))|"
     r"\b(?:napisal\w*|wyslal\w*|zostawil\w*)(?: \w+){0,3} (?:pozegnanie|list pozegnalny|pozegnalny (?:list|sms|wpis))\b"),
    ("join the dead", r"\bi (?:would|'?d|just|simply|only)? ?(?:just |simply |only )?(?:like|want) to join (?:her|him)(?: that'?s all| now| soon)?$|\bchcial(?:bym|abym) (?:juz |po prostu )?(?:do niej|do niego) (?:dolaczyc|isc|pojsc)\b|\bchce (?:juz )?(?:do niej|do niego) (?:dolaczyc|pojsc|odejsc)\b"),
    ("where a step is enough", r"\b(?:stoje|siedze|jestem)(?: \w+){0,3} na (?:moscie|dachu|parapecie|balustradzie|barierce|krawedzi|torach|wiadukcie|\w+skim)(?: \w+){0,8} (?:w dol|skocz\w*|barier\w*|nikt nie zauwazy)\b|\bprzepuszczam (?:\w+ )?(?:pociag|metro|tramwaj)\w*|"
     r"\b(?:pociag|metro) (?:\w+ ){0,3}przepu\w+|\btrains? (?:that )?(?:ive|i've|i have|i) (?:let|letting|just let) (?:go|pass)\b|\b(?:let|letting) (?:\w+ ){0,3}trains? (?:go|pass)\b|\b(?:standing|sitting|im|i'm|i am)(?: \w+){0,3} (?:on|at) (?:the|a) (?:bridge|roof|rooftop|ledge|tracks|railing|edge)(?: \w+){0,8} (?:looking down|down there|jump\w*|long way down|nobody)\b"),
    ("a heavy hand", r"\b(?:maz|partner|ojciec|tata|ojczym|chlopak|konkubent|stary)(?: \w+){0,2} (?:ma )?ciezk(?:a|iej) rek(?:e|i)\b|"
     r"\bpodn(?:osi\w*|iosl\w*) rek(?:e|i) na (?:mnie|nia|niego|nas|zone|matke|mame|corke|corki|syna|synow|dziec\w+|wnu\w+|kobiet\w*)\b|"
     r"\b(?:raise[sd]?|raising) (?:his|her|a) hand (?:to|at|against) (?:me|us|her|him|my \w+|the (?:kids|children))\b"),
    ("cannot go on", r"^(?:i )?(?:(?:just|really|honestly) )?(?:can'?t|cant|cannot) go on(?: any ?more| any longer| like this)?(?: i (?:really |just )?(?:can'?t|cant|cannot))?$"),
    ("speaks of suicide", r"\b(?:uczen|uczennica|syn|corka|kolega|kolezanka|przyjaciel|przyjaciolka|on|ona|maz|zona|brat|siostra) (?:\w+ ){0,4}(?:mowi|pisze) (?:mi |nam )?(?:o|ze) (?:samobojstwie|smierci|sie zabije)\b|\b(?:he|she|son|daughter|friend|pupil|student|brother|sister|husband|wife) (?:\w+ ){0,3}(?:talks|is talking|keeps talking) about (?:suicide|killing (?:him|her)self|dying)\b"),
    ("wants to die EN", r"(?<!not )(?<!n't )(?<!dont )\b(?:want|wants|wanna|going|gonna) (?:to )?(?:die|kill (?:my|him|her|them)sel\w+|end (?:my|his|her|their) li\w+)\b"),
    ("does not want to live EN", r"\b(?:don't|dont|doesn't|doesnt|do not) (?:want to|wanna) live\b(?! (?:in|with|there|here|near|alone|on))"),
)  # fmt: skip
