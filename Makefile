# `make run` starts the workbook, `make test` passes the tests; both share one release build.
SWIFT   ?= swift
PREFIX  ?= /usr/local
BUILD   := .build/release
VENV    := .venv
FLAGS   := -c release

export WORKBOOK_BIN  := $(CURDIR)/$(BUILD)/workbook
export WORKBOOK_VENV := $(CURDIR)/$(VENV)

.PHONY: run build test test-all lint format check bench models install setup python browser clean
.DEFAULT_GOAL := build

setup:
	@scripts/setup system

python:
	@scripts/setup python $(VENV)

browser:
	@scripts/setup browser

build: setup
	$(SWIFT) build $(FLAGS)

# Without a connection, or without Python, the model inside the executable serves.
run: build
	@[ "$$WORKBOOK_NO_MODELS" = 1 ] || $(WORKBOOK_BIN) models fetch --unless-offline || true
	@exec $(WORKBOOK_BIN)

# No test imports with @testable, so the tests link the very modules that `build` made.
test: build python models
	$(SWIFT) test $(FLAGS) --disable-testable-imports
	$(WORKBOOK_BIN) check
	$(VENV)/bin/python -m pytest Tests/python -q -m "not slow"

test-all: test browser
	WORKBOOK_FUZZ_SECONDS=10 $(SWIFT) test $(FLAGS) --disable-testable-imports --filter '[Ff]uzz'
	$(VENV)/bin/python -m pytest Tests/python -q -m slow

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

check: build
	$(WORKBOOK_BIN) check

bench: build python models
	@scripts/setup bench $(VENV)
	$(VENV)/bin/python scripts/bench

# WORKBOOK_NO_MODELS=1 fetches none, and the tests pass over what needs one.
models: build
	@[ "$$WORKBOOK_NO_MODELS" = 1 ] || $(WORKBOOK_BIN) models fetch

# An installed workbook carries the Swift runtime inside it, so it is linked apart from the shared build.
install: setup
	$(SWIFT) build $(FLAGS) --static-swift-stdlib --scratch-path .build-install --product workbook
	scripts/install .build-install/release/workbook $(PREFIX)

clean:
	rm -rf .build .build-install $(VENV)
