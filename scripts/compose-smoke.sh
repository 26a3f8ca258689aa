#!/usr/bin/env bash
# Runs what docker-compose.yml runs, as plain processes on this machine: chain, Redis, gateway with compose/gateway.yaml, two
# shops. No container engine is needed; ports are the compose file's own, so stop the demo first.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v redis-server >/dev/null || { echo "compose-smoke: SKIPPED: no redis-server"; exit 0; }
work=$(mktemp -d)
pids=()
stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT
start() { "$@" >>"$work/log" 2>&1 & pids+=($!); }
answers() { # URL, then a text that its answer must hold
  for _ in $(seq 100); do
    if curl -sfL -c "$work/jar" -b "$work/jar" "$1" 2>/dev/null | grep -q "$2"; then echo "ok  $1"; return; fi
    sleep 0.2
  done
  echo "compose-smoke: $1 does not answer with '$2'" >&2
  grep -v "private key" "$work/log" | tail -40 >&2
  exit 1
}

mkdir "$work/bin"
go build -o "$work/bin/" ./cmd/gateway ./cmd/demo
sed "s#/data/#$work/#; s#0.0.0.0#127.0.0.1#" compose/gateway.yaml >"$work/gateway.yaml"
secret() { sed -n "/^  $1:/,/^  [a-z]/s/.*CARNET_SHOP_SECRET: //p" docker-compose.yml; }

start redis-server --port 6379 --bind 127.0.0.1 --save '' --dir "$work"
"$work/bin/gateway" keys --dir "$work/keys" --shop shop1 --shop shop2 >/dev/null
start "$work/bin/demo" chain --chain-addr 127.0.0.1:8545 --data "$work/chain" --fund-key "$work/keys/relayer.key"
for _ in $(seq 100); do curl -sf http://localhost:8545 -H 'Content-Type: application/json' -d '{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}' >/dev/null && break; sleep 0.2; done
start "$work/bin/gateway" serve --config "$work/gateway.yaml"
answers http://localhost:8080/readyz .
answers http://localhost:8080/.well-known/openid-configuration '"issuer":"http://localhost:8080"'
answers http://localhost:8081/config.json '"chain_id":31337'
mkdir -p "$work/shop1" "$work/shop2"
CARNET_SHOP_SECRET=$(secret shop1) start "$work/bin/demo" shop --theme lantern --addr 127.0.0.1:8091 --data "$work/shop1"
CARNET_SHOP_SECRET=$(secret shop2) start "$work/bin/demo" shop --theme pepper --addr 127.0.0.1:8092 --origin http://localhost:8092 --client-id shop2 --data "$work/shop2"
answers http://localhost:8091/ 'Lantern'
answers http://localhost:8092/ 'Pepper'
curl -sfL -c "$work/jar2" -b "$work/jar2" --data '' -H 'Origin: http://localhost:8092' http://localhost:8092/sign-in -o /dev/null -w '%{url_effective}\n' | grep -q '^http://localhost:8080/login/' || { echo "compose-smoke: sign-in does not lead to the gateway" >&2; exit 1; }
echo "ok  sign-in at a shop leads to the gateway's page"
