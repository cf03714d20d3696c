# Two commands do all: `make serve` (install, index, chat) and `make test` (install, run every check).
PYTHON ?= python3
# Any requirement or wheel: TORCH=./torch-2.13.0+cpu-....whl saves several GB where the default build brings CUDA.
TORCH ?= torch==2.13.0
ARTICLES ?=
QUESTIONS ?= eval/questions/digests.jsonl
RESULTS ?= results/results.jsonl
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
FOLDER = $(if $(ARTICLES),--articles "$(ARTICLES)")

.PHONY: serve test index eval lint format types check browser bench soak
.DEFAULT_GOAL := serve

serve: .venv/.installed
	@$(BIN)/wenjin serve $(FOLDER)

index: .venv/.installed
	@$(BIN)/wenjin index $(if $(ARTICLES),"$(ARTICLES)")

eval: .venv/.installed
	@$(BIN)/wenjin eval $(QUESTIONS) $(FOLDER) --out $(RESULTS) --html $(RESULTS:.jsonl=.html)

test: lint types browser
	$(BIN)/python -m pytest -n 2 --dist loadfile

# The long forms of what the tests ask in short; a quiet machine tells more.
bench: .venv/.installed-dev
	$(BIN)/python -m eval.bench.load $(FOLDER) --questions $(QUESTIONS)

soak: .venv/.installed-dev
	$(BIN)/python -m eval.bench.soak $(FOLDER) --questions $(QUESTIONS)

lint: .venv/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache

types: .venv/.installed-dev
	$(BIN)/mypy

format: .venv/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The browser tests drive Debian's chromium; without it, and without the right to install it, they skip and say so.
browser: .venv/.installed-dev
	@sh tests/install_browser.sh

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Wenjin needs Python 3.11 or newer; $(PYTHON) is older. Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "$(PYTHON) cannot make a virtual environment (on Debian: apt-get install python3-venv)."; exit 1; }

.venv/.installed: pyproject.toml | .venv/bin/python
	@echo "Installing into .venv (two to five minutes the first time)"
	@$(PIP) "$(TORCH)"
	@$(PIP) --editable .
	@touch $@

.venv/.installed-dev: .venv/.installed
	@echo "Installing what the checks need"
	@$(PIP) --editable '.[dev]'
	@touch $@
