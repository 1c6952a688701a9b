"""The sentences themselves: by code, what is the matter and what to do, in English, Swedish and German."""

from typing import Final

from wattfleet.kernel.sentences import Phrase

_RENEW: Final[Phrase] = (
    "Renew it; the server takes the new one when it starts again.",
    "Förnya det; servern tar det nya när den startas om.",
    "Erneuern Sie es; der Server nimmt das neue, wenn er neu startet.",
)
_ROOM: Final[Phrase] = (
    "Make room or move the data folder to a larger disk; without room no station is answered.",
    "Frigör plats eller flytta datamappen till en större disk; utan plats får ingen laddstation svar.",
    "Schaffen Sie Platz oder nehmen Sie eine größere Festplatte; ohne Platz bleibt jede Antwort aus.",
)
_FREE: Final[Phrase] = (
    "{free_mb} MB are free where {path} is.",
    "{free_mb} MB är lediga där {path} ligger.",
    "{free_mb} MB sind frei, wo {path} liegt.",
)
_BACK_UP: Final[Phrase] = (
    "`wattfleet backup TARGET`, daily by a timer; docs/run/backup.md tells how.",
    "`wattfleet backup TARGET`, dagligen med en timer; docs/run/backup.md berättar hur.",
    "`wattfleet backup TARGET`, täglich durch einen Timer; docs/run/backup.md sagt, wie.",
)
_SET_CLOCK: Final[Phrase] = (
    "Set the clock and keep it right: `timedatectl set-ntp true`.",
    "Ställ klockan och håll den synkroniserad: `timedatectl set-ntp true`.",
    "Stellen Sie die Uhr und halten Sie sie synchron: `timedatectl set-ntp true`.",
)

TOLD: Final[dict[str, tuple[Phrase, Phrase]]] = {
    "site_down": (
        (
            "All {n} stations of the site {site} are gone.",
            "Ingen av de {n} laddstationerna på platsen {site} har kontakt.",
            "Keine der {n} Ladestationen des Standorts {site} meldet sich.",
        ),
        (
            "Look at the site's power and network first.",
            "Kontrollera först platsens ström och nät.",
            "Prüfen Sie zuerst Strom und Netz des Standorts.",
        ),
    ),
    "station_silent": (
        (
            "The station {station} has been silent since {since@}.",
            "Laddstationen {station} har varit tyst sedan {since@}.",
            "Die Ladestation {station} meldet sich seit {since@} nicht mehr.",
        ),
        (
            "Look at its power and network; its connection history says how it went.",
            "Kontrollera dess ström och nät; anslutningshistoriken visar hur det gick till.",
            "Prüfen Sie Strom und Netz; ihr Verbindungsverlauf zeigt, wie es dazu kam.",
        ),
    ),
    "evse_faulted": (
        (
            "EVSE {evse} of {station} has been faulted since {since@}{error}.",
            "EVSE {evse} på {station} har ett fel sedan {since@}{error}.",
            "EVSE {evse} von {station} ist seit {since@} gestört{error}.",
        ),
        (
            "Read its error; a reset may help, a technician will.",
            "Läs felet; en omstart kan hjälpa, en tekniker gör det.",
            "Lesen Sie den Fehler; ein Neustart hilft vielleicht, ein Techniker sicher.",
        ),
    ),
    "energy_unallocated": (
        (
            "{kwh#} kWh flowed at {station} outside any session since {since@} ({n} {n|time|times}).",
            "{kwh#} kWh har flutit vid {station} utanför laddsessioner sedan {since@} ({n} {n|gång|gånger}).",
            "{kwh#} kWh flossen an {station} seit {since@} außerhalb von Ladevorgängen ({n} {n|Mal|Male}).",
        ),
        (
            "Is a session missing? `wattfleet unallocated list` shows when; accept what you know.",
            "Saknas en laddsession? `wattfleet unallocated list` visar när; godkänn det du känner till.",
            "Fehlt ein Ladevorgang? `wattfleet unallocated list` zeigt, wann; nehmen Sie an, was Sie kennen.",
        ),
    ),
    "doubts_old": (
        (
            "{n} {n|doubt waits|doubts wait}, the oldest since {since@}.",
            "{n} {n|tveksamt|tveksamma} fall väntar, det äldsta sedan {since@}.",
            "{n} {n|Zweifelsfall wartet|Zweifelsfälle warten}, der älteste seit {since@}.",
        ),
        (
            "Match them, amend them or write them off.",
            "Matcha dem, rätta dem eller skriv av dem.",
            "Ordnen Sie sie zu, berichtigen Sie sie oder schreiben Sie sie ab.",
        ),
    ),
    "disputes_late": (
        (
            "{n} {n|dispute|disputes} should be answered, the oldest by {due@}.",
            "{n} {n|invändning|invändningar} borde ha fått svar, den äldsta senast {due@}.",
            "{n} {n|Einspruch sollte|Einsprüche sollten} beantwortet sein, der älteste bis {due@}.",
        ),
        (
            "Answer them: `wattfleet disputes list --state open --sort due_at`.",
            "Besvara dem: `wattfleet disputes list --state open --sort due_at`.",
            "Beantworten Sie sie: `wattfleet disputes list --state open --sort due_at`.",
        ),
    ),
    "mail_failing": (
        (
            "Alarms are not told by mail: {problem}",
            "Larm når inte fram med e-post: {problem}",
            "Alarme kommen nicht per E-Mail an: {problem}",
        ),
        (
            "`wattfleet mail test` tries it; `wattfleet deliveries` shows each try.",
            "`wattfleet mail test` prövar det; `wattfleet deliveries` visar varje försök.",
            "`wattfleet mail test` probiert es; `wattfleet deliveries` zeigt jeden Versuch.",
        ),
    ),
    "webhook_failing": (
        (
            "Alarms are not told by webhook: {problem}",
            "Larm når inte fram med webhook: {problem}",
            "Alarme kommen nicht per Webhook an: {problem}",
        ),
        (
            "`wattfleet webhook test` tries it; `wattfleet deliveries` shows each try.",
            "`wattfleet webhook test` prövar det; `wattfleet deliveries` visar varje försök.",
            "`wattfleet webhook test` probiert es; `wattfleet deliveries` zeigt jeden Versuch.",
        ),
    ),
    "disk_full": (_FREE, _ROOM),
    "disk_low": (_FREE, _ROOM),
    "disk_fills": (
        (
            _FREE[0] + " At the pace of the last days that lasts {days} days.",
            _FREE[1] + " I de senaste dagarnas takt räcker det i {days} dagar.",
            _FREE[2] + " Beim Tempo der letzten Tage reicht das {days} Tage.",
        ),
        _ROOM,
    ),
    "backup_failed": (
        (
            "The last backup failed: {problem}",
            "Den senaste säkerhetskopian misslyckades: {problem}",
            "Die letzte Sicherung schlug fehl: {problem}",
        ),
        _BACK_UP,
    ),
    "backup_missing": (
        (
            "There is no backup of this installation.",
            "Det finns ingen säkerhetskopia av den här installationen.",
            "Es gibt keine Sicherung dieser Installation.",
        ),
        _BACK_UP,
    ),
    "backup_old": (
        (
            "The last backup is of {at@}.",
            "Den senaste säkerhetskopian är från {at@}.",
            "Die letzte Sicherung ist vom {at@}.",
        ),
        _BACK_UP,
    ),
    "backup_behind": (
        (
            "The continuous backup has not come further since {at@}.",
            "Den löpande säkerhetskopian har inte kommit längre sedan {at@}.",
            "Die laufende Sicherung ist seit {at@} nicht weitergekommen.",
        ),
        (
            "See whether `wattfleet backup --follow` runs and reaches its folder.",
            "Se efter om `wattfleet backup --follow` kör och når sin mapp.",
            "Sehen Sie nach, ob `wattfleet backup --follow` läuft und seinen Ordner erreicht.",
        ),
    ),
    "restore_untried": (
        (
            "No backup has been restored to try it for more than a month.",
            "Ingen säkerhetskopia har återställts på prov på mer än en månad.",
            "Seit mehr als einem Monat wurde keine Sicherung zur Probe zurückgespielt.",
        ),
        (
            "`wattfleet restore FILE --check` restores it beside, and audits the copy.",
            "`wattfleet restore FILE --check` återställer den bredvid och granskar kopian.",
            "`wattfleet restore FILE --check` spielt sie daneben ein und prüft die Kopie.",
        ),
    ),
    "invariant_violated": (
        (
            "{n} {n|violation|violations} of {names}.",
            "{n} {n|överträdelse|överträdelser} av {names}.",
            "{n} {n|Verstoß|Verstöße} gegen {names}.",
        ),
        (
            "`wattfleet audit` names each with its evidence, and says what to do.",
            "`wattfleet audit` nämner varje med sitt underlag och säger vad som ska göras.",
            "`wattfleet audit` nennt jeden mit seinem Beleg und sagt, was zu tun ist.",
        ),
    ),
    "audit_old": (
        (
            "No audit has ended for more than two days.",
            "Ingen granskning har blivit klar på mer än två dagar.",
            "Seit mehr als zwei Tagen ist keine Prüfung fertig geworden.",
        ),
        (
            "See the log for the job “audit”; `wattfleet audit` runs it now.",
            "Se loggen för jobbet ”audit”; `wattfleet audit` kör det nu.",
            "Sehen Sie im Log nach der Aufgabe „audit“; `wattfleet audit` führt sie jetzt aus.",
        ),
    ),
    "clock_apart": (
        (
            "This machine's clock and the database's are {n} s apart.",
            "Den här maskinens klocka och databasens skiljer {n} s.",
            "Die Uhr dieser Maschine und die der Datenbank gehen {n} s auseinander.",
        ),
        _SET_CLOCK,
    ),
    "clock_unsynchronised": (
        (
            "Nothing keeps this machine's clock right.",
            "Den här maskinens klocka är inte synkroniserad.",
            "Die Uhr dieser Maschine ist nicht synchronisiert.",
        ),
        _SET_CLOCK,
    ),
    "clock_unsure": (
        (
            "This machine's clock may be {ms} ms off.",
            "Den här maskinens klocka kan gå {ms} ms fel.",
            "Die Uhr dieser Maschine kann {ms} ms falsch gehen.",
        ),
        _SET_CLOCK,
    ),
    "certificate_unusable": (
        (
            "{chain} cannot be used: {problem}.",
            "{chain} kan inte användas: {problem}.",
            "{chain} ist nicht brauchbar: {problem}.",
        ),
        _RENEW,
    ),
    "certificate_expired": (
        (
            "{chain} ended at {at@}.",
            "{chain} gick ut {at@}.",
            "{chain} endete am {at@}.",
        ),
        _RENEW,
    ),
    "certificate_expires": (
        (
            "{chain} ends at {at@}.",
            "{chain} går ut {at@}.",
            "{chain} endet am {at@}.",
        ),
        _RENEW,
    ),
    "frames_waiting": (
        (
            "A frame has waited for {n} s.",
            "Ett meddelande har väntat i {n} s.",
            "Eine Nachricht wartet seit {n} s.",
        ),
        (
            "The database is slow or full: look at its disk, and at who else works on it.",
            "Databasen är långsam eller full: se på dess disk och på vem mer som arbetar i den.",
            "Die Datenbank ist langsam oder voll: prüfen Sie ihre Festplatte und wer sie sonst nutzt.",
        ),
    ),
    "sessions_unrated": (
        (
            "{n} {n|ended session|ended sessions} without a price, the oldest since {since@}.",
            "{n} {n|avslutad laddsession|avslutade laddsessioner} utan pris, den äldsta sedan {since@}.",
            "{n} {n|beendeter Ladevorgang|beendete Ladevorgänge} ohne Preis, der älteste seit {since@}.",
        ),
        (
            "The server's log says why the job “close_sessions” does not come further.",
            "Serverns logg säger varför jobbet ”close_sessions” inte kommer vidare.",
            "Das Log des Servers sagt, warum die Aufgabe „close_sessions“ nicht weiterkommt.",
        ),
    ),
    "frames_unread": (
        (
            "{n} {n|frame|frames} of the last week kept without being understood.",
            "{n} {n|meddelande|meddelanden} från den senaste veckan sparades utan att förstås.",
            "{n} {n|Nachricht|Nachrichten} der letzten Woche aufbewahrt, aber nicht verstanden.",
        ),
        (
            "`wattfleet station ID frames` shows them with the reason.",
            "`wattfleet station ID frames` visar dem med orsaken.",
            "`wattfleet station ID frames` zeigt sie mit dem Grund.",
        ),
    ),
}
"""By code; every code of `operations.alarms` and `operations.health` stands here, or a test fails."""


def digest(n: int, language: int) -> str:
    """The subject of a message of several alarms."""
    return (f"{n} alarms", f"{n} larm", f"{n} Alarme")[language]


def rest(n: int, language: int) -> str:
    """What a digest does not name."""
    return (f"… and {n} more.", f"… och {n} till.", f"… und {n} weitere.")[language]


TEST_MAIL: Final[tuple[Phrase, Phrase]] = (
    ("Wattfleet: a test", "Wattfleet: ett test", "Wattfleet: ein Test"),
    (
        "This is a test. Alarms of Wattfleet will come from this address.",
        "Det här är ett test. Larm från Wattfleet kommer från den här adressen.",
        "Das ist ein Test. Alarme von Wattfleet werden von dieser Adresse kommen.",
    ),
)
"""Subject and text of a mail that only shows that mail works."""
