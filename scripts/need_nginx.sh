#!/usr/bin/env bash
# The slow test of deploy/nginx.conf needs nginx: say so, or install it where we may (root on Debian).
set -eu
PATH="$PATH:/usr/sbin:/usr/local/sbin"
command -v nginx >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing nginx with apt"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null
  apt-get install -y -qq --no-install-recommends nginx-light >/dev/null 2>&1 && { service nginx stop >/dev/null 2>&1 || true; exit 0; }
fi
echo "The slow tests need nginx. On Debian or Ubuntu: sudo apt install nginx-light" >&2
exit 2
