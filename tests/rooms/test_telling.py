"""Every alarm, finding and doubt is said in three languages: a missing sentence or value fails here."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from tests.rooms.test_alarms import NOW, SITE, fault, gone

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.sentences import LANGUAGES, Language, Values, said
from wattfleet.kernel.timeline import DAY_US
from wattfleet.operations.alarms import Leak, NetworkFacts, raised
from wattfleet.operations.audit import violation
from wattfleet.operations.broken import BROKEN
from wattfleet.operations.notices import Recipient, trial
from wattfleet.operations.promised import PROMISED
from wattfleet.operations.telling import can_say, mend, words
from wattfleet.operations.told import TOLD
from wattfleet.sessions.doubt_rules import RULES

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = ROOT / "src" / "wattfleet" / "operations"
BOOKS = ROOT / "web" / "packages" / "words" / "src"
VALUE = re.compile(r"\{(\w+)([@#|]?)")


def names(phrase: str) -> list[tuple[str, str]]:
    return sorted(set(VALUE.findall(phrase)))


SENTENCES = {
    **TOLD,
    **BROKEN,
    **{number: [one for one in phrases if one is not None] for number, phrases in PROMISED.items()},
}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_the_languages_name_the_same_values(code: str) -> None:
    for english, *others in SENTENCES[code]:
        assert english
        assert [names(one) for one in others] == [names(english)] * 2
        assert all(one and one != english for one in others), "a sentence was not written yet"


def test_every_code_of_alarms_and_health_has_its_sentence_and_its_title() -> None:
    source = "".join((OPERATIONS / f"{name}.py").read_text("utf-8") for name in ("alarms", "health"))
    codes = set(re.findall(r'(?:told\(|code=)"(\w+)"', source)) | {"mail_failing", "webhook_failing"}
    assert len(codes) > 20
    assert codes == set(TOLD)
    titles = (BOOKS / "alarms.ts").read_text("utf-8")
    assert [one for one in sorted(codes) if f"  {one}: [" not in titles] == []


def test_every_violation_that_is_looked_for_has_its_sentence_with_its_values() -> None:
    folder = ROOT / "src" / "wattfleet"
    files = [*(folder / "storage" / "auditing").glob("*.py"), OPERATIONS / "session_audit.py"]
    source = "".join(path.read_text("utf-8") for path in (*files, folder / "usecases" / "run_audit.py"))
    codes = set(re.findall(r'(?:\bviolation\(|_of_session\()\s*"(\w+)"', source))
    assert codes == set(BROKEN)
    assert "Violation(" not in source, "a violation is made of a code, so that it can be said in any language"


def test_a_violation_is_kept_as_a_code_and_its_values() -> None:
    one = violation("frames_missing", rows=("frames:1-9",), n=Decimal(2), first=1, high=9)
    assert one.words == "2 frames are missing between the numbers 1 and 9."
    assert one.values == {"n": 2, "first": 1, "high": 9}
    below = violation("register_below", begin=Energy(1_500_000), known=Energy(20_000_000))
    assert below.words == "It begins at 1.5 kWh, below 20 kWh, at which the session before it ended."


@pytest.mark.parametrize(
    ("code", "values", "language", "expected"),
    [
        ("mail_failing", "It answered 500.", "sv", "Larm når inte fram med e-post: Mottagaren svarade 500."),
        (
            "backup_failed",
            "The database could not be copied: disk I/O error.",
            "de",
            "Die letzte Sicherung schlug fehl: Die Datenbank ließ sich nicht kopieren: disk I/O error.",
        ),
        (
            "webhook_failing",
            "ConnectTimeout: ",
            "sv",
            "Larm når inte fram med webhook: Mottagaren svarade inte i tid.",
        ),
        (
            "webhook_failing",
            "The webhook is not set up any more.",
            "de",
            "Alarme kommen nicht per Webhook an: Der Webhook ist nicht mehr eingerichtet.",
        ),
        ("mail_failing", "Something new. It answered 500.", "sv", None),
        ("mail_failing", "It answered 500.", "en", "Alarms are not told by mail: It answered 500."),
    ],
)
def test_why_something_failed_is_said_within_an_alarm(
    code: str, values: str, language: Language, expected: str | None
) -> None:
    known = words(code, {"problem": values}, language)
    assert known == (expected or words(code, {"problem": ""}, language) + values)


@pytest.mark.parametrize(
    ("error", "language", "expected"),
    [
        (
            " (GroundFailure)",
            "sv",
            "EVSE 1 på CP1 har ett fel sedan 2026-11-20 13:00 (Europe/Stockholm) (jordfel).",
        ),
        (" (EVCommunicationError)", "de", "(keine Verständigung mit dem Auto)."),
        (" (E-17)", "de", "(E-17)."),
        (" (GroundFailure)", "en", "(ground failure)."),
        ("", "sv", "(Europe/Stockholm)."),
    ],
)
def test_what_a_plug_says_is_said_within_an_alarm(error: str, language: Language, expected: str) -> None:
    values: Values = {"evse": 1, "station": "CP1", "since": "2026-11-20T12:00:00Z", "error": error}
    assert words("evse_faulted", values, language, "Europe/Stockholm").endswith(expected)


@pytest.mark.parametrize(
    ("to", "wished", "subject"),
    [
        ("night@csms.example", "de", "Wattfleet: ett test"),
        ("NIGHT@csms.example", None, "Wattfleet: ett test"),
        ("me@csms.example", "de", "Wattfleet: ein Test"),
        ("me@csms.example", None, "Wattfleet: a test"),
    ],
)
def test_a_test_mail_is_written_as_its_recipient_reads(
    to: str, wished: Language | None, subject: str
) -> None:
    told = (Recipient(email="night@csms.example", language="sv"),)
    assert trial(to, told, wished)[0] == subject


def test_what_is_raised_can_be_said() -> None:
    leak = Leak(station_id=SITE, identity="CP9", site_id=SITE, gaps=2, mwh=1_500_000, since=NOW + -DAY_US)
    facts = NetworkFacts(
        now=NOW,
        gone=(gone(1, 60), gone(2, 60), gone(3, 60 * 72, "home")),
        stations_of={SITE: 2},
        faults=(fault(600),),
        leaks=(leak,),
        doubts=3,
        oldest_doubt_at=NOW + -2 * DAY_US,
        late_disputes=1,
        oldest_due_at=NOW,
    )
    found = raised(facts)
    assert len({one.code for one in found}) == 6
    for one in found:
        assert can_say(one.code, one.values)
        for language in LANGUAGES:
            assert "{" not in words(one.code, one.values, language, "Europe/Stockholm")
            assert "{" not in mend(one.code, one.values, language)


@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    [
        ("en", "", "at 2026-11-20T12:00:00Z: 1.5 kWh, 1 time, x"),
        ("en", "Europe/Stockholm", "at 20 Nov 2026 13:00 (Europe/Stockholm): 1.5 kWh, 1 time, x"),
        ("sv", "Europe/Stockholm", "at 2026-11-20 13:00 (Europe/Stockholm): 1,5 kWh, 1 time, x"),
        ("de", "UTC", "at 20.11.2026 12:00 (UTC): 1,5 kWh, 1 time, x"),
    ],
)
def test_numbers_and_moments_are_written_as_the_reader_writes_them(
    language: str, zone: str, expected: str
) -> None:
    values: Values = {"at": "2026-11-20T12:00:00Z", "kwh": "1.5", "n": 1, "x": "x"}
    tongue = next(one for one in LANGUAGES if one == language)
    assert said("at {at@}: {kwh#} kWh, {n} {n|time|times}, {x}", values, tongue, zone) == expected


def test_what_lacks_a_value_is_not_said() -> None:
    assert not can_say("station_silent", {"station": "CP1"})
    assert not can_say("of_another_program", {})
    assert can_say("backup_missing", {})


def test_every_rule_of_doubt_is_said_by_the_console_with_the_same_words() -> None:
    book = re.sub(r"\[\s+", "[", (BOOKS / "doubts.ts").read_text("utf-8"))
    for rule in RULES:
        for key, text in (
            (f"why_{rule.flag.value}", rule.why),
            (f"heals_{rule.flag.value}", rule.heals),
            (f"end_{rule.ends_as}", rule.end),
        ):
            curly = text.replace("'", "’")
            assert f"{key}: ['{curly}'," in book
