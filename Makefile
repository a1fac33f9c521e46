# Everything a person or CI runs. `make site` and `make test` set up what they need.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: site test check bench screenshots clean

site: .venv/site.stamp  ## build site/
	$(BIN)/python build.py build

test: .venv/test.stamp  ## set up what the tests need and run them all
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -q

check: .venv/site.stamp  ## check the data
	$(BIN)/python build.py check

bench: .venv/bench.stamp  ## measure builds against Hugo, and reading; BENCH has options, such as BENCH="--only cold --sizes 350"
	$(BIN)/python -m bench.run $(BENCH)

screenshots: .venv/test.stamp  ## take the pictures that README shows
	$(BIN)/python build.py build
	$(BIN)/python tools/screenshots.py

clean:  ## remove what can be made again
	rm -rf site .venv .cache

.venv/python.stamp:
	$(PYTHON) -m venv .venv
	touch $@

.venv/site.stamp: requirements.lock | .venv/python.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	touch $@

.venv/test.stamp: requirements-test.lock | .venv/python.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-test.lock
	command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
	  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; }
	touch $@ .venv/site.stamp

.venv/bench.stamp: requirements-bench.lock | .venv/python.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-bench.lock
	command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
	  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; }
	touch $@
