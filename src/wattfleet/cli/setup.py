"""`wattfleet setup`, `mail` and `webhook`: who runs this, and how alarms are told."""

import argparse
from collections.abc import Callable
from typing import Any

from wattfleet.cli import show
from wattfleet.cli.noun_verbs import Commands, json_or_file
from wattfleet.cli.remote import Remote, fail

Run = Callable[[Remote, argparse.Namespace], None]


def register(commands: Commands) -> None:
    _setup(commands)
    _mail(commands)
    _webhook(commands)


def _setup(commands: Commands) -> None:
    parser = commands.add_parser(
        "setup",
        help="who runs this, where, and in which money",
        epilog='example: wattfleet setup --name "Northern Charging AB" --country SE --zone Europe/Stockholm '
        "--currency SEK --vat-number SE556703748501",
    )
    for name, words in (
        ("name", "the company"),
        ("country", "two letters, such as SE"),
        ("zone", "such as Europe/Stockholm"),
        ("currency", "three letters, such as SEK"),
        ("vat-number", "checked by its own digits"),
    ):
        parser.add_argument(f"--{name}", dest=name.replace("-", "_"), metavar="TEXT", help=words)

    def run(remote: Remote, given: argparse.Namespace) -> None:
        names = ("name", "country", "zone", "currency", "vat_number")
        told = {name: one for name in names if (one := getattr(given, name)) is not None}
        found = remote.call("GET", "/setup")
        if told:
            known = found["company"] or {key: found[key] for key in ("country", "zone", "currency")}
            found = remote.call("PUT", "/setup", body={**known, **told})
        _tell(given, found)

    parser.set_defaults(run=run)


def _mail(commands: Commands) -> None:
    verbs = _verbs(commands, "mail", "how alarms are mailed, and to whom")
    put = verbs.add_parser("set", help="set it up; what is not given stays")
    put.add_argument("--host", help="the mail server")
    put.add_argument("--port", type=int, help="587 if it was never given")
    put.add_argument("--security", choices=("starttls", "tls", "none"), help="starttls if it was never given")
    put.add_argument("--user", help="to sign in with")
    put.add_argument("--password-file", metavar="FILE", help="a file with the password alone")
    put.add_argument("--sender", metavar="ADDRESS", help="whom alarms come from")
    put.add_argument(
        "--to", action="append", metavar="ADDRESS", help="who is told; repeatable, without quiet hours"
    )
    put.add_argument("--recipients", metavar="JSON", help="who is told, as JSON or @FILE, with quiet hours")
    put.set_defaults(run=_put_mail)
    test = verbs.add_parser("test", help="send a test mail now")
    test.add_argument("to", metavar="ADDRESS", help="where to")
    test.set_defaults(run=lambda remote, given: _tried(remote, given, "/mail/test", {"to": given.to}))
    _show_and_remove(verbs, "/mail")


def _put_mail(remote: Remote, given: argparse.Namespace) -> None:
    body: dict[str, Any] = dict(remote.maybe("/mail") or {})
    body.pop("has_password", None)
    for name in ("host", "port", "security", "user", "sender"):
        if (one := getattr(given, name)) is not None:
            body[name] = one
    if given.password_file:
        with open(given.password_file, encoding="utf-8") as file:  # noqa: PTH123 - one word from a file
            body["password"] = file.read().strip()
    if given.to:
        body["recipients"] = [{"email": one} for one in given.to]
    if given.recipients:
        body["recipients"] = json_or_file(given.recipients, "--recipients")
    _tell(given, remote.call("PUT", "/mail", body=body))


def _webhook(commands: Commands) -> None:
    verbs = _verbs(commands, "webhook", "one address that is told of every alarm, signed")
    put = verbs.add_parser("set", help="set it up; the secret that checks its signature is shown")
    put.add_argument("to", metavar="URL", help="where to, https or http")
    put.add_argument("--secret", help="whsec_ and base64; made for you otherwise")
    put.add_argument("--allow-private", action="store_true", help="one of a private network may be called")

    def run(remote: Remote, given: argparse.Namespace) -> None:
        body = {"url": given.to, "allow_private": given.allow_private}
        if given.secret:
            body["secret"] = given.secret
        _tell(given, remote.call("PUT", "/webhook", body=body))

    put.set_defaults(run=run)
    test = verbs.add_parser("test", help="call it now")
    test.set_defaults(run=lambda remote, given: _tried(remote, given, "/webhook/test", None))
    _show_and_remove(verbs, "/webhook")


def _verbs(commands: Commands, name: str, words: str) -> Commands:
    parser = commands.add_parser(name, help=words)
    return parser.add_subparsers(dest="verb", required=True, metavar="VERB", help="what to do")


def _show_and_remove(verbs: Commands, path: str) -> None:
    verbs.add_parser("show", help="as it is set up").set_defaults(
        run=lambda remote, given: _tell(given, remote.call("GET", path))
    )

    def remove(remote: Remote, given: argparse.Namespace) -> None:
        remote.call("DELETE", path)
        if not given.json:
            print("It is removed.")

    verbs.add_parser("remove", help="tell nobody this way any more").set_defaults(run=remove)


def _tried(remote: Remote, given: argparse.Namespace, path: str, body: object) -> None:
    tried = remote.call("POST", path, body=body)
    if given.json:
        show.as_json(tried)
    elif tried["taken"]:
        print("It was taken.")
    if not tried["taken"]:
        fail(f"It was not taken: {tried['problem']}")


def _tell(given: argparse.Namespace, item: Any) -> None:
    if given.json:
        show.as_json(item)
    else:
        show.record(item)
