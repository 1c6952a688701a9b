"""The words of an invoice's lines: one table per language; one that lacks a word does not load."""

import msgspec

_KINDS = (
    "ENERGY",
    "TIME",
    "PARKING_TIME",
    "FLAT",
    "RESERVATION_TIME",
    "RESERVATION_FLAT",
    "MIN_PRICE",
    "MAX_PRICE",
)


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one language."""

    kinds: dict[str, str]
    rounding: str
    rounding_one: str
    average: str
    correction: str
    moved: str
    discount: str
    minimum: str
    part: str
    reverse: str

    def __post_init__(self) -> None:
        assert set(self.kinds) == set(_KINDS), "every kind of line has its word"


ENGLISH = Words(
    kinds={
        "ENERGY": "Energy",
        "TIME": "Charging time",
        "PARKING_TIME": "Idle time",
        "FLAT": "Start fee",
        "RESERVATION_TIME": "Reservation, by time",
        "RESERVATION_FLAT": "Reservation fee",
        "MIN_PRICE": "Up to the least price",
        "MAX_PRICE": "Down to the highest price",
    },
    rounding="Rounding of {n} sessions",
    rounding_one="Rounding of one session",
    average="average of changing prices",
    correction="Correction of the session of {day}, invoice {number}",
    moved="Session of {day}, invoice {number}: paid by another account",
    discount="{text}, {share} %",
    minimum="{text}: up to the minimum of {least}",
    part="{text}, {days} of {all} days",
    reverse="Reverse charge: the customer owes the VAT.",
)
SWEDISH = Words(
    kinds={
        "ENERGY": "Energi",
        "TIME": "Laddtid",
        "PARKING_TIME": "Tid efter avslutad laddning",
        "FLAT": "Startavgift",
        "RESERVATION_TIME": "Reservation, efter tid",
        "RESERVATION_FLAT": "Reservationsavgift",
        "MIN_PRICE": "Upp till lägsta pris",
        "MAX_PRICE": "Ner till högsta pris",
    },
    rounding="Avrundning av {n} laddningar",
    rounding_one="Avrundning av en laddning",
    average="genomsnitt av rörliga priser",
    correction="Rättelse av laddningen {day}, faktura {number}",
    moved="Laddningen {day}, faktura {number}: betalas av ett annat konto",
    discount="{text}, {share} %",
    minimum="{text}: upp till minst {least}",
    part="{text}, {days} av {all} dagar",
    reverse="Omvänd betalningsskyldighet: köparen redovisar momsen.",
)
GERMAN = Words(
    kinds={
        "ENERGY": "Energie",
        "TIME": "Ladezeit",
        "PARKING_TIME": "Standzeit nach dem Laden",
        "FLAT": "Startgebühr",
        "RESERVATION_TIME": "Reservierung, nach Zeit",
        "RESERVATION_FLAT": "Reservierungsgebühr",
        "MIN_PRICE": "Bis zum Mindestpreis",
        "MAX_PRICE": "Bis zum Höchstpreis",
    },
    rounding="Rundung von {n} Ladevorgängen",
    rounding_one="Rundung eines Ladevorgangs",
    average="Mittel veränderlicher Preise",
    correction="Korrektur des Ladevorgangs vom {day}, Rechnung {number}",
    moved="Ladevorgang vom {day}, Rechnung {number}: zahlt ein anderes Konto",
    discount="{text}, {share} %",
    minimum="{text}: bis zum Mindestbetrag von {least}",
    part="{text}, {days} von {all} Tagen",
    reverse="Steuerschuldnerschaft des Leistungsempfängers.",
)
WORDS = {"en": ENGLISH, "sv": SWEDISH, "de": GERMAN}
