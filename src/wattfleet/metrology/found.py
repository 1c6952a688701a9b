"""What can be wrong with signed values, by code, in three languages.

The browser has the same table: `web/packages/words/src/generated/signed.ts`.
"""

from typing import Final

import msgspec

from wattfleet.kernel.sentences import Phrase, Values, said


class Finding(msgspec.Struct, frozen=True):
    """A stable word, the values of the case, and the English sentence of both."""

    code: str
    values: Values
    text: str


def found(code: str, **values: str | int) -> Finding:
    return Finding(code, values, said(FOUND[code][0], values))


FOUND: Final[dict[str, Phrase]] = {
    # the process
    "no_readings": (
        "There is no reading with a value.",
        "Det finns ingen avläsning med ett värde.",
        "Es gibt keine Ablesung mit einem Wert.",
    ),
    "source_differs": (
        "The values come from more than one source ({field}): {names}.",
        "Värdena kommer från mer än en källa ({field}): {names}.",
        "Die Werte stammen aus mehr als einer Quelle ({field}): {names}.",
    ),
    "source_missing": (
        "No meter, gateway or charge point is named.",
        "Varken mätare, gateway eller laddpunkt är angiven.",
        "Weder Zähler noch Gateway noch Ladepunkt ist genannt.",
    ),
    "page_invalid": (
        "The pagination “{page}” is not T or F and a number.",
        "Löpnumret ”{page}” är inte T eller F och ett tal.",
        "Die Nummerierung „{page}“ ist nicht T oder F und eine Zahl.",
    ),
    "not_a_transaction": (
        "{page} is a fiscal reading, outside any transaction.",
        "{page} är en fiskal avläsning, utanför varje transaktion.",
        "{page} ist eine Ablesung außerhalb jeder Transaktion (F).",
    ),
    "page_gap": (
        "After T{before} comes T{after}: values are missing, added or out of order.",
        "Efter T{before} kommer T{after}: värden saknas, har lagts till eller har fel ordning.",
        "Nach T{before} kommt T{after}: Werte fehlen, sind zu viel oder in falscher Reihenfolge.",
    ),
    "user_missing": (
        "A value of a transaction does not say who was assigned (IS, IT).",
        "Ett värde i en transaktion säger inte vem den gäller (IS, IT).",
        "Ein Wert einer Transaktion sagt nicht, wem sie zugeordnet war (IS, IT).",
    ),
    "user_error": (
        "The assignment of the user failed: {level}.",
        "Användaren kunde inte kopplas till transaktionen: {level}.",
        "Die Zuordnung des Nutzers schlug fehl: {level}.",
    ),
    "user_differs": (
        "The values name more than one user.",
        "Värdena anger mer än en användare.",
        "Die Werte nennen mehr als einen Nutzer.",
    ),
    "meter_state": (
        "The meter was not good at {time}: {state}.",
        "Mätaren var inte i ordning {time}: {state}.",
        "Der Zähler war um {time} nicht in Ordnung: {state}.",
    ),
    "energy_unusable": (
        "From {time} on, energy is not usable for billing.",
        "Från {time} får energin inte användas för fakturering.",
        "Ab {time} ist die Energie für die Abrechnung nicht brauchbar.",
    ),
    "time_unusable": (
        "From {time} on, time is not usable for billing.",
        "Från {time} får tiden inte användas för fakturering.",
        "Ab {time} ist die Zeit für die Abrechnung nicht brauchbar.",
    ),
    "unusable_from": (
        "From {time} on, time or energy is not usable.",
        "Från {time} är tid eller energi inte användbar.",
        "Ab {time} ist Zeit oder Energie nicht brauchbar.",
    ),
    "time_invalid": (
        "“{time}” is not a moment.",
        "”{time}” är ingen tidpunkt.",
        "„{time}“ ist kein Zeitpunkt.",
    ),
    "clock_unknown": (
        "The state of the clock is not told at {time}.",
        "Klockans tillstånd anges inte {time}.",
        "Um {time} ist der Zustand der Uhr nicht angegeben.",
    ),
    "begin_missing": (
        "The first reading of {register} is no begin (B).",
        "Den första avläsningen av {register} är ingen början (B).",
        "Die erste Ablesung von {register} ist kein Beginn (B).",
    ),
    "end_missing": (
        "The last reading of {register} is no end.",
        "Den sista avläsningen av {register} är inget slut.",
        "Die letzte Ablesung von {register} ist kein Ende.",
    ),
    "order_wrong": (
        "A reading of {register} between begin and end says {kind}.",
        "En avläsning av {register} mellan början och slut säger {kind}.",
        "Eine Ablesung von {register} zwischen Beginn und Ende sagt {kind}.",
    ),
    "time_backwards": (
        "A reading of {register} is older than the one before it.",
        "En avläsning av {register} är äldre än den före.",
        "Eine Ablesung von {register} ist älter als die davor.",
    ),
    "loss_wrong": (
        "The losses of {register} do not start at zero and grow.",
        "Förlusterna för {register} börjar inte på noll och växer.",
        "Die Verluste von {register} beginnen nicht bei null und wachsen.",
    ),
    "unit_wrong": (
        "{register} is in “{unit}”, and energy is billed in kWh or Wh of a named register.",
        "{register} anges i ”{unit}”, och energi faktureras i kWh eller Wh från ett namngivet register.",
        "{register} ist in „{unit}“, und Energie wird in kWh oder Wh eines benannten Registers abgerechnet.",
    ),
    "unit_changes": (
        "The unit of {register} changes on the way.",
        "Enheten för {register} byts på vägen.",
        "Die Einheit von {register} wechselt unterwegs.",
    ),
    "register_falls": (
        "{register} falls on the way.",
        "{register} sjunker på vägen.",
        "{register} fällt unterwegs.",
    ),
    # the signature
    "key_none": (
        "There is no public key for this meter.",
        "Det finns ingen offentlig nyckel för den här mätaren.",
        "Es gibt keinen öffentlichen Schlüssel für diesen Zähler.",
    ),
    "key_unreadable": (
        "The key that came with it cannot be read: {problem}",
        "Nyckeln som följde med kan inte läsas: {problem}",
        "Der mitgelieferte Schlüssel ist nicht lesbar: {problem}",
    ),
    "algorithm_unknown": (
        "The algorithm {algorithm} is not one of OCMF.",
        "Algoritmen {algorithm} hör inte till OCMF.",
        "Das Verfahren {algorithm} gehört nicht zu OCMF.",
    ),
    "media_unknown": (
        "The signature is {media}, not application/x-der.",
        "Signaturen är {media}, inte application/x-der.",
        "Die Signatur ist {media}, nicht application/x-der.",
    ),
    "curve_differs": (
        "It says {algorithm}, and the key is of {curve}.",
        "Den anger {algorithm}, och nyckeln är av {curve}.",
        "Sie nennt {algorithm}, und der Schlüssel ist von {curve}.",
    ),
    "encoding_wrong": (
        "The signature is not {encoding}.",
        "Signaturen är inte {encoding}.",
        "Die Signatur ist nicht {encoding}.",
    ),
    "curve_unchecked": (
        "The curve {curve} cannot be checked on this machine.",
        "Kurvan {curve} kan inte kontrolleras på den här maskinen.",
        "Die Kurve {curve} ist auf dieser Maschine nicht prüfbar.",
    ),
    "not_of_this_text": (
        "The signature is not of this text.",
        "Signaturen hör inte till den här texten.",
        "Die Signatur gehört nicht zu diesem Text.",
    ),
}
"""By code; every code that `process` and `signature` find stands here, or a test fails."""
