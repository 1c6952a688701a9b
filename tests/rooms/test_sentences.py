"""What the server finds is a code with values: every code has its sentence, in three languages."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import aiosmtplib.errors
import httpx
import msgspec
import pytest
from msgspec import Meta

from wattfleet.billing.bank.kept import MovementState
from wattfleet.billing.bank.matching import Why
from wattfleet.billing.collection import DebitState
from wattfleet.billing.dispute import DisputeState
from wattfleet.billing.mailing import INTERRUPTED, NO_MAIL, MailingState
from wattfleet.billing.mandate import MandateState
from wattfleet.billing.proved import PROVED, check
from wattfleet.billing.run import RunState
from wattfleet.billing.unmeasured import UNMEASURED, unmeasured
from wattfleet.events import ConnectorStatus
from wattfleet.gateway.connection import REPLACED
from wattfleet.kernel.fields import how
from wattfleet.kernel.sentences import Phrase, names_of
from wattfleet.ledger.entry import Source
from wattfleet.metrology.found import FOUND, found
from wattfleet.ocpp.v16.messages import ChargePointErrorCode
from wattfleet.operations.plug_faults import FAULTS
from wattfleet.operations.troubles import TROUBLES
from wattfleet.sessions.session import SessionState

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "wattfleet"
BOOKS = ROOT / "web" / "packages" / "words" / "src"
TABLES: dict[str, dict[str, tuple[Phrase, ...]]] = {
    "found": {code: (phrase,) for code, phrase in FOUND.items()},
    "unmeasured": dict(UNMEASURED),
    "proved": {code: (phrase,) for code, phrase in PROVED.items()},
    "troubles": {code: (phrase,) for code, phrase in TROUBLES.items()},
    "faults": {code: (phrase,) for code, phrase in FAULTS.items()},
}
SENTENCES = [
    (table, code, phrase) for table, rows in TABLES.items() for code, row in rows.items() for phrase in row
]


@pytest.mark.parametrize(("table", "code", "phrase"), SENTENCES)
def test_the_languages_name_the_same_values(table: str, code: str, phrase: Phrase) -> None:
    assert all(phrase), f"{table}.{code} is not said in every language"
    assert [names_of((one, one, one)) for one in phrase] == [names_of(phrase)] * 3
    assert len(set(phrase)) == 3, f"{table}.{code} was not written yet in a language"


def said_in(places: Iterable[str], verb: str) -> set[str]:
    text = "".join((SOURCE / place).read_text("utf-8") for place in places)
    return set(re.findall(rf'\b{verb}\(\s*"(\w+)"', text))


@pytest.mark.parametrize(
    ("verb", "places", "table"),
    [
        ("found", ("metrology/process.py", "metrology/signature.py", "metrology/check.py"), set(FOUND)),
        ("unmeasured", ("billing/measuring.py",), set(UNMEASURED)),
    ],
)
def test_what_is_found_is_what_the_table_says(verb: str, places: Iterable[str], table: set[str]) -> None:
    extra = {"energy_unusable", "time_unusable"} if verb == "found" else set()
    assert said_in(places, verb) | extra == table


def test_what_is_proved_is_what_the_table_says() -> None:
    text = (SOURCE / "billing/proof.py").read_text("utf-8")
    written = set(re.findall(r'"(\w+)"', text))
    both = {f"{name}_in_{where}" for name in ("begin", "end") for where in ("frame", "none")}
    assert set(PROVED) - both <= written
    assert "Check(" not in text, "what was looked at is a code, so that it can be said in any language"


def test_a_sentence_is_put_together_from_its_values() -> None:
    assert found("page_gap", before=1, after=3).text.startswith("After T1 comes T3:")
    gap = found("page_gap", before=1, after=3)
    held = unmeasured("signed_process_wrong", gap)
    assert held.text == f"The values are signed, and no charging process that may be billed: {gap.text}"
    assert held.because == (gap,)
    differs = unmeasured("signed_energy_differs", signed="5", session="5.011")
    assert differs.text == "The signed values say 5 kWh, the session 5.011 kWh."
    assert check("lines", True, "lines_rounded", n=1).text == "1 line is quantity × price, rounded once"


# ── sentences that the server keeps or refuses with, and a browser reads back ─────────────────────

VERBS = {"missing", "conflict", "forbidden", "invalid", "unavailable"}
ROOMS = ("access", "billing", "fleet", "ledger", "stations", "storage", "tariffs", "usecases")
OF_PROGRAMS = {
    *("cursor_invalid", "limit_invalid", "sort_unknown", "filter_unknown", "scope_unknown", "tenant_exists"),
    *("keep_invalid", "offline_grace_too_short", "report_to", "session_contended", "internal_error"),
    *("frame_unknown", "baselines_invalid", "habits_invalid", "schema_newer", "key_exists", "chart_unknown"),
    *("vat_facts_invalid", "metrology_facts_invalid", "dunning_facts_invalid", "storage_unavailable"),
    *("database_role", "database_missing", "database_url_invalid", "schema_old", "schema_other"),
}
"""Codes that no screen meets: about how a program asks, about the installation itself, or a bug."""


def templates() -> set[str]:
    """Every text of the source that may be a sentence; what is put into it may be anything."""
    made: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        made |= {one for node in ast.walk(ast.parse(path.read_text("utf-8"))) if (one := pattern_of(node))}
    return {one for one in made if len(one.replace(".+", "")) > 6}


def pattern_of(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return re.escape(text)
        case ast.JoinedStr(values=parts):
            return "".join(pattern_of(one) or ".+" for one in parts)
        case _:
            return ""


def read_back(place: str) -> set[str]:
    books = [BOOKS / place] if place.endswith(".ts") else sorted((BOOKS / place).glob("*.ts"))
    text = "".join(path.read_text("utf-8") for path in books)
    english = {one[1] for one in re.findall(r"\w+: \[\s*(['\"])(.*?)\1,", text)}
    assert len(english) > 30
    return {re.sub(r"\{\w+\}", "some thing", one.replace("’", "'")) for one in english}


@pytest.mark.parametrize("place", ["said.ts", "refusals", "documents.ts"])
def test_what_a_browser_reads_back_is_what_the_server_says(place: str) -> None:
    known = [re.compile(one, re.DOTALL) for one in templates()]
    unknown = [one for one in read_back(place) if not any(each.fullmatch(one) for each in known)]
    assert not unknown, "the server no longer says this"


def refusals() -> Iterator[tuple[str, str]]:
    """Code and sentence of what the rooms and their deeds refuse, where the sentence stands in the call."""
    for room in ROOMS:
        for path in (SOURCE / room).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                match node:
                    case ast.Call(func=ast.Name(id=verb), args=[ast.Constant(value=str(code)), said, *_]) if (
                        verb in VERBS and (pattern := pattern_of(said))
                    ):
                        yield code, pattern


def test_what_is_refused_at_a_screen_is_said_in_every_language() -> None:
    book = read_back("refusals")
    silent = {code for code in dict(refusals()) if code.endswith("_exists")} | OF_PROGRAMS
    lacking = [
        f"{code}: {pattern}"
        for code, pattern in refusals()
        if code not in silent and not any(re.fullmatch(pattern, one, re.DOTALL) for one in book)
    ]
    assert not lacking, "write it into web/packages/words/src/refusals"


# ── what is kept as text: what a run holds, what a document lacks, why something failed ───────────────

HOLDING = ("scene_holds", "invoice_scene", "judge_drafts", "work_invoice_runs")
AT_A_PROMPT = re.compile(r"wattfleet\\? [a-z]|/api/v1")
"""What screens leave out: what to do at a command line, or as a program."""


def kept() -> Iterator[tuple[str, str]]:
    """Where a sentence stands that a hold, a problem or an unknown VAT is made of, and its pattern."""
    usecases = [SOURCE / "usecases" / f"{name}.py" for name in HOLDING]
    rooms = [SOURCE / "billing" / name for name in ("problems.py", "ready.py", "vat.py")]
    for path in [*usecases, *rooms]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="Hold" | "_hold" | "Problem" | "Unknown"), args=args, keywords=named
                ):
                    told = [*args, *(one.value for one in named if one.arg in {"text", "hint"})]
                case ast.Assign(targets=[ast.Name(id="hint" | "text")], value=value):
                    told = [value]
                case ast.Assign(targets=[ast.Name(id="_WAITS")], value=ast.Dict(values=rows)):
                    told = [part for row in rows if isinstance(row, ast.Tuple) for part in row.elts]
                case _:
                    continue
            choices = [
                one
                for each in told
                for one in ((each.body, each.orelse) if isinstance(each, ast.IfExp) else (each,))
            ]
            yield from ((path.name, pattern) for one in choices if (pattern := pattern_of(one)).endswith("."))


def test_what_is_kept_as_text_is_said_in_every_language() -> None:
    books = read_back("documents.ts") | read_back("said.ts")
    found = list(kept())
    assert len(found) > 90, "the sentences are not where they were"
    lacking = [
        f"{place}: {pattern}"
        for place, pattern in found
        if not AT_A_PROMPT.search(pattern) and not any(re.fullmatch(pattern, one, re.DOTALL) for one in books)
    ]
    assert not lacking, "write it into web/packages/words/src/documents.ts"


def failing() -> set[str]:
    """The names of errors by which a letter or a webhook fails, as they begin their sentence."""
    mail = {name for name in dir(aiosmtplib.errors) if name.startswith("SMTP")}
    leaves = {
        name
        for name in dir(httpx)
        if isinstance(one := getattr(httpx, name), type)
        and issubclass(one, httpx.HTTPError | httpx.InvalidURL)
        and not one.__subclasses__()
    }
    # We follow nobody, have no proxy, and raise for no status.
    return mail | leaves - {"HTTPStatusError", "ProxyError", "TooManyRedirects"}


def closing() -> set[str]:
    """Why the gateway itself ends a connection: code and reason, as they are kept."""
    text = (SOURCE / "gateway" / "connection.py").read_text("utf-8")
    named = {"REPLACED": f"1008 {REPLACED}"}
    plain = {f"{code} {reason}" for code, reason in re.findall(r'_finish\((\d+), "([^"]+)"\)', text)}
    return plain | set(named.values()) | {"the server was stopped"}


def backing_up() -> set[str]:
    """What a running backup can fail with."""
    some = {"copying.py", "package.py", "pg_following.py", "following.py", "sealed.py"}
    ours = {"storage_unavailable", "disk_full", "program_missing", "program_failed"}
    ours |= {"backup_target", "replication_refused", "key_file_unusable"}
    return {
        pattern
        for name in some
        for node in ast.walk(ast.parse((SOURCE / "storage" / "backups" / name).read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in VERBS
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value in ours
        and (pattern := pattern_of(node.args[1]))
    }


def test_why_something_failed_is_said_in_every_language() -> None:
    book = {re.sub(r"\{\w+\}", "some thing", straight(one[0])) for one in TROUBLES.values()}
    names = {one.split(":")[0] for one in book}
    assert not failing() - names, "write it into operations/troubles.py"
    assert not closing() - book
    assert len(backing_up()) >= 8
    lacking = [one for one in backing_up() if not any(re.fullmatch(one, each) for each in book)]
    assert not lacking
    assert {straight(NO_MAIL), straight(INTERRUPTED)} <= book


def test_the_law_behind_a_late_payment_is_said_in_every_language() -> None:
    limits = tomllib.loads((SOURCE / "facts" / "late.toml").read_text("utf-8"))["limit"]
    book = re.findall(r"\w+: \[\s*'(.*?)',", (BOOKS / "laws.ts").read_text("utf-8"))
    assert {one["source"] for one in limits} == set(book), "write it into web/packages/words/src/laws.ts"


@pytest.mark.parametrize(
    ("values", "place", "before"),
    [
        ({one.value for one in Source}, "ledger.ts", "source_"),
        ({one.value for one in DebitState}, "collections.ts", "is_"),
        ({one.value for one in MandateState}, "collections.ts", "m_"),
        ({one.value for one in MovementState}, "movements.ts", ""),
        ({one.name.lower() for one in Why}, "receivables.ts", "why_"),
        ({one.value for one in DisputeState} - {"open"}, "disputes.ts", "is_"),
        ({one.value for one in MailingState}, "states.ts", ""),
        ({one.value for one in RunState}, "states.ts", ""),
        ({one.value for one in SessionState}, "states.ts", ""),
        ({one.value for one in ConnectorStatus}, "states.ts", ""),
        ({one.value for one in (*MandateState, *MovementState, *RunState)}, "standing.ts", ""),
        ({one.value for one in (*SessionState, *DisputeState)}, "standing.ts", ""),
        ({one.value for one in MailingState} - {"failed"}, "standing.ts", ""),
    ],
)
def test_a_word_of_the_server_has_its_word_on_the_screens(values: set[str], place: str, before: str) -> None:
    known = set(re.findall(r"^  (\w+): \[", (BOOKS / place).read_text("utf-8"), re.MULTILINE))
    assert {f"{before}{one}" for one in values} <= known


def straight(text: str) -> str:
    return text.replace("’", "'")


def test_what_a_plug_says_is_wrong_is_said_in_every_language() -> None:
    codes = {one.value for one in ChargePointErrorCode} - {"NoError"}
    assert {
        re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", one).lower() for one in codes
    } <= FAULTS.keys()


# ── what a field must be ──────────────────────────────────────────────────────────────────────────


class Inner(msgspec.Struct):
    at: datetime
    day: date


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    """A field of every kind that a form can have."""

    inner: Inner
    which: UUID
    flag: bool
    price: Decimal
    count: Annotated[int, Meta(ge=1, le=9)]
    least: Annotated[int, Meta(ge=1)]
    most: Annotated[int, Meta(le=9)]
    name: Annotated[str, Meta(min_length=2, max_length=9)]
    short: Annotated[str, Meta(max_length=9)]
    long: Annotated[str, Meta(min_length=2)]
    exact: Annotated[str, Meta(min_length=3, max_length=3)]
    form: Annotated[str, Meta(pattern="^x")]
    kind: Literal["a", "b"]
    maybe: str | None
    several: tuple[str, ...]
    prices: dict[str, int]
    ratio: Annotated[float, Meta(gt=0)]


FIELDS = [
    *(f"{one}" for one in Asked.__struct_fields__),
    *("inner.at", "inner.day"),
]


@pytest.mark.parametrize("path", FIELDS)
def test_what_a_field_must_be_is_said_in_every_language(path: str) -> None:
    said_so = re.fullmatch(r"Write (.*)\.", how(Asked, path))
    assert said_so
    text = (BOOKS / "forms.ts").read_text("utf-8")
    english = [one[1] for one in re.findall(r"\w+: \[\s*(['\"])(.*?)\1,", text)]
    known = [re.escape(re.sub(r"\{\w+\}", "\0", one)).replace("\0", ".+") for one in english]
    for form in (
        said_so[1].split(" or ") if " or " in said_so[1] and said_so[1] != "true or false" else [said_so[1]]
    ):
        assert any(re.fullmatch(one, form) for one in known), f"write “{form}” into words/src/forms.ts"
