#!/usr/bin/env bash
# The slow test of reports on Spark needs Java 17 or 21: install it where we may (root on Debian). Without it that test is skipped and says so.
set -eu
java -version 2>&1 | grep -Eq 'version "(17|21)\.' && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Java 17 with apt"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null
  apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null 2>&1 && exit 0
fi
echo "Spark is not tested: it needs Java 17. On Debian or Ubuntu: sudo apt install openjdk-17-jre-headless" >&2
exit 0
