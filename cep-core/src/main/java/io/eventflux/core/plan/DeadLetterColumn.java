package io.eventflux.core.plan;

import io.eventflux.query.type.Type;

/**
 * The columns of dead letters. A dead-letter stream that the app does not define has all of them in
 * this order. One that it defines has at least those that are {@link #isRequired}, in any order;
 * the others are filled if it has a column of that name, and columns with other names are NULL.
 */
public enum DeadLetterColumn {
  /** The event as text: its bytes as UTF-8, or a row as JSON. */
  ORIGINAL_EVENT("originalEvent", Type.Scalar.STRING, true),
  /** What went wrong: a sentence, with source and position in front. */
  ERROR_MESSAGE("errorMessage", Type.Scalar.STRING, true),
  /** A stable code: the name of a {@code FailureKind}. */
  ERROR_TYPE("errorType", Type.Scalar.STRING, true),
  /** When the letter was made, epoch milliseconds. */
  TIMESTAMP("timestamp", Type.Scalar.LONG, true),
  /** How often processing was tried. */
  ATTEMPT_COUNT("attemptCount", Type.Scalar.INT, true),
  /** The stream that the event was for. */
  STREAM_NAME("streamName", Type.Scalar.STRING, true),
  /** What could not process it: the id of a source, an operator or a sink. */
  ERROR_STAGE("errorStage", Type.Scalar.STRING, false),
  /** What the event was read from; NULL for a row. */
  SOURCE_NAME("sourceName", Type.Scalar.STRING, false),
  /** Where in the source, as the number of a line; NULL for a row. */
  SOURCE_POSITION("sourcePosition", Type.Scalar.STRING, false),
  /** The first MiB of the bytes of the event, in base64; NULL for a row. */
  ORIGINAL_BYTES("originalBytes", Type.Scalar.STRING, false),
  /** How many bytes the event had; NULL for a row. */
  ORIGINAL_SIZE_BYTES("originalSizeBytes", Type.Scalar.LONG, false),
  /** SHA-256 of all bytes of the event, in hexadecimal digits; NULL for a row. */
  ORIGINAL_SHA256("originalSha256", Type.Scalar.STRING, false);

  private final String columnName;
  private final Type.Scalar type;
  private final boolean isRequired;

  DeadLetterColumn(String columnName, Type.Scalar type, boolean isRequired) {
    this.columnName = columnName;
    this.type = type;
    this.isRequired = isRequired;
  }

  /** The name of the column. */
  public String columnName() {
    return columnName;
  }

  /** The type of the column. */
  public Type type() {
    return type;
  }

  /** Whether every dead-letter stream must have it. */
  public boolean isRequired() {
    return isRequired;
  }
}
