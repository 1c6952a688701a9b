# Every command of the house. `make help` lists them; all of them work on a bare clone with Python 3.11 or newer.
.DEFAULT_GOAL := help
SHELL := /bin/bash
# Which Python .venv is made from; unsaid, the quickest that is here.
PY ?=
export PY
BIN := .venv/bin
# Where it is set, every server that a test starts would compile all of our modules anew.
unexport PYTHONDONTWRITEBYTECODE
# What `make stations` talks to, and how many stations it pretends to be.
URL ?= ws://127.0.0.1:9000/ocpp
ARGS ?=
# How many worlds `make sim` runs, from which seed on.
SEEDS ?= 200
FIRST ?= 1
# How often `make crash` kills on each database.
N ?= 300
# How many seconds `make fuzz` takes.
T ?= 600

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

# The check for Python stands first, so that an old one is told about in words; `python3` is what it is told of.
$(BIN)/wattfleet: pyproject.toml uv.lock
	@test -x $(BIN)/python || { \
		python=$${PY:-$$(python3 tools/quickest_python.py)} && \
		$${python:-python3} -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Wattfleet needs Python 3.11 or newer; $${python:-python3} is $$($${python:-python3} --version). Say which: make setup PY=python3.12"; exit 1; }; \
		$${python:-python3} -m venv .venv; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv sync --quiet --frozen --compile-bytecode --python $(BIN)/python
	@touch $(BIN)/wattfleet

.PHONY: setup
setup: $(BIN)/wattfleet ## Install everything into .venv and build the screens, nothing else by hand
	@$(BIN)/python tools/web.py build

.PHONY: wheel
wheel: setup ## A wheel with the screens inside, and the exact versions of all it needs, into dist/
	@rm -rf dist
	$(BIN)/uv build --quiet --wheel --out-dir dist
	$(BIN)/uv export --quiet --frozen --no-dev --no-emit-project --no-annotate --no-header -o dist/requirements.txt

.PHONY: check
check: setup ## Format, lint, types, imports, tidiness, generated files fresh
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	$(BIN)/python tools/generate_ocpp.py --check
	$(BIN)/python tools/generate_web_api.py --check
	$(BIN)/python tools/web.py check
	$(BIN)/pytest tests/tidy

.PHONY: test
test: setup ## All tests, on SQLite and PostgreSQL
	@$(BIN)/python tools/need.py postgres gcc chromium nginx caddy
	$(BIN)/python tools/web.py test
	$(BIN)/pytest -n 2 --dist loadgroup tests

.PHONY: demo
demo: setup ## A depot, homes and public stations, live in the terminal; Ctrl-C ends it
	@$(BIN)/wattfleet demo $(ARGS)

.PHONY: measure
measure: setup ## How quick the screens are: first screen, 500 live stations, a list of 100,000 rows
	@$(BIN)/python tools/need.py chromium
	PYTHONPATH=tests:. $(BIN)/python -m tests.screens.measure

.PHONY: screens
screens: setup ## Pictures of every screen into docs/screens, on a town whose clock is set
	@$(BIN)/python tools/need.py chromium
	WATTFLEET_NOW=2026-11-20T18:40:00Z PYTHONPATH=tests/screens/clock:tests:. $(BIN)/python -m tests.screens.shoot $(ARGS)

.PHONY: stations
stations: setup ## Pretend stations against URL=ws://HOST:PORT/ocpp; ARGS=--help lists the rest
	$(BIN)/wattfleet simulate --url $(URL) $(ARGS)

.PHONY: sim
sim: setup ## Whole installations on virtual time, from SEEDS seeds (FIRST=1); one seed alone is told in full
	PYTHONPATH=. $(BIN)/python -m tests.sim $(FIRST) $(SEEDS)

.PHONY: crash
crash: setup ## N kills and N/4 power cuts on each database, written to docs/spec/crash-log.md
	@$(BIN)/python tools/need.py postgres gcc
	PYTHONPATH=tests:. $(BIN)/python -m tests.crash $(N)

.PHONY: doubt
doubt: setup ## A month of 200 stations with faults at realistic rates: what needs a person, what is billed wrongly
	PYTHONPATH=. $(BIN)/python -m tests.sim.month $(ARGS)

.PHONY: fuzz
fuzz: setup ## Almost-right frames for T seconds, against decode, dialogue and the whole gateway
	@$(BIN)/python tools/need.py postgres
	PYTHONPATH=tests:. $(BIN)/python -m tests.fuzz $(T)

.PHONY: chance
chance: setup ## Every property on examples nobody has seen yet; `make test` takes the same ones each time
	@$(BIN)/python tools/need.py postgres
	$(BIN)/pytest -n 2 --dist loadgroup --hypothesis-profile=chance -m hypothesis tests

.PHONY: bench
bench: setup ## Measure everything against the usual server, in one table
	@$(BIN)/python tools/need.py postgres
	$(BIN)/python -m bench $(ARGS)

.PHONY: fmt
fmt: setup ## Format, and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	@cd web && npm run --silent fmt

.PHONY: api
api: setup ## Write docs/openapi.json and the browser's types anew from the routes
	$(BIN)/python tools/generate_openapi.py
	$(BIN)/python tools/generate_web_api.py

.PHONY: golden
golden: api ## Write every generated and golden file anew; read the diff
	$(BIN)/python tools/generate_ocpp.py
	$(BIN)/python tools/generate_commands.py
	$(BIN)/python tools/generate_cli.py
	PYTHONPATH=. $(BIN)/python tools/generate_faults.py
	GOLDEN=1 $(BIN)/pytest tests/wire/test_inbound_golden.py tests/stories/test_readme.py
	git status --short

.PHONY: docs
docs: setup ## Build the documentation into site/, broken links refused
	$(BIN)/zensical build --strict
