"""A small function app with a function of each kind, to try the local host with."""

import json
import threading
from queue import Queue

import azure.functions as func

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)

delivered: "Queue[tuple[str, int]]" = Queue()
ticks: "Queue[bool]" = Queue()
go_on = threading.Event()


def forget() -> None:
    """Forget what an earlier test made happen."""
    for happened in (delivered, ticks):
        while not happened.empty():
            happened.get_nowait()


COOKIES = (
    "__Host-session=a; Path=/; Secure; HttpOnly",
    "session=b; Path=/; HttpOnly; SameSite=Lax",
    "elsewhere=c; Path=/api",
    "gone=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "cleared=; Path=/; Max-Age=0",
)


@app.route(route="echo/{name}", methods=["GET", "POST"])
def echo(req: func.HttpRequest) -> func.HttpResponse:
    """Return what the function saw."""
    seen = {
        "method": req.method,
        "url": req.url,
        "headers": dict(req.headers),
        "params": dict(req.params),
        "route_params": dict(req.route_params),
        "body": req.get_body().decode(),
    }
    return func.HttpResponse(json.dumps(seen), mimetype="application/json")


@app.route(route="echo/special", methods=["GET"])
def special(req: func.HttpRequest) -> func.HttpResponse:
    """Answer on a path that another template fits too."""
    return func.HttpResponse("special", headers={"X-Frame-Options": "DENY"}, status_code=203)


@app.route(route="cookies", methods=["GET"])
def set_cookies(req: func.HttpRequest) -> func.HttpResponse:
    """Set every kind of cookie."""
    response = func.HttpResponse("")
    for cookie in COOKIES:
        response.headers.add("Set-Cookie", cookie)
    return response


@app.route(route="nothing", methods=["POST"])
def answer_nothing(req: func.HttpRequest) -> func.HttpResponse:
    """Answer without a body."""
    return func.HttpResponse(status_code=204)


@app.route(route="broken", methods=["GET"])
def fail(req: func.HttpRequest) -> func.HttpResponse:
    """Raise, with something in the message that nobody may see."""
    raise RuntimeError("090000045")


@app.route(route="slow", methods=["GET"])
def wait(req: func.HttpRequest) -> func.HttpResponse:
    """Answer only when a test says so."""
    go_on.wait(10)
    return func.HttpResponse("at last")


@app.queue_trigger(arg_name="message", queue_name="work", connection="AzureWebJobsStorage")
def work_off(message: func.QueueMessage) -> None:
    """Note the message; a bad one fails on every try."""
    text = message.get_body().decode()
    delivered.put((text, message.dequeue_count))
    if text == "bad":
        raise RuntimeError(text)


@app.timer_trigger(arg_name="timer", schedule="0 30,40,50 15,16 * * *")
def tick(timer: func.TimerRequest) -> None:
    """Note that the timer fired."""
    ticks.put(timer.past_due)


@app.timer_trigger(arg_name="timer", schedule="0 0 0 1 1 *")
def fail_on_time(timer: func.TimerRequest) -> None:
    """Raise."""
    raise RuntimeError
