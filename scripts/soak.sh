#!/usr/bin/env bash
# What takes too long for every change: ten thousand sign-ins and every byte they left, two hundred kills and as many other disasters, and the fuzzers.
# Usage: scripts/soak.sh [FUZZTIME]   (ten minutes in all for parser and verifier when not given)
set -euo pipefail
cd "$(dirname "$0")/.."
CARNET_SIGN_INS=10000 go test -count 1 -v -run TestADumpTellsNothing -timeout 30m ./internal/gateway
CARNET_KILLS=200 CARNET_DISASTERS=200 go test -count 1 -v -run 'Killed|Disasters' -timeout 90m ./cmd/gateway
time=${1:-5m}
for fuzz in $(grep -ho '^func Fuzz[A-Za-z0-9]*' internal/wallet/*_test.go | sed 's/^func //' | grep -E 'Parse|Verif'); do
  go test -run - -fuzz "^$fuzz\$" -fuzztime "$time" ./internal/wallet
done
