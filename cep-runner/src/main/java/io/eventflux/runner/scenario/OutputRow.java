package io.eventflux.runner.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row that came out. Immutable.
 *
 * @param values boxed; null is SQL NULL
 * @param timestampMillis its time, epoch milliseconds
 * @param expired whether it is an expired event
 * @param line of the step that made it come out; 0: the start of the app
 */
record OutputRow(List<@Nullable Object> values, long timestampMillis, boolean expired, int line) {
  OutputRow {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }
}
