# The commands of Parkway. They need Python 3.11+; everything else is installed into .venv and node_modules.

# The first Python on PATH that is new enough; `make PYTHON=…` takes another.
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$each"; break; }; done)
START = $(or $(PYTHON),$(error Parkway needs Python 3.11 or newer, and finds none)) -m start
VENV = .venv/bin
LOCK = $(VENV)/uv pip compile --quiet --system-certs --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url
# Which tests: make test-fast only="tests/parks -k tree"
only ?=

.DEFAULT_GOAL := help
.PHONY: help run dev stop test test-fast lint types browser bench eval-duplicates eval-search assets messages messages-compile lock \
	manage shell dbshell clean docker-check

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start the portal with all it needs; HOST, PORT and PARKWAY_HOME (the data folder) may be set
	@$(START) run

dev: ## the same with debug pages, restarted when code changes
	@$(START) dev

stop: ## stop the portal that runs with the data in PARKWAY_HOME
	@$(START) stop

test: ## run every check and test, on servers of its own
	@$(START) test $(only)

test-fast: ## run ruff and the quick tests only; only="tests/parks -k tree" chooses among them
	@$(START) test-fast $(only)

lint: ## check the style of code and templates
	@$(START) lint

types: ## check the types
	@$(START) types

browser: ## install Chromium and Chinese fonts (Debian packages chromium, fonts-noto-cjk) for browser tests
	@$(START) browser

bench: ## measure speed, on servers of its own; only="catalogue lists" chooses parts, BENCH_SIZE=1m the size
	@$(START) with-servers .venv/bin/python -m bench $(only)

eval-duplicates: ## print how well duplicates are told, by pairs that people judged
	@$(START) install
	@.venv/bin/python -m tests.curation.judging

eval-search: ## print how well search finds what people look for, by a judged set
	@$(START) with-servers .venv/bin/python -m pytest tests/search/test_judged.py -q -s --no-header -p no:cacheprovider

assets: ## build the style sheets and scripts into static/dist
	@$(START) assets

messages: ## collect the texts to translate into locale/ (needs Debian's gettext)
	@command -v xgettext >/dev/null || { echo "This needs gettext: apt-get install gettext"; exit 1; }
	@$(START) manage makemessages --all --no-obsolete --no-location --ignore node_modules --ignore .venv --ignore static --ignore tests

messages-compile: ## compile the translations
	@$(START) messages

lock: ## renew the locked requirements from the .in files
	@$(START) install
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-local.in -o requirements-local.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt

manage: ## run a Django command on this instance's database: make manage do="audit_figures"
	@$(START) manage $(do)

shell: ## open a Python shell with the portal's models
	@$(START) manage shell

dbshell: ## open psql on this instance's database
	@$(START) manage dbshell

docker-check: ## check the compose file, with Docker where there is one
	@$(START) with-servers .venv/bin/python -m pytest tests/start/test_docker.py -q

clean: ## remove what is built and installed, but no data
	rm -rf .venv node_modules static/dist .parkway-test .ruff_cache .mypy_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
