# Every target makes and reuses .venv by itself. Plain `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help venv demo tour test lint bench audit lock clean browser

# Tests start many processes: each would compile everything again if what it compiled were thrown away.
unexport PYTHONDONTWRITEBYTECODE

PY := .venv/bin/python
TOOLS := .venv-tools
UV := $(shell command -v uv 2>/dev/null)
# The first Python that is new enough; PYTHON=... names another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.version_info >= (3, 11) or sys.exit(1); print(sys.executable)' 2>/dev/null && break; done)

# The light extra, or every one of them when no test may be skipped.
EVERY_EXTRA := test,judges,oracle,postgres,s3,av,heif
EXTRAS ?= $(if $(REQUIRE_ALL),$(EVERY_EXTRA),test)
# One stamp for each set of extras: asking for another set installs it.
STAMP := .venv/.installed-$(EXTRAS)

# Others' clients that judge the sandbox and its page, needed only where no test may be skipped.
JUDGES := $(if $(REQUIRE_ALL),browser tests/node_modules/.installed)

# The rooms there are, and those whose rules the tests must cover.
ROOMS := $(wildcard bot cogs data)
COVERED := $(wildcard bot/domain bot/services)

# A part of the tests: make test ARGS="tests/domain -k tally". Coverage is judged on whole runs;
# COVERAGE= leaves it out of those too.
ARGS ?=
WORKERS ?= logical
COVERAGE ?= $(if $(strip $(ARGS)),,$(COVERED))

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-6s %s\n", $$1, $$2}' Makefile

venv: $(STAMP) ## make or refresh .venv

demo: $(STAMP) ## a living community on this machine, at http://127.0.0.1:8420
	$(PY) -m bot demo

tour: $(STAMP) ## play the whole story and write it to tour/
	$(PY) -m bot demo --tour --out tour

test: $(STAMP) $(JUDGES) ## run every test; the rules must be 95 % covered
	$(PY) -m pytest -n $(WORKERS) --maxprocesses=4 $(COVERAGE:%=--cov=%) $(if $(COVERAGE),--cov-report=) $(ARGS)
	@set -e; for room in $(COVERAGE); do \
		$(PY) -m coverage report --include="$$room/*" --fail-under=95; done

lint: $(STAMP) ## style, format, types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy $(ROOMS)

bench: $(STAMP) ## one measurement: make bench NAME=interactions
	@test -n "$(NAME)" || { echo "Which one? For instance: make bench NAME=interactions"; exit 2; }
	$(PY) -m tests.bench $(NAME)

audit: ## known faults in what we depend on; it tells, it never fails
	-@$(call make_venv,$(TOOLS)) && $(call install,$(TOOLS)) pip-audit && \
		$(TOOLS)/bin/pip-audit -r constraints.txt --disable-pip --no-deps

lock: ## pin every dependency anew; ARGS=--upgrade takes newer versions
	@$(call make_venv,$(TOOLS))
	@$(if $(UV),,$(call install,$(TOOLS)) uv)
	$(or $(UV),$(TOOLS)/bin/uv) pip compile -q pyproject.toml --universal --python-version 3.11 --all-extras \
		--no-annotate --custom-compile-command 'make lock' -o constraints.txt $(ARGS)

clean: ## remove environments, caches and what a tour wrote; the state in var/ stays
	rm -rf .venv $(TOOLS) tests/node_modules tour .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): pyproject.toml constraints.txt
	@$(call make_venv,.venv)
	$(call install,.venv) -c constraints.txt -e '.[$(EXTRAS)]'
	@touch $@

# Debian's, from its own packages.
browser:
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; }

tests/node_modules/.installed: tests/package-lock.json
	@command -v npm >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm; }
	npm ci --prefix tests --no-audit --no-fund
	@touch $@

install = $(if $(UV),$(UV) pip install -q --python $(1)/bin/python,$(1)/bin/python -m pip install -q --disable-pip-version-check)

# An environment of our own, so that a Python which refuses system installs does not matter.
define make_venv
{ $(1)/bin/python -c 'import pip' 2>/dev/null || { \
	test -n "$(UV)$(PYTHON)" || { echo "Callsheet needs Python 3.11 or newer, and none was found."; exit 1; }; \
	rm -rf $(1); \
	$(if $(UV),$(UV) venv -q --seed --python '$(or $(PYTHON),>=3.11)' $(1),"$(PYTHON)" -m venv $(1)) || { rm -rf $(1); \
	echo "No environment could be made in $(1). On Debian and Ubuntu: apt install python3-venv, then make again."; exit 1; }; }; }
endef
