"""Starts the chat page on this machine: ``python app.py [--port N] [--no-browser]``."""

import argparse
import sys
import webbrowser
from concurrent.futures import Future

from assistant import Assistant, Settings, load_assistant
from assistant.faults import FaultFolder
from assistant.page.loading import Answering, in_background
from assistant.page.server import FIRST_PORT, HOST, build_application, free_socket, make_server
from assistant.page.texts import EXAMPLES
from assistant.types import AssistantError
from corpus.manifest import load_manifest
from corpus.types import CorpusError, Source


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    assistant: Future[Answering] = in_background(_open_assistant)
    try:
        listening = free_socket(options.port)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    port = listening.getsockname()[1]
    address = f"http://{HOST}:{port}"

    def announce() -> None:
        if port != options.port:
            print(f"Poort {options.port} is bezet; de pagina gebruikt nu poort {port}.")
        print(f"De pagina staat klaar op {address} (stoppen: Ctrl+C).", flush=True)
        if options.browser:
            webbrowser.open(address)

    make_server(build_application(assistant, _sources(), _faults()), announce).run(sockets=[listening])
    return 0


def _open_assistant() -> Assistant:
    """The assistant, warm: the first answer takes some twenty times as long as the ones after it."""
    assistant = load_assistant(Settings())
    assistant.answer([EXAMPLES[0]])
    return assistant


def _faults() -> FaultFolder | None:
    """Where colleagues' marked faults go, if a folder is set."""
    folder = Settings().fault_dir
    return FaultFolder(folder) if folder else None


def _sources() -> dict[str, Source]:
    """The sources by id; none where the manifest is wrong, which the assistant then explains on the page."""
    try:
        return {source.id: source for source in load_manifest(Settings().corpus_dir)}
    except CorpusError:
        return {}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.py", description="Start de chatpagina op deze computer.")
    parser.add_argument("--port", type=int, default=FIRST_PORT, help="poort; is die bezet, dan de eerstvolgende vrije")
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="open geen browser")
    return parser


if __name__ == "__main__":
    sys.exit(main())
