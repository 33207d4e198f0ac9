#!/bin/sh
# Kills runs of the fraud example at random moments and at every named place, and compares their
# output byte by byte with that of undisturbed runs. After `mvn -q -pl cep-runner -am process-test-classes`:
#
#   kill-loop.sh                         100 kills, then every place with 0 to 3 passes before
#   kill-loop.sh --kills 100 --damage    the same with the newest checkpoint damaged after each kill
#   kill-loop.sh --places --damage --backend file --seed 5
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
class_path=$(cat "$here/target/test-classpath")
[ $# -gt 0 ] || set -- --kills 100 --places
folder=$(mktemp -d)
trap 'rmdir "$folder" 2>/dev/null || true' EXIT
"${JAVA:-java}" -cp "$here/target/test-classes:$here/target/classes:$class_path" \
  io.eventflux.runner.kill.KillLoop "$folder" "$here/../examples/fraud" "$@"
