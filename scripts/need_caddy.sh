#!/usr/bin/env bash
# The slow test of deploy/Caddyfile needs caddy: say so, or install it where we may (root on Debian).
set -eu
PATH="$PATH:/usr/sbin:/usr/local/sbin"
command -v caddy >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing caddy with apt"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null
  apt-get install -y -qq --no-install-recommends caddy >/dev/null 2>&1 && { service caddy stop >/dev/null 2>&1 || true; exit 0; }
fi
echo "The slow tests need caddy. On Debian or Ubuntu: sudo apt install caddy" >&2
exit 2
