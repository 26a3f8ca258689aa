#!/usr/bin/env bash
# Everything about the contracts that does not need Go: are the artifacts fresh, is the code formatted, do the tests pass.
# Gas and bytecode size are compared by `go test ./internal/chain/bindings`, on go-ethereum, under both sets of rules.
set -euo pipefail
cd "$(dirname "$0")"
[ -d node_modules/solc ] || npm ci
# The binary's own package, not @foundry-rs/forge around it: that one's command exits 0 even when a test has failed, and
# npm ci refuses its lockfile where one of its platforms is missing. On other platforms, forge 1.7 must be on the path.
forge=$(node -p 'require.resolve(`@foundry-rs/forge-${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}/bin/forge`)' 2>/dev/null) ||
  forge=$(command -v forge) || { echo 'contracts: forge 1.7 is neither in node_modules nor on the path' >&2; exit 1; }
node build.mjs --check
"$forge" fmt --check
"$forge" test "$@"
