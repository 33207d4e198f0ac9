#!/usr/bin/env bash
# From file to file: a filter and one-second windows by symbol (W11) over CSV and JSON lines.
#
#   files.sh [csv] [json] [--megabytes N] [--state-dir [DIR]] [--no-peers]
#
# The inputs (500 MB each, from a seed) are made once and kept below target/. This engine runs as its
# command does. Siddhi and Esper have no files of their own here: a program reads lines with a
# BufferedReader, splits them and sends them. Counting lines is the floor. --state-dir adds a run with
# checkpoints, by default in a folder below target/. SKIP_BUILD=1 uses what has been built.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
work=$here/target/files
megabytes=500
peers=1
state=
formats=()

fail() {
  printf 'error: %s\n' "$1" >&2
  exit 64
}

while (($# > 0)); do
  case $1 in
    csv | json) formats+=("$1") ;;
    --megabytes)
      [[ ${2:-} =~ ^[1-9][0-9]{0,5}$ ]] || fail "'--megabytes' needs a whole number, not '${2:-}'"
      megabytes=$2
      shift
      ;;
    --state-dir)
      state=$work/state
      if [[ -n ${2:-} && $2 != -* && $2 != csv && $2 != json ]]; then
        state=$2
        shift
      fi
      ;;
    --no-peers) peers= ;;
    *) fail "there is no option '$1'; options: csv, json, --megabytes N, --state-dir [DIR], --no-peers" ;;
  esac
  shift
done
((${#formats[@]} > 0)) || formats=(csv json)

if [[ -z ${SKIP_BUILD:-} ]]; then
  modules=cep-benchmarks/harness
  [[ -z $peers ]] || modules=$modules,cep-benchmarks/peer-siddhi,cep-benchmarks/peer-esper
  (cd "$here/.." && mvn -q -Ppeers -DskipTests package -pl "$modules" -am) >&2
fi
eventflux=$here/../eventflux
"$eventflux" version > /dev/null # builds it, if need be
mkdir -p "$work"

harness() {
  java -cp "$here/harness/target/classes" io.eventflux.benchmark.harness.TradeFiles "$@"
}

peer() {
  # $1: module, $2: main class, then the arguments
  local module=$1 main=$2
  shift 2
  java -Xms2g -Xmx2g -XX:+UseSerialGC \
    -cp "$here/$module/target/classes:$(cat "$here/$module/target/classpath")" \
    "io.eventflux.benchmark.$main" file "$@" 2> /dev/null
}

app() {
  # $1: format, $2: input, $3: output
  cat << END
CREATE STREAM Trades (
  symbol VARCHAR, price DOUBLE, volume BIGINT, ts TIMESTAMP,
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH (type = 'source', extension = 'file', format = '$1', 'file.path' = '$2');
CREATE STREAM Results (
  symbol VARCHAR, trades BIGINT, volume BIGINT, mean DOUBLE, low DOUBLE, high DOUBLE
) WITH (type = 'sink', extension = 'file', format = 'csv', 'file.path' = '$3');
INSERT INTO Results
SELECT symbol, COUNT(*) AS trades, SUM(volume) AS volume,
  AVG(price) AS mean, MIN(price) AS low, MAX(price) AS high
FROM TABLE(TUMBLE(TABLE Trades, DESCRIPTOR(ts), INTERVAL '1' SECOND))
WHERE volume > 500
GROUP BY symbol, window_start, window_end;
END
}

# Runs a command and prints a row of the table. $1: format, $2: who, $3: output or nothing, then the command
measure() {
  local format=$1 who=$2 output=$3 times answers=- bytes
  shift 3
  bytes=$(stat -c %s "$work/trades.$format")
  rm -f "$output"
  TIMEFORMAT='%R %U %S'
  if ! times=$({ time "$@" > "$work/said" 2>&1; } 2>&1); then
    printf '| %s | %s | did not get to its end | | | | |\n' "$format" "$who"
    tail -n 5 "$work/said" >&2
    failed=1
    return
  fi
  if [[ -n $output ]]; then
    answers=$(harness digest "$output")
    if [[ -z ${expected:-} ]]; then
      expected=$answers
    elif [[ $answers != "$expected" ]]; then
      answers="$answers: OTHER ANSWERS"
      failed=1
    fi
  fi
  awk -v t="$times" -v bytes="$bytes" -v f="$format" -v who="$who" -v answers="$answers" 'BEGIN {
    split(t, s, " "); cpu = s[2] + s[3]; mb = bytes / 1e6
    printf "| %s | %s | %.1f | %.1f | %.0f | %.0f | %s |\n", f, who, s[1], cpu,
      mb / (s[1] + 0.001), mb / (cpu + 0.001), answers }'
}

failed=
printf '%s MB a file, %s processors, load %s at the start, Java %s\n\n' "$megabytes" "$(nproc)" \
  "$(cut -d ' ' -f 1 /proc/loadavg)" "$(java -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')"
printf '| format | who | s on the clock | CPU s | MB/s | MB a CPU second | answers |\n'
printf '| --- | --- | ---: | ---: | ---: | ---: | --- |\n'
for format in "${formats[@]}"; do
  input=$work/trades.$format
  if [[ $(cat "$input.size" 2> /dev/null) != "$megabytes" ]]; then
    harness make "$format" "$input" "$megabytes"
    printf '%s' "$megabytes" > "$input.size"
  fi
  expected=
  cat "$input" > /dev/null # into the cache, for everybody
  measure "$format" 'lines counted by wc' '' wc -l "$input"
  app "$format" "$input" "$work/out.csv" > "$work/$format.eventflux"
  measure "$format" 'EventFlux' "$work/out.csv" "$eventflux" run "$work/$format.eventflux"
  measure "$format" 'EventFlux, --threads=1' "$work/out.csv" \
    "$eventflux" run --threads=1 "$work/$format.eventflux"
  if [[ -n $state ]]; then
    if "$eventflux" help run | grep -q -- --state-dir; then
      rm -rf "$work/out.csv" "$work/.out.csv.epochs"
      [[ $state != "$work/state" ]] || rm -rf "$state"
      measure "$format" 'EventFlux, with checkpoints' "$work/out.csv" \
        "$eventflux" run "--state-dir=$state" "$work/$format.eventflux"
    else
      printf 'the command does not know --state-dir: no run with checkpoints\n' >&2
    fi
  fi
  if [[ -n $peers ]]; then
    measure "$format" 'Siddhi behind a BufferedReader' "$work/out.csv" \
      peer peer-siddhi siddhi.SiddhiTrial batch "$format" "$input" "$work/out.csv"
    measure "$format" 'Esper behind a BufferedReader' "$work/out.csv" \
      peer peer-esper esper.EsperTrial send "$format" "$input" "$work/out.csv"
  fi
done
[[ -z $failed ]]
