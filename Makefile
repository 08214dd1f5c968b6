# Everything a newcomer needs: `make demo` to look at Govern, `make test` to change it.
# PYTHON=... names the interpreter where the machine's python3 is older than 3.11.

.DEFAULT_GOAL := help
.PHONY: help setup demo test check style types packs bench docs format requirements clean

VENV := .venv/bin
PYTEST := $(VENV)/python -m pytest
TESTS ?= tests

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{printf "%-22s%s\n", $$1, $$2}'

setup: .venv/ready ## the virtual environment and the system libraries; instant the second time

.venv/ready: pyproject.toml requirements-dev.txt tools/prepare
	@tools/prepare

demo: setup ## a filled example portfolio in the browser
	@$(VENV)/govern demo

test: setup ## all tests; TESTS=tests/rules for some
	@$(PYTEST) -n auto $(TESTS)

check: style types packs test ## all that must hold before a change is handed in

style: setup
	@$(VENV)/ruff format --check --quiet --output-format concise . || { echo "Run 'make format'."; exit 1; }
	@$(VENV)/ruff check --quiet --output-format concise .

types: setup
	@$(VENV)/mypy

packs: setup
	@$(VENV)/govern check workflows
	@$(VENV)/govern test workflows

bench: setup ## how long the hot paths take here
	@$(VENV)/python -m benchmarks

docs: setup ## the pages that are made from the vocabulary
	@$(VENV)/python -m govern.spec.reference docs

format: setup ## the source in the house's form
	@$(VENV)/ruff format --quiet .
	@$(VENV)/ruff check --quiet --fix .

LOCK := $(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --upgrade pyproject.toml --extra postgres

requirements: setup ## the newest packages that pyproject.toml allows, with their hashes
	@$(LOCK) --output-file requirements.txt
	@$(LOCK) --group dev --output-file requirements-dev.txt

clean: ## everything that was made
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis demo-home
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
