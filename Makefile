# Two commands on a fresh machine with Python 3.11+ and make: `make run` and `make test`. The rest is for those who work on it.
SHELL := /bin/bash
ifndef PYTHON
PYTHON := $(firstword $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1 && echo $$p; done) none)
endif
BIN := .venv/bin
PY := $(BIN)/python
export HORSLESMURS_DATA ?= $(CURDIR)/var
PIP := $(PY) -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r
PYTEST := $(PY) -m pytest
WORKERS ?= 3
SLOW_WORKERS ?= 2
SHARED := --dist loadfile --no-loadscope-reorder

.PHONY: run demo play bundle test test-slow test-later test-all coverage check freshness sbom audit scan fuzz accessibility chaos bench screenshots lock translations clean help

help:  ## say what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/made:
	@if [ "$(PYTHON)" = none ]; then echo "Hors les murs needs Python 3.11, 3.12, 3.13 or 3.14: none was found. Install one, or say make PYTHON=/path/to/python"; exit 2; fi
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv. Then run make again."; exit 2; }
	@echo "Making the environment in .venv ($$($(PYTHON) --version))"
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/run: .venv/made requirements/run.txt pyproject.toml
	@echo "Installing what the site and the game need (about a minute the first time)"
	@$(PIP) requirements/run.txt
	@$(PY) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/run requirements/dev.txt
	@echo "Installing what the tests need"
	@$(PIP) requirements/dev.txt
	@touch $@

run: .venv/run  ## start a demo site on this machine, with everything it needs
	@$(BIN)/horslesmurs demo --learners 30 --if-empty
	@exec $(BIN)/horslesmurs serve

demo: .venv/run  ## add 200 simulated learners to the demo site
	@$(BIN)/horslesmurs demo --learners 200

play: .venv/run  ## play the week at home in a window
	@exec $(BIN)/horslesmurs play

bundle: .venv/run requirements/bundle.txt  ## one file that plays on a machine without Python, in dist/
	@$(PIP) requirements/bundle.txt
	@$(PY) scripts/bundle.py

test: .venv/dev  ## every test but the slow ones, browser and window included (10 minutes at most)
	@bash scripts/need_browser.sh
	@$(PYTEST) -n $(WORKERS) $(SHARED) -m "not slow"

.venvs/api/made: .venv/made requirements/api.txt
	@$(PYTHON) -m venv .venvs/api
	@.venvs/api/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements/api.txt
	@touch $@

.venvs/fuzz/made: .venv/made requirements/fuzz.txt
	@mkdir -p .venvs/fuzz
	@$(PY) -m pip install -qq --disable-pip-version-check --no-deps --require-hashes --target .venvs/fuzz --upgrade -r requirements/fuzz.txt
	@touch $@

fuzz: .venv/run .venvs/fuzz/made  ## coverage-guided fuzz (atheris, Linux) of what reads bytes of strangers, a minute a reader
	@PYTHONPATH=.venvs/fuzz $(PY) -m scripts.fuzz $(SECONDS_A_READER) $(READERS)
SECONDS_A_READER ?= 60
READERS ?=

.venvs/platform/made: .venv/made requirements/platform.txt
	@$(PYTHON) -m venv .venvs/platform
	@.venvs/platform/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements/platform.txt
	@touch $@

.venvs/spark/made: .venv/made requirements/spark.txt
	@mkdir -p .venvs/spark
	@$(PY) -m pip install -qq --disable-pip-version-check --no-deps --require-hashes --target .venvs/spark --upgrade -r requirements/spark.txt
	@touch $@

.venvs/browser/made: .venv/made requirements/browser.txt
	@mkdir -p .venvs/browser
	@$(PY) -m pip install -qq --disable-pip-version-check --no-deps --require-hashes --target .venvs/browser --upgrade -r requirements/browser.txt
	@touch $@

test-slow: .venv/dev .venvs/api/made .venvs/browser/made .venvs/fuzz/made .venvs/platform/made .venvs/spark/made  ## kills, fuzz and long simulations, with two processes (about an hour)
	@bash scripts/need_browser.sh
	@bash scripts/need_nginx.sh
	@bash scripts/need_caddy.sh
	@bash scripts/need_firefox.sh
	@bash scripts/need_java.sh
	@HYPOTHESIS_INPUTS=search $(PYTEST) -n $(SLOW_WORKERS) $(SHARED) -m slow

test-later: .venv/dev  ## the fast tests two years from now, area by area: no day may turn them red
	@bash scripts/need_browser.sh
	@TEST_CLOCK_DAYS=$(DAYS) $(PY) scripts/later_days.py $(AREAS)
DAYS ?= 731
AREAS ?=

test-all:  ## the fast tests on each Python from 3.11 to 3.14 that this machine has; says which it lacks
	@bash scripts/need_browser.sh
	@WORKERS=$(WORKERS) bash scripts/test_on_each_python.sh

coverage: .venv/dev  ## the fast tests once more, counting the lines they run; fails under the floor in pyproject.toml
	@bash scripts/need_browser.sh
	@COVERAGE_CORE=$$($(PY) -c 'import sys; print("sysmon" if sys.version_info >= (3, 12) else "ctrace")') \
	  $(PYTEST) -n $(WORKERS) $(SHARED) -m "not slow" --cov --cov-report=term

check: .venv/dev  ## lint, format, types, layers, templates, scripts, style sheets, content; the same on every day
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Run: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint --lint --quiet lms/templates
	@$(BIN)/oxlint -D correctness -D suspicious lms/static
	@$(BIN)/oxlint -D correctness -D suspicious -A unicorn/consistent-function-scoping -A unicorn/no-array-sort courses/packages/static
	@$(PY) scripts/lint_styles.py lms/static/*.css courses/packages/static/*.css
	@$(PY) scripts/lint_styles.py courses/export/offline.css
	@$(PY) scripts/draw_layers.py check
	@$(BIN)/horslesmurs content check

freshness: .venv/run  ## texts and sources that are past their day; never part of check
	@$(BIN)/horslesmurs content freshness

sbom: .venv/run  ## the parts of a site, their versions, sums and licences, as a CycloneDX file in dist/
	@$(PY) scripts/sbom.py

audit: .venv/dev  ## known flaws of the locked packages, by pip-audit; needs a network and says when it has none
	@$(PY) scripts/audit.py

scan: .venv/dev  ## bandit, and semgrep with own rules, over the product's code (about a minute); needs a network to install them
	@$(PY) scripts/scan.py

accessibility: .venv/dev  ## run the accessibility tests and keep what they saw for the declaration (RGAA) of the site
	@bash scripts/need_browser.sh
	@$(PY) scripts/accessibility.py $(SEEN)

chaos: .venv/dev  ## a day of the site at fifty times its speed under kills, a full disk, clock jumps, a lost network (half an hour and more)
	@$(PY) tests/lms/running/chaos/chaos_day.py $(CHAOS)

BENCHES ?= bench/core.py bench/lrs.py bench/analytics.py bench/content.py bench/web.py bench/front.py bench/pages.py bench/window.py
bench: .venv/dev  ## figures as ratios; the last ones stand in bench/README.md
	@for script in $(BENCHES); do echo "== $$script"; $(PY) $$script || exit 1; done

screenshots: .venv/dev  ## take the README's pictures again
	@bash scripts/need_browser.sh
	@$(PY) scripts/screenshots.py
	@$(PY) scripts/window_screenshots.py

lock: .venv/made  ## write requirements/*.txt again from pyproject.toml
	@$(PY) -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet $(LOCK) --extra lrs --extra game --extra analytics --extra lms pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile --quiet $(LOCK) -c requirements/run.txt --extra lrs --extra game --extra analytics --extra lms --extra dev pyproject.toml -o requirements/dev.txt
	@$(BIN)/uv pip compile --quiet $(LOCK) -c requirements/run.txt --extra bundle pyproject.toml -o requirements/bundle.txt
	@$(BIN)/uv pip compile --quiet $(LOCK) --extra api pyproject.toml -o requirements/api.txt
	@$(BIN)/uv pip compile --quiet $(LOCK) -c requirements/run.txt --extra fuzz pyproject.toml -o requirements/fuzz.txt
	@$(BIN)/uv pip compile --quiet $(LOCK) -c requirements/run.txt --extra browser pyproject.toml -o requirements/browser.txt
	@$(BIN)/uv pip compile --quiet $(LOCK) -c requirements/run.txt --extra spark pyproject.toml -o requirements/spark.txt
	@$(BIN)/uv pip compile --quiet $(LOCK) --extra platform pyproject.toml -o requirements/platform.txt
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

clean:  ## remove the environment and caches; data in var/ stay
	@rm -rf .venv .venvs .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
