"""Starting the page: ports, messages and the background load."""

import logging
import socket

import pytest

import app
from assistant.page.loading import explain, in_background
from assistant.page.server import FIRST_PORT, HOST, free_socket
from assistant.types import AssistantError
from corpus.types import CorpusError


def test_a_taken_port_gives_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with free_socket(port) as found:
            assert found.getsockname()[0] == HOST
            assert found.getsockname()[1] > port


def test_no_free_port_says_what_to_do() -> None:
    with pytest.raises(AssistantError, match="--port"):
        free_socket(70000)


def test_the_command_line_has_a_port_and_can_leave_the_browser_alone() -> None:
    assert vars(app._parser().parse_args([])) == {"port": FIRST_PORT, "browser": True}
    assert vars(app._parser().parse_args(["--port", "9000", "--no-browser"])) == {"port": 9000, "browser": False}


def test_without_a_free_port_the_program_ends_with_a_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app, "_open_assistant", lambda: None)
    assert app.main(["--port", "70000", "--no-browser"]) == 1
    assert "Geen vrije poort" in capsys.readouterr().err


def test_loading_in_the_background_gives_the_result() -> None:
    assert in_background(lambda: 42).result(5) == 42


def test_loading_that_fails_is_logged_by_its_kind_only(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise CorpusError("brochure.txt: het bestand ontbreekt.")

    with caplog.at_level(logging.ERROR):
        error = in_background(fail).exception(5)
    assert error is not None
    assert explain(error) == "brochure.txt: het bestand ontbreekt."
    assert caplog.messages == ["Het laden is mislukt: CorpusError"]
