"""Every invariant by its number: what it promises, how the auditor checks it in a database, and what no
database can show. Source: reliability §3. docs/spec/audit.md tells the same to people.
"""

import msgspec


class Invariant(msgspec.Struct, frozen=True, kw_only=True):
    """`how` = "" where nothing of it is kept yet; `blind` is what cannot be seen from a database alone."""

    id: str
    title: str
    how: str = ""
    blind: str = ""

    @property
    def is_checked(self) -> bool:
        return bool(self.how)


INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        id="I1",
        title="No acknowledged message is lost",
        how="Each call of a station stands beside our answer; on SQLite no number of the hot "
        "archive is missing; "
        "each cold file is there, whole and unchanged.",
        blind="What stations were told before a power cut is known only to them: tests with a log of "
        "acknowledgements show that. PostgreSQL's numbers have holes by nature.",
    ),
    Invariant(
        id="I2",
        title="No acknowledged meter value is lost",
        how="Each plain energy register of an answered message is found again in a reading of its station.",
        blind="Registers that a station tells oddly (another unit, a phase) are left to the tests "
        "of the wire.",
    ),
    Invariant(
        id="I3",
        title="One session for each charge",
        how="No two billable sessions hold the same EVSE at the same time; no start is kept twice.",
        blind="Whether a car was there at all: a database knows what stations said.",
    ),
    Invariant(
        id="I4",
        title="Each session is rated once as it stands",
        how="One newest rating for each ended session, of its very version; no version rated twice; what a "
        "rating's columns say is what its lines add up to, and the same evidence with the same "
        "tariff version "
        "gives the same price again. The newest revision says what the session and its rating say.",
        blind="Invoices do not exist yet, so that what is billed cannot be compared.",
    ),
    Invariant(
        id="I5",
        title="Energy is conserved in each session",
        how="Never negative; end minus begin register (± 1 Wh) where nothing doubtful is flagged; "
        "never above "
        "the station's stated power × time × 1.1 without a flag; the slices that are billed add up to it.",
    ),
    Invariant(
        id="I6",
        title="Energy is conserved on each connector",
        how="A session's begin register is never below the end register of the one before it on "
        "the same EVSE, "
        "where the station's register is known to count for life and neither is flagged; nothing between two "
        "sessions is booked twice.",
        blind="What flowed between sessions is not read from a register that nobody told.",
    ),
    Invariant(
        id="I7",
        title="The ledger is balanced",
        how="The postings of each entry come to nothing in each currency; no entry is without postings; "
        "each issued document is booked with what it says, none that was never issued is, and no number "
        "is missing (looked at in a whole audit).",
        blind="That no row was changed or removed: rights and triggers refuse it, and the chain of acts "
        "names who booked.",
    ),
    Invariant(id="I8", title="Money moves exactly once"),
    Invariant(id="I9", title="No hold is forgotten"),
    Invariant(id="I10", title="Each home session is paid once"),
    Invariant(id="I11", title="A site stays below its cap"),
    Invariant(
        id="I12",
        title="Tenants stay apart",
        how="No frame, reading or event of a station that another tenant has; on PostgreSQL "
        "row-level security "
        "is forced on every table of tenants and binds the role that we work as.",
        blind="What left through an answer or a log: tests plant marks and look for them there.",
    ),
    Invariant(
        id="I13",
        title="One connection owns a station",
        how="A station's epoch is that of its newest connection; no older one is open; no frame is "
        "of an epoch "
        "that never was.",
    ),
    Invariant(
        id="I14",
        title="Facts stand in order",
        how="A station's frames never go back to an older connection.",
        blind="Sequence numbers of 2.x are compared when they arrive; what a live view showed is not kept.",
    ),
    Invariant(
        id="I15",
        title="Each command has one end",
        how="No command is open past its deadline; who is answered has an answer's time; none went "
        "out twice.",
    ),
    Invariant(id="I16", title="Answers are valid", blind="Tests of the wire hold it for every answer."),
    Invariant(
        id="I17",
        title="Nothing stands still",
        how="No ended session waits for its price for five minutes; no session is open for a day "
        "on a plug that "
        "is free.",
    ),
    Invariant(
        id="I18",
        title="News are told",
        how="News of a session name a version of it.",
        blind="Whether each was published, and who has applied it: whoever hears news keeps that himself.",
    ),
    Invariant(
        id="I19",
        title="What is shown follows from what is kept",
        how="A session's columns equal its body, and its sums follow from its stored readings once more.",
        blind="The whole way from raw frames is gone by `wattfleet replay` and by the tests of an upgrade.",
    ),
    Invariant(
        id="I20",
        title="Time adds up",
        how="No session ends before it begins without a flag; its slices join from begin to end without gap, "
        "overlap or negative length; every line of a price lies within it.",
    ),
    Invariant(id="I21", title="Each roaming record is sent once"),
    Invariant(id="I22", title="The SLA clock adds up"),
    Invariant(
        id="I23", title="Resources stay bounded", blind="Measured on the process, by tests and benchmarks."
    ),
    Invariant(
        id="I24",
        title="Every act is written down, in a chain",
        how="The whole chain of acts is computed again: numbers without a gap, each hash over its act.",
        blind="Acts cut off at its end, unless the newest hash was noted elsewhere; and a deed that wrote no "
        "act: tests try every route that changes something.",
    ),
)

BY_ID = {one.id: one for one in INVARIANTS}
