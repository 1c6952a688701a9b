"""The verdict: what the stations know, held against what the installation has kept and billed, exactly.

Source: reliability §3, I1 to I5, I13 and I14.
"""

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import msgspec
from tests.crash.books import Books, Charge, mark
from tests.crash.place import House
from tests.stories.blackbox import until

from wattfleet.kernel.timeline import parse_instant

SHOWN = 5


class Verdict(msgspec.Struct, kw_only=True):
    """The counts of a run, and what does not hold."""

    sent: int = 0
    acknowledged: int = 0
    found: int = 0
    lost: int = 0
    charges: int = 0
    sessions: int = 0
    double_bills: int = 0
    wrong: list[str] = []

    def note(self, what: str, cases: list[str]) -> None:
        if cases:
            self.wrong.append(f"{what}: {len(cases)}, such as {cases[:SHOWN]}")


def judge(house: House, books: list[Books], wait_s: float = 60) -> Verdict:
    """Ask the running server and its database. All stations must have said what they had to say."""
    found = until(lambda: _all_priced(house, books), wait_s)
    verdict = Verdict(
        sent=sum(book.sent for book in books),
        acknowledged=sum(len(book.acked) for book in books),
        charges=sum(len(book.charges) for book in books),
        sessions=len(found),
    )
    for book in books:
        verdict.note(f"{book.identity} was answered wrongly", book.wrong)
    judge_frames(house, books, verdict)
    _judge_readings(house, books, verdict)
    _judge_sessions(found, books, verdict)
    _judge_bills(house, verdict)
    _judge_epochs(house, books, verdict)
    verdict.note("the database is damaged", house.damage())
    return verdict


def _all_priced(house: House, books: list[Books]) -> list[dict[str, Any]]:
    found = list(house.every("/sessions"))
    wanted = sum(len(book.charges) for book in books)
    if len(found) < wanted or not all(one["cost"] and one["cost"]["final"] for one in found):
        return []
    return found


def judge_frames(house: House, books: list[Books], verdict: Verdict) -> None:
    """I1: acknowledged frames are found, and their answers with them, byte for byte."""
    kept: dict[str, set[tuple[bytes, bytes]]] = defaultdict(set)
    for message_id, raw, answer in house.query(
        "SELECT message_id, raw, answer FROM frames WHERE direction = 0 AND kind = 'call'"
    ):
        kept[message_id].add((mark(raw), mark(answer)))
    lost: list[str] = []
    for book in books:
        lost += [message_id for message_id, marks in book.acked.items() if marks not in kept[message_id]]
    verdict.lost = len(lost)
    verdict.found = verdict.acknowledged - len(lost)
    verdict.note("I1: acknowledged frames that are not there", lost)
    poison = house.query("SELECT message_id, error FROM frames WHERE error LIKE '%Error: %'")
    verdict.note("frames that could not be worked on", [f"{one}" for one in poison])


def _judge_readings(house: House, books: list[Books], verdict: Verdict) -> None:
    """I2: the samples that are stored are those that were told, none less and none more."""
    at = "(extract(epoch FROM r.at) * 1000000)::bigint" if house.database else "r.at"
    kept = {
        tuple(row)
        for row in house.query(
            f"SELECT s.identity, {at}, r.register_mwh FROM readings r"
            " JOIN stations s ON s.tenant_id = r.tenant_id AND s.id = r.station_id WHERE r.source = 1"
        )
    }
    told = {
        (book.identity, parse_instant(when).us, int(Decimal(wh) * 1000))
        for book in books
        for charge in book.charges
        for when, wh in charge.samples
    }
    verdict.note("I2: samples that are not there", [str(one) for one in sorted(told - kept)])
    verdict.note("I2: samples that nobody told", [str(one) for one in sorted(kept - told)])


def _judge_sessions(found: list[dict[str, Any]], books: list[Books], verdict: Verdict) -> None:
    """I3 and I5: one session for each charge, with its energy and its cost."""
    sessions: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for one in found:
        sessions[one["station"], one["transaction"]].append(one)
    strange = set(sessions) - {(book.identity, charge.tx) for book in books for charge in book.charges}
    verdict.note("I3: sessions of no charge", [str(one) for one in sorted(strange)])
    for book in books:
        wrong: list[str] = []
        for charge in book.charges:
            mine = sessions[book.identity, charge.tx]
            if len(mine) != 1:
                wrong.append(f"{charge.tx} has {len(mine)} sessions")
            else:
                wrong += _differences(charge, mine[0])
        verdict.note(f"I3, I5: sessions of {book.identity}", wrong)


def _differences(charge: Charge, one: dict[str, Any]) -> list[str]:
    net, vat = charge.cost
    wanted = {
        "state": "closed",
        "evse": charge.connector,
        "energy_wh": str(charge.wh),
        "started_at": parse_instant(charge.began).rfc3339(),
        "ended_at": parse_instant(charge.ended).rfc3339(),
        "cost": {
            "amount": str(net + vat),
            "before_vat": str(net),
            "vat": str(vat),
            "currency": "SEK",
            "final": True,
        },
    }
    return [
        f"{charge.tx}: {key} is {one.get(key)} instead of {value} {one.get('flags')}"
        for key, value in wanted.items()
        if one.get(key) != value
    ]


def _judge_bills(house: House, verdict: Verdict) -> None:
    """I4: each version of a session is rated once, and one rating counts."""
    rated = house.query("SELECT session_id, session_version, newest FROM ratings")
    twice = [key for key, count in Counter((one, version) for one, version, _ in rated).items() if count > 1]
    newest = Counter(one for one, _, is_newest in rated if is_newest)
    double = [one for one, count in newest.items() if count > 1]
    verdict.double_bills = len(twice) + len(double)
    verdict.note("I4: billed twice", [str(one) for one in (*twice, *double)])


def _judge_epochs(house: House, books: list[Books], verdict: Verdict) -> None:
    """I13 and I14: connections are numbered upwards, one by one, and frames lie in their order."""
    counted = house.query(
        "SELECT s.identity, s.epoch, max(c.epoch), count(*) FROM stations s JOIN connections c"
        " ON c.tenant_id = s.tenant_id AND c.station_id = s.id GROUP BY s.identity, s.epoch"
    )
    dials = {book.identity: book.dials for book in books}
    verdict.note(
        "I13: epochs do not rise one by one",
        [f"{row}" for row in counted if not row[1] == row[2] == row[3] <= dials[row[0]]],
    )
    backwards = house.query(
        "SELECT count(*) FROM (SELECT epoch, lag(epoch) OVER (PARTITION BY station_id ORDER BY id) AS before"
        " FROM frames) AS f WHERE before > epoch"
    )[0][0]
    verdict.note("I14: frames of an older connection after a newer one", ["x"] * backwards)
