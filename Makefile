# Everything a fresh machine needs is Python 3.11 with venv, and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
DATA_DIR ?= $(CURDIR)/var
HOST ?= 127.0.0.1
PORT ?= 8000

LOCAL := DATA_DIR=$(DATA_DIR) SECRET_KEY_FILE=$(DATA_DIR)/secret.key \
	ALLOWED_HOSTS=$${ALLOWED_HOSTS:-127.0.0.1,localhost} SITE_URL=$${SITE_URL:-http://$(HOST):$(PORT)}
# Stands in for a real site where only the settings are looked at.
PRETEND := SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	ALLOWED_HOSTS=octavo.example SITE_URL=https://octavo.example HSTS_SUBDOMAINS=true

.PHONY: run test test-postgres test-quick check bench bench-spam lock clean

run: $(VENV)/.runtime
	@$(BIN)/python -m config.secret_key $(DATA_DIR)/secret.key
	@$(LOCAL) $(BIN)/python manage.py set_up --demo
	@$(LOCAL) $(BIN)/python manage.py serve --host $(HOST) --port $(PORT)

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# What touches the database, once more on a PostgreSQL that the tests start for themselves.
test-postgres: $(VENV)/.dev
	$(BIN)/python -m tests.postgres -n 2 -m "not browser" \
		--ignore tests/comments/spam --ignore tests/house --ignore tests/lib --ignore tests/markup

test-quick: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 -m "not browser"

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PRETEND) $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRETEND) $(BIN)/python -W error manage.py check --deploy --fail-level WARNING

bench: $(VENV)/.dev
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

bench-spam: $(VENV)/.dev
	$(BIN)/python bench/spam.py

lock: $(VENV)/.dev
	$(BIN)/pip install -q uv==0.13.9
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile -q --universal --python-version 3.11 \
		--generate-hashes pyproject.toml -o requirements.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile -q --universal --python-version 3.11 \
		--generate-hashes --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
