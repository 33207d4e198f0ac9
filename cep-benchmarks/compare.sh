#!/bin/sh
# Compares this engine with a loop by hand, Siddhi and Esper, and prints tables in Markdown.
#
#   compare.sh [W1 W2 W3 W5] [--quick] [--events N] [--runs N] [--latency SECONDS] [--rate N] [--core N]
#
# What the build has not made yet is built first (the profile `peers` fetches the other engines).
# SKIP_BUILD=1 uses what is there.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)

if [ -z "${SKIP_BUILD:-}" ]; then
  (cd "$here/.." && mvn -q -Ppeers -DskipTests package \
    -pl cep-benchmarks,cep-benchmarks/peer-siddhi,cep-benchmarks/peer-esper -am) >&2
fi

of() {
  # $1: folder of a module; its classes and what they need
  printf '%s' "$here/$1/target/classes:$(cat "$here/$1/target/classpath")"
}

exec java -cp "$here/harness/target/classes" io.eventflux.benchmark.harness.Comparison \
  --class-path "eventflux=$(of .)" \
  --class-path "siddhi=$(of peer-siddhi)" \
  --class-path "esper=$(of peer-esper)" \
  "$@"
