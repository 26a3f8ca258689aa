# Two commands matter: `make demo` (or `go run ./cmd/demo`) runs everything, `make test` checks everything.
.PHONY: help setup generate check test test-go test-story test-contracts test-frontend demo soak drill bench image
GO ?= go
TOOL = $(GO) tool -modfile=tools/go.mod

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what the checks need (npm packages; Chromium, Redis, nginx and mod_auth_openidc from Debian packages; oauth2-proxy, versitygw)
	scripts/setup.sh

generate: setup ## compile contracts, bindings and front end again (all committed)
	npm --prefix contracts run generate
	$(GO) generate ./internal/chain/bindings/...
	npm --prefix frontend run build

check: ## format, vet, staticcheck, known vulnerabilities, types, freshness of generated files
	scripts/check.sh

test: setup check test-frontend test-contracts test-story test-go ## everything: what CI runs

test-go: ## Go tests with the race detector
	$(GO) test -race -timeout 20m ./...
	cd tools && $(GO) test ./...

test-contracts: ## forge: unit, fuzz, invariants, gas snapshot
	npm --prefix contracts test

test-frontend: ## TypeScript tests over the shared vectors, and of the Medusa plugin
	npm --prefix frontend test
	npm --prefix integrations/medusa test

test-story: ## the whole loop in a real browser against the real demo; pictures in build/screenshots
	npm --prefix frontend run story

demo: ## everything on this machine: chain, gateway, vault, two shops
	$(GO) run ./cmd/demo

soak: ## what takes long: 10,000 sign-ins and every byte they left; the fuzzers for ten minutes
	scripts/soak.sh

drill: ## play the thief on DATA=<dir> of a stopped demo or replay
	$(GO) run ./cmd/demo drill --data $(DATA)

bench: ## the figures of docs/benchmarks.md
	scripts/bench.sh

image: ## container image with static binaries
	docker build -t carnet .
