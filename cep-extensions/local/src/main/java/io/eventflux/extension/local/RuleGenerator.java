package io.eventflux.extension.local;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import java.util.Locale;
import java.util.Map;

/** Fills each column by its own rule, with rows at even distances in time. */
final class RuleGenerator implements RowGenerator {
  private final RowSchema schema;
  private final ColumnRule[] rules;
  private final long startMillis;
  private final double intervalMillis;
  private long rowNumber;

  /**
   * A generator for rows of {@code schema}.
   *
   * @param calls rules by column name in lower case; a column without one gets what suits its type
   * @param intervalMillis time between two rows; may be a fraction
   * @throws IllegalArgumentException with a sentence for the user if a rule does not suit its
   *     column or names none
   */
  RuleGenerator(
      RowSchema schema,
      Map<String, RuleCall> calls,
      long seed,
      long startMillis,
      double intervalMillis) {
    this.schema = schema;
    this.startMillis = startMillis;
    this.intervalMillis = intervalMillis;
    rules = new ColumnRule[schema.size()];
    for (int c = 0; c < rules.length; c++) {
      Field field = schema.field(c);
      RuleCall call = calls.get(field.name().toLowerCase(Locale.ROOT));
      if (call == null) {
        call = RuleCall.parse(field.name(), ColumnRules.defaultRule(field.type()));
      }
      rules[c] = ColumnRules.bind(field, call, SeededRandom.of(seed, field.name()));
    }
    for (String name : calls.keySet()) {
      if (schema.fields().stream().noneMatch(field -> field.name().equalsIgnoreCase(name))) {
        throw new IllegalArgumentException(
            "option 'column." + name + "' names no column of the stream");
      }
    }
  }

  @Override
  public RowSchema schema() {
    return schema;
  }

  @Override
  public void fill(ColumnBatch batch, int rowCount) {
    long[] timestamps = batch.timestamps();
    for (int row = 0; row < rowCount; row++) {
      timestamps[row] = startMillis + (long) ((rowNumber + row) * intervalMillis);
    }
    for (int c = 0; c < rules.length; c++) {
      ColumnRule rule = rules[c];
      for (int row = 0; row < rowCount; row++) {
        rule.set(batch.column(c), row, rowNumber + row, timestamps[row]);
      }
    }
    rowNumber += rowCount;
  }
}
