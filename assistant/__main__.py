"""``python -m assistant ask "vraag"`` and ``python -m assistant batch < in.jsonl > out.jsonl``."""

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any, TextIO

from pydantic import ValidationError

from assistant.engine import Assistant, load_assistant
from assistant.rendering import answer_as_json, answer_as_text
from assistant.settings import Settings, settings_problem
from assistant.types import AssistantError
from corpus import CorpusError
from corpus.words import well_formed
from index import IndexBuildError, build_index, is_current


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        settings = Settings()
        if not is_current(settings):
            print("De index wordt eerst gebouwd; dat duurt ongeveer een minuut.", file=sys.stderr)
            build_index(settings)
        assistant = load_assistant(settings)
        if options.command == "batch":
            return batch(assistant, sys.stdin.buffer, sys.stdout, hits=options.hits, voice=options.voice)
        answer = assistant.answer([options.question], voice=options.voice, hits=max(options.hits, 3))
    except (AssistantError, CorpusError, IndexBuildError) as error:
        print(error, file=sys.stderr)
        return 1
    except ValidationError as error:
        print(settings_problem(error), file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(answer_as_json(answer, hits=options.hits), ensure_ascii=False, indent=2))
    else:
        print(answer_as_text(answer, voice=options.voice))
    return 0


def batch(assistant: Assistant, source: Iterable[bytes], target: TextIO, *, hits: int = 0, voice: str = "ouder") -> int:
    """Answers one conversation a line; a line that cannot be answered gives ``{"id", "error"}`` and exit code 1 at the end."""
    failed = False
    for number, raw in enumerate(source, 1):
        if not raw.strip():
            continue
        row_id: Any = None
        try:
            row = json.loads(raw.decode("utf-8-sig"))
            row_id = _usable_id(row.get("id")) if isinstance(row, dict) else None
            turns = _turns(row)
            answer = assistant.answer(turns, voice=voice, hits=max(hits, 3))  # type: ignore[arg-type]
            result = {"id": row_id, **answer_as_json(answer, hits=hits)}
        except json.JSONDecodeError as error:
            result = {"id": None, "error": f"Regel {number} is geen geldige JSON ({error.msg})."}
        except (ValueError, RecursionError) as error:  # bytes that are no text, or a JSON that no reader takes
            result = {"id": None, "error": f"Regel {number} is niet te lezen ({type(error).__name__})."}
        except AssistantError as error:
            result = {"id": row_id, "error": f"Regel {number}: {error}"}
        failed = failed or "error" in result
        target.write(json.dumps(result, ensure_ascii=False) + "\n")
        target.flush()
    return 1 if failed else 0


def _usable_id(value: object) -> object:
    """The id as it can be written again; one that is no text or ordinary number becomes a text."""
    if isinstance(value, str):
        return well_formed(value)
    return value if value is None or isinstance(value, int) else str(value)


def _turns(row: object) -> list[str]:
    turns = row.get("turns") if isinstance(row, dict) else None
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise AssistantError('verwacht {"id": "…", "turns": ["vraag", …]} met ten minste één vraag.')
    return turns


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description="Ask the five documents.")
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("ask", help="answer one question")
    ask.add_argument("question")
    ask.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    every = commands.add_parser("batch", help="answer conversations, one JSON object a line, from standard input")
    for command in (ask, every):
        command.add_argument("--hits", type=int, default=0, metavar="N", help="add the N best passages")
        command.add_argument("--voice", choices=["ouder", "advieslijn"], default="ouder")
    return parser


if __name__ == "__main__":
    sys.exit(main())
