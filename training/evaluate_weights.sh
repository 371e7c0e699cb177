#!/usr/bin/env bash
# What it costs to round the weights of the shipped models: their metrics with each value of "weights" in model.json, through live
# sessions, as a Markdown table.
# Usage: training/evaluate_weights.sh [DATA]; DATA is the folder of the datasets, by default ../shared/data beside the repository.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${1:-../shared/data}
rnn=(dotnet src/Cli/bin/Release/net10.0/rnn.dll)
python=${PYTHON:-/usr/bin/python3}
formats=(float32 bfloat16 int8)
models=$(mktemp -d)
trap 'rm -rf "$models"' EXIT

# copy MODEL FORMAT: the package with that key, alone in a folder.
copy() {
  mkdir -p "$models/$2"
  cp -r "models/$1" "$models/$2/"
  "$python" - "$models/$2/$1/model.json" "$2" <<'PYTHON'
import json
import sys

path, weights = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    manifest = json.load(file)
with open(path, "w", encoding="utf-8") as file:
    json.dump(manifest | {"weights": weights}, file)
PYTHON
}

# stored MODEL: the types of the tensors in its file.
stored() {
  "$python" - "models/$1/weights.safetensors" <<'PYTHON'
import json
import sys

with open(sys.argv[1], "rb") as file:
    header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
names = {"F32": "float32", "BF16": "bfloat16"}
print(", ".join(sorted({names[tensor["dtype"]] for name, tensor in header.items() if name != "__metadata__"})))
PYTHON
}

# field NAME: of the report on stdin.
field() {
  "$python" -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"
}

# evaluate MODEL DECIMALS ARGUMENTS: a row of the table.
evaluate() {
  local model=$1 decimals=$2 row="" format report
  shift 2
  for format in "${formats[@]}"; do
    copy "$model" "$format"
    report=$("${rnn[@]}" eval "$model" "$@" --models "$models/$format" --json)
    row+=$(printf ' %.*f |' "$decimals" "$(field value <<<"$report")")
    rm -r "${models:?}/$format"
  done
  echo "| \`$model\` | $(field metric <<<"$report") | $(stored "$model") |$row"
}

echo "| model | metric | stored as | float32 | bfloat16 | int8 |"
echo "| --- | --- | --- | ---: | ---: | ---: |"
evaluate sentiment 4 "$data/sst/binary.dev.tsv"
evaluate speaker 4 "$data/timeseries-uea/JapaneseVowels_TRAIN.ts.gz" --every 5
evaluate spoken-digits 4 "$data/spoken-digits-fsdd/test.mfcc13.bin.gz"
evaluate chorales 4 "$data/music-pianoroll/JSB_Chorales.json.gz"
evaluate tagger 4 "$data/ud-english-ewt/dev.tsv"
evaluate tagger-lookahead 4 "$data/ud-english-ewt/dev.tsv"
evaluate tagger-bidirectional 4 "$data/ud-english-ewt/dev.tsv"
evaluate translate 2 "$data/tatoeba-en-fr/dev.tsv"
evaluate translate-de-en 2 "$data/multi30k-en-de/val.de.gz" "$data/multi30k-en-de/val.en.gz"
