"""Why a session may not be billed as it was measured, by code, in three languages: what is wrong, what to do.

The browser has the same table: `web/packages/words/src/generated/signed.ts`.
"""

from typing import Final

import msgspec

from wattfleet.kernel.sentences import Phrase, Values, said
from wattfleet.metrology.found import Finding


class Problem(msgspec.Struct, frozen=True):
    """A stable word, the English sentences, the values of the case, and what was found beneath it."""

    code: str
    text: str
    hint: str
    values: Values = {}
    because: tuple[Finding, ...] = ()


def unmeasured(code: str, *because: Finding, **values: str | int) -> Problem:
    text, hint = (said(phrase[0], values) for phrase in UNMEASURED[code])
    return Problem(code, " ".join([text, *(one.text for one in because)]), hint, values, because)


UNMEASURED: Final[dict[str, tuple[Phrase, Phrase]]] = {
    "signed_values_missing": (
        (
            "The station told no signed value of it.",
            "Laddstationen lämnade inget signerat värde för den.",
            "Die Ladestation hat dazu keinen signierten Wert geliefert.",
        ),
        (
            "Have it sign begin and end (its setting for signed meter values); this session: write it off.",
            "Låt den signera början och slut (inställningen för signerade mätvärden); skriv av den här.",
            "Lassen Sie Beginn und Ende signieren (Einstellung der Ladestation); diesen schreiben Sie ab.",
        ),
    ),
    "meter_key_missing": (
        (
            "No key of its meter is approved for that day.",
            "Ingen nyckel för dess mätare är godkänd för den dagen.",
            "Kein Schlüssel seines Zählers ist für diesen Tag freigegeben.",
        ),
        (
            "Register the key of the meter's plate, or approve the one that was seen.",
            "Registrera nyckeln på mätarens skylt eller godkänn den som setts.",
            "Tragen Sie den Schlüssel vom Typenschild ein oder geben Sie den gesehenen frei.",
        ),
    ),
    "signed_format_unknown": (
        (
            "Its signed values cannot be read as OCMF. {problem}",
            "Dess signerade värden kan inte läsas som OCMF. {problem}",
            "Seine signierten Werte sind nicht als OCMF lesbar. {problem}",
        ),
        (
            "Set the station to OCMF; give the driver the maker's own transparency file.",
            "Ställ laddstationen på OCMF; ge föraren tillverkarens egen transparensfil.",
            "Stellen Sie die Ladestation auf OCMF; der Fahrer bekommt die Transparenzdatei des Herstellers.",
        ),
    ),
    "signed_values_invalid": (
        (
            "A signature is not of its text, or not of an approved key.",
            "En signatur hör inte till sin text eller är inte gjord med en godkänd nyckel.",
            "Eine Signatur gehört nicht zu ihrem Text oder zu keinem freigegebenen Schlüssel.",
        ),
        (
            "Compare the key with the plate of the meter; a meter that was changed needs its new key.",
            "Jämför nyckeln med mätarens skylt; en utbytt mätare behöver sin nya nyckel.",
            "Vergleichen Sie den Schlüssel mit dem Typenschild; ein getauschter Zähler braucht seinen neuen.",
        ),
    ),
    "signed_process_wrong": (
        (
            "The values are signed, and no charging process that may be billed:",
            "Värdena är signerade men utgör ingen laddning som får faktureras:",
            "Die Werte sind signiert, ergeben aber keinen abrechenbaren Ladevorgang:",
        ),
        (
            "What is missing does not come later: write the session off, and look at the meter.",
            "Det som saknas kommer inte senare: skriv av laddsessionen och titta på mätaren.",
            "Was fehlt, kommt nicht später: schreiben Sie den Ladevorgang ab und prüfen Sie den Zähler.",
        ),
    ),
    "signed_meter_differs": (
        (
            "The key is of the meter {known}, and the values come from {told}.",
            "Nyckeln hör till mätaren {known}, och värdena kommer från {told}.",
            "Der Schlüssel gehört zum Zähler {known}, und die Werte stammen von {told}.",
        ),
        (
            "Register the key of the meter that measures there now.",
            "Registrera nyckeln för mätaren som mäter där nu.",
            "Tragen Sie den Schlüssel des Zählers ein, der dort jetzt misst.",
        ),
    ),
    "signed_energy_differs": (
        (
            "The signed values say {signed#} kWh, the session {session#} kWh.",
            "De signerade värdena säger {signed#} kWh, laddsessionen {session#} kWh.",
            "Die signierten Werte nennen {signed#} kWh, der Ladevorgang {session#} kWh.",
        ),
        (
            "Amend its energy to what was signed, with this as the reason.",
            "Rätta dess energi till det som signerats, med detta som orsak.",
            "Berichtigen Sie seine Energie auf das Signierte, mit diesem Grund.",
        ),
    ),
    "signed_user_differs": (
        (
            "The signed values name the card {signed}, the session {session}.",
            "De signerade värdena anger kortet {signed}, laddsessionen {session}.",
            "Die signierten Werte nennen die Karte {signed}, der Ladevorgang {session}.",
        ),
        (
            "Amend the card of the session to the one that was signed.",
            "Rätta laddsessionens kort till det som signerats.",
            "Berichtigen Sie die Karte des Ladevorgangs auf die signierte.",
        ),
    ),
    "price_change_unsigned": (
        (
            "The price changes at {at@}, and no signed reading stands there.",
            "Priset ändras {at@}, och där finns ingen signerad avläsning.",
            "Der Preis wechselt am {at@}, und dort steht kein signierter Zählerstand.",
        ),
        (
            "Sell there by one price of energy, or have the station sign each change (clock-aligned).",
            "Sälj där till ett energipris, eller låt laddstationen signera varje ändring (klockstyrt).",
            "Verkaufen Sie dort zu einem Energiepreis, oder lassen Sie jeden Wechsel signieren (uhrgenau).",
        ),
    ),
    "price_split_differs": (
        (
            "At {at@} the signed register says another energy than was priced before it.",
            "Vid {at@} säger den signerade mätarställningen en annan energi än den som prissatts dittills.",
            "Am {at@} nennt der signierte Zählerstand eine andere Energie als die bis dahin bewertete.",
        ),
        (
            "Look at the readings of the session.",
            "Titta på laddsessionens avläsningar.",
            "Sehen Sie die Zählerstände des Ladevorgangs an.",
        ),
    ),
    "time_not_measured": (
        (
            "Minutes are billed, and the site's clock is not said to be approved for that.",
            "Minuter faktureras, och ingen har angett att platsens klocka är godkänd för det.",
            "Es werden Minuten abgerechnet, und die Uhr des Standorts gilt nicht als dafür zugelassen.",
        ),
        (
            "Sell there without a price of time, or say at the site by what the clock is approved.",
            "Sälj där utan tidspris, eller ange på platsen vad som godkänner klockan.",
            "Verkaufen Sie dort ohne Zeitpreis, oder sagen Sie am Standort, wodurch die Uhr zugelassen ist.",
        ),
    ),
    "time_not_measured_clock": (
        (
            "Minutes are billed, and the station's clock was neither synchronised nor relative.",
            "Minuter faktureras, och laddstationens klocka var varken synkroniserad eller relativ.",
            "Es werden Minuten abgerechnet, und die Uhr der Ladestation war weder synchron noch relativ.",
        ),
        (
            "Mend the station's time; amend or write off this session.",
            "Rätta laddstationens tid; ändra eller skriv av den här laddsessionen.",
            "Stellen Sie die Zeit der Ladestation; ändern Sie diesen Ladevorgang oder schreiben Sie ihn ab.",
        ),
    ),
}
"""By code; every code that `measuring` holds by stands here, or a test fails."""
