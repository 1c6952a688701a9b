"""What a violation of an invariant says, by code: what does not hold, and what to do, in English, Swedish and
German. The browser has the same table: `web/packages/words/src/generated/invariants.ts`."""

from typing import Final

from wattfleet.kernel.sentences import Phrase
from wattfleet.operations.broken_sessions import OF_SESSIONS

_COMPARE: Final[Phrase] = (
    "The row was written by hand: restore a backup beside and compare.",
    "Raden har skrivits för hand: återställ en säkerhetskopia bredvid och jämför.",
    "Die Zeile wurde von Hand geschrieben: Spielen Sie eine Sicherung daneben ein und vergleichen Sie.",
)
_REPLAY: Final[Phrase] = (
    "`wattfleet replay` shows what the frame would do now.",
    "`wattfleet replay` visar vad meddelandet skulle göra nu.",
    "`wattfleet replay` zeigt, was die Nachricht jetzt bewirken würde.",
)
_RATE_AGAIN: Final[Phrase] = (
    "The next run of the job “close_sessions” rates it; if it does not, the log says why.",
    "Nästa körning av jobbet ”close_sessions” prissätter den; om inte säger loggen varför.",
    "Der nächste Lauf der Aufgabe „close_sessions“ bepreist ihn; wenn nicht, sagt das Log, warum.",
)

_GENERAL: Final[dict[str, tuple[Phrase, Phrase]]] = {
    "entry_apart": (
        (
            "An entry's postings are {apart} ({currency}, minor units) apart.",
            "En verifikations konteringar skiljer {apart} ({currency}, i minsta enhet).",
            "Die Zeilen eines Eintrags liegen {apart} ({currency}, kleinste Einheit) auseinander.",
        ),
        _COMPARE,
    ),
    "entry_empty": (
        (
            "A ledger entry has no postings.",
            "En verifikation saknar konteringar.",
            "Ein Eintrag im Hauptbuch hat keine Buchungszeilen.",
        ),
        _COMPARE,
    ),
    "document_misbooked": (
        (
            "{number} says {said} and is booked with {posted} ({currency}, minor units).",
            "{number} lyder på {said} och är bokförd med {posted} ({currency}, i minsta enhet).",
            "{number} lautet auf {said} und ist mit {posted} gebucht ({currency}, kleinste Einheit).",
        ),
        (
            "The row was written by hand: `wattfleet prove NUMBER` tells which of both follows.",
            "Raden har skrivits för hand: `wattfleet prove NUMBER` säger vilken av dem som följer.",
            "Die Zeile wurde von Hand geschrieben: `wattfleet prove NUMBER` sagt, welche von beiden folgt.",
        ),
    ),
    "entry_of_nothing": (
        (
            "An entry of a document ({source}) that was never issued.",
            "En verifikation för ett dokument ({source}) som aldrig har utfärdats.",
            "Ein Eintrag zu einem Dokument ({source}), das nie ausgestellt wurde.",
        ),
        _COMPARE,
    ),
    "numbers_missing": (
        (
            "{given} numbers of the series {series} were given, and {there} documents have one.",
            "{given} nummer ur serien {series} har delats ut, och {there} dokument har ett.",
            "{given} Nummern der Reihe {series} wurden vergeben, und {there} Dokumente haben eine.",
        ),
        (
            "A document was removed by hand: restore a backup beside and compare.",
            "Ett dokument har tagits bort för hand: återställ en säkerhetskopia bredvid och jämför.",
            (
                "Ein Dokument wurde von Hand entfernt: Spielen Sie eine Sicherung daneben ein und "
                "vergleichen Sie."
            ),
        ),
    ),
    "collected_twice": (
        (
            "{number} is collected by {n} debits over {taken} (minor units), more than is owed.",
            "{number} dras med {n} autogiron på {taken} (i minsta enhet), mer än som är skyldigt.",
            (
                "{number} wird mit {n} Lastschriften über {taken} (kleinste Einheit) eingezogen, mehr als "
                "geschuldet ist."
            ),
        ),
        (
            "Ask the bank to give one back, and say so by its file: `wattfleet bank-file`.",
            "Be banken betala tillbaka den ena, och läs in dess fil: `wattfleet bank-file`.",
            "Bitten Sie die Bank, eine zurückzugeben, und lesen Sie deren Datei ein: `wattfleet bank-file`.",
        ),
    ),
    "collection_apart": (
        (
            "A collection says {n} debits over {said} (minor units), and its rows say otherwise.",
            "En dragning anger {n} autogiron på {said} (i minsta enhet), och dess rader säger annat.",
            "Ein Einzug nennt {n} Lastschriften über {said} (kleinste Einheit), und seine Zeilen anderes.",
        ),
        _COMPARE,
    ),
    "debit_apart": (
        (
            "The debit of {number} is {state}, and {paid} (minor units) of it is paid.",
            "Autogireringen av {number} är {state}, och {paid} (i minsta enhet) av den är betalt.",
            "Die Lastschrift über {number} ist {state}, und {paid} (kleinste Einheit) davon ist bezahlt.",
        ),
        _COMPARE,
    ),
    "movement_apart": (
        (
            "A movement of the bank of {day} has {left} left, its payments leave {rest} (minor units).",
            "En bankhändelse den {day} har {left} kvar, dess betalningar lämnar {rest} (i minsta enhet).",
            (
                "Von einer Bankbewegung vom {day} sind {left} übrig, ihre Zahlungen lassen {rest} (kleinste "
                "Einheit)."
            ),
        ),
        _COMPARE,
    ),
    "reminded_early": (
        (
            "{number}, due on {due}, was reminded of on {made}.",
            "{number}, som förfaller {due}, påmindes det om {made}.",
            "An {number}, fällig am {due}, wurde am {made} erinnert.",
        ),
        (
            "Waive the reminder: `wattfleet reminder ID waive`; ask who wrote into the database by hand.",
            "Efterskänk den: `wattfleet reminder ID waive`; fråga vem som skrev i databasen för hand.",
            (
                "Erlassen Sie die Mahnung: `wattfleet reminder ID waive`; fragen Sie, wer von Hand in die "
                "Datenbank schrieb."
            ),
        ),
    ),
    "reminder_apart": (
        (
            "A reminder says fee and interest of {said} (minor units), and its invoices bear another sum.",
            "En påminnelse säger avgift och ränta på {said} (i minsta enhet), och dess fakturor bär annat.",
            (
                "Eine Mahnung nennt Gebühr und Zinsen von {said} (kleinste Einheit), und ihre Rechnungen "
                "tragen eine andere Summe."
            ),
        ),
        _COMPARE,
    ),
    "mailed_unissued": (
        (
            "An invoice that was never issued went into the mail.",
            "En faktura som aldrig har utfärdats har lagts i posten.",
            "Eine Rechnung, die nie ausgestellt wurde, ging in die Post.",
        ),
        _COMPARE,
    ),
    "cold_day_damaged": (
        (
            "The old day {path} with {n} rows is damaged or gone: {problem}",
            "Den gamla dagen {path} med {n} rader är skadad eller borta: {problem}",
            "Der alte Tag {path} mit {n} Zeilen ist beschädigt oder weg: {problem}",
        ),
        (
            "Bring this file back from a backup; its rows stand nowhere else.",
            "Hämta filen ur en säkerhetskopia; dess rader finns ingen annanstans.",
            "Holen Sie die Datei aus einer Sicherung zurück; ihre Zeilen stehen sonst nirgends.",
        ),
    ),
    "rows_of_stranger": (
        (
            "{n} rows of {table} name a station that this tenant does not have.",
            "{n} rader i {table} nämner en laddstation som den här operatören inte har.",
            "{n} Zeilen von {table} nennen eine Ladestation, die dieser Betreiber nicht hat.",
        ),
        (
            "Restore a backup beside and compare; ask who wrote into the database by hand.",
            "Återställ en säkerhetskopia bredvid och jämför; fråga vem som skrev i databasen för hand.",
            (
                "Spielen Sie eine Sicherung daneben ein und vergleichen Sie; fragen Sie, wer von Hand in "
                "die Datenbank schrieb."
            ),
        ),
    ),
    "call_unanswered": (
        (
            "A {action} was kept without our answer and without an error.",
            "{action} sparades utan vårt svar och utan fel.",
            "{action} wurde ohne unsere Antwort und ohne Fehler gespeichert.",
        ),
        _REPLAY,
    ),
    "epoch_unknown": (
        (
            "{n} frames are of epoch {epoch}, which their station never had.",
            "{n} meddelanden är från epok {epoch}, som laddstationen aldrig har haft.",
            "{n} Nachrichten stammen aus Epoche {epoch}, die ihre Ladestation nie hatte.",
        ),
        (
            "An old copy of the table stations was put back: restore a whole backup instead.",
            (
                "En gammal kopia av tabellen stations har lagts tillbaka: återställ en hel säkerhetskopia "
                "i stället."
            ),
            (
                "Eine alte Kopie der Tabelle stations wurde zurückgelegt: Spielen Sie stattdessen eine "
                "ganze Sicherung ein."
            ),
        ),
    ),
    "frame_backwards": (
        (
            "A frame of connection {epoch} was kept after one of connection {before}.",
            "Ett meddelande från anslutning {epoch} sparades efter ett från anslutning {before}.",
            "Eine Nachricht der Verbindung {epoch} wurde nach einer der Verbindung {before} gespeichert.",
        ),
        (
            (
                "Two processes held the station for a moment; its sessions are safe by their versions. See "
                "whether both have the same clock and database."
            ),
            (
                "Två processer höll laddstationen ett ögonblick; dess laddsessioner är säkra genom sina "
                "versioner. Se efter om båda har samma klocka och databas."
            ),
            (
                "Zwei Prozesse hielten die Ladestation einen Augenblick lang; ihre Ladevorgänge sind durch "
                "ihre Versionen sicher. Sehen Sie nach, ob beide dieselbe Uhr und Datenbank haben."
            ),
        ),
    ),
    "sent_twice": (
        (
            "The same {action} went out twice to a station.",
            "Samma {action} gick ut två gånger till en laddstation.",
            "Dasselbe {action} ging zweimal an eine Ladestation hinaus.",
        ),
        (
            "Look at what the station did with it: `wattfleet station ID frames`.",
            "Se efter vad laddstationen gjorde med det: `wattfleet station ID frames`.",
            "Sehen Sie nach, was die Ladestation damit tat: `wattfleet station ID frames`.",
        ),
    ),
    "news_of_nothing": (
        (
            "News {topic} of {key} tell of no version.",
            "Nyheten {topic} om {key} nämner ingen version.",
            "Die Neuigkeit {topic} zu {key} nennt keine Version.",
        ),
        (
            "Whoever heard of it asks for the session anew.",
            "Den som hörde den frågar efter laddsessionen på nytt.",
            "Wer davon hörte, fragt den Ladevorgang neu ab.",
        ),
    ),
    "frames_missing": (
        (
            "{n} frames are missing between the numbers {first} and {high}.",
            "{n} meddelanden saknas mellan numren {first} och {high}.",
            "{n} Nachrichten fehlen zwischen den Nummern {first} und {high}.",
        ),
        (
            "Somebody deleted them: restore a backup beside and bring them back from it.",
            "Någon har raderat dem: återställ en säkerhetskopia bredvid och hämta dem därifrån.",
            (
                "Jemand hat sie gelöscht: Spielen Sie eine Sicherung daneben ein und holen Sie sie daraus "
                "zurück."
            ),
        ),
    ),
    "register_lost": (
        (
            "A register of {wh#} Wh was acknowledged and is in no reading.",
            "Mätarställningen {wh#} Wh har kvitterats och finns i ingen avläsning.",
            "Der Zählerstand {wh#} Wh wurde bestätigt und steht in keiner Ablesung.",
        ),
        _REPLAY,
    ),
    "start_twice": (
        (
            "{n} sessions were made of one start of a station.",
            "{n} laddsessioner har skapats av en och samma start.",
            "Aus einem Start einer Ladestation wurden {n} Ladevorgänge.",
        ),
        (
            "The unique index of starts is gone: rebuild it with REINDEX, and have a person look at both.",
            "Det unika indexet för starter är borta: bygg om det med REINDEX och låt en person se på båda.",
            (
                "Der eindeutige Index der Starts ist weg: Bauen Sie ihn mit REINDEX neu, und lassen Sie "
                "jemanden beide ansehen."
            ),
        ),
    ),
    "revision_apart": (
        (
            "Its newest revision says something else than the session ({state}) and its newest rating.",
            "Dess nyaste revision säger något annat än laddsessionen ({state}) och dess nyaste pris.",
            "Seine neueste Fassung sagt etwas anderes als der Ladevorgang ({state}) und sein neuester Preis.",
        ),
        (
            "Look at `wattfleet session ID revisions`; a bill follows the revision.",
            "Se på `wattfleet session ID revisions`; en faktura följer revisionen.",
            "Sehen Sie `wattfleet session ID revisions` an; eine Rechnung folgt der Fassung.",
        ),
    ),
    "between_twice": (
        (
            "Energy between sessions of EVSE {evse} is booked twice.",
            "Energi mellan laddsessioner på EVSE {evse} är bokförd två gånger.",
            "Energie zwischen Ladevorgängen der EVSE {evse} ist doppelt gebucht.",
        ),
        (
            "Look at the sessions on either side: a register may have been changed by hand.",
            "Se på laddsessionerna på var sida: en mätarställning kan ha ändrats för hand.",
            (
                "Sehen Sie die Ladevorgänge auf beiden Seiten an: Ein Zählerstand wurde vielleicht von Hand "
                "geändert."
            ),
        ),
    ),
    "identity_of_stranger": (
        (
            "The identity {identity} lets a station in that this tenant does not have.",
            "Identiteten {identity} släpper in en laddstation som den här operatören inte har.",
            "Die Kennung {identity} lässt eine Ladestation ein, die dieser Betreiber nicht hat.",
        ),
        (
            "Remove the identity, and register the station anew.",
            "Ta bort identiteten och registrera laddstationen på nytt.",
            "Entfernen Sie die Kennung und melden Sie die Ladestation neu an.",
        ),
    ),
    "epochs_apart": (
        (
            (
                "{identity} is at epoch {epoch}, its newest connection is {newest}, and {old} older ones "
                "are open."
            ),
            "{identity} är vid epok {epoch}, dess nyaste anslutning är {newest}, och {old} äldre är öppna.",
            (
                "{identity} steht bei Epoche {epoch}, ihre neueste Verbindung ist {newest}, und {old} "
                "ältere sind offen."
            ),
        ),
        (
            "Start the server again: it closes what is open, and the station connects anew.",
            "Starta om servern: den stänger det som är öppet, och laddstationen ansluter på nytt.",
            "Starten Sie den Server neu: Er schließt, was offen ist, und die Ladestation verbindet sich neu.",
        ),
    ),
    "order_overdue": (
        (
            "The command {command} is {state}, more than five minutes past its deadline.",
            "Kommandot {command} är {state}, mer än fem minuter efter sin tidsgräns.",
            "Der Befehl {command} ist {state}, mehr als fünf Minuten nach seiner Frist.",
        ),
        (
            "The job “follow_orders” settles it; if it does not, the log says why.",
            "Jobbet ”follow_orders” avgör det; om inte säger loggen varför.",
            "Die Aufgabe „follow_orders“ schließt ihn ab; wenn nicht, sagt das Log, warum.",
        ),
    ),
    "order_untimely": (
        (
            "The command {command} is {state}, and its times say otherwise.",
            "Kommandot {command} är {state}, och dess tider säger något annat.",
            "Der Befehl {command} ist {state}, und seine Zeiten sagen etwas anderes.",
        ),
        (
            "Look at the station's frames at that time: they show what was said.",
            "Se på laddstationens meddelanden vid den tiden: de visar vad som sades.",
            "Sehen Sie die Nachrichten der Ladestation zu dieser Zeit an: Sie zeigen, was gesagt wurde.",
        ),
    ),
    "price_overdue": (
        (
            "An ended session ({state}) has waited for its price for five minutes.",
            "En avslutad laddsession ({state}) har väntat fem minuter på sitt pris.",
            "Ein beendeter Ladevorgang ({state}) wartet seit fünf Minuten auf seinen Preis.",
        ),
        _RATE_AGAIN,
    ),
    "session_left_open": (
        (
            "Transaction {tx} is open, and its plug has been free for a day.",
            "Transaktionen {tx} är öppen, och dess uttag har varit ledigt ett dygn.",
            "Die Transaktion {tx} ist offen, und ihr Anschluss ist seit einem Tag frei.",
        ),
        (
            "The job “infer_ends” ends it; if it does not, the log says why.",
            "Jobbet ”infer_ends” avslutar den; om inte säger loggen varför.",
            "Die Aufgabe „infer_ends“ beendet sie; wenn nicht, sagt das Log, warum.",
        ),
    ),
    "table_open": (
        (
            "Row-level security is not forced on {table}.",
            "Radsäkerhet är inte påtvingad för {table}.",
            "Zeilensicherheit ist für {table} nicht erzwungen.",
        ),
        (
            "`ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY`",
            (
                "Kör `ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL "
                "SECURITY`"
            ),
            (
                "Führen Sie aus: `ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE "
                "ROW LEVEL SECURITY`"
            ),
        ),
    ),
    "role_unbound": (
        (
            "The role {role} is missing or may bypass row-level security.",
            "Rollen {role} saknas eller får gå förbi radsäkerheten.",
            "Die Rolle {role} fehlt oder darf die Zeilensicherheit umgehen.",
        ),
        (
            "`ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS`",
            "Kör `ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS`",
            "Führen Sie aus: `ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS`",
        ),
    ),
    "act_broken": (
        (
            "Act {n} is missing, or is not as it was written.",
            "Handling {n} saknas eller är inte som den skrevs.",
            "Handlung {n} fehlt oder ist nicht, wie sie geschrieben wurde.",
        ),
        (
            "Restore a backup beside and compare the acts from there on.",
            "Återställ en säkerhetskopia bredvid och jämför handlingarna därifrån.",
            "Spielen Sie eine Sicherung daneben ein und vergleichen Sie die Handlungen von dort an.",
        ),
    ),
}

BROKEN: Final[dict[str, tuple[Phrase, Phrase]]] = {**_GENERAL, **OF_SESSIONS}
"""By code; every code that the auditor finds stands here, or a test fails."""
