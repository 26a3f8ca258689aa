#!/usr/bin/env bash
# Everything about the contracts that does not need Go: are the artifacts fresh, is the code formatted, do the tests pass.
# Gas and bytecode size are compared by `go test ./internal/chain/bindings`, on go-ethereum, under both sets of rules.
set -euo pipefail
cd "$(dirname "$0")"
[ -d node_modules/@foundry-rs ] || npm ci
# The binary itself: the package's own `forge` command exits 0 even when a test has failed.
forge=$(node -p 'require.resolve(`@foundry-rs/forge-${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}/bin/forge`)')
node build.mjs --check
"$forge" fmt --check
"$forge" test "$@"
