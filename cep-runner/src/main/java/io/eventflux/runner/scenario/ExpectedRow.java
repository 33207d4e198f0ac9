package io.eventflux.runner.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row that must come out. Immutable.
 *
 * @param line where it is written, from 1
 * @param values what JSON said, see {@link JsonLine}; null is SQL NULL
 * @param time the timestamp it must have; null: any
 * @param expired whether it must be an expired event
 */
record ExpectedRow(
    int line, List<@Nullable Object> values, @Nullable ScenarioTime time, boolean expired) {
  ExpectedRow {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }
}
