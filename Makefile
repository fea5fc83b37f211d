# PY is the Python that makes the virtual environment; anything from 3.11 on will do: make run PY=python3.12
PY ?= python3
PYTEST_ARGS ?=
PYTHON := .venv/bin/python
INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check

.PHONY: help run test check bench chromium
.DELETE_ON_ERROR:

help: ## what there is
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/'

run: .venv/.run-installed ## install what is needed and start the dashboard on the sample data
	.venv/bin/streamlit run dashboard.py

test: .venv/.dev-installed chromium ## all tests, in two processes; PYTEST_ARGS="tests/analysis" for some of them
	$(PYTHON) -m pytest -n 2 --dist worksteal $(PYTEST_ARGS)

check: .venv/.dev-installed ## style, types, the arrows between the rooms of the code, known vulnerabilities
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	$(PYTHON) -m pytest tests/test_layers.py
	$(PYTHON) .ci/audit.py

bench: .venv/.dev-installed ## measure speed and size; writes docs/performance.md
	$(PYTHON) -m benchmarks

# The stamps say which requirements were installed last: newer requirements install again, an old .venv is kept.
.venv/.run-installed: requirements.txt | .venv/bin/pip
	$(INSTALL) -r requirements.txt
	@touch $@

.venv/.dev-installed: requirements-dev.txt requirements.txt | .venv/bin/pip
	$(INSTALL) -r requirements-dev.txt
	@touch $@ .venv/.run-installed

.venv/bin/pip:
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo 'This needs Python 3.11 or newer, and $(PY) is not. Name another one: make run PY=python3.12' >&2; exit 1; }
	@$(PY) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo 'This Python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	$(PY) -m venv .venv

# The browser tests drive the Chromium of the system; nothing is downloaded by Playwright.
chromium:
	@command -v chromium >/dev/null && exit 0; \
	as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	if ! command -v apt-get >/dev/null || ! command -v $${as_root:-true} >/dev/null; then \
	    echo 'The browser tests need Chromium, and it cannot be installed from here: ask an administrator for the package chromium.' >&2; \
	    exit 1; \
	fi; \
	set -e; export DEBIAN_FRONTEND=noninteractive; \
	$$as_root apt-get update -q </dev/null; \
	$$as_root apt-get install -y -q chromium </dev/null
