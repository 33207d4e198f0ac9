#!/bin/sh
# How long from the command to the first row, and where the time goes.
#
#   cep-benchmarks/startup.sh [--runs N] [--java HOME] [FILE]
#
# Without --java that of JAVA_HOME, or else the first of the PATH. See StartUp.java, which does the measuring.
here=$(cd "$(dirname "$0")" && pwd -P) || exit
java=java
[ -x "${JAVA_HOME:-}/bin/java" ] && java=$JAVA_HOME/bin/java
# The program that measures is no part of what is measured.
exec "$java" -XX:TieredStopAtLevel=1 \
  "$here/src/main/java/io/eventflux/benchmark/StartUp.java" --home "$here/.." "$@"
