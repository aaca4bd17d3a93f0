"""
200 citizens who want one slot at the same moment, through HTTP, over two processes.

Two local stacks share one store. Everybody is signed in first; then all post at once, each
process getting half of them. As many win as there are desks, the others are told the
nearest free times, and nothing else happens.
"""

import asyncio
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import httpx

from tests.bench.timing import percentile
from tests.builders import a_body, a_citizen

CLIENTS = 200
NOW = "2026-11-24T10:00"
CENTRE, SERVICE = "kep-zografou", "birth-certificate"


def measure() -> list[tuple[str, str]]:
    from running_stack import running_stack

    with TemporaryDirectory() as folder, ExitStack() as stacks:
        data = Path(folder)
        addresses = [
            stacks.enter_context(running_stack(data, now=NOW, variables={"LIMITS": "off"})).address
            for _ in range(2)
        ]
        answers, seconds = asyncio.run(_rush(addresses))
    statuses = Counter(answers)
    return [
        ("clients", str(CLIENTS)),
        ("201, with one desk", str(statuses[201])),
        ("409 with alternatives", str(statuses[409])),
        ("anything else", str(CLIENTS - statuses[201] - statuses[409])),
        ("a booking over HTTP in this rush, median", f"{percentile(seconds, 0.5) * 1000:.0f} ms"),
        (
            "a booking over HTTP in this rush, 95 of 100",
            f"{percentile(seconds, 0.95) * 1000:.0f} ms",
        ),
    ]


async def _rush(addresses: list[str]) -> tuple[list[int], list[float]]:
    clients = [
        httpx.AsyncClient(base_url=addresses[n % 2], timeout=60, trust_env=False)
        for n in range(CLIENTS)
    ]
    for n, client in enumerate(clients):
        await _sign_in(client, a_citizen(n).tax_id)
    slots = await clients[0].get(f"/api/v1/centres/{CENTRE}/slots?service={SERVICE}")
    starts_at = slots.json()["slots"][0]["starts_at"]
    body = a_body(centre=CENTRE, service=SERVICE, starts_at=starts_at)
    answers = await asyncio.gather(*(_book(client, body) for client in clients))
    for client in clients:
        await client.aclose()
    return [status for status, _ in answers], [taken for _, taken in answers]


async def _sign_in(client: httpx.AsyncClient, tax_id: str) -> None:
    address = f"/api/auth/citizen/login?return=/&login_hint={tax_id}"
    await client.get(address, follow_redirects=True)


async def _book(client: httpx.AsyncClient, body: dict[str, object]) -> tuple[int, float]:
    origin = str(client.base_url).rstrip("/")
    began = perf_counter()
    answer = await client.post(
        "/api/v1/bookings", json=body, headers={"Origin": origin, "Idempotency-Key": "rush"}
    )
    return answer.status_code, perf_counter() - began
