"""The real page on loopback, in a thread of this process, for tests and screenshots."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from assistant.faults import FaultFolder
from assistant.page.loading import Answering, in_background
from assistant.page.server import build_application, free_socket, make_server
from corpus.manifest import load_manifest

CHROMIUM = {
    "executable_path": "/usr/bin/chromium",
    "args": ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
}


@contextmanager
def serving(make: Callable[[], Answering], faults: FaultFolder | None = None) -> Iterator[str]:
    """The address of a page whose assistant ``make`` opens in the background, as app.py does."""
    loading: Future[Answering] = in_background(make)
    application = build_application(loading, {source.id: source for source in load_manifest()}, faults)
    listening = free_socket(18600)
    ready = threading.Event()
    server = make_server(application, ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    assert ready.wait(30), "de server startte niet"
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()
