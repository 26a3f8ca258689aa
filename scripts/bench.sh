#!/usr/bin/env bash
# Prints the figures of docs/benchmarks.md, each beside the bare cost in the same run. Takes some minutes; wants a quiet machine.
# Usage: scripts/bench.sh [PATH of the full Online Retail file]
set -euo pipefail
cd "$(dirname "$0")/.."
export TMPDIR=${TMPDIR:-$PWD/build/bench}
mkdir -p "$TMPDIR"
echo "## machine"; nproc; uname -sr; go version
echo "## a receipt: bare encryption and signing, and the whole of POST /v1/receipts"
go test -run - -bench 'Bare|Receipts' -benchtime 5s -count 3 ./internal/gateway
echo "## an order that a platform tells of"
go test -run - -bench Hooks -benchtime 5000x ./internal/gateway
echo "## POST /v1/receipts over 16 connections to a process that syncs to the disk"
go test -run - -bench ReceiptsHTTP -benchtime 20000x ./cmd/gateway
echo "## a sign-in: bare cryptography, and the whole of it over HTTP, with the load generator in the same process"
go test -run - -bench SignIn -benchtime 5s -count 3 ./internal/gateway
go test -run - -bench 'SignIn|Recover|Bare' -benchtime 3s ./internal/wallet
echo "## an ordinary sign-in beside hostile accounts"
go test -run - -bench Hostile -benchtime 60x ./internal/chain/accounts
echo "## a durable object, and the plain way"
go test -run - -bench Put -benchtime 3s ./internal/blob
echo "## backup, restore, verification, and a bare copy"
go test -run - -bench Restore -benchtime 100000x ./internal/backup
echo "## real history"
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
go run ./cmd/demo replay --http --workers 16 --open -1 "$@" --data "$data"
echo "## growth; CARNET_GROWTH=1000000 takes half an hour"
CARNET_GROWTH=${CARNET_GROWTH:-100000} go test -count 1 -timeout 120m -v -run TestGrowth ./cmd/gateway
