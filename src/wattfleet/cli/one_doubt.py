"""`wattfleet doubt ID …` and `wattfleet review ID …`: why it is doubtful, and the decision about it."""

import argparse
from typing import Any

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands
from wattfleet.cli.remote import Remote

RULES = ("rule", "open", "sessions_in_review", "oldest", "days", "why")
AMENDMENTS = (
    ("energy_wh", "WH", "its energy in watt-hours"),
    ("started_at", "TIME", "when it began, RFC 3339"),
    ("ended_at", "TIME", "when it ended, RFC 3339"),
    ("token", "UID", "the card that charged"),
    ("driver", "NAME", "who charged"),
)
CANDIDATES = ("session", "token", "state", "started_at", "ended_at", "changes", "effect")


def register(commands: Commands) -> None:
    doubt = commands.add_parser(
        "doubt",
        help="explain and decide one doubt",
        epilog="example: wattfleet doubt ID match --session SESSION --reason 'the same card'",
    )
    doubt.add_argument("id", help="its id, as `doubts list` shows it")
    verbs = doubt.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to do", prog="wattfleet doubt ID"
    )
    _explain(verbs)
    matching = _decision(verbs, "match", "put the event into a session", "/doubts/{id}/match")
    matching.add_argument("--session", required=True, metavar="ID", help="the session that it belongs to")
    _decision(verbs, "write-off", "it is billed to nobody", "/doubts/{id}/write-off")
    _decision(verbs, "reopen", "undo a write-off", "/doubts/{id}/reopen")
    _decision(verbs, "unmatch", "undo a match: the event leaves its session", "/doubts/{id}/unmatch")
    review = commands.add_parser(
        "review",
        help="explain and decide a session that waits for a person",
        epilog="example: wattfleet review ID accept --reason 'the display showed the same'",
    )
    review.add_argument("id", help="the session's id")
    choices = review.add_subparsers(
        dest="verb", required=True, metavar="VERB", help="what to do", prog="wattfleet review ID"
    )
    _shown(choices)
    _decision(choices, "accept", "accept it as it is: it is billed", "/sessions/{id}/accept")
    _decision(choices, "unaccept", "take an acceptance back", "/sessions/{id}/unaccept")
    _amendment(choices)
    _bound(choices, "write-off", "give it up: it reaches no bill", "/sessions/{id}/write-off")
    _bound(choices, "reinstate", "undo a write-off", "/sessions/{id}/reinstate")
    _rules(commands)


def _explain(verbs: Commands) -> None:
    parser = verbs.add_parser("explain", help="why it is doubtful, and what each choice would change")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        told = remote.call("GET", f"/doubts/{given.id}/explanation")
        if given.json:
            show.as_json(told)
            return
        show.record({name: value for name, value in told.items() if name != "candidates"})
        print()
        show.table(told["candidates"], CANDIDATES, empty="No session of that time could take it.")

    parser.set_defaults(run=run)


def _shown(verbs: Commands) -> None:
    parser = verbs.add_parser("show", help="what holds it, and what accepting would change")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        told = remote.call("GET", f"/sessions/{given.id}/review")
        if given.json:
            show.as_json(told)
        else:
            show.record(told)

    parser.set_defaults(run=run)


def _decision(verbs: Commands, verb: str, words: str, path: str) -> argparse.ArgumentParser:
    parser = verbs.add_parser(verb, help=words)
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why; it stands in the act")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        body: dict[str, Any] = {"reason": given.reason}
        for name in ("session", "revision"):
            if getattr(given, name, None) is not None:
                body[name] = getattr(given, name)
        body |= _amended(given)
        done = remote.call("POST", path.format(id=given.id), body=body)
        if given.json:
            show.as_json(done)
        else:
            show.record(done)

    parser.set_defaults(run=run)
    return parser


def _bound(verbs: Commands, verb: str, words: str, path: str) -> argparse.ArgumentParser:
    parser = _decision(verbs, verb, words, path)
    parser.add_argument(
        "--revision",
        required=True,
        type=int,
        metavar="NUMBER",
        help="the revision that you looked at, as `show` tells it; another one is refused",
    )
    return parser


def _amendment(verbs: Commands) -> None:
    parser = _bound(
        verbs, "amend", "put another energy, time, card or driver in its place", "/sessions/{id}/amend"
    )
    for name, metavar, words in AMENDMENTS:
        parser.add_argument(f"--{name.replace('_', '-')}", metavar=metavar, help=f"{words}; “told” = as told")


def _amended(given: argparse.Namespace) -> dict[str, str | None]:
    """What an amendment names; the word “told” takes one back."""
    told = {name: getattr(given, name, None) for name, _, _ in AMENDMENTS}
    return {name: None if text == "told" else text for name, text in told.items() if text is not None}


def _rules(commands: Commands) -> None:
    parser = commands.add_parser(
        "doubt-rules",
        help="the rules of doubt, how each heals, and how many wait",
        epilog="example: wattfleet doubt-rules",
    )

    def run(remote: Remote, given: argparse.Namespace) -> None:
        told = remote.call("GET", "/doubt-rules")
        if given.json:
            show.as_json(told)
        else:
            show.table(told["rules"], RULES, empty="")

    parser.set_defaults(run=run)
