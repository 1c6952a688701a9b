"""What each invariant promises, how it is looked for, and what no database can show: in English, Swedish and
German. `how` is None where nothing of it is kept yet. Source: reliability §3."""

from typing import Final

from wattfleet.kernel.sentences import Phrase

Promise = tuple[Phrase, Phrase | None, Phrase | None]
"""Title, how, blind."""

PROMISED: Final[dict[str, Promise]] = {
    "I1": (
        (
            "No acknowledged message is lost",
            "Inget kvitterat meddelande går förlorat",
            "Keine bestätigte Nachricht geht verloren",
        ),
        (
            (
                "Each call of a station stands beside our answer; on SQLite no number of the hot archive "
                "is missing; each cold file is there, whole and unchanged."
            ),
            (
                "Varje anrop från en laddstation står bredvid vårt svar; i SQLite saknas inget nummer i "
                "det varma arkivet; varje kall fil finns, hel och oförändrad."
            ),
            (
                "Neben jedem Aufruf einer Ladestation steht unsere Antwort; in SQLite fehlt keine Nummer "
                "im warmen Archiv; jede kalte Datei ist da, ganz und unverändert."
            ),
        ),
        (
            (
                "What stations were told before a power cut is known only to them: tests with a log of "
                "acknowledgements show that. PostgreSQL's numbers have holes by nature."
            ),
            (
                "Vad laddstationerna fick höra före ett strömavbrott vet bara de: tester med en logg över "
                "kvittenser visar det. Nummer i PostgreSQL har luckor av naturen."
            ),
            (
                "Was Ladestationen vor einem Stromausfall hörten, wissen nur sie: Tests mit einem Protokoll "
                "der Bestätigungen zeigen das. Nummern in PostgreSQL haben von Natur aus Lücken."
            ),
        ),
    ),
    "I2": (
        (
            "No acknowledged meter value is lost",
            "Inget kvitterat mätvärde går förlorat",
            "Kein bestätigter Messwert geht verloren",
        ),
        (
            "Each plain energy register of an answered message is found again in a reading of its station.",
            (
                "Varje enkel mätarställning i ett besvarat meddelande återfinns i en avläsning av dess "
                "laddstation."
            ),
            (
                "Jeder einfache Zählerstand einer beantworteten Nachricht findet sich in einer Ablesung "
                "ihrer Ladestation wieder."
            ),
        ),
        (
            "Registers that a station tells oddly (another unit, a phase) are left to the tests of the wire.",
            "Mätarställningar som sägs på ett udda sätt (annan enhet, en fas) lämnas åt protokolltesterna.",
            "Seltsam gemeldete Zählerstände (andere Einheit, eine Phase) bleiben den Tests des Protokolls.",
        ),
    ),
    "I3": (
        (
            "One session for each charge",
            "En laddsession för varje laddning",
            "Ein Ladevorgang für jede Ladung",
        ),
        (
            "No two billable sessions hold the same EVSE at the same time; no start is kept twice.",
            "Inga två debiterbara laddsessioner upptar samma EVSE samtidigt; ingen start sparas två gånger.",
            "Keine zwei abrechenbaren Ladevorgänge belegen zugleich dieselbe EVSE; kein Start ist doppelt.",
        ),
        (
            "Whether a car was there at all: a database knows what stations said.",
            "Om det alls fanns en bil där: en databas vet vad laddstationer har sagt.",
            "Ob überhaupt ein Auto da war: Eine Datenbank weiß, was Ladestationen sagten.",
        ),
    ),
    "I4": (
        (
            "Each session is rated once as it stands",
            "Varje laddsession prissätts en gång som den är",
            "Jeder Ladevorgang wird einmal bepreist, wie er ist",
        ),
        (
            (
                "One newest rating for each ended session, of its very version; no version rated twice; "
                "what a rating's columns say is what its lines add up to, and the same evidence with the "
                "same tariff version gives the same price again. The newest revision says what the session "
                "and its rating say."
            ),
            (
                "En nyaste prissättning för varje avslutad laddsession, av just dess version; ingen version "
                "två gånger; kolumnerna säger det som raderna ger i summa, och samma underlag med samma "
                "prisversion ger samma pris igen. Den nyaste revisionen säger det som laddsessionen och dess "
                "pris säger."
            ),
            (
                "Eine neueste Bepreisung je beendetem Ladevorgang, genau seiner Version; keine Version "
                "zweimal; die Spalten sagen, was die Zeilen ergeben, und dieselben Belege mit derselben "
                "Tarifversion ergeben denselben Preis. Die neueste Fassung sagt, was Ladevorgang und Preis "
                "sagen."
            ),
        ),
        (
            (
                "Whether an invoice says the same: I7 holds each document against the ledger, and "
                "`wattfleet prove` one document against its sessions."
            ),
            (
                "Om en faktura säger detsamma: I7 håller varje dokument mot huvudboken, och `wattfleet "
                "prove` ett dokument mot dess laddsessioner."
            ),
            (
                "Ob eine Rechnung dasselbe sagt: I7 hält jedes Dokument gegen das Hauptbuch, und "
                "`wattfleet prove` ein Dokument gegen seine Ladevorgänge."
            ),
        ),
    ),
    "I5": (
        (
            "Energy is conserved in each session",
            "Energin bevaras i varje laddsession",
            "Energie bleibt in jedem Ladevorgang erhalten",
        ),
        (
            (
                "Never negative; end minus begin register (± 1 Wh) where nothing doubtful is flagged; "
                "never above the station's stated power × time × 1.1 without a flag; the slices that are "
                "billed add up to it."
            ),
            (
                "Aldrig negativ; mätarställning vid slut minus start (± 1 Wh) där inget tvivelaktigt är "
                "flaggat; aldrig över stationens angivna effekt × tid × 1,1 utan flagga; delarna som "
                "debiteras ger den i summa."
            ),
            (
                "Nie negativ; Endstand minus Anfangsstand (± 1 Wh), wo nichts Zweifelhaftes markiert ist; "
                "nie über angegebener Leistung × Zeit × 1,1 ohne Markierung; die abgerechneten Abschnitte "
                "ergeben sie zusammen."
            ),
        ),
        None,
    ),
    "I6": (
        (
            "Energy is conserved on each connector",
            "Energin bevaras på varje uttag",
            "Energie bleibt an jedem Anschluss erhalten",
        ),
        (
            (
                "A session's begin register is never below the end register of the one before it on the "
                "same EVSE, where the station's register is known to count for life and neither is "
                "flagged; nothing between two sessions is booked twice."
            ),
            (
                "En laddsessions mätarställning vid start är aldrig lägre än den vid slutet av den "
                "före på samma EVSE, där mätaren räknar hela sitt liv och ingen av dem är flaggad; inget "
                "mellan två laddsessioner bokförs två gånger."
            ),
            (
                "Der Anfangsstand eines Ladevorgangs liegt nie unter dem Endstand des vorigen an derselben "
                "EVSE, wo der Zähler lebenslang zählt und keiner markiert ist; nichts zwischen zwei "
                "Ladevorgängen ist doppelt gebucht."
            ),
        ),
        (
            "What flowed between sessions is not read from a register that nobody told.",
            "Det som flutit mellan laddsessioner läses inte ur en mätare som ingen har berättat om.",
            "Was zwischen Ladevorgängen floss, steht nicht in einem Zähler, den niemand meldete.",
        ),
    ),
    "I7": (
        ("The ledger is balanced", "Huvudboken går jämnt upp", "Das Hauptbuch ist ausgeglichen"),
        (
            (
                "The postings of each entry come to nothing in each currency; no entry is without "
                "postings; each issued document is booked with what it says, none that was never issued "
                "is, and no number is missing (looked at in a whole audit)."
            ),
            (
                "Konteringarna i varje verifikation blir noll i varje valuta; ingen är utan konteringar; "
                "varje utfärdat dokument är bokfört med det som det säger, inget som aldrig utfärdats är "
                "det, och inget nummer saknas (prövas i en fullständig granskning)."
            ),
            (
                "Die Buchungszeilen jedes Eintrags ergeben null in jeder Währung; kein Eintrag ist ohne "
                "Zeilen; jedes ausgestellte Dokument ist gebucht, wie es lautet, keines, das nie "
                "ausgestellt wurde, und keine Nummer fehlt (in einer vollen Prüfung)."
            ),
        ),
        (
            (
                "That no row was changed or removed: rights and triggers refuse it, and the chain of acts "
                "names who booked."
            ),
            (
                "Att ingen rad har ändrats eller tagits bort: rättigheter och utlösare vägrar, och "
                "händelsekedjan nämner vem som bokförde."
            ),
            (
                "Dass keine Zeile geändert oder entfernt wurde: Rechte und Trigger verweigern es, und die "
                "Kette der Handlungen nennt, wer buchte."
            ),
        ),
    ),
    "I8": (
        ("Money moves exactly once", "Pengar flyttas exakt en gång", "Geld bewegt sich genau einmal"),
        (
            (
                "No invoice is collected over what it is owed; a collection's file says what its debits say; "
                "only what is issued and overdue is reminded of, and what a reminder costs stands on its "
                "invoices; no invoice is mailed that was never issued (looked at in a whole audit)."
            ),
            (
                "Ingen faktura dras på mer än vad som är skyldigt; en dragnings fil säger vad dess rader "
                "säger; bara det som är utfärdat och förfallet påminns om, och det som en påminnelse kostar "
                "står på dess fakturor; ingen faktura skickas som aldrig utfärdats (prövas i en fullständig "
                "granskning)."
            ),
            (
                "Keine Rechnung wird über das Geschuldete hinaus eingezogen; die Datei eines Einzugs sagt, "
                "was seine Lastschriften sagen; nur Ausgestelltes und Überfälliges wird angemahnt, und was "
                "eine Mahnung kostet, steht auf ihren Rechnungen; keine Rechnung wird verschickt, die nie "
                "ausgestellt wurde (in einer vollen Prüfung)."
            ),
        ),
        (
            (
                "What the bank did: its file tells, once somebody reads it in. Whether a fee keeps to the "
                "cap of its country is looked at when the fees are written."
            ),
            (
                "Vad banken gjorde: det säger dess fil, när någon läser in den. Om en avgift håller sig "
                "under landets tak prövas när avgifterna skrivs in."
            ),
            (
                "Was die Bank tat: Das sagt ihre Datei, sobald sie jemand einliest. Ob eine Gebühr unter der "
                "Grenze ihres Landes bleibt, wird beim Eintragen der Gebühren geprüft."
            ),
        ),
    ),
    "I9": (
        ("No hold is forgotten", "Ingen reservation av pengar glöms", "Keine Reservierung wird vergessen"),
        None,
        None,
    ),
    "I10": (
        (
            "Each home session is paid once",
            "Varje hemmasession ersätts en gång",
            "Jeder Ladevorgang zu Hause wird einmal erstattet",
        ),
        None,
        None,
    ),
    "I11": (
        (
            "A site stays below its cap",
            "En plats håller sig under sitt tak",
            "Ein Standort bleibt unter seiner Grenze",
        ),
        None,
        None,
    ),
    "I12": (
        ("Tenants stay apart", "Operatörer hålls isär", "Betreiber bleiben getrennt"),
        (
            (
                "No frame, reading or event of a station that another tenant has; on PostgreSQL row-level "
                "security is forced on every table of tenants and binds the role that we work as."
            ),
            (
                "Inget meddelande, ingen avläsning och ingen händelse från en laddstation som en annan "
                "operatör har; i PostgreSQL är radsäkerhet påtvingad för varje tabell och binder rollen "
                "som vi arbetar som."
            ),
            (
                "Keine Nachricht, Ablesung oder Begebenheit einer Ladestation, die ein anderer Betreiber "
                "hat; in PostgreSQL ist Zeilensicherheit für jede Tabelle erzwungen und bindet unsere Rolle."
            ),
        ),
        (
            "What left through an answer or a log: tests plant marks and look for them there.",
            "Det som gått ut genom ett svar eller en logg: tester lägger ut märken och letar efter dem där.",
            "Was durch eine Antwort oder ein Log hinausging: Tests legen Marken aus und suchen sie dort.",
        ),
    ),
    "I13": (
        (
            "One connection owns a station",
            "En anslutning äger en laddstation",
            "Eine Verbindung besitzt eine Ladestation",
        ),
        (
            (
                "A station's epoch is that of its newest connection; no older one is open; no frame is of "
                "an epoch that never was."
            ),
            (
                "En laddstations epok är den nyaste anslutningens; ingen äldre är öppen; inget meddelande "
                "är från en epok som aldrig funnits."
            ),
            (
                "Die Epoche einer Ladestation ist die ihrer neuesten Verbindung; keine ältere ist offen; "
                "keine Nachricht stammt aus einer Epoche, die es nie gab."
            ),
        ),
        None,
    ),
    "I14": (
        ("Facts stand in order", "Fakta står i ordning", "Fakten stehen in ihrer Folge"),
        (
            "A station's frames never go back to an older connection.",
            "En laddstations meddelanden går aldrig tillbaka till en äldre anslutning.",
            "Nachrichten einer Ladestation fallen nie auf eine ältere Verbindung zurück.",
        ),
        (
            "Sequence numbers of 2.x are compared when they arrive; what a live view showed is not kept.",
            "Löpnummer i 2.x jämförs när de kommer; vad en livevy visade sparas inte.",
            (
                "Laufende Nummern in 2.x werden beim Eintreffen verglichen; was eine Live-Ansicht zeigte, "
                "ist nicht aufbewahrt."
            ),
        ),
    ),
    "I15": (
        ("Each command has one end", "Varje kommando har ett slut", "Jeder Befehl hat ein Ende"),
        (
            (
                "No command is open past its deadline; who is answered has an answer's time; none went "
                "out twice."
            ),
            (
                "Inget kommando är öppet efter sin tidsgräns; det som besvarats har svarets tid; inget "
                "gick ut två gånger."
            ),
            (
                "Kein Befehl ist nach seiner Frist offen; wer beantwortet ist, hat die Zeit der Antwort; "
                "keiner ging zweimal hinaus."
            ),
        ),
        None,
    ),
    "I16": (
        ("Answers are valid", "Svaren är giltiga", "Antworten sind gültig"),
        None,
        (
            "Tests of the wire hold it for every answer.",
            "Protokolltesterna håller det för varje svar.",
            "Tests des Protokolls halten es für jede Antwort.",
        ),
    ),
    "I17": (
        ("Nothing stands still", "Inget står stilla", "Nichts steht still"),
        (
            (
                "No ended session waits for its price for five minutes; no session is open for a day on a "
                "plug that is free."
            ),
            (
                "Ingen avslutad laddsession väntar fem minuter på sitt pris; ingen är öppen ett dygn "
                "på ett uttag som är ledigt."
            ),
            (
                "Kein beendeter Ladevorgang wartet fünf Minuten auf seinen Preis; keiner ist einen Tag offen "
                "an einem Anschluss, der frei ist."
            ),
        ),
        None,
    ),
    "I18": (
        ("News are told", "Nyheter berättas", "Neuigkeiten werden erzählt"),
        (
            "News of a session name a version of it.",
            "Nyheter om en laddsession nämner en version av den.",
            "Neuigkeiten eines Ladevorgangs nennen eine Version von ihm.",
        ),
        (
            "Whether each was published, and who has applied it: whoever hears news keeps that himself.",
            "Om var och en publicerades, och vem som har använt den: det håller den som lyssnar reda på.",
            "Ob jede veröffentlicht wurde und wer sie anwandte: Das merkt sich, wer sie hört.",
        ),
    ),
    "I19": (
        (
            "What is shown follows from what is kept",
            "Det som visas följer av det som sparats",
            "Was gezeigt wird, folgt aus dem Gespeicherten",
        ),
        (
            "A session's columns equal its body, and its sums follow from its stored readings once more.",
            (
                "En laddsessions kolumner är lika med dess innehåll, och dess summor följer av de sparade "
                "avläsningarna än en gång."
            ),
            (
                "Die Spalten eines Ladevorgangs gleichen seinem Inhalt, und seine Summen folgen noch einmal "
                "aus den gespeicherten Ablesungen."
            ),
        ),
        (
            "The whole way from raw frames is gone by `wattfleet replay` and by the tests of an upgrade.",
            "Hela vägen från råa meddelanden går `wattfleet replay` och testerna av en uppgradering.",
            "Den ganzen Weg von rohen Nachrichten gehen `wattfleet replay` und die Tests eines Upgrades.",
        ),
    ),
    "I20": (
        ("Time adds up", "Tiden går jämnt upp", "Die Zeit geht auf"),
        (
            (
                "No session ends before it begins without a flag; its slices join from begin to end "
                "without gap, overlap or negative length; every line of a price lies within it."
            ),
            (
                "Ingen laddsession slutar före sin början utan flagga; dess delar möts från början till slut "
                "utan lucka, överlapp eller negativ längd; varje prisrad ligger inom den."
            ),
            (
                "Kein Ladevorgang endet vor seinem Anfang ohne Markierung; seine Abschnitte schließen ohne "
                "Lücke, Überlappung oder negative Länge aneinander; jede Preiszeile liegt in ihm."
            ),
        ),
        None,
    ),
    "I21": (
        (
            "Each roaming record is sent once",
            "Varje roamingpost sänds en gång",
            "Jeder Roaming-Datensatz wird einmal gesendet",
        ),
        None,
        None,
    ),
    "I22": (
        ("The SLA clock adds up", "Avtalsklockan går jämnt upp", "Die Uhr der Zusagen geht auf"),
        None,
        None,
    ),
    "I23": (
        ("Resources stay bounded", "Resurserna är begränsade", "Ressourcen bleiben begrenzt"),
        None,
        (
            "Measured on the process, by tests and benchmarks.",
            "Mäts på processen, med tester och prestandaprov.",
            "Am Prozess gemessen, durch Tests und Benchmarks.",
        ),
    ),
    "I24": (
        (
            "Every act is written down, in a chain",
            "Varje handling skrivs ned, i en kedja",
            "Jede Handlung wird aufgeschrieben, in einer Kette",
        ),
        (
            "The whole chain of acts is computed again: numbers without a gap, each hash over its act.",
            "Hela kedjan av handlingar räknas om: nummer utan lucka, varje hash över sin handling.",
            (
                "Die ganze Kette der Handlungen wird neu berechnet: Nummern ohne Lücke, jeder Hash über "
                "seine Handlung."
            ),
        ),
        (
            (
                "Acts cut off at its end, unless the newest hash was noted elsewhere; and a deed that "
                "wrote no act: tests try every route that changes something."
            ),
            (
                "Handlingar som kapats i slutet, om inte den nyaste hashen noterats någon annanstans; och "
                "en åtgärd som inte skrev någon handling: tester prövar varje väg som ändrar något."
            ),
            (
                "Handlungen, die am Ende abgeschnitten wurden, wenn der neueste Hash nirgends notiert ist; "
                "und eine Tat ohne Handlung: Tests versuchen jede Route, die etwas ändert."
            ),
        ),
    ),
}
