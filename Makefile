# The two commands: `make chat` and `make test`. Both set up what is missing, once, in .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: chat test setup index lint types evals train screenshots clean

chat: index
	$(PY) app.py

test: index
	$(PY) -m pytest

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(not ((3, 11) <= sys.version_info < (3, 13)))' || \
		{ echo "Python 3.11 or 3.12 is needed; set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@touch $@

index: setup
	@$(PY) -m index build

lint: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: setup
	$(VENV)/bin/mypy

evals: index
	$(PY) -m evals check
	$(PY) -m evals run --controls

# Development only: TEXT is a folder with parallel Dutch-English text (see index/models/encoder/README.md).
train: setup
	@test -n "$(TEXT)" || { echo "Give the folder with the parallel text: make train TEXT=..."; exit 1; }
	$(PY) -m index.training.train_ranker --text $(TEXT)
	$(PY) -m index.training.train_encoder --text $(TEXT)
	$(PY) -m index.training.save_bank_vectors
	$(PY) -m index.training.train_scope
	$(PY) -m assistant.training.train_danger
	$(PY) -m assistant.training.train_follow_ups

screenshots: index
	$(PY) -m tests.browser.screenshots

clean:
	rm -rf .index .pytest_cache .mypy_cache .ruff_cache .hypothesis runs
