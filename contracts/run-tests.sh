#!/usr/bin/env bash
# Everything about the contracts that does not need Go: are the artifacts fresh, is the code formatted, do the tests pass.
# Gas and bytecode size are compared by `go test ./internal/chain/bindings`, on go-ethereum, under both sets of rules.
set -euo pipefail
cd "$(dirname "$0")"
[ -x node_modules/.bin/forge ] || npm ci
node build.mjs --check
node_modules/.bin/forge fmt --check
node_modules/.bin/forge test "$@"
