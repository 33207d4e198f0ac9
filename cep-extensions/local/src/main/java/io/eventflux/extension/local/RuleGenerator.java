package io.eventflux.extension.local;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.catalog.GivenOptions;
import io.eventflux.query.catalog.OptionProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills each column by its own rule, with rows at even distances in time. */
final class RuleGenerator implements RowGenerator {
  private final RowSchema schema;
  private final ColumnRule[] rules;
  private final long startMillis;
  private final double intervalMillis;
  private long rowNumber;

  /**
   * A rule that the user gave.
   *
   * @param key of the option that says it
   */
  record Given(String key, RuleCall call) {}

  /**
   * A generator for rows of {@code schema}.
   *
   * @param given rules by name of the column; a column without one gets what suits its type
   * @param intervalMillis time between two rows; may be a fraction
   * @throws IllegalArgumentException with a sentence for the user if a rule does not suit its
   *     column
   */
  RuleGenerator(
      RowSchema schema,
      Map<String, Given> given,
      long seed,
      long startMillis,
      double intervalMillis) {
    this.schema = schema;
    this.startMillis = startMillis;
    this.intervalMillis = intervalMillis;
    rules = new ColumnRule[schema.size()];
    for (int c = 0; c < rules.length; c++) {
      Field field = schema.field(c);
      rules[c] = rule(field, given.get(field.name()), SeededRandom.of(seed, field.name()));
    }
  }

  private static ColumnRule rule(Field field, @Nullable Given given, SeededRandom random) {
    return ColumnRules.bind(
        field, given == null ? ColumnRules.defaultRule(field.type()) : given.call(), random);
  }

  /** What is wrong with the rules of columns, given ones and those that would be taken. */
  static List<OptionProblem> problems(List<GivenOptions.Column> columns, Map<String, Given> given) {
    List<OptionProblem> problems = new ArrayList<>();
    for (GivenOptions.Column column : columns) {
      Given rule = given.get(column.name());
      try {
        rule(new Field(column.name(), column.type()), rule, SeededRandom.of(1, column.name()));
      } catch (IllegalArgumentException refusal) {
        problems.add(
            OptionProblem.value(
                rule == null ? null : rule.key(), String.valueOf(refusal.getMessage())));
      }
    }
    return problems;
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
