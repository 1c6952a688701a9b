"""Why something did not work that the server tried by itself, in English, Swedish and German.

It is kept in English, and read back when somebody reads it: connections that ended, mail and webhooks, the
backup, certificates. `{quoted}` is what another machine said, in its own words.
"""

from typing import Final

from wattfleet.kernel.sentences import Phrase

_INTERRUPTED: Final[Phrase] = (
    "It was handed over, and nobody saw the end: it may have arrived. Ask the customer, or send it again.",
    "Det lämnades över, men slutet syntes inte: det kan ha kommit fram. Fråga kunden eller skicka igen.",
    "Übergeben, das Ende sah niemand: sie kann angekommen sein. Fragen Sie nach oder senden Sie sie erneut.",
)

TROUBLES: Final[dict[str, Phrase]] = {
    "line_replaced": (
        "1008 replaced by a newer connection",
        "ersattes av en nyare anslutning (1008)",
        "durch eine neuere Verbindung ersetzt (1008)",
    ),
    "line_unregistered": (
        "1008 not registered any more",
        "laddstationen är inte registrerad längre (1008)",
        "die Ladestation ist nicht mehr registriert (1008)",
    ),
    "line_restart": (
        "1012 the service restarts",
        "servern startade om (1012)",
        "der Server startete neu (1012)",
    ),
    "line_silent": (
        "1008 silent for too long",
        "laddstationen var tyst för länge (1008)",
        "die Ladestation schwieg zu lange (1008)",
    ),
    "line_deaf": (
        "1008 does not answer calls",
        "laddstationen svarar inte på anrop (1008)",
        "die Ladestation beantwortet keine Aufrufe (1008)",
    ),
    "line_unread": (
        "1008 does not read",
        "laddstationen tar inte emot det som skickas (1008)",
        "die Ladestation nimmt nichts entgegen (1008)",
    ),
    "line_version": (
        "1002 speaks OCPP 1.6",
        "laddstationen talar OCPP 1.6 (1002)",
        "die Ladestation spricht OCPP 1.6 (1002)",
    ),
    "line_bug": ("1011 internal error", "internt fel i servern (1011)", "interner Fehler des Servers (1011)"),
    "line_stopped": ("the server was stopped", "servern stannades", "der Server wurde angehalten"),
    "line_busy": (
        "1013 {code}",
        "servern kunde inte spara just då: {code} (1013)",
        "der Server konnte gerade nicht speichern: {code} (1013)",
    ),
    "line_refused": ("1008 {code}", "servern nekade: {code} (1008)", "vom Server abgewiesen: {code} (1008)"),
    "line_cut": ("1006", "nätet bröts utan avsked (1006)", "das Netz brach ohne Abschied ab (1006)"),
    "line_bare": (
        "1005",
        "laddstationen avslutade utan skäl (1005)",
        "die Ladestation ging ohne Grund (1005)",
    ),
    "line_left": ("1000", "laddstationen avslutade (1000)", "die Ladestation beendete (1000)"),
    "line_left_so": (
        "1000 {quoted}",
        "laddstationen avslutade: {quoted} (1000)",
        "die Ladestation beendete: {quoted} (1000)",
    ),
    "line_away": (
        "1001",
        "laddstationen startade om eller stängdes (1001)",
        "die Ladestation startete neu oder ging aus (1001)",
    ),
    "line_away_so": (
        "1001 {quoted}",
        "laddstationen startade om eller stängdes: {quoted} (1001)",
        "die Ladestation startete neu oder ging aus: {quoted} (1001)",
    ),
    "mail_unset": (
        "Mail is not set up: `wattfleet mail set` says which server sends.",
        "E-post är inte inställd: ange under ”Vem som meddelas” vilken server som skickar.",
        "E-Mail ist nicht eingerichtet: sagen Sie unter „Wem gemeldet wird“, welcher Server sendet.",
    ),
    "mail_unset_report": (
        "No mail server is set: `wattfleet mail set`.",
        "Ingen e-postserver är inställd: ange den under ”Vem som meddelas”.",
        "Kein Mailserver ist eingerichtet: geben Sie ihn unter „Wem gemeldet wird“ an.",
    ),
    "mail_gone": (
        "Mail is not set up any more.",
        "E-post är inte längre inställd.",
        "E-Mail ist nicht mehr eingerichtet.",
    ),
    "mail_later": (
        "later",
        "inget gick iväg; det prövas igen",
        "nichts ging hinaus; es wird erneut versucht",
    ),
    "mail_refused": ("refused", "servern tar inte emot det", "der Server nimmt es nicht an"),
    "mail_unsure": ("unsure", "det lämnades över, men svaret uteblev", "übergeben, aber ohne Antwort"),
    "mail_away": ("away", "ingen server svarade", "kein Server antwortete"),
    "mail_interrupted": _INTERRUPTED,
    "mail_interrupted_so": (
        f"{_INTERRUPTED[0]} ({{quoted}})",
        f"{_INTERRUPTED[1]} ({{quoted}})",
        f"{_INTERRUPTED[2]} ({{quoted}})",
    ),
    "SMTPAuthenticationError": (
        "SMTPAuthenticationError: {quoted}",
        "E-postservern godtar inte användaren och lösenordet: {quoted}",
        "Der Mailserver nimmt Benutzer und Passwort nicht an: {quoted}",
    ),
    "SMTPConnectError": (
        "SMTPConnectError: {quoted}",
        "E-postservern går inte att nå: {quoted}",
        "Der Mailserver ist nicht erreichbar: {quoted}",
    ),
    "SMTPConnectResponseError": (
        "SMTPConnectResponseError: {quoted}",
        "E-postservern släpper inte in oss: {quoted}",
        "Der Mailserver lässt uns nicht ein: {quoted}",
    ),
    "SMTPConnectTimeoutError": (
        "SMTPConnectTimeoutError: {quoted}",
        "E-postservern svarade inte i tid: {quoted}",
        "Der Mailserver meldete sich nicht rechtzeitig: {quoted}",
    ),
    "SMTPDataError": (
        "SMTPDataError: {quoted}",
        "E-postservern tog inte emot meddelandet: {quoted}",
        "Der Mailserver nahm die Nachricht nicht an: {quoted}",
    ),
    "SMTPException": (
        "SMTPException: {quoted}",
        "E-posten gick inte fram: {quoted}",
        "Die E-Mail ging nicht hinaus: {quoted}",
    ),
    "SMTPHeloError": (
        "SMTPHeloError: {quoted}",
        "E-postservern hälsade inte tillbaka: {quoted}",
        "Der Mailserver wies die Begrüßung ab: {quoted}",
    ),
    "SMTPNotSupported": (
        "SMTPNotSupported: {quoted}",
        "E-postservern kan inte det som ställts in: {quoted}",
        "Der Mailserver kann nicht, was eingestellt ist: {quoted}",
    ),
    "SMTPReadTimeoutError": (
        "SMTPReadTimeoutError: {quoted}",
        "E-postserverns svar uteblev: {quoted}",
        "Die Antwort des Mailservers blieb aus: {quoted}",
    ),
    "SMTPRecipientRefused": (
        "SMTPRecipientRefused: {quoted}",
        "E-postservern godtar inte mottagaren: {quoted}",
        "Der Mailserver nimmt den Empfänger nicht an: {quoted}",
    ),
    "SMTPRecipientsRefused": (
        "SMTPRecipientsRefused: {quoted}",
        "E-postservern godtar ingen av mottagarna: {quoted}",
        "Der Mailserver nimmt keinen der Empfänger an: {quoted}",
    ),
    "SMTPResponseException": (
        "SMTPResponseException: {quoted}",
        "E-postservern svarade nej: {quoted}",
        "Der Mailserver antwortete mit Nein: {quoted}",
    ),
    "SMTPSenderRefused": (
        "SMTPSenderRefused: {quoted}",
        "E-postservern godtar inte avsändaren: {quoted}",
        "Der Mailserver nimmt den Absender nicht an: {quoted}",
    ),
    "SMTPServerDisconnected": (
        "SMTPServerDisconnected: {quoted}",
        "E-postservern bröt anslutningen: {quoted}",
        "Der Mailserver brach die Verbindung ab: {quoted}",
    ),
    "SMTPTimeoutError": (
        "SMTPTimeoutError: {quoted}",
        "E-postservern var för långsam: {quoted}",
        "Der Mailserver war zu langsam: {quoted}",
    ),
    "hook_answered": ("It answered {n}.", "Mottagaren svarade {n}.", "Der Empfänger antwortete {n}."),
    "hook_gone": (
        "The webhook is not set up any more.",
        "Webhooken är inte längre inställd.",
        "Der Webhook ist nicht mehr eingerichtet.",
    ),
    "hook_nowhere": (
        "The name {host} leads nowhere: {quoted}.",
        "Namnet {host} leder ingenstans: {quoted}.",
        "Der Name {host} führt nirgendwohin: {quoted}.",
    ),
    "hook_private": (
        "{host} is an address of a private network; allow_private lets it be called.",
        "{host} är en adress i ett privat nät; kryssa i att den får vara det.",
        "{host} ist eine Adresse in einem privaten Netz; kreuzen Sie an, dass sie das sein darf.",
    ),
    "CloseError": (
        "CloseError: {quoted}",
        "Anslutningen till mottagaren kunde inte avslutas: {quoted}",
        "Die Verbindung zum Empfänger ließ sich nicht schließen: {quoted}",
    ),
    "ConnectError": (
        "ConnectError: {quoted}",
        "Mottagaren går inte att nå: {quoted}",
        "Der Empfänger ist nicht erreichbar: {quoted}",
    ),
    "ConnectTimeout": (
        "ConnectTimeout: {quoted}",
        "Mottagaren svarade inte i tid. {quoted}",
        "Der Empfänger meldete sich nicht rechtzeitig. {quoted}",
    ),
    "DecodingError": (
        "DecodingError: {quoted}",
        "Mottagarens svar går inte att läsa: {quoted}",
        "Die Antwort des Empfängers ist nicht lesbar: {quoted}",
    ),
    "InvalidURL": (
        "InvalidURL: {quoted}",
        "Adressen är felaktig: {quoted}",
        "Die Adresse ist ungültig: {quoted}",
    ),
    "LocalProtocolError": (
        "LocalProtocolError: {quoted}",
        "Anropet kunde inte skrivas: {quoted}",
        "Der Aufruf ließ sich nicht schreiben: {quoted}",
    ),
    "PoolTimeout": (
        "PoolTimeout: {quoted}",
        "För många anrop samtidigt. {quoted}",
        "Zu viele Aufrufe zugleich. {quoted}",
    ),
    "ReadError": (
        "ReadError: {quoted}",
        "Mottagaren bröt innan den svarade. {quoted}",
        "Der Empfänger brach vor der Antwort ab. {quoted}",
    ),
    "ReadTimeout": (
        "ReadTimeout: {quoted}",
        "Mottagarens svar uteblev. {quoted}",
        "Die Antwort des Empfängers blieb aus. {quoted}",
    ),
    "RemoteProtocolError": (
        "RemoteProtocolError: {quoted}",
        "Mottagaren svarar inte på HTTP: {quoted}",
        "Der Empfänger antwortet nicht in HTTP: {quoted}",
    ),
    "UnsupportedProtocol": (
        "UnsupportedProtocol: {quoted}",
        "Adressen ska börja med https://: {quoted}",
        "Die Adresse muss mit https:// beginnen: {quoted}",
    ),
    "WriteError": (
        "WriteError: {quoted}",
        "Mottagaren tog inte emot allt. {quoted}",
        "Der Empfänger nahm nicht alles entgegen. {quoted}",
    ),
    "WriteTimeout": (
        "WriteTimeout: {quoted}",
        "Mottagaren tog inte emot i tid. {quoted}",
        "Der Empfänger nahm nicht rechtzeitig entgegen. {quoted}",
    ),
    "backup_copying": (
        "The database could not be copied: {quoted}.",
        "Databasen kunde inte kopieras: {quoted}.",
        "Die Datenbank ließ sich nicht kopieren: {quoted}.",
    ),
    "backup_room": (
        "{folder} has {free} MB free; {needed} MB are needed.",
        "{folder} har {free} MB ledigt; {needed} MB behövs.",
        "{folder} hat {free} MB frei; {needed} MB sind nötig.",
    ),
    "backup_unanswered": (
        "The database does not answer: {quoted}.",
        "Databasen svarar inte: {quoted}.",
        "Die Datenbank antwortet nicht: {quoted}.",
    ),
    "backup_program": (
        "PostgreSQL’s program {name} is not on this machine.",
        "PostgreSQL-programmet {name} finns inte på den här maskinen.",
        "Das PostgreSQL-Programm {name} fehlt auf dieser Maschine.",
    ),
    "backup_program_failed": (
        "{name} failed: {quoted}",
        "{name} misslyckades: {quoted}",
        "{name} schlug fehl: {quoted}",
    ),
    "backup_place": (
        "{folder} cannot be written to: {quoted}.",
        "Det går inte att skriva till {folder}: {quoted}.",
        "In {folder} lässt sich nicht schreiben: {quoted}.",
    ),
    "backup_log_late": (
        "PostgreSQL’s log did not arrive within {n} s.",
        "PostgreSQL-loggen kom inte inom {n} s.",
        "Das Protokoll von PostgreSQL kam nicht innerhalb von {n} s.",
    ),
    "backup_log_refused": (
        "PostgreSQL does not give its log: {quoted}.",
        "PostgreSQL lämnar inte ut sin logg: {quoted}.",
        "PostgreSQL gibt sein Protokoll nicht heraus: {quoted}.",
    ),
    "backup_key": (
        "The key file {path} cannot be used: {quoted}.",
        "Nyckelfilen {path} kan inte användas: {quoted}.",
        "Die Schlüsseldatei {path} ist nicht brauchbar: {quoted}.",
    ),
    "certificate_missing": ("no such file or directory", "filen finns inte", "die Datei gibt es nicht"),
    "certificate_locked": (
        "permission denied",
        "servern får inte läsa filen",
        "der Server darf die Datei nicht lesen",
    ),
    "certificate_folder": ("is a directory", "sökvägen är en mapp", "der Pfad ist ein Ordner"),
    "certificate_under_file": (
        "not a directory",
        "en del av sökvägen är ingen mapp",
        "ein Teil des Pfads ist kein Ordner",
    ),
    "certificate_mismatch": (
        "key values mismatch",
        "nyckeln hör inte till certifikatet",
        "der Schlüssel gehört nicht zum Zertifikat",
    ),
    "certificate_other_kind": (
        "no certificate assigned",
        "nyckeln är av ett annat slag än certifikatet",
        "der Schlüssel ist von anderer Art als das Zertifikat",
    ),
    "certificate_small": (
        "ee key too small",
        "nyckeln är för kort; den ska ha minst 2048 bitar (RSA) eller 256 (ECDSA)",
        "der Schlüssel ist zu kurz; nötig sind mindestens 2048 Bit (RSA) oder 256 (ECDSA)",
    ),
    "certificate_small_above": (
        "ca key too small",
        "ett certifikat högre upp i kedjan har en för kort nyckel",
        "ein Zertifikat weiter oben in der Kette hat einen zu kurzen Schlüssel",
    ),
    "certificate_weak": (
        "ca md too weak",
        "certifikatet är undertecknat med en för svag metod (MD5 eller SHA-1)",
        "das Zertifikat ist mit einem zu schwachen Verfahren unterschrieben (MD5 oder SHA-1)",
    ),
    "certificate_empty": (
        "no start line",
        "filen innehåller inget PEM-certifikat",
        "die Datei enthält kein PEM-Zertifikat",
    ),
    "certificate_broken": ("pem lib", "filen är ingen hel PEM-fil", "die Datei ist kein vollständiges PEM"),
    "certificate_broken_inside": (
        "bad base64 decode",
        "filen är skadad: det som står mellan raderna i PEM är inte base64",
        "die Datei ist beschädigt: was zwischen den Zeilen des PEM steht, ist kein Base64",
    ),
    "certificate_cut": (
        "bad end line",
        "filen är avklippt: sista raden i PEM fattas",
        "die Datei ist abgeschnitten: die letzte Zeile des PEM fehlt",
    ),
    "certificate_sealed": (
        "the key is encrypted",
        "nyckeln har ett lösenord; servern behöver en utan",
        "der Schlüssel hat ein Passwort; der Server braucht einen ohne",
    ),
}
"""By name; a test holds that what can fail stands here."""
