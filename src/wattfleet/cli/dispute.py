"""`wattfleet dispute ID …` and `wattfleet dispute-clock`: what is said about a bill, and how it ends."""

import argparse

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.one_doubt import AMENDMENTS
from wattfleet.cli.remote import Remote

MESSAGES = ("at", "ours", "text")
CHECKS = ("holds", "thing", "text")


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "dispute",
        help="one dispute: its evidence, what is said, how it ends",
        epilog="examples:\n"
        "  wattfleet dispute ID evidence --json > evidence.json\n"
        "  wattfleet dispute ID say --text 'Which car was it?'\n"
        "  wattfleet dispute ID rerate --revision 1 --energy-wh 12400 --reason 'read from the display'",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("id", help="its id, as `disputes list` shows it")
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to do", prog="wattfleet dispute ID"
    )
    verbs.add_parser("show", help="what it is about, and what was said").set_defaults(run=_show)
    verbs.add_parser("evidence", help="what follows from its evidence; --json gives all of it").set_defaults(
        run=_evidence
    )
    say = verbs.add_parser("say", help="say something to the other side")
    say.add_argument("--text", required=True, help="what; both sides read it")
    say.set_defaults(run=lambda remote, given: _put(remote, given, "messages", {"text": given.text}))
    _end(verbs, "explain", "it was right: the answer says why")
    _end(verbs, "withdraw", "whoever opened it takes it back")
    credit = _end(verbs, "credit", "credit the invoice that bills it")
    credit.add_argument("--on", metavar="DAY", help="the day that the credit note bears; today if absent")
    rerate = _end(verbs, "rerate", "rate the session anew; without more, by what was decided since")
    rerate.add_argument(
        "--revision", type=int, required=True, metavar="N", help="the session's revision that you looked at"
    )
    for name, metavar, words in AMENDMENTS:
        rerate.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar=metavar, help=words)
    _clock(commands)


def _end(verbs: Commands, verb: str, words: str) -> argparse.ArgumentParser:
    parser = verbs.add_parser(verb, help=words)
    parser.add_argument("--reason", required=True, metavar="TEXT", help="the answer; both sides read it")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        body: dict[str, object] = {"reason": given.reason}
        if verb == "credit" and given.on:
            body["issue_on"] = given.on
        if verb == "rerate":
            body["revision"] = given.revision
            body |= {name: one for name, _, _ in AMENDMENTS if (one := getattr(given, name)) is not None}
        _put(remote, given, verb, body)

    parser.set_defaults(run=run)
    return parser


def _clock(commands: Commands) -> None:
    parser = commands.add_parser(
        "dispute-clock",
        help="within which time disputes are answered",
        epilog="example: wattfleet dispute-clock --answer-days 10",
    )
    parser.add_argument("--answer-days", type=int, metavar="N", help="from its opening to its end")
    parser.add_argument("--open-days", type=int, metavar="N", help="how long after a session a driver may")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        clock = remote.call("GET", "/dispute-clock")
        wish = {name: one for name in clock if (one := getattr(given, name)) is not None}
        if wish:
            clock = remote.call("PUT", "/dispute-clock", body=clock | wish)
        _tell(given, clock)

    parser.set_defaults(run=run)


def _show(remote: Remote, given: argparse.Namespace) -> None:
    dispute = remote.call("GET", f"/disputes/{given.id}")
    if given.json:
        show.as_json(dispute)
        return
    show.record({name: one for name, one in dispute.items() if name != "messages"})
    print()
    show.table(dispute["messages"], MESSAGES, empty="Nothing was said yet.")


def _evidence(remote: Remote, given: argparse.Namespace) -> None:
    found = remote.call("GET", f"/disputes/{given.id}/evidence")
    if given.json:
        show.as_json(found)
        return
    show.table(found["checks"], CHECKS, empty="Nothing of it can be computed.")
    print(f"{len(found['signed'])} signed values. --json gives frames, registers, tariff and rating.")


def _put(remote: Remote, given: argparse.Namespace, verb: str, body: dict[str, object]) -> None:
    _tell(given, remote.call("POST", f"/disputes/{given.id}/{verb}", body=body))


def _tell(given: argparse.Namespace, item: dict[str, object]) -> None:
    if given.json:
        show.as_json(item)
    else:
        show.record(item)
