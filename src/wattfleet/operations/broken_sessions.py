"""What a violation in a session says, by code: what does not hold, and what to do, in three languages."""

from typing import Final

from wattfleet.kernel.sentences import Phrase

_COMPARE: Final[Phrase] = (
    "The row was written by hand: restore a backup beside and compare.",
    "Raden har skrivits för hand: återställ en säkerhetskopia bredvid och jämför.",
    "Die Zeile wurde von Hand geschrieben: Spielen Sie eine Sicherung daneben ein und vergleichen Sie.",
)
_HOLD: Final[Phrase] = (
    "Hold it back from any bill, and look at its readings and frames.",
    "Håll den borta från varje faktura och se på dess avläsningar och meddelanden.",
    "Halten Sie ihn von jeder Rechnung fern und sehen Sie seine Ablesungen und Nachrichten an.",
)
_TO_RATE: Final[Phrase] = (
    "The job “close_sessions” rates it again once `to_rate` is set.",
    "Jobbet ”close_sessions” prissätter den igen när `to_rate` är satt.",
    "Die Aufgabe „close_sessions“ bepreist ihn neu, sobald `to_rate` gesetzt ist.",
)

OF_SESSIONS: Final[dict[str, tuple[Phrase, Phrase]]] = {
    "session_incalculable": (
        (
            "It cannot be worked out: {problem}.",
            "Den går inte att räkna ut: {problem}.",
            "Er lässt sich nicht berechnen: {problem}.",
        ),
        (
            "Look at its frames.",
            "Se på dess meddelanden.",
            "Sehen Sie seine Nachrichten an.",
        ),
    ),
    "session_unreadable": (
        (
            "It cannot be read: {problem}.",
            "Den går inte att läsa: {problem}.",
            "Er ist nicht lesbar: {problem}.",
        ),
        (
            "Restore a backup beside and bring it back from there.",
            "Återställ en säkerhetskopia bredvid och hämta den därifrån.",
            "Spielen Sie eine Sicherung daneben ein und holen Sie ihn daraus zurück.",
        ),
    ),
    "columns_apart": (
        (
            "The row says another {names} than the session itself.",
            "Raden säger annat om {names} än laddsessionen själv.",
            "Die Zeile sagt anderes zu {names} als der Ladevorgang selbst.",
        ),
        (
            "The row was changed by hand: restore a backup beside and compare.",
            "Raden har ändrats för hand: återställ en säkerhetskopia bredvid och jämför.",
            "Die Zeile wurde von Hand geändert: Spielen Sie eine Sicherung daneben ein und vergleichen Sie.",
        ),
    ),
    "readings_apart": (
        (
            "Its stored readings give another {names} ({again#} kWh, kept {kept#} kWh).",
            "Dess sparade avläsningar ger annat i {names} ({again#} kWh, sparat {kept#} kWh).",
            "Seine Ablesungen ergeben anderes bei {names} ({again#} kWh, gespeichert {kept#} kWh).",
        ),
        (
            "Readings were removed or changed: restore a backup beside and compare.",
            "Avläsningar har tagits bort eller ändrats: återställ en säkerhetskopia bredvid och jämför.",
            (
                "Ablesungen wurden entfernt oder geändert: Spielen Sie eine Sicherung daneben ein und "
                "vergleichen Sie."
            ),
        ),
    ),
    "energy_negative": (
        (
            "Its energy is {kwh#} kWh.",
            "Dess energi är {kwh#} kWh.",
            "Seine Energie ist {kwh#} kWh.",
        ),
        _HOLD,
    ),
    "registers_apart": (
        (
            "End minus begin register is {wh} Wh away from its energy.",
            "Mätarställning vid slut minus start skiljer {wh} Wh från dess energi.",
            "Endstand minus Anfangsstand weicht {wh} Wh von seiner Energie ab.",
        ),
        _HOLD,
    ),
    "energy_impossible": (
        (
            "Its energy of {kwh#} kWh is more than the station can deliver.",
            "Dess energi på {kwh#} kWh är mer än laddstationen kan ge.",
            "Seine Energie von {kwh#} kWh ist mehr, als die Ladestation liefern kann.",
        ),
        _HOLD,
    ),
    "register_below": (
        (
            "It begins at {begin#} kWh, below {known#} kWh, at which the session before it ended.",
            "Den börjar vid {begin#} kWh, under {known#} kWh, där laddsessionen före slutade.",
            "Er beginnt bei {begin#} kWh, unter {known#} kWh, wo der Ladevorgang davor endete.",
        ),
        (
            "Look at both sessions: one of them took energy that the other has too.",
            "Se på båda laddsessionerna: den ena tog energi som den andra också har.",
            "Sehen Sie beide Ladevorgänge an: Einer nahm Energie, die der andere auch hat.",
        ),
    ),
    "sessions_together": (
        (
            "Another session of the same EVSE covers {n} s of it, and both may be billed.",
            "En annan laddsession på samma EVSE täcker {n} s av den, och båda kan faktureras.",
            "Ein anderer Ladevorgang derselben EVSE deckt {n} s davon, und beide könnten abgerechnet werden.",
        ),
        (
            "Have a person look at both: one charge may have become two.",
            "Låt en person se på båda: en laddning kan ha blivit två.",
            "Lassen Sie jemanden beide ansehen: aus einem Ladevorgang wurden vielleicht zwei.",
        ),
    ),
    "end_before_begin": (
        (
            "It ends before it begins.",
            "Den slutar innan den börjar.",
            "Er endet, bevor er beginnt.",
        ),
        _HOLD,
    ),
    "slices_energy": (
        (
            "Its slices add up to {sum#} kWh, not to {kwh#} kWh.",
            "Dess delar blir {sum#} kWh, inte {kwh#} kWh.",
            "Seine Abschnitte ergeben {sum#} kWh, nicht {kwh#} kWh.",
        ),
        _HOLD,
    ),
    "slices_apart": (
        (
            "Its slices do not join from its begin to its end.",
            "Dess delar möts inte från början till slut.",
            "Seine Abschnitte schließen nicht vom Anfang bis zum Ende aneinander.",
        ),
        _HOLD,
    ),
    "line_outside": (
        (
            "A line of its price lies outside it.",
            "En rad i dess pris ligger utanför den.",
            "Eine Zeile seines Preises liegt außerhalb.",
        ),
        (
            "The next rating mends it.",
            "Nästa prissättning lagar det.",
            "Die nächste Bepreisung behebt es.",
        ),
    ),
    "ratings_newest": (
        (
            "It has {n} newest ratings.",
            "Den har {n} nyaste prissättningar.",
            "Er hat {n} neueste Bepreisungen.",
        ),
        _TO_RATE,
    ),
    "version_unrated": (
        (
            "Version {n} of it has no rating and waits for none.",
            "Version {n} av den saknar pris och väntar inte på något.",
            "Seine Version {n} hat keinen Preis und wartet auf keinen.",
        ),
        _TO_RATE,
    ),
    "rated_twice": (
        (
            "Version {n} of it was rated twice alike.",
            "Version {n} av den har prissatts två gånger på samma sätt.",
            "Seine Version {n} wurde zweimal gleich bepreist.",
        ),
        _TO_RATE,
    ),
    "rating_of_nothing": (
        (
            "A rating without a price has one in its row.",
            "En prissättning utan pris har ett i sin rad.",
            "Eine Bepreisung ohne Preis hat einen in ihrer Zeile.",
        ),
        _COMPARE,
    ),
    "rating_row": (
        (
            "A rating's row says another price than its lines.",
            "En prissättnings rad säger ett annat pris än dess prisrader.",
            "Die Zeile einer Bepreisung sagt einen anderen Preis als ihre Preiszeilen.",
        ),
        _COMPARE,
    ),
    "rating_sum": (
        (
            "A rating's lines do not add up to its price.",
            "En prissättnings rader ger inte dess pris i summa.",
            "Die Zeilen einer Bepreisung ergeben nicht ihren Preis.",
        ),
        _COMPARE,
    ),
    "price_apart": (
        (
            "Rated again it costs {again#}, and it was rated at {kept#} ({currency}).",
            "Prissatt igen kostar den {again#}, och den prissattes till {kept#} ({currency}).",
            "Neu bepreist kostet er {again#}, und bepreist wurde er mit {kept#} ({currency}).",
        ),
        (
            "Has its site's time zone been changed since, or a tariff version been written to by hand?",
            "Har platsens tidszon ändrats sedan dess, eller har någon skrivit i en prisversion för hand?",
            (
                "Wurde seither die Zeitzone des Standorts geändert oder von Hand in eine Tarifversion "
                "geschrieben?"
            ),
        ),
    ),
}
