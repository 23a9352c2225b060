#!/usr/bin/env bash
# Makes .venv from requirements.lock; does nothing when it is up to date.
set -euo pipefail
cd "$(dirname "$0")/.."

stamp=.venv/.lock-installed
if [ -f "$stamp" ] && cmp -s requirements.lock "$stamp"; then exit 0; fi

say() { echo "• $*"; }
fail() { echo "✗ $*" >&2; exit 1; }
is_310() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1; }

find_python() {
  if command -v python3.10 >/dev/null && is_310 python3.10; then command -v python3.10; return; fi
  if command -v pyenv >/dev/null; then
    local version
    version=$(pyenv versions --bare 2>/dev/null | grep -E '^3\.10(\.|$)' | tail -n 1 || true)
    if [ -n "$version" ]; then echo "$(pyenv root)/versions/$version/bin/python"; return; fi
  fi
  if command -v uv >/dev/null; then uv python find 3.10 2>/dev/null && return; fi
  return 1
}

python=$(find_python) || fail "Python 3.10 was not found (Rasa 3.6 needs it). Install it, e.g. 'pyenv install 3.10' or 'uv python install 3.10', and start again."
free_mb=$(df -Pm . | awk 'NR==2 {print $4}')
[ "$free_mb" -ge 5000 ] || fail "The disk has $free_mb MB free and the libraries need about 5000 MB: free some space and start again."

say "Making the environment with $("$python" --version) …"
rm -rf .venv
"$python" -m venv .venv || fail "The virtual environment could not be made: is the venv module of Python 3.10 installed?"
say "Installing the pinned libraries (a few minutes, only the first time) …"
mkdir -p .var
# uv, itself pinned in the lock, installs the rest several times faster than pip, which is the way out.
install() {
  grep -A 40 '^uv==' requirements.lock | awk 'NR > 1 && /^[a-z]/ {exit} {print}' > .var/uv.lock
  if .venv/bin/python -m pip install --disable-pip-version-check --no-input -q --require-hashes -r .var/uv.lock &&
    VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip install -q --require-hashes -r requirements.lock; then return; fi
  .venv/bin/python -m pip install --disable-pip-version-check --no-input -q --require-hashes -r requirements.lock
}
if ! install 2> .var/setup.log; then
  if grep -qiE 'connection|resolve|timed out|network' .var/setup.log; then
    fail "The libraries could not be downloaded: check the connection to the internet and start again (details: .var/setup.log)."
  fi
  if grep -qi 'no space left' .var/setup.log; then fail "The disk is full: free about 5000 MB and start again."; fi
  tail -n 5 .var/setup.log >&2
  fail "The libraries could not be installed (details: .var/setup.log)."
fi
cp requirements.lock "$stamp"
say "The environment is ready."
