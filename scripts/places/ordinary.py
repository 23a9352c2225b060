"""Ordinary words of Polish and English with how common they are, and given names: what a place must not be taken for."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import morfeusz2
import msgpack

from bot.folding import fold
from bot.nlu.place_guard import COMMON, NAME, RARE, VERY_COMMON

_ANALYSER: Final = morfeusz2.Morfeusz(generate=False)
_PROPER: Final = {"nazwa_geograficzna", "nazwisko", "imię", "nazwa_pospolita_z_wielkiej_litery"}
_RAREST_POLISH: Final = 1.0  # Zipf values: log10 of occurrences in a billion words
_RAREST_ENGLISH: Final = 2.8
# Forms of towns and other places that people also use as ordinary words. All other forms of towns count as names only,
# although the dictionary has some rare word that looks the same ("mielec", "lublinie").
ALSO_WORDS: Final = frozenset(
    "marek kazimierz zwierzyniec blonia blonie blon alba are bardo bardzie biala bialej blaszki blone bole brief brzeg brzegiem brzegu brzegi buk buka butow bytom bytow chelm czarne czarnego czarnej "
    "czarnych czarnym czarnymi czarna dobr dobra dobre dobrej glowna glownie glownej gora gore gory gorze gora gniew gniewem gniewie gniewu hel helem helu "
    "jedwabne jedwabnego kamionka kola kole kolem kolo kolu konin konina koniny konskie konskiego kowal kowala krzyz krzyza krzyzu lap lapach lapami lapy lask "
    "laska laski lasku late lesna lesnej lipa lipie lodzia lodz lodzi mordow mordy mordach mrozy mrozow mrozach nisko niska niskiem nowa nowe nowego nowej nowych nowym nowymi nowemu nysa "
    "piatek piatka piatku piatkiem piasek piaski piaskach piaskow piela pieniezna pil pila pile pilo pily pionki pionkow pisz pisza ploty plotach plotow poleca polic police "
    "policach poreba posed poznana poznane poznano poznany przemysl przemysla przemyslem przemyslowi przemyslu radam radom reda ryk ryki rykach sick skala skale "
    "skaly skoki skokach skokow slawa slawe slawie slawna slawy sol soli sroda srody srode srodzie strumien strumieni strumienia strumieniem sucha suchej suche susz susza suszu "
    "swiecie swiecia thorn tluszcz tluszczu tluszczem torn turek turka turkiem turku tych ujscia ujscie ujsciu urzedow ustka walcz walcza warcie warta "
    "warte warty wegrow wisla wisle wisly wrzesien wrzesnia wrzesnie wysoka wysokie wysokiej zabki zabkach zalewa zalewem zalewu zalewo zar zara zarach zarow zary zator zatoru zatorem "
    "wolin wolina ochota ochocie ochoty ochote wola woli wole wolej praga prage wlochy wloch wlochach wlochami wesola wesolej gorna gornej srodka srodki srodek gaj gaju "
    "krzyki krzykach krzykow krzykami grunwald malta malcie stogi stawki stawek rury zaspa zaspy ursus oliwa oliwy oliwe oliwie fabryczna fabrycznej jasien "
    "rataje kazimierz kazimierza kazimierzu marek marki marka markami markach leg legu azory lipiec lipca lipce mogila mogily mogile karb borek rudnik rudniki gornik "
    "gorniki gornikow gornikach laski ksieze ksiezy polesie tatry tatrach mazur jura jury spisz orawa zagorze zarzecze zawodzie polesiu gorce gorcach zawarcie zawarciu zawarcia "
    "podgrodzie podzamcze sielanka malinka siekierki rozanka olszynka pogodno winogrady strzyza lawica lawice morena kokoszki aniolki zlotniki bojary dziesieciny chabry "
    "turecki swiecki laski kolski piski leski suski rawski".split()
)
# Countries and cities abroad after which villages of Poland are named.
ABROAD: Final = frozenset(
    "polska polski polsce polske polska ameryka ameryce ameryki ameryke londyn londynie londynu paryz paryzu paryza wieden wiedniu berlin "
    "wielkanoc wielkanocy berlinie berlina rzym rzymie rzymu wenecja wenecji syberia syberii australia kanada ukraina ukrainie ukrainy rosja rosji".split()
)
_COMMON_FROM: Final = 3.0
_LARGE: Final = 50_000  # inhabitants of a town whose forms count as names only
_VERY_COMMON_FROM: Final = 4.4


def _frequencies(path: Path) -> Iterator[tuple[str, float]]:
    """Words of a list of wordfreq with their Zipf value; its levels are hundredths of a power of ten."""
    levels = msgpack.loads(gzip.decompress(path.read_bytes()), raw=False)[1:]
    for level, words in enumerate(levels):
        for word in words:
            if word.isalpha():
                yield word, 9 - level / 100


def _readings(word: str) -> tuple[bool, set[str]]:
    """Whether a Polish word is an ordinary one, and of which kinds of proper names it is a form."""
    ordinary, proper = False, set()
    for _, _, (_, lemma, tag, names, *_) in [*_ANALYSER.analyse(word), *_ANALYSER.analyse(word.capitalize())]:
        if tag != "ign":
            ordinary |= lemma[:1].islower() and not _PROPER & set(names)
            proper |= _PROPER & set(names)
    return ordinary, proper


def words(frequencies: Path, places: dict[str, int], villages: set[str]) -> dict[str, list[int]]:
    """Folded word -> [how common it is]. frequencies: folder of the lists; places: folded forms of towns and areas.

    places: with the inhabitants that stand for each. A word that is also a form of one is left out when it is a large
    one, and counts as rare when it is a small one, unless it stands in ALSO_WORDS. Names of other countries and
    cities count as ordinary words, surnames as names, unless a village has them.
    """
    weight: dict[str, float] = defaultdict(float)
    given: set[str] = set()
    for word, zipf in _frequencies(frequencies / "large_pl.msgpack.gz"):
        key = fold(word)
        if zipf >= _RAREST_POLISH and (places.get(key, 0) < _LARGE or key in ALSO_WORDS):
            ordinary, proper = _readings(word)
            if ordinary and key in places and key not in ALSO_WORDS:
                weight[key] = 1
            elif (
                ordinary
                or key in ALSO_WORDS
                or ("nazwa_geograficzna" in proper and key not in places and (key not in villages or key in ABROAD))
            ):
                weight[key] += 10**zipf
            elif key not in places and len(word) > 2 and ("imię" in proper or ("nazwisko" in proper and key not in villages)):
                given.add(key)
    for word, zipf in _frequencies(frequencies / "large_en.msgpack.gz"):
        key = fold(word)
        if zipf >= _RAREST_ENGLISH and word.isascii() and (key not in places or key in ALSO_WORDS):
            weight[key] += 10**zipf
    found = {key: [NAME] for key in given}
    for key, total in weight.items():
        found[key] = [VERY_COMMON if total >= 10**_VERY_COMMON_FROM else COMMON if total >= 10**_COMMON_FROM else RARE]
    return found
