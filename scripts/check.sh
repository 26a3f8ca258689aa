#!/usr/bin/env bash
# Static checks. Everything here must be clean; only the vulnerability database may be out of reach, and then it says so.
set -euo pipefail
cd "$(dirname "$0")/.."
tool() { go tool -modfile=tools/go.mod "$@"; }

unformatted=$(gofmt -l $(git ls-files '*.go'))
[ -z "$unformatted" ] || { echo "check: gofmt would change: $unformatted" >&2; exit 1; }

go vet ./...
tool staticcheck ./...

# govulncheck needs its database from the network. Bounded in time; unreachable is reported, a finding fails.
report=$(mktemp)
trap 'rm -f "$report"' EXIT
if timeout 180 go tool -modfile=tools/go.mod govulncheck ./cmd/gateway >"$report" 2>&1; then
  echo "check: govulncheck found nothing"
elif grep -qE 'fetching vulnerabilities|no such host|connection refused|i/o timeout' "$report" || [ ! -s "$report" ]; then
  echo "check: NOT CHECKED for known vulnerabilities: the database of govulncheck cannot be reached from here"
else
  cat "$report" >&2
  exit 1
fi

npm --prefix contracts run check
npm --prefix frontend run check
npm --prefix integrations/medusa run check

# The committed front end must be what its sources build to, byte for byte.
npm --prefix frontend run build >/dev/null
if git rev-parse --git-dir >/dev/null 2>&1 && [ -n "$(git status --porcelain -- frontend/dist)" ]; then
  echo "check: frontend/dist was not what its sources build to; it has been built again: commit it" >&2
  exit 1
fi
