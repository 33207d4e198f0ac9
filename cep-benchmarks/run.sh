#!/bin/sh
# Runs the benchmarks that `mvn -q -pl cep-benchmarks -am package -DskipTests` has built.
#   run.sh                    all workloads against hand-written loops, as a table
#   run.sh workloads W1 W2    some of them (--trades N, --runs N)
#   run.sh KernelBenchmark    a JMH benchmark; all options of JMH, -h lists them
target="$(dirname "$0")/target"
exec java -Xms2g -Xmx2g -XX:+UseSerialGC \
  -cp "$target/classes:$(cat "$target/classpath")" io.eventflux.benchmark.Benchmarks "$@"
