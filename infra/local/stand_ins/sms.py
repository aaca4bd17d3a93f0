"""
A gateway for text messages at `/local/sms-gateway`; it sends nothing and keeps what it is told.

A repeated id gets the answer of the first, and the telephone one message.
"""

import hmac
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web
from world import World

PATH = "/local/sms-gateway"
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")  # E.164
LONGEST_SENDER = 11  # letters and digits, as telephones show them
LONGEST_TEXT = 670  # ten parts of 67 letters: one that is not in the alphabet of SMS costs the rest


class BadText(Exception):
    """The gateway refuses; the message says why."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class SmsGateway:
    """The gateway over the world's texts."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def take(self, request: web.Request) -> web.Response:
        """Take one message."""
        try:
            self._refuse_strangers(request)
            message = _message(await request.read())
            _refuse_another_key(request, message)
        except BadText as refused:
            return web.json_response({"error": str(refused)}, status=refused.status)
        return web.json_response(self._kept(message), status=202)

    def _refuse_strangers(self, request: web.Request) -> None:
        wanted = f"Bearer {self._world.secrets.get('sms_key', '')}"
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), wanted.encode()):
            raise BadText(401, "unknown key")

    def _kept(self, message: dict[str, str]) -> dict[str, str]:
        """Keep *message* unless its id is known, and return what is answered."""
        texts = self._world.texts
        kept = texts.setdefault(
            message["id"],
            {
                "id": message["id"],
                "to": message["to"],
                "text": message["text"],
                "sent_at": self._world.now().isoformat(),
            },
        )
        return {"id": kept["id"], "accepted_at": kept["sent_at"]}


def routes(world: World) -> list[web.RouteDef]:
    """Return the gateway's route."""
    return [web.post(PATH, SmsGateway(world).take)]


def _message(raw: bytes) -> dict[str, str]:
    try:
        message: Any = json.loads(raw)
    except ValueError as error:
        raise BadText(400, "no JSON") from error
    if not isinstance(message, dict):
        raise BadText(400, "no object")
    wrong = [name for name, is_good in GOOD.items() if not is_good(message.get(name))]
    if wrong:
        raise BadText(422, f"wrong: {', '.join(wrong)}")
    return message


def _refuse_another_key(request: web.Request, message: dict[str, str]) -> None:
    if request.headers.get("Idempotency-Key") != message["id"]:
        raise BadText(422, "wrong: Idempotency-Key")


def _is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest


GOOD: Mapping[str, Callable[[object], bool]] = {
    "id": lambda value: _is_text(value, 200),
    "from": lambda value: _is_text(value, LONGEST_SENDER),
    "to": lambda value: isinstance(value, str) and bool(NUMBER.fullmatch(value)),
    "text": lambda value: _is_text(value, LONGEST_TEXT),
}
