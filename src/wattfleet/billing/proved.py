"""What was looked at in a bundle, by code, in three languages.

The browser has the same table: `web/packages/words/src/generated/proved.ts`.
"""

from typing import Final

import msgspec

from wattfleet.kernel.sentences import Phrase, Values, said


class Check(msgspec.Struct, frozen=True):
    """One thing that was looked at: `holds`, or not; None = it cannot be said from this bundle.

    `text` is the English sentence of the code and its values.
    """

    thing: str
    holds: bool | None
    text: str
    code: str
    values: Values


def check(thing: str, holds: bool | None, code: str, **values: str | int) -> Check:
    return Check(thing, holds, said(PROVED[code][0], values), code, values)


PROVED: Final[dict[str, Phrase]] = {
    "lines_rounded": (
        "{n} {n|line is|lines are} quantity × price, rounded once",
        "{n} {n|rad är|rader är} antal × pris, avrundat en gång",
        "{n} {n|Position ist|Positionen sind} Menge × Preis, einmal gerundet",
    ),
    "lines_differ": (
        "of {n} lines not all are quantity × price, rounded once: {wrong}",
        "av {n} rader är inte alla antal × pris, avrundat en gång: {wrong}",
        "von {n} Positionen sind nicht alle Menge × Preis, einmal gerundet: {wrong}",
    ),
    "totals": (
        "net {net#}, VAT {vat#}, payable {payable#}",
        "netto {net#}, moms {vat#}, att betala {payable#}",
        "netto {net#}, MwSt. {vat#}, zu zahlen {payable#}",
    ),
    "undoes": (
        "it undoes {numbers}: prove that one",
        "den upphäver {numbers}: kontrollera den fakturan",
        "sie hebt {numbers} auf: prüfen Sie jene",
    ),
    "sessions_sum": (
        "{n} {n|session comes|sessions come} to {sum} minor units, its lines to {lines}",
        "{n} {n|laddsession uppgår|laddsessioner uppgår} till {sum} i minsta enhet, raderna till {lines}",
        "{n} {n|Ladevorgang ergibt|Ladevorgänge ergeben} {sum} kleinste Einheiten, die Positionen {lines}",
    ),
    "session_gone": (
        "a session is no longer there as it was billed",
        "en laddsession finns inte längre kvar så som den fakturerades",
        "ein Ladevorgang ist nicht mehr da, wie er abgerechnet wurde",
    ),
    "lines_follow": (
        "{n} {n|line follows|lines follow} from the ratings",
        "{n} {n|rad följer|rader följer} av prissättningen",
        "{n} {n|Position folgt|Positionen folgen} aus den Bewertungen",
    ),
    "rating_net": (
        "its rating says {net#} before VAT",
        "prissättningen säger {net#} exkl. moms",
        "seine Bewertung ergibt {net#} ohne MwSt.",
    ),
    "billed_before": (
        "it was billed at revision {billed}; {newest} holds now and is billed by itself",
        "den fakturerades i version {billed}; nu gäller {newest}, som faktureras för sig",
        "er wurde in Fassung {billed} abgerechnet; jetzt gilt {newest} und wird für sich abgerechnet",
    ),
    "other_engine": (
        "it was rated by engine {rated}; this program has {here}",
        "den prissattes av motor {rated}; det här programmet har {here}",
        "er wurde von Rechenwerk {rated} bewertet; dieses Programm hat {here}",
    ),
    "price_missing": (
        "the series of prices has a gap: {problem}",
        "prisserien har en lucka: {problem}",
        "die Preisreihe hat eine Lücke: {problem}",
    ),
    "rated_again": (
        "{kwh#} kWh by “{tariff}”, version {version}, cost {net#}",
        "{kwh#} kWh enligt ”{tariff}”, version {version}, kostar {net#}",
        "{kwh#} kWh nach „{tariff}“, Fassung {version}, kosten {net#}",
    ),
    "no_register": (
        "the station told no register at its begin or its end",
        "laddstationen uppgav ingen mätarställning vid början eller slutet",
        "die Ladestation meldete keinen Zählerstand an Beginn oder Ende",
    ),
    "meter": (
        "the meter went from {begin#} to {end#} kWh",
        "mätaren gick från {begin#} till {end#} kWh",
        "der Zähler ging von {begin#} auf {end#} kWh",
    ),
    "meter_amended": (
        "the meter went from {begin#} to {end#} kWh; a person amended the session, see its revisions",
        "mätaren gick från {begin#} till {end#} kWh; en person har ändrat laddsessionen, se versionerna",
        "der Zähler ging von {begin#} auf {end#} kWh; eine Person änderte den Ladevorgang, siehe Fassungen",
    ),
    "meter_differs": (
        "the meter went from {begin#} to {end#} kWh; flags: {flags}",
        "mätaren gick från {begin#} till {end#} kWh; märkt: {flags}",
        "der Zähler ging von {begin#} auf {end#} kWh; Merkmale: {flags}",
    ),
    "no_frames": (
        "no frame of it is kept any more",
        "inget meddelande från den finns sparat längre",
        "keine Nachricht von ihm ist mehr aufbewahrt",
    ),
    "frames_hashed": (
        "{n} {n|frame has its hash|frames have their hashes}",
        "{n} {n|meddelande har sin hash|meddelanden har sina hashar}",
        "{n} {n|Nachricht hat ihren Hash|Nachrichten haben ihre Hashes}",
    ),
    "frames_differ": (
        "of {n} frames these do not have their hashes: {wrong}",
        "av {n} meddelanden har dessa inte sina hashar: {wrong}",
        "von {n} Nachrichten haben diese nicht ihre Hashes: {wrong}",
    ),
    "begin_in_frame": (
        "frame {number} has its register at the begin",
        "meddelande {number} har mätarställningen vid början",
        "Nachricht {number} hat den Zählerstand am Beginn",
    ),
    "begin_in_none": (
        "no frame has, in Wh, its register at the begin",
        "inget meddelande har, i Wh, mätarställningen vid början",
        "keine Nachricht hat, in Wh, den Zählerstand am Beginn",
    ),
    "end_in_frame": (
        "frame {number} has its register at the end",
        "meddelande {number} har mätarställningen vid slutet",
        "Nachricht {number} hat den Zählerstand am Ende",
    ),
    "end_in_none": (
        "no frame has, in Wh, its register at the end",
        "inget meddelande har, i Wh, mätarställningen vid slutet",
        "keine Nachricht hat, in Wh, den Zählerstand am Ende",
    ),
}
"""By code; every code that `proof` looks at stands here, or a test fails."""
