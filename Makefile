# kensite: `make demo` runs it, `make test` checks it. The rest is for those who change it.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
LOCAL := KENSITE_ENV=local PUBLIC_URL=http://127.0.0.1:$(PORT)
APPS := api documents home images kensite localization newsletters publishing search work
.DEFAULT_GOAL := help

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

demo: install  ## from a fresh clone to a running site on 127.0.0.1 (PORT=8000)
	@$(LOCAL) $(BIN)/python manage.py demo --port $(PORT)

run: install  ## the same for developers: reloads when a file changes
	@$(LOCAL) DEBUG=1 $(BIN)/python manage.py prepare
	@$(LOCAL) DEBUG=1 $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

test: install-dev  ## every test but the slow kinds; on PostgreSQL with DATABASE_URL=postgres://…
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

test-faults: install-dev  ## frozen machines, long locks, huge files: minutes, one after another
	@$(BIN)/python -m pytest -m faults -v --durations=0 --durations-min=3

lint: install-dev  ## formatting, mistakes, types, and which app may import which
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@git ls-files '*.html' | xargs $(BIN)/djhtml --check --tabwidth 2
	@$(BIN)/mypy $(APPS)
	@$(BIN)/lint-imports

format: install-dev  ## rewrite the files as lint wants them
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@git ls-files '*.html' | xargs $(BIN)/djhtml --tabwidth 2

check: install  ## what must hold before a release: migrations and production settings
	@$(LOCAL) $(BIN)/python manage.py makemigrations --check --dry-run
	@env -u DATABASE_URL KENSITE_ENV=production SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	  PUBLIC_URL=https://example.org EMAIL_URL=smtp://localhost:25 \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: install-dev  ## queries and milliseconds of the pages and the API
	@$(LOCAL) $(BIN)/python -m benchmarks.search
	@$(LOCAL) $(BIN)/python -m benchmarks

quality: install-dev  ## Lighthouse, valid HTML, links and bytes, written to docs/quality.md
	@$(BIN)/python -m quality

words: install-dev  ## gather the interface's words for translation (needs GNU gettext)
	@$(LOCAL) $(BIN)/python manage.py makemessages -l ko --no-location --no-wrap -i .venv -i var -i tests

lock: install-dev  ## look for newer versions and write the lock files
	$(BIN)/uv --system-certs pip compile -q --upgrade $(LOCKING) pyproject.toml -o requirements.lock
	$(BIN)/uv --system-certs pip compile -q --upgrade $(LOCKING) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
LOCKING := --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-emit-find-links --no-annotate --custom-compile-command 'make lock'

install:
	@$(PYTHON) bootstrap.py

install-dev:
	@$(PYTHON) bootstrap.py dev

.PHONY: help demo run test test-faults lint format check bench quality words lock install install-dev
