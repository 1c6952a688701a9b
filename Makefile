# Every command of the house. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PY ?= python3
BIN := .venv/bin
SEEDS ?= 200

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(BIN)/wattfleet: pyproject.toml uv.lock
	@test -x $(BIN)/python || $(PY) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv sync --quiet --frozen --python $(BIN)/python
	@touch $(BIN)/wattfleet

.PHONY: setup
setup: $(BIN)/wattfleet ## Install everything into .venv, nothing else by hand

.PHONY: check
check: setup ## Format, lint, types, imports, tidy, generated files fresh
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	$(BIN)/python tools/generate_ocpp.py --check
	$(BIN)/pytest tests/tidy

.PHONY: fmt
fmt: setup ## Format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: test
test: setup ## All tests, on SQLite and PostgreSQL
	$(BIN)/python tools/need.py postgres
	$(BIN)/pytest -n 2 --dist loadgroup tests
