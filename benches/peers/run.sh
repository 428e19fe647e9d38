#!/usr/bin/env bash
# Builds the programs, installs the Python engines into a virtual environment under target/, and compares all on one
# core. Options go to compare.py, see README.md: for instance  ./run.sh --repeats 5 --without-python
set -euo pipefail
cd "$(dirname "$0")"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
cargo build --release --locked --bins
venv="$CARGO_TARGET_DIR/venv"
if [[ " $* " != *" --without-python "* && ! -e "$venv/complete" ]]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --requirement python/requirements.txt
    touch "$venv/complete"
fi
exec python3 compare.py --programs "$CARGO_TARGET_DIR/release" --python "$venv/bin/python" "$@"
