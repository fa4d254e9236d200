"""``python -m corpus coverage``: how much of the documents the question bank covers, as Markdown."""

import argparse
import sys

from corpus import CorpusError, load_corpus
from corpus.bank import load_bank
from corpus.coverage import report


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m corpus", description="Look at the corpus and its question bank.")
    parser.add_argument("command", choices=["coverage"])
    parser.parse_args(arguments)
    try:
        corpus = load_corpus()
        print(report(corpus, load_bank(corpus)), end="")
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
