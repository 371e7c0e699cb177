#!/usr/bin/env bash
# Checks the files of deploy/ that can be checked without a cluster. Needs kubectl, node with npm, and systemd-analyze.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
[ -d node_modules ] || npm install --no-audit --no-fund --silent
for script in ../local/cluster ../container/check.sh check.sh; do bash -n "$script"; done

# The unit with a program that is there: whether that is executable is not the question.
unit=$(mktemp -d)
trap 'rm -rf "$unit"' EXIT
sed 's|^ExecStart=.*|ExecStart=/bin/true|' ../systemd/rnncluster.service >"$unit/rnncluster.service"
systemd-analyze verify "$unit/rnncluster.service"
systemd-analyze security --offline=true --threshold=20 --no-pager "$unit/rnncluster.service" | tail -1

node check.mjs
