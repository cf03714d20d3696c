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

.PHONY: serve test bench soak index eval lint format types check browser screenshots page-speed
.DEFAULT_GOAL := serve

serve: .venv/.installed
	@$(BIN)/wenjin serve $(FOLDER)

index: .venv/.installed
	@$(BIN)/wenjin index $(if $(ARTICLES),"$(ARTICLES)")

eval: .venv/.installed
	@$(BIN)/wenjin eval $(QUESTIONS) $(FOLDER) --out $(RESULTS) --html $(RESULTS:.jsonl=.html)

test: lint types browser
	$(BIN)/python -m pytest -n 2 --dist loadfile

# How fast the server answers beside the models alone; a quiet machine tells more.
bench: .venv/.installed-dev
	$(BIN)/python -m eval.bench.load $(FOLDER) --questions $(QUESTIONS)

# The long forms of what `make test` does shortly, by the hour; SEED=n runs one again as it was.
SEED := $(or $(SEED),$(shell date +%s))
SOAK := WENJIN_SEED=$(SEED) $(BIN)/python -m pytest -n 0 --timeout 14400

soak: .venv/.installed-dev browser
	WENJIN_CRASHES=200 $(SOAK) tests/index/test_crash.py
	WENJIN_FLIPS=500 $(SOAK) tests/index/test_snapshot.py
	WENJIN_STARTS=100 $(SOAK) tests/index/test_seal.py
	WENJIN_CASES=5000 $(SOAK) tests/ui/test_contract.py
	WENJIN_CASES=1 $(SOAK) tests/index/test_apart.py
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

# Pictures of the page's main states into screenshots/, and the READMEs' two into docs/.
screenshots: browser
	@PYTHONPATH=. $(BIN)/python tests/ui/screenshots.py screenshots --docs docs

# How soon an answer is seen in the browser; for an idle machine.
page-speed: browser
	@$(BIN)/python -m eval.bench.page

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
