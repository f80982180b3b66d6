#!/usr/bin/env bash
# The slow tests in Firefox need firefox-esr: say so, or install it where we may (root on Debian). Node and npm are looked for, never installed.
set -eu
for program in node npm; do
  command -v "$program" >/dev/null 2>&1 || echo "Without $program the tests in Firefox are skipped."
done
command -v "${FIREFOX:-firefox-esr}" >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing firefox-esr with apt"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null
  apt-get install -y -qq --no-install-recommends firefox-esr >/dev/null 2>&1 && exit 0
fi
echo "Without firefox-esr the tests in Firefox are skipped. On Debian: sudo apt install firefox-esr" >&2
