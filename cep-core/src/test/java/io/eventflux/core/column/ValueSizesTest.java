package io.eventflux.core.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.query.type.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes of values that differ in size. */
class ValueSizesTest {
  @Test
  void shouldCountTextsBinaryValuesAndNothingElse() {
    RowSchema schema =
        new RowSchema(
            List.of(
                new Field("n", Type.LONG),
                new Field("text", Type.STRING),
                new Field("raw", Type.BINARY)));
    ColumnBatch batch = new ColumnBatch(schema, 3);
    batch.column(1).setBoxed(0, "four");
    batch.column(2).setBoxed(0, ByteString.copyOf(new byte[3]));
    batch.column(1).setNull(1);
    batch.column(2).setNull(1);
    batch.column(1).setBoxed(2, "x".repeat(1_000));
    batch.column(2).setNull(2);
    ValueSizes sizes = ValueSizes.of(schema);

    assertTrue(sizes.isAnyVariable());
    assertEquals(7, sizes.sizeBytes(batch, 0, 1));
    assertEquals(1_000, sizes.sizeBytes(batch, 1, 3));
    batch.selection(new int[] {2, 0});
    assertEquals(1_007, sizes.sizeBytes(batch, 0, 2));
  }

  @Test
  void shouldHaveNoPartInNumbers() {
    ValueSizes sizes = ValueSizes.of(new RowSchema(List.of(new Field("n", Type.DOUBLE))));

    assertFalse(sizes.isAnyVariable());
  }
}
