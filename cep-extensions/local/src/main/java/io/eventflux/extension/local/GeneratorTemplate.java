package io.eventflux.extension.local;

import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.catalog.GivenOptions;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A ready-made kind of sample data with anomalies to find. Immutable. */
public final class GeneratorTemplate {
  /** Makes a generator. */
  @FunctionalInterface
  interface Factory {
    RowGenerator create(long seed, long startMillis, double gapMeanMillis);
  }

  private final String name;
  private final String streamName;
  private final String summary;
  private final RowSchema schema;
  private final double gapMeanMillis;
  private final Factory factory;

  GeneratorTemplate(
      String name,
      String streamName,
      String summary,
      RowSchema schema,
      double gapMeanMillis,
      Factory factory) {
    this.name = name;
    this.streamName = streamName;
    this.summary = summary;
    this.schema = schema;
    this.gapMeanMillis = gapMeanMillis;
    this.factory = factory;
  }

  /** The name users choose it by, in lower case. */
  public String name() {
    return name;
  }

  /** A fitting name for the stream of its rows. */
  public String streamName() {
    return streamName;
  }

  /** What the rows are and which anomalies they hold, in prose. */
  public String summary() {
    return summary;
  }

  /** The attributes of its rows. */
  public RowSchema schema() {
    return schema;
  }

  /** Mean time between two rows in milliseconds, unless asked for otherwise. */
  public double gapMeanMillis() {
    return gapMeanMillis;
  }

  /** Why a column of a stream cannot be filled from its rows; null if it can. */
  @Nullable String misfit(GivenOptions.Column wanted) {
    int index = schema.indexOf(wanted.name());
    if (index < 0) {
      return "the template has no column '"
          + wanted.name()
          + "'; it has "
          + schema.fields().stream().map(Field::name).collect(Collectors.joining(", "));
    }
    Field field = schema.field(index);
    return field.type().equals(wanted.type())
        ? null
        : "column '"
            + wanted.name()
            + "' of the template is "
            + field.type().sqlName()
            + ", not "
            + wanted.type().sqlName();
  }

  /** The definition of a stream for its rows, without options and semicolon. */
  public String definition() {
    return schema.fields().stream()
        .map(GeneratorTemplate::column)
        .collect(Collectors.joining(", ", "CREATE STREAM " + streamName + " (", ")"));
  }

  private static String column(Field field) {
    return field.name() + " " + field.type().sqlName();
  }

  /** A new generator whose first row is at {@code startMillis}. */
  public RowGenerator generator(long seed, long startMillis) {
    return generator(seed, startMillis, gapMeanMillis);
  }

  /** A new generator with another mean time between two rows. */
  public RowGenerator generator(long seed, long startMillis, double otherGapMeanMillis) {
    return factory.create(seed, startMillis, otherGapMeanMillis);
  }
}
