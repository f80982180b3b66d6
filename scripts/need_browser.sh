#!/usr/bin/env bash
# The browser and window tests need Chromium, Xvfb and xdotool: say so, or install them where we may (root on Debian).
set -eu
missing=()
command -v chromium >/dev/null 2>&1 || missing+=(chromium)
command -v Xvfb >/dev/null 2>&1 || missing+=(xvfb)
command -v xdotool >/dev/null 2>&1 || missing+=(xdotool)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing ${missing[*]} with apt"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null
  apt-get install -y -qq --no-install-recommends "${missing[@]}" fonts-liberation >/dev/null 2>&1 && exit 0
fi
echo "The tests need: ${missing[*]}. On Debian or Ubuntu: sudo apt install ${missing[*]}" >&2
exit 2
