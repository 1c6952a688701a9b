"""The words in which a line is explained: one table per language; one that lacks a word does not load."""

import msgspec


class Phrases(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Every sentence of one language, with its slots in braces; one object per language."""

    point: str
    energy: str = "{quantity}"
    charging: str
    idle: str
    flat: str
    kept: str
    kept_fee: str
    unused: str
    unused_fee: str
    at: str
    per_kwh: str
    per_hour: str
    grace: str
    all_free: str
    rounded_up: str
    follows: str
    fallback: str
    series_least: str
    series_below: str
    least: str
    most: str
    limit_before: str
    limit_with: str
    from_clock: str
    to_clock: str
    from_day: str
    to_day: str
    after_energy: str
    first_energy: str
    after_time: str
    first_time: str
    at_least: str
    below: str
    vat_plus: str
    vat_inside: str
    no_vat: str
    unknown_vat: str
    not_held: str
    not_together: str
    not_needed: str
    for_reservation: str
    for_unused: str
    for_session: str
    hours_between: str
    on_days: str = "{days}"
    was_then: str
    lasted: str
    took: str
    power_was: str
    current_was: str
    power_dark: str
    current_dark: str
    series_was: str
    as_it_begins: str
    none_then: str
    charged_by: str
    energy_word: str
    charging_word: str
    idle_word: str
    fee_word: str
    weekdays: tuple[str, str, str, str, str, str, str]


ENGLISH = Phrases(
    point=".",
    charging="Charging {quantity}",
    idle="Idle {quantity} after the car was full",
    flat="Start fee {price}",
    kept="Reserved for {quantity}",
    kept_fee="Reservation fee {price}",
    unused="Unused reservation {quantity}",
    unused_fee="Fee for an unused reservation {price}",
    at="at {price} {per}",
    per_kwh="per kWh",
    per_hour="per hour",
    grace="{free} free, {charged} charged",
    all_free="all free",
    follows="{series} was {value}",
    fallback="{series} had no value: agreed price",
    series_least="{series} from {limit}",
    series_below="{series} below {limit}",
    rounded_up="rounded up by {surplus} to steps of {step}",
    least="Raised to the minimum price of {limit}",
    most="Capped at the maximum price of {limit}",
    limit_before="{price} before VAT",
    limit_with="{price} with VAT",
    from_clock="from {start}",
    to_clock="until {end}",
    from_day="from {day}",
    to_day="before {day}",
    after_energy="after the first {limit}",
    first_energy="for the first {limit}",
    after_time="after {limit}",
    first_time="in the first {limit}",
    at_least="from {limit}",
    below="below {limit}",
    vat_plus="plus {rate} % VAT",
    vat_inside="{rate} % VAT included",
    no_vat="no VAT",
    unknown_vat="VAT included, rate unknown",
    not_held="Element {n} holds {conditions}; {facts}.",
    not_together="Element {n} holds {conditions}, which never came together; {facts}.",
    not_needed="Element {n} held, but {reasons}.",
    for_reservation="Element {n} prices a reservation; there was none.",
    for_unused="Element {n} prices a reservation that nobody uses; there was none.",
    for_session="Element {n} prices a session; the reservation was not used.",
    hours_between="from {start} to {end}",
    on_days="on {days}",
    was_then="the session was {when} local time",
    lasted="the session lasted {duration}",
    took="the session took {energy}",
    power_was="its power was {range}",
    current_was="its current was {range}",
    power_dark="its power is not told",
    current_dark="its current is not told",
    series_was="{series} had no such value then",
    as_it_begins="a period is priced as it begins",
    none_then="there was no {what} while it did",
    charged_by="{what} was charged by element {others}",
    energy_word="energy",
    charging_word="charging time",
    idle_word="idle time",
    fee_word="start fee",
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
)

SWEDISH = Phrases(
    point=",",
    charging="Laddning {quantity}",
    idle="Stillestånd {quantity} efter att bilen var full",
    flat="Startavgift {price}",
    kept="Reserverad {quantity}",
    kept_fee="Reservationsavgift {price}",
    unused="Outnyttjad reservation {quantity}",
    unused_fee="Avgift för outnyttjad reservation {price}",
    at="à {price} {per}",
    per_kwh="per kWh",
    per_hour="per timme",
    grace="{free} fritt, {charged} debiteras",
    all_free="allt fritt",
    follows="{series} var {value}",
    fallback="{series} saknade värde: avtalat pris",
    series_least="{series} från {limit}",
    series_below="{series} under {limit}",
    rounded_up="avrundat uppåt med {surplus} till steg om {step}",
    least="Höjt till minimipriset {limit}",
    most="Begränsat till maxpriset {limit}",
    limit_before="{price} exkl. moms",
    limit_with="{price} inkl. moms",
    from_clock="från {start}",
    to_clock="till {end}",
    from_day="från {day}",
    to_day="före {day}",
    after_energy="efter de första {limit}",
    first_energy="för de första {limit}",
    after_time="efter {limit}",
    first_time="under de första {limit}",
    at_least="från {limit}",
    below="under {limit}",
    vat_plus="plus {rate} % moms",
    vat_inside="varav {rate} % moms",
    no_vat="ingen moms",
    unknown_vat="inkl. moms, okänd sats",
    not_held="Element {n} gäller {conditions}; {facts}.",
    not_together="Element {n} gäller {conditions}, som aldrig inträffade samtidigt; {facts}.",
    not_needed="Element {n} gällde, men {reasons}.",
    for_reservation="Element {n} prissätter en reservation; det fanns ingen.",
    for_unused="Element {n} prissätter en reservation som ingen utnyttjar; det fanns ingen.",
    for_session="Element {n} prissätter en laddning; reservationen utnyttjades inte.",
    hours_between="från {start} till {end}",
    was_then="laddningen var {when} lokal tid",
    lasted="laddningen varade {duration}",
    took="laddningen tog {energy}",
    power_was="effekten var {range}",
    current_was="strömmen var {range}",
    power_dark="effekten är inte angiven",
    current_dark="strömmen är inte angiven",
    series_was="{series} hade inget sådant värde då",
    as_it_begins="en period prissätts så som den börjar",
    none_then="{what} förekom inte under tiden",
    charged_by="{what} debiterades av element {others}",
    energy_word="energi",
    charging_word="laddtid",
    idle_word="stillestånd",
    fee_word="startavgift",
    weekdays=("mån", "tis", "ons", "tor", "fre", "lör", "sön"),
)

GERMAN = Phrases(
    point=",",
    charging="Laden {quantity}",
    idle="Standzeit {quantity}, nachdem das Auto voll war",
    flat="Startgebühr {price}",
    kept="Reserviert {quantity}",
    kept_fee="Reservierungsgebühr {price}",
    unused="Ungenutzte Reservierung {quantity}",
    unused_fee="Gebühr für eine ungenutzte Reservierung {price}",
    at="zu {price} {per}",
    per_kwh="je kWh",
    per_hour="je Stunde",
    grace="{free} frei, {charged} berechnet",
    all_free="alles frei",
    follows="{series} war {value}",
    fallback="{series} hatte keinen Wert: vereinbarter Preis",
    series_least="{series} ab {limit}",
    series_below="{series} unter {limit}",
    rounded_up="um {surplus} aufgerundet auf Schritte von {step}",
    least="Angehoben auf den Mindestpreis von {limit}",
    most="Begrenzt auf den Höchstpreis von {limit}",
    limit_before="{price} ohne MwSt.",
    limit_with="{price} mit MwSt.",
    from_clock="ab {start}",
    to_clock="bis {end}",
    from_day="ab {day}",
    to_day="vor {day}",
    after_energy="nach den ersten {limit}",
    first_energy="für die ersten {limit}",
    after_time="nach {limit}",
    first_time="in den ersten {limit}",
    at_least="ab {limit}",
    below="unter {limit}",
    vat_plus="zzgl. {rate} % MwSt.",
    vat_inside="inkl. {rate} % MwSt.",
    no_vat="keine MwSt.",
    unknown_vat="inkl. MwSt., Satz unbekannt",
    not_held="Element {n} gilt {conditions}; {facts}.",
    not_together="Element {n} gilt {conditions}, was nie zusammentraf; {facts}.",
    not_needed="Element {n} galt, aber {reasons}.",
    for_reservation="Element {n} ist für eine Reservierung; es gab keine.",
    for_unused="Element {n} ist für eine Reservierung, die niemand nutzt; es gab keine.",
    for_session="Element {n} ist für einen Ladevorgang; die Reservierung blieb ungenutzt.",
    hours_between="von {start} bis {end}",
    was_then="der Ladevorgang war {when} Ortszeit",
    lasted="der Ladevorgang dauerte {duration}",
    took="der Ladevorgang nahm {energy}",
    power_was="seine Leistung war {range}",
    current_was="sein Strom war {range}",
    power_dark="seine Leistung ist nicht angegeben",
    current_dark="sein Strom ist nicht angegeben",
    series_was="{series} hatte dann keinen solchen Wert",
    as_it_begins="ein Zeitraum wird so berechnet, wie er beginnt",
    none_then="{what} gab es währenddessen nicht",
    charged_by="{what} wurde von Element {others} berechnet",
    energy_word="Energie",
    charging_word="Ladezeit",
    idle_word="Standzeit",
    fee_word="Startgebühr",
    weekdays=("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
)

LANGUAGES = {"en": ENGLISH, "sv": SWEDISH, "de": GERMAN}
