"""``python -m index build|status|verify``."""

import argparse
import json
import sys

from corpus import CorpusError, load_corpus
from index.build import build_index, is_current, open_index, pins, verify_index
from index.settings import IndexSettings
from index.types import IndexBuildError


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m index", description="Build and check the search index.")
    parser.add_argument("command", choices=["build", "status", "verify"])
    command = parser.parse_args(arguments).command
    settings = IndexSettings()
    try:
        if command == "build":
            print(f"De index is klaar: {build_index(settings)} in {settings.index_dir}")
        elif command == "status":
            print(json.dumps({"current": is_current(settings), "wanted": pins(settings)}, indent=2))
            return 0 if is_current(settings) else 1
        else:
            problems = verify_index(open_index(settings), load_corpus(settings.corpus_dir))
            print("\n".join(problems) or "De index klopt.")
            return 1 if problems else 0
    except (CorpusError, IndexBuildError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
