# One way to do each thing. Every target sets up what it needs first.
PYTHON ?= python3
PORT ?= 8080
VENV := .venv
RUN := $(VENV)/bin
READY := $(VENV)/.ready
DEV := $(VENV)/.ready-dev

.DELETE_ON_ERROR:
.PHONY: demo test check bench endurance setup clean messages

demo: $(READY)
	@$(RUN)/cbt demo --port $(PORT)

test: $(DEV)
	@tests/everything

check: $(DEV)
	@tests/everything --fast

bench: $(DEV)
	@$(RUN)/python -m tests.benchmarks

endurance: $(DEV)
	@tests/everything --endurance

messages: $(DEV)
	@$(RUN)/python -m cbt.language.messages

setup: $(DEV)

clean:
	rm -rf $(VENV) build .demo var

$(READY): pyproject.toml
	@tests/packages venv
	@test -x $(RUN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the product's libraries ..."
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEV): $(READY)
	@echo "Installing the tools for development ..."
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
