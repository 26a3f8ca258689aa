#!/usr/bin/env bash
# Installs what the tests need and this machine lacks. Safe to run again: it does nothing when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in go node npm; do
  command -v "$tool" >/dev/null || { echo "setup: $tool is missing: install it first (see README, \"What you need\")" >&2; exit 1; }
done

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v redis-server >/dev/null || missing+=(redis-server)
[ -x /usr/sbin/nginx ] || missing+=(nginx)
[ -e /usr/lib/apache2/modules/mod_auth_openidc.so ] || missing+=(libapache2-mod-auth-openidc)
command -v redis-cli >/dev/null || missing+=(redis-tools)
command -v caddy >/dev/null || missing+=(caddy)
if [ "${#missing[@]}" -gt 0 ]; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "setup: installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "setup: ${missing[*]} not found and this user may not install packages; run: sudo apt-get install ${missing[*]}" >&2
    echo "setup: the tests that need them will say that they were skipped" >&2
  fi
fi

# npm ci only when the lock file is newer than what it installed last.
for dir in contracts frontend internal/foreign/node integrations/medusa; do
  stamp="$dir/node_modules/.installed"
  if [ ! -e "$stamp" ] || [ "$dir/package-lock.json" -nt "$stamp" ]; then
    echo "setup: npm packages of $dir"
    npm ci --prefix "$dir" --no-audit --no-fund --loglevel=error
    touch "$stamp"
  fi
done

# Programs that tests run beside the product, each pinned in a module of its own: built once, and again when the pin changes.
pinned() { # name, package
  if [ ! -x "build/$1" ] || [ "tools/$1/go.sum" -nt "build/$1" ]; then
    echo "setup: $1"
    (cd "tools/$1" && go build -o "../../build/$1" "$2")
  fi
}
pinned oauth2-proxy github.com/oauth2-proxy/oauth2-proxy/v7
pinned versitygw github.com/versity/versitygw/cmd/versitygw
