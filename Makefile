# Two commands do everything: `make demo` and `make test`.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
DATA := var/demo
PACKAGES := awards judging reports
# What is read, decided on and written, on the other database too.
ON_POSTGRESQL := tests/awards/cycles $(addprefix tests/awards/entries/,test_saving.py test_submitting.py test_many_writers.py) \
	$(addprefix tests/awards/site/,test_audit_filters.py test_to_check.py) \
	tests/judging/rounds $(addprefix tests/judging/,assignments/test_operations.py blinding/test_operations.py \
	scorecards/test_saving.py scorecards/test_lodging.py scorecards/test_many_judges.py tally/test_counting.py deliberations/test_deciding.py)

# A file's tests stay together: they share what takes long to make. Three processes for two cores: those with a browser
# wait a fifth of their time.
ON_BOTH_CORES := --numprocesses 3 --dist loadfile

.PHONY: setup demo demo-reset test check lint bench pictures format lock clean

setup: $(VENV)/.ready ## a working .venv/bin/tahkim

$(VENV)/.python:
	@scripts/system-packages run
	@scripts/make-venv $(VENV)
	@touch $@

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/.python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements.lock </dev/null
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation -e . </dev/null
	@touch $@

$(VENV)/.ready: $(VENV)/.installed $(wildcard awards/locale/*/LC_MESSAGES/*.po)
	@$(BIN)/tahkim assets
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.ready
	@scripts/system-packages test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements-dev.lock </dev/null
	@touch $@

demo: setup ## build the demo once, then serve it
	@$(BIN)/tahkim demo --data-dir $(DATA)

demo-reset: setup ## build the demo anew
	@rm -rf $(DATA)
	@$(BIN)/tahkim demo --data-dir $(DATA)

test: lint ## every check and every test
	@TAHKIM_TEST_DATABASE=postgresql $(BIN)/python -m pytest $(ON_POSTGRESQL) $(ON_BOTH_CORES)
	@$(BIN)/python -m pytest $(ON_BOTH_CORES)

check: lint ## format, lint, types, imports, templates, catalogues, migrations
	@$(BIN)/python -m pytest tests/checks

lint: $(VENV)/.dev # what `check` does before it runs anything
	@$(BIN)/ruff format --check --quiet $(PACKAGES) tests benchmarks scripts
	@$(BIN)/ruff check --quiet $(PACKAGES) tests benchmarks scripts
	@$(BIN)/mypy
	@$(BIN)/lint-imports >/dev/null || $(BIN)/lint-imports
	@$(BIN)/djlint templates --lint --quiet

bench: $(VENV)/.dev ## CPU per request and statements per page
	@$(BIN)/python -m benchmarks

pictures: $(VENV)/.dev ## take the pictures of the docs anew
	@PYTHONPATH=. $(BIN)/python scripts/pictures.py

format: $(VENV)/.dev
	@$(BIN)/ruff check --fix --quiet $(PACKAGES) tests benchmarks scripts
	@$(BIN)/ruff format --quiet $(PACKAGES) tests benchmarks scripts

lock: ## write the lock files anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		-o requirements.lock pyproject.toml scripts/build-requirements.in
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--extra dev -o requirements-dev.lock pyproject.toml scripts/build-requirements.in

clean:
	rm -rf $(VENV) var
