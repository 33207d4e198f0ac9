package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.OriginalBytes;
import io.eventflux.core.plan.DeadLetterColumn;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Writes failed events as rows of dead-letter streams. Stateless. */
final class DeadLetter {
  private DeadLetter() {}

  /**
   * A batch of one row that says what is known of {@code failed}; its time is left to the caller.
   *
   * @param stream the dead-letter stream
   * @param atMillis when it failed, epoch milliseconds
   */
  static ColumnBatch row(String stream, RowSchema schema, FailedEvent failed, long atMillis) {
    ColumnBatch letter = new ColumnBatch(schema, 1);
    @Nullable Object[] values = new Object[schema.size()];
    for (DeadLetterColumn column : DeadLetterColumn.values()) {
      for (int c = 0; c < values.length; c++) {
        Field field = schema.field(c);
        if (field.name().equals(column.columnName())) {
          values[c] = value(column, failed, atMillis);
        }
      }
    }
    RowValues.set(stream, schema, letter, 0, values);
    return letter;
  }

  private static @Nullable Object value(
      DeadLetterColumn column, FailedEvent failed, long atMillis) {
    OriginalBytes original = failed.original();
    return switch (column) {
      case ORIGINAL_EVENT -> failed.event();
      case ERROR_MESSAGE ->
          failed.origin().isEmpty() ? failed.reason() : failed.origin() + ": " + failed.reason();
      case ERROR_TYPE -> failed.kind().name();
      case TIMESTAMP -> atMillis;
      case ATTEMPT_COUNT -> failed.attemptCount();
      case STREAM_NAME -> failed.stream();
      case ERROR_STAGE -> failed.place();
      case SOURCE_NAME -> failed.rejected() == null ? null : failed.rejected().source();
      case SOURCE_POSITION ->
          failed.rejected() == null || failed.rejected().position().isEmpty()
              ? null
              : failed.rejected().position();
      case ORIGINAL_BYTES -> original == null ? null : base64(original.start());
      case ORIGINAL_SIZE_BYTES -> original == null ? null : original.sizeBytes();
      case ORIGINAL_SHA256 -> original == null ? null : original.sha256();
    };
  }

  private static String base64(byte[] bytes) {
    return new String(Base64.getEncoder().encode(bytes), StandardCharsets.ISO_8859_1);
  }
}
