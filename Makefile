# Everything Kitchen needs lives in .venv and .web; `make clean` removes both. The data stays.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON := .venv/bin/python
PYTEST_ARGS ?= -n 4 --dist loadfile --no-loadscope-reorder

# The first of these that is Python 3.11 or newer.
FIND_PYTHON = for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; \
	python=; done; \
	if [ -z "$$python" ]; then echo "Kitchen needs Python 3.11 or newer: install python3." >&2; exit 1; fi

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: .venv/installed ## Install, build and serve; PORT, HOST, KITCHEN_DATA_DIR and the rest are heeded
	@exec $(PYTHON) -m kitchen_app serve

.PHONY: dev
dev: .venv/installed ## Serve with live reload: the page on port 3000, the API on PORT
	@exec $(PYTHON) -m kitchen_app dev

.PHONY: test
test: .venv/installed-dev build ## Run the tests; PYTEST_ARGS="-k page" runs some
	@$(PYTHON) -m tests.browser
	$(PYTHON) -m pytest $(PYTEST_ARGS)

FUZZ_SECONDS ?= 600
FUZZ_SEED ?= $(shell date +%s)

.PHONY: fuzz
fuzz: .venv/installed-dev build ## Any bytes at every door for FUZZ_SECONDS; FUZZ_SEED repeats a run
	@echo "FUZZ_SEED=$(FUZZ_SEED)"
	FUZZ_SECONDS=$(FUZZ_SECONDS) FUZZ_SEED=$(FUZZ_SEED) $(PYTHON) -m pytest -n 0 -s -m fuzz tests/attack

.PHONY: check
check: .venv/installed-dev ## Format, lint, types, layers, dependencies, and models against migrations
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m ruff check
	$(PYTHON) -m mypy
	.venv/bin/python .venv/bin/lint-imports
	$(PYTHON) -m deptry .
	$(PYTHON) -m deptry . -e '\.venv' -e '\.web' -e '\.data' -i DEP002,DEP004
	$(PYTHON) -m kitchen_app migrate --check

.PHONY: image-test
image-test: .venv/installed-dev ## Build the container image, run it, and write its size into docs/deploy.md
	$(PYTHON) -m pytest -n 0 --timeout 1200 tests/image/proof.py
	$(PYTHON) -m tests.image.size

.PHONY: bench
bench: .venv/installed-dev build ## Measure us beside the floor, and write docs/performance.md
	@$(PYTHON) -m tests.browser
	$(PYTHON) -m bench

.PHONY: load
load: .venv/installed-dev build ## More and more clients, and many requests; write that part of docs/performance.md
	$(PYTHON) -m bench.loading

.PHONY: chaos
chaos: .venv/installed-dev ## Write while things fail, and look what is there; SEED and SECONDS are heeded
	$(PYTHON) -m tests.chaos

.PHONY: matching
matching: .venv/installed-dev ## Read every line of tests/food_lines.toml, and write docs/matching.md
	$(PYTHON) -m tests.matching

.PHONY: screenshots
screenshots: .venv/installed-dev build ## Take docs/screenshots anew
	@$(PYTHON) -m tests.browser
	$(PYTHON) -m tests.screenshots

.PHONY: build
build: .venv/installed ## Build the web app, if its sources changed
	@$(PYTHON) -m kitchen_app build

.PHONY: lock
lock: .venv/installed-dev ## Pin what pyproject.toml asks for; LOCK_ARGS=--upgrade takes the newest
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) --group dev -c requirements.txt -o requirements-dev.txt
LOCK = $(PYTHON) -m uv pip compile -q --universal --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header $(LOCK_ARGS)

.PHONY: clean
clean: ## Remove .venv, .web and caches; the data stays
	rm -rf .venv .web .states .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(FIND_PYTHON); "$$python" -m venv .venv || { rm -rf .venv; \
		echo "Python's venv module is missing: install python3-venv." >&2; exit 1; }

.venv/installed: requirements.txt | .venv/bin/python
	@echo "Installing what Kitchen needs into .venv."
	@$(PYTHON) -m pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@$(PYTHON) -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@
