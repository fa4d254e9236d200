"""What stands between the browser and Gradio: few paths, strict headers, our own head of the page, and nothing kept."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

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
    """Whether another site's page sends this: browsers say so in a header that scripts cannot set."""
    site = dict(scope["headers"]).get(b"sec-fetch-site", b"same-origin")
    return scope["method"] == "POST" and site not in (b"same-origin", b"none")


def _ended_session(scope: Scope) -> str | None:
    if scope["path"] != _STREAM:
        return None
    return next(iter(parse_qs(scope["query_string"].decode()).get("session_hash", [])), None)


def _without(headers: Iterable[tuple[bytes, bytes]], names: tuple[bytes, ...]) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name.lower() not in names]


async def _not_found(send: Send) -> None:
    body = b"Deze pagina bestaat niet."
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *_HEADERS]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": body})
