# Everything a person or CI runs. `make site` and `make test` set up what they need.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
WORKERS ?= auto

.PHONY: site test quick style check bench screenshots clean

site: .venv/site.stamp  ## build site/
	@echo "Building site/ ..."
	$(BIN)/python build.py build

test: .venv/test.stamp style  ## set up what the tests need and run them all
	$(BIN)/python -m pytest -q -n $(WORKERS)

quick: .venv/test.stamp style  ## style, types and the tests that need no browser and no site, and start no program
	$(BIN)/python -m pytest -q -n $(WORKERS) -m "not slow"

style: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: .venv/site.stamp  ## check the data
	$(BIN)/python build.py check

bench: .venv/bench.stamp  ## measure builds against Hugo, and reading; BENCH has options, such as BENCH="--only cold --sizes 350"
	$(BIN)/python -m bench.run $(BENCH)

screenshots: .venv/test.stamp  ## take the pictures that README shows
	$(BIN)/python build.py build
	$(BIN)/python -m tools.screenshots

clean:  ## remove what can be made again
	rm -rf site .venv .cache

.venv/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "howopen needs Python 3.11 or newer, and this is %d.%d: name another with make PYTHON=python3.12" % sys.version_info[:2])'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python cannot make .venv: install its venv module (Debian: python3-venv)"; exit 1; }
	@echo "Setting up .venv ..."
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/site.stamp: requirements.lock | .venv/python.stamp
	@echo "Installing the packages of requirements.lock ..."
	@$(INSTALL) -r requirements.lock
	@touch $@

.venv/test.stamp: requirements-test.lock tools/browser.py | .venv/python.stamp
	@echo "Installing the packages of requirements-test.lock ..."
	@$(INSTALL) -r requirements-test.lock
	@$(call browser)
	@touch $@ .venv/site.stamp

.venv/bench.stamp: requirements-bench.lock tools/browser.py | .venv/python.stamp
	@echo "Installing the packages of requirements-bench.lock ..."
	@$(INSTALL) -r requirements-bench.lock
	@$(call browser)
	@touch $@

# A browser that is there is used; a missing one is installed where that is possible without asking, and else named with its cure.
define browser
if [ -z "$$CHROMIUM" ] && ! $(BIN)/python tools/browser.py >/dev/null 2>&1 && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
  echo "Installing Chromium, which the tests use ..."; apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium libatomic1; \
fi; \
$(BIN)/python tools/browser.py >/dev/null
endef
