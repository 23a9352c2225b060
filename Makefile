# The two commands: `make run` serves the guide, `make test` runs all tests. `make help` lists the rest.
SHELL := /bin/bash
PYTHON := .venv/bin/python
export PYTHONPATH := $(CURDIR)

.DEFAULT_GOAL := help
.PHONY: help setup run chat train test check lint-nlu evaluate evaluate-places train-safety teach-topics evaluate-safety check-helplines check-advisories sbom review bench bench-directory bench-scale bench-telegram bench-visitors lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

setup: ## make the virtual environment from the hashed lock (again only when the lock has changed)
	@bash scripts/setup.sh

run: setup ## set up, train what has changed, and serve on http://HOST:PORT
	@$(PYTHON) -m bot.serve run

chat: setup ## talk to the running guide in the terminal
	@$(PYTHON) -m scripts.chat

train: setup ## prepare the data and train the model, without serving
	@$(PYTHON) -m bot.serve train

test: setup ## set up and run all tests, in two processes
	@$(PYTHON) -m bot.serve train
	@$(PYTHON) -m pytest -n 2 --dist loadfile tests

check: setup ## lint, types, content lint and validation of the training data
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@$(PYTHON) -m pytest -q tests/content tests/docs
	@$(PYTHON) -m scripts.validate

lint-nlu: setup ## look for doubles, leaks, thin and doubtful spots in data/nlu (two minutes)
	@$(PYTHON) -m scripts.lint_nlu

evaluate: setup ## ask a guide of its own all held-out questions and print the score card
	@$(PYTHON) -m scripts.evaluate

evaluate-places: setup ## how many places are found right in the held-out lists (a few seconds)
	@$(PYTHON) -m scripts.evaluate_places

train-safety: setup ## learn the statistics of danger from data/safety (four hours; go on from a revision's model: SINCE=v1.0)
	@.venv/bin/uv pip install -q --python $(PYTHON) --require-hashes -r requirements-teach.lock
	@$(PYTHON) -m scripts.train_safety $(SINCE)

teach-topics: setup ## teach the network that tells what questions mean on data/nlu (an hour and a half; after many new questions only)
	@.venv/bin/uv pip install -q --python $(PYTHON) --require-hashes -r requirements-teach.lock
	@$(PYTHON) -m scripts.teach_topics

evaluate-safety: setup ## measure the detector of danger on held-out messages
	@$(PYTHON) -m scripts.evaluate_safety

check-helplines: setup ## list the helplines whose check is older than 30 days; fails after 90 for those shown in danger
	@$(PYTHON) -m scripts.check_helplines

review: setup ## list the questions that the running guide was least sure of, to be labelled and added
	@$(PYTHON) -m scripts.review

check-advisories: setup ## compare known advisories of the libraries with those that were judged
	@$(PYTHON) -m scripts.supply advisories

sbom: setup ## write the bill of materials and the list of licences
	@$(PYTHON) -m scripts.supply sbom

bench: setup ## measure reply time, memory, start and training time
	@$(PYTHON) -m scripts.bench

bench-visitors: setup ## measure the website under fifty visitors at once, in calm and under attack
	@$(PYTHON) -m scripts.bench_visitors

bench-scale: setup ## measure two processes against one, a conversation of 10,000 turns, a day's memory (five minutes)
	@$(PYTHON) -m scripts.bench_scale

bench-telegram: setup ## measure Telegram under a hundred chats at once
	@$(PYTHON) -m scripts.bench_telegram

bench-directory: setup ## measure the search in lists of 10,000 and 100,000 facilities
	@$(PYTHON) -m scripts.bench_directory

LOCKING := .venv/bin/uv pip compile --python-version 3.10 --generate-hashes --no-emit-index-url --no-header -q
lock: setup ## renew requirements.lock and requirements-teach.lock after an edit of their .in files
	@$(LOCKING) requirements.in -o requirements.lock
	@$(LOCKING) requirements-teach.in -c requirements.lock --no-annotate -o requirements-teach.lock

clean: ## remove everything that was made: environment, model, database
	@rm -rf .venv .var .rasa models results
