# The menu. `make` lists it; every line with two hashes is shown.

ENTENTE = $${CARGO_TARGET_DIR:-target}/debug/entente
# What `make bench` builds with; `dev` where there is no time for an optimised build.
PROFILE ?= bench
CARGO_MISSING = Rust is missing: see https://rustup.rs, or Debian's cargo package where it is new enough (1.95)

.PHONY: list run test prove lint bench procedures build

list:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

build:
	@command -v cargo >/dev/null || { echo "$(CARGO_MISSING)" >&2; exit 1; }
	cargo build --bin entente

# Without the demo: make run ARGS=
ARGS ?= --demo

run: ## the demo on http://127.0.0.1:8080 (without it: make run ARGS=): installs PostgreSQL when it is missing, builds, starts everything
	@scripts/need postgresql antiword
	@$(MAKE) --no-print-directory build
	exec $(ENTENTE) run $(ARGS)

test: ## every test, on a throw-away PostgreSQL; stops itself after 60 minutes
	@NEED_SERVER=yes scripts/need postgresql antiword
	@if [ -f tests/browser/run.mjs ]; then scripts/need chromium nodejs npm; fi
	@if [ -f tests/browser/package-lock.json ]; then cd tests/browser && npm ci --no-audit --no-fund; fi
	@$(MAKE) --no-print-directory build
	timeout --foreground --kill-after=60 60m $(ENTENTE) cluster run --throw-away -- scripts/test

lint: ## formatting and clippy, both strict
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings

prove: ## what takes too long for every day: lint, all tests with the whole campaign of faults and many more walks, the measurements
	@$(MAKE) --no-print-directory lint
	@ENTENTE_PROVE=1 ENTENTE_WALKS=400 $(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory bench

bench: ## measures, beside the physical limit of the same database, and writes docs/measurements.md
	@NEED_SERVER=yes scripts/need postgresql
	cargo bench --bench pages --profile $(PROFILE)

procedures: ## writes docs/procedures/ from the tables
	@$(MAKE) --no-print-directory build
	$(ENTENTE) procedures --write
