"""What stands between the browser and Gradio: few paths, strict headers, our own head of the page, and nothing kept."""

import asyncio
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from corpus.words import well_formed

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

#: All that the page asks for. Gradio has some sixty more paths: uploads, files, API pages, saved sessions, monitoring.
ALLOWED = (
    ("GET", re.compile(r"/|/assets/[\w.-]+|/pagina/[\w.-]+|/theme\.css|/static/js/[\w.-]+|/gradio_api/queue/data")),
    ("POST", re.compile(r"/gradio_api/(?:queue/join|cancel)|/zoek|/fout")),
)

#: A conversation of twelve long questions fits in; a server that reads more can be made to run out of memory.
MOST_BYTES = 256 * 1024
_JOIN = "/gradio_api/queue/join"
_MOST_FUNCTIONS = 8  # more than the page has

#: Each question has its stream; when it ends, Gradio may drop all that it holds of the session.
_STREAM = "/gradio_api/queue/data"

_AFTERTHOUGHT_SECONDS = 2

_HEADERS = (
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), browsing-topics=()"),
)


def content_security_policy(nonce: str) -> str:
    """Everything from this server only. ``unsafe-eval`` is for gr.HTML, which compiles its (fixed) template that way."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'self'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


class Guard:
    """An ASGI application around Gradio's."""

    def __init__(self, inner: Application, *, rewrite: Callable[[str, str], str], forget: Callable[[str], None]) -> None:
        """``rewrite`` gets Gradio's page and a nonce for its scripts; ``forget`` the session whose stream has ended."""
        self.inner = inner
        self.rewrite = rewrite
        self.forget = forget

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
        elif not is_allowed(scope["method"], scope["path"]) or _is_from_elsewhere(scope):
            await _not_found(send)
        elif scope["path"] == "/":
            await self._page(scope, receive, send)
        elif scope["method"] == "POST":
            body = await _read(receive)
            if body is None:
                await _refuse(send, 413, "Dit verzoek is te groot.")
            elif (checked := _checked(scope["path"], body)) is None:
                await _refuse(send, 400, "Dit kan hier niet.")
            else:
                await self._other({**scope, "headers": _with_length(scope, checked)}, _once(checked, receive), send)
        else:
            await self._other(scope, receive, send)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Gradio's page, rewritten; without its query string, which could open a saved session or another theme."""
        start: Message = {}
        body = bytearray()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.inner({**scope, "query_string": b"", "headers": plain}, receive, collect)
        nonce = secrets.token_urlsafe(16)
        page = self.rewrite(body.decode("utf-8"), nonce).encode("utf-8")
        headers = [
            *_without(start["headers"], (b"content-length", b"content-encoding")),
            (b"content-length", str(len(page)).encode()),
            (b"content-security-policy", content_security_policy(nonce).encode()),
            (b"cache-control", b"no-store"),
            *_HEADERS,
        ]
        await send({"type": "http.response.start", "status": start["status"], "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else page})

    async def _other(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *_HEADERS]}
            await send(message)

        try:
            await self.inner(scope, receive, with_headers)
        finally:
            if session := _ended_session(scope):
                self.forget(session)
                # Gradio tidies up a little after the stream, and an answer whose reader left may write once more.
                asyncio.get_running_loop().call_later(_AFTERTHOUGHT_SECONDS, self.forget, session)


def is_allowed(method: str, path: str) -> bool:
    method = "GET" if method == "HEAD" else method
    return any(method == known and pattern.fullmatch(path) for known, pattern in ALLOWED)


def _is_from_elsewhere(scope: Scope) -> bool:
    """Whether another site's page sends this: browsers say so in headers that scripts cannot set."""
    headers = dict(scope["headers"])
    site = headers.get(b"sec-fetch-site", b"same-origin")
    origin = headers.get(b"origin", b"")
    another = bool(origin) and urlsplit(origin.decode("latin-1")).netloc != headers.get(b"host", b"").decode("latin-1")
    return scope["method"] == "POST" and (site not in (b"same-origin", b"none") or another)


async def _read(receive: Receive) -> bytes | None:
    """The body of a request; None as soon as it is too big."""
    body = bytearray()
    while True:
        message = await receive()
        body.extend(message.get("body", b""))
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _checked(path: str, body: bytes) -> bytes | None:
    """The JSON of a request with whole characters only; None for what the page would never send.

    Half an emoji would make Gradio fail, and write the question in its log. A file reference instead of a text would make it copy
    that file.
    """
    try:
        sent = _whole(json.loads(body))
    except (ValueError, RecursionError):
        return None
    if path == _JOIN:
        data, function = (sent.get("data"), sent.get("fn_index")) if isinstance(sent, dict) else (None, None)
        plain = isinstance(data, list) and all(_is_plain(value) for value in data)
        if not plain or not isinstance(function, int) or not 0 <= function < _MOST_FUNCTIONS:
            return None
    return json.dumps(sent, ensure_ascii=False).encode("utf-8")


def _whole(value: Any) -> Any:
    """The same JSON without half characters (lone surrogates)."""
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, list):
        return [_whole(part) for part in value]
    if isinstance(value, dict):
        return {_whole(name): _whole(part) for name, part in value.items()}
    return value


def _is_plain(value: Any) -> bool:
    """A text, nothing, or a list of texts: what the boxes of the page hold."""
    return value is None or isinstance(value, str) or (isinstance(value, list) and all(isinstance(part, str) for part in value))


def _with_length(scope: Scope, body: bytes) -> list[tuple[bytes, bytes]]:
    return [*_without(scope["headers"], (b"content-length",)), (b"content-length", str(len(body)).encode())]


def _once(body: bytes, receive: Receive) -> Receive:
    """Gives the body, and after that whatever else comes (that the browser has gone)."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _ended_session(scope: Scope) -> str | None:
    if scope["path"] != _STREAM:
        return None
    return next(iter(parse_qs(scope["query_string"].decode()).get("session_hash", [])), None)


def _without(headers: Iterable[tuple[bytes, bytes]], names: tuple[bytes, ...]) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name.lower() not in names]


async def _not_found(send: Send) -> None:
    await _refuse(send, 404, "Deze pagina bestaat niet.")


async def _refuse(send: Send, status: int, text: str) -> None:
    body = text.encode("utf-8")
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
