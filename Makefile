# Everything that a developer or a user does. `make help` lists the targets.
.DEFAULT_GOAL := help
.PHONY: help run test build release check lint format record bench lambda install uninstall deb deps test-deps keys man clean

SHELL     := /bin/bash
PREFIX    ?= /usr/local
DESTDIR   ?=
VENV      := .venv
SWIFT     ?= swift
VERSION   := $(shell sed -n 's/.*let version = "\(.*\)"/\1/p' Sources/Model/Version.swift)
# Root needs no sudo; anybody else does, but only when a package is missing.
SUDO      := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
BUILD_PKGS := libncurses-dev libcurl4-openssl-dev libsqlite3-dev libssl-dev libpq-dev pkg-config
TEST_PKGS  := tmux python3 python3-venv openssl postgresql
missing    = $(shell for p in $(1); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done)
# The emulators' versions are pinned, so that a test result means the same tomorrow.
EMULATORS  := moto[server]==5.2.1 ministack==1.5.33 aiosmtpd==1.4.6
# What the health check is measured against; in an environment of its own, as it wants another botocore.
AWS_CLI    := awscli==1.46.3
# The release links the Swift runtime statically: half the start-up time and memory, and no toolchain needed to run it.
# Not position-independent, unused sections dropped, symbols stripped: fewer pages to read and relocate before the first frame.
# PostgreSQL; a plain `swift build` does without it and needs no libpq-dev. TRAITS= makes such a build here.
TRAITS     ?= --traits Postgres
RELEASE    := $(TRAITS) -c release --static-swift-stdlib -Xswiftc -use-ld=lld \
  -Xswiftc -Xclang-linker -Xswiftc -no-pie -Xlinker --gc-sections -Xlinker -s
# The crash handler is ours; Swift's own would take the terminal and wait for a key.
RUNTIME    := SWIFT_BACKTRACE=enable=no

# Tests of the built program wait for other processes, each on one of the few threads that all tests share: one after the other, so
# that none of them keeps another from its time limit (.ci/end-to-end).
TEST       := env NIGHTDESK_VENV=$(CURDIR)/$(VENV) $(RUNTIME) $(SWIFT) test $(TRAITS) --skip-build --disable-xctest

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: release ## build the release and open the console (practice context when nothing is configured)
	@$(RUNTIME) .build/release/nightdesk $(ARGS)

test: deps test-deps ## build and run every test (emulators in a virtual environment, loopback only)
	$(SWIFT) build $(TRAITS) --build-tests
	$(if $(FILTER),$(TEST) $(FILTER),$(TEST) --skip '^EndToEnd' && .ci/end-to-end $(TEST))

build: deps ## debug build
	$(SWIFT) build $(TRAITS)

release: deps ## .build/release/nightdesk, the Swift runtime inside
	$(SWIFT) build $(RELEASE) --product nightdesk

check: lint keys-check ## what CI checks besides the tests: format, line lengths, generated documents

lint: ## swift format, strictly
	$(SWIFT) format lint --strict --parallel --recursive Sources Tests Package.swift

format: ## rewrite the sources as swift format wants them
	$(SWIFT) format --in-place --parallel --recursive Sources Tests Package.swift

record: deps ## write the golden screens anew (read the diff before you commit it)
	RECORD=1 $(SWIFT) test $(TRAITS) --disable-xctest --filter ConsoleTests || true
	git --no-pager diff --stat -- Tests

bench: release ## measure start, latency, bytes, idle, memory; see docs/benchmarks.md
	$(MAKE) test-deps
	for bench in log-bench recorder-bench escalation-bench worker-bench optimizer-bench; do $(SWIFT) build $(RELEASE) --product $$bench || exit; done
	$(VENV)/bin/python Tests/Bench/bench.py --program .build/release/nightdesk $(ARGS)
	.build/release/escalation-bench
	$(VENV)/bin/python Tests/Bench/escalations.py --program .build/release/nightdesk
	.build/release/worker-bench
	$(VENV)/bin/python Tests/Bench/workers.py --program .build/release/nightdesk
	$(VENV)/bin/python Tests/Bench/notifications.py --program .build/release/nightdesk
	@test -x $(VENV)/cli/bin/aws || { python3 -m venv --clear $(VENV)/cli && $(VENV)/cli/bin/pip install -q --disable-pip-version-check $(AWS_CLI); } \
	  || echo "no AWS CLI to compare with"
	$(VENV)/bin/python Tests/Bench/health.py --program .build/release/nightdesk --cli $(VENV)/cli/bin/aws
	.build/release/optimizer-bench

lambda: release ## .build/nightdesk-lambda.zip: the engine as a function, with loader and libraries (CONFIG=FILE packs a configuration)
	@command -v python3 >/dev/null || $(MAKE) test-deps
	python3 Sources/nightdesk/Packaging/lambda.py .build/release/nightdesk .build/nightdesk-lambda.zip $(CONFIG)

keys: build ## docs/keys.md and the README's picture from the program itself
	.build/debug/nightdesk debug keys > docs/keys.md
	.build/debug/nightdesk snapshot --context drill --format svg --size 120x40 > docs/screen.svg

keys-check: build
	@.build/debug/nightdesk debug keys | diff -u docs/keys.md - || { echo "docs/keys.md is stale: run make keys"; exit 1; }

man: build ## .build/nightdesk.1 and shell completions
	.build/debug/nightdesk debug man > .build/nightdesk.1
	for s in bash zsh fish; do .build/debug/nightdesk --generate-completion-script $$s > .build/nightdesk.$$s; done

install: release man ## into PREFIX (default /usr/local)
	install -D -m 755 .build/release/nightdesk $(DESTDIR)$(PREFIX)/bin/nightdesk
	install -d $(DESTDIR)$(PREFIX)/share/nightdesk/themes
	install -m 644 themes/*.yaml $(DESTDIR)$(PREFIX)/share/nightdesk/themes
	install -d $(DESTDIR)$(PREFIX)/share/nightdesk/events
	install -m 644 Sources/Assembly/Changes/Events/*.json $(DESTDIR)$(PREFIX)/share/nightdesk/events
	install -d $(DESTDIR)$(PREFIX)/share/nightdesk/drills
	install -m 644 Sources/Drill/Drills/*.yaml $(DESTDIR)$(PREFIX)/share/nightdesk/drills
	install -D -m 644 .build/nightdesk.1 $(DESTDIR)$(PREFIX)/share/man/man1/nightdesk.1
	install -D -m 644 .build/nightdesk.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/nightdesk
	install -D -m 644 .build/nightdesk.zsh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_nightdesk
	install -D -m 644 .build/nightdesk.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/nightdesk.fish

uninstall: ## takes away what install put there
	rm -rf $(DESTDIR)$(PREFIX)/bin/nightdesk $(DESTDIR)$(PREFIX)/share/nightdesk \
	  $(DESTDIR)$(PREFIX)/share/man/man1/nightdesk.1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions/nightdesk \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_nightdesk $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/nightdesk.fish

deps: ## the system packages that a build needs, where missing
	@m="$(call missing,$(BUILD_PKGS))"; test -z "$$m" || { echo "installing: $$m"; \
	  $(SUDO) apt-get update -qq && $(SUDO) apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $$m; }
	@command -v $(SWIFT) >/dev/null || { echo "Swift 6.2 or newer is needed: https://www.swift.org/install"; exit 1; }

test-deps: ## the packages and the virtual environment that the tests need, where missing
	@m="$(call missing,$(TEST_PKGS))"; command -v tmux >/dev/null && command -v python3 >/dev/null && python3 -c 'import venv, ensurepip' 2>/dev/null \
	  && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 \
	  || test -z "$$m" || { echo "installing: $$m"; \
	  $(SUDO) apt-get update -qq && $(SUDO) apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $$m; }
	@test -f $(VENV)/.ready-6 || { python3 -m venv --clear $(VENV) && $(VENV)/bin/pip install -q --disable-pip-version-check $(EMULATORS) \
	  && touch $(VENV)/.ready-6; }

clean: ## removes builds and the virtual environment
	rm -rf .build $(VENV)
