#!/usr/bin/env bash
# The fast tests on each promised Python that this machine has, each in an environment of its own; says which were not found.
set -u
cd "$(dirname "$0")/.."
missing=() red=() green=()
for version in 3.11 3.12 3.13 3.14; do
  python=""
  for one in "python$version" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version".*/bin/"python$version" python3 python; do
    if "$one" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" >/dev/null 2>&1; then python=$one; break; fi
  done
  if [ -z "$python" ]; then missing+=("$version"); continue; fi
  echo "== Python $version ($("$python" --version))"
  venv=.venvs/$version
  if [ ! -x "$venv/bin/pytest" ]; then
    "$python" -m venv "$venv" || { red+=("$version"); continue; }
    install=("$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps)
    "${install[@]}" --require-hashes -r requirements/run.txt && "${install[@]}" --require-hashes -r requirements/dev.txt \
      && "${install[@]}" --no-build-isolation -e . || { red+=("$version"); continue; }
  fi
  # TEST_ON names the tests; all the fast ones when it is left out
  # shellcheck disable=SC2086
  if "$venv/bin/python" -m pytest -n "${WORKERS:-2}" --dist loadfile -m "not slow" ${TEST_ON:-}; then green+=("$version"); else red+=("$version"); fi
done
echo "green: ${green[*]:-none}; red: ${red[*]:-none}; not found on this machine: ${missing[*]:-none}"
[ ${#red[@]} -eq 0 ] && [ ${#green[@]} -gt 0 ]
