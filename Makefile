# Two commands start a day: `make run` and `make test`. Python 3.11 or newer and make are all they need.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
export PYTHONWARNINGS ?= ignore
export FLASK_SKIP_DOTENV = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export UV_SYSTEM_CERTS = true
export PIP_ROOT_USER_ACTION = ignore

VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi
# A test that hangs fails after ten minutes, with what each thread was at.
HANGING := -o faulthandler_timeout=600 -o faulthandler_exit_on_timeout=true
PYTEST := env -u PYTHONWARNINGS $(BIN)/python -m pytest -n 2 --dist loadgroup $(HANGING)
PURE := bench disclosure instruments limited qda static stats transcripts
SUITABLE := import sys; sys.exit(sys.version_info < (3, 11))
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
STATIC := $(wildcard static/package*.json static/.npmrc static/build.py static/styles/* static/scripts/* static/scripts/*/* static/icons/*)

# Packages come hash-checked from a lock file: by uv where it could be had and works, else by plain pip, which is slower.
install = { [ -x $(BIN)/uv ] && $(BIN)/uv pip install --quiet --python $(BIN)/python $(1); } \
	|| $(BIN)/python -m pip install --quiet $(1)

.PHONY: help
help: ## List these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

.PHONY: setup
setup: $(VENV)/.run ## Install what Lateral needs into .venv (the other commands do this themselves)

.PHONY: run
run: $(VENV)/.run .env ## Serve the demo on http://127.0.0.1:8000 (PORT=8001 make run chooses another port)
	@set -a; . ./.env; set +a; exec $(FLASK) serve --demo

.PHONY: simulate
simulate: $(VENV)/.run .env ## Let a class of virtual pupils answer while make run serves (PUPILS=30 MINUTES=2)
	@set -a; . ./.env; set +a; $(FLASK) simulate --pupils $(or $(PUPILS),30) --minutes $(or $(MINUTES),2)

.PHONY: test
test: $(VENV)/.dev chromium strace ## Run every test: on PostgreSQL, then on SQLite with the journeys in a browser
	@status=0; \
	echo "Tests on PostgreSQL"; \
	$(PYTEST) --database=postgresql $(PURE:%=--ignore=tests/%) -m "not browser and not faults" || status=1; \
	echo "Tests on SQLite, and journeys in a browser"; \
	$(PYTEST) -rsR || status=1; \
	exit $$status

# bandit skips B506, unsafe YAML (our one loader builds on the safe one), and B704, markup (ours is drawn, or said).
.PHONY: check
check: $(VENV)/.dev .env ## Check format, lint, types, contracts, instruments, licences and safety, then run every test
	@set -e; set -a; . ./.env; set +a; \
	$(BIN)/ruff format --check --quiet . || { echo "Run .venv/bin/ruff format"; exit 1; }; \
	$(BIN)/ruff check --quiet .; \
	$(BIN)/mypy --no-error-summary; \
	contracts=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$contracts"; exit 1; }; \
	$(FLASK) instruments check; \
	$(BIN)/python -m tests.licences; \
	$(BIN)/bandit --quiet --recursive app --severity-level medium --skip B506,B704
	@$(MAKE) test

# The short form of the same is part of `make test`. Figures of a run that broke off or failed are not written.
.PHONY: faults
faults: $(VENV)/.dev strace ## Crash, cut off and starve the server for an hour, and write docs/trust.md
	@set -e; kept=$$(mktemp -d); trap 'rm -rf "$$kept"' EXIT; \
	export FAULTS=long FAULTS_FIGURES="$$kept/figures" EXAMPLES_OF_WINDOWS=10000 CI=true; \
	for database in sqlite postgresql; do \
		echo "Faults on $$database"; \
		env -u PYTHONWARNINGS $(BIN)/python -m pytest --database=$$database tests/faults tests/answers/test_orders.py; \
	done; \
	$(BIN)/python -m tests.faults.figures "$$kept/figures"

.PHONY: bench
bench: $(VENV)/.dev ## Measure speed and write docs/performance.md
	@$(BIN)/python -m tests.bench

.PHONY: lock
lock: $(VENV)/bin/uv ## Resolve the dependencies anew into requirements/*.lock
	@$(BIN)/uv pip compile pyproject.toml --all-extras --group test $(LOCK) --upgrade -o requirements/dev.lock
	@$(BIN)/uv pip compile pyproject.toml $(LOCK) -c requirements/dev.lock -o requirements/run.lock
	@$(BIN)/uv pip compile pyproject.toml --extra postgres $(LOCK) -c requirements/dev.lock -o requirements/postgres.lock
	@$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['build-system']['requires'])" \
		| $(BIN)/uv pip compile - $(LOCK) -c requirements/dev.lock -o requirements/build.lock
	@cd static && ../$(BIN)/python -c "import build; print(build.NODE_WHEEL)" \
		| ../$(BIN)/uv pip compile - $(LOCK) -o ../requirements/node.lock
	@echo uv | $(BIN)/uv pip compile - $(LOCK) --upgrade -o requirements/installer.lock
	@echo "requirements/*.lock are new: run make check before you commit them."

.PHONY: clean
clean: ## Remove what these commands made, but for your data (instance/) and secrets (.env)
	@rm -rf $(VENV) static/dist static/node_modules *.egg-info .pytest_cache .ruff_cache .mypy_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Programs that only some tests need: got where the machine lets us, else those tests say that they were skipped.
.PHONY: chromium strace
chromium strace:
	@command -v $@ >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& echo "Installing $@ for the tests that need it" \
		&& { apt-get install -y -qq $@ || { apt-get update -qq && apt-get install -y -qq $@; }; } >/dev/null 2>&1; } \
		|| true

$(BIN)/python:
	@for python in $(PYTHON) python3.13 python3.12 python3.11 python3.14 python3 python; do \
		if $$python -c "$(SUITABLE)" >/dev/null 2>&1; then found=$$python; break; fi; \
	done; \
	[ -n "$$found" ] || { echo "Lateral needs Python 3.11 or newer, and found none. Install it and run make again."; exit 1; }; \
	echo "Setting up in $(VENV) with $$($$found --version): this takes about a minute"; \
	$$found -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian or Ubuntu: apt install python3-venv"; exit 1; }

# uv installs ten times as fast; where it can't be had, pip does the same from the same locks.
$(VENV)/.installer: requirements/installer.lock | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --require-hashes -r $< 2>/dev/null || echo "No uv for this machine: pip will do"
	@touch $@

$(BIN)/uv: | $(VENV)/.installer
	@[ -x $@ ] || { echo "make lock needs uv, which could not be installed"; exit 1; }

$(VENV)/.run: requirements/run.lock $(VENV)/.project
	@$(call install,--require-hashes -r $<)
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	@$(call install,--require-hashes -r $<)
	@touch $@

# The build hook makes static/dist, and needs Node from a wheel only where the machine has none.
$(VENV)/.project: pyproject.toml requirements/build.lock requirements/node.lock $(STATIC) | $(VENV)/.installer
	@$(call install,--require-hashes -r requirements/build.lock)
	@(cd static && ../$(BIN)/python -c "import build, sys; sys.exit(not (build.is_fresh() or build.node_of_the_machine()))") \
		|| { $(call install,--require-hashes -r requirements/node.lock); }
	@$(call install,--no-deps --no-build-isolation -e .)
	@touch $@

.env: | $(VENV)/.run
	@umask 077; { $(BIN)/python -m app.keys && echo HTTPS=off; } >$@.new && mv $@.new $@
	@echo "Made secrets for this machine in .env: keep that file to yourself"
