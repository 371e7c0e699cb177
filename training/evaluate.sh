#!/usr/bin/env bash
# Recomputes the metric of every shipped model through live sessions, and fails when one is worse than its card says.
# Usage: training/evaluate.sh [DATA]; DATA is the folder of the datasets, by default ../shared/data beside the repository.
set -uo pipefail
cd "$(dirname "$0")/.."
data=${1:-../shared/data}
rnn=(dotnet src/Cli/bin/Release/net10.0/rnn.dll)
failed=0

# evaluate MODEL VALUE ARGUMENTS: the figure of the card, or a better one.
evaluate() {
  local model=$1 value=$2
  shift 2
  echo "== rnn eval $model $*"
  "${rnn[@]}" eval "$model" "$@" --require "$value" || { echo "FAILED: $model"; failed=$((failed + 1)); }
}

scenes=$(mktemp)
trap 'rm -f "$scenes"' EXIT

evaluate sentiment 0.8440 "$data/sst/binary.dev.tsv"
evaluate speaker 0.9815 "$data/timeseries-uea/JapaneseVowels_TRAIN.ts.gz" --every 5
evaluate spoken-digits 0.9967 "$data/spoken-digits-fsdd/test.mfcc13.bin.gz"
evaluate chorales 8.2724 "$data/music-pianoroll/JSB_Chorales.json.gz"
"${PYTHON:-/usr/bin/python3}" training/scenes.py --count 1000 --seed 2 --out "$scenes" && evaluate captions 0.8150 "$scenes"
evaluate tagger 0.9301 "$data/ud-english-ewt/dev.tsv"
evaluate tagger-lookahead 0.9463 "$data/ud-english-ewt/dev.tsv"
evaluate tagger-bidirectional 0.9506 "$data/ud-english-ewt/dev.tsv"
evaluate translate 34.17 "$data/tatoeba-en-fr/dev.tsv"
evaluate translate-de-en 33.45 "$data/multi30k-en-de/val.de.gz" "$data/multi30k-en-de/val.en.gz"
evaluate catdog 0.7790 "$data/cats-dogs-cifar10/train_gray16.bin.gz" --every 10
evaluate digits 0.9950 "$data/digits-uci/optdigits.tes"

exit "$failed"
