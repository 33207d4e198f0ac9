package io.eventflux.extension.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.connector.ConnectorException;
import io.eventflux.core.connector.EpochHeader;
import io.eventflux.core.connector.EpochSink;
import io.eventflux.core.connector.SinkEpoch;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every sink must do whose rows become visible with checkpoints, exactly once: in addition to
 * what it does in an app without checkpoints. An engine that dies is one that calls nothing any
 * more, and a new sink for the same target.
 */
public abstract class EpochSinkConformance extends SinkConformance {
  private static final String RUN_ID = "one run";

  /** A stored checkpoint, as far as the sink sees it. */
  @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
  private record Stored(EpochHeader header, byte[] state) {}

  /** A sink of an app with checkpoints, behind {@code from}; null: it starts from nothing. */
  private EpochSink recovered(@Nullable Stored from, long committedEpoch) throws IOException {
    EpochSink sink = opened();
    assertEquals(committedEpoch, recover(sink, from));
    return sink;
  }

  private EpochSink opened() throws IOException {
    EpochSink sink = (EpochSink) newSink();
    sink.open(new StreamSinkContext(SCHEMA, encoder(), RUN_ID));
    return sink;
  }

  private static long recover(EpochSink sink, @Nullable Stored from) throws IOException {
    return from == null ? sink.recover(null, null) : sink.recover(from.header(), from.state());
  }

  private static EpochHeader header(long epoch) {
    return new EpochHeader(RUN_ID, epoch, Map.of("source/In/0", "row " + epoch));
  }

  /** Ends epoch {@code epoch} and takes it to its end. */
  private static Stored checkpoint(EpochSink sink, long epoch) throws IOException {
    SinkEpoch ended = sink.endEpoch(header(epoch));
    ended.prepare();
    Stored stored = new Stored(header(epoch), ended.state());
    ended.commit();
    return stored;
  }

  private static void write(EpochSink sink, int from, int to) throws IOException {
    sink.write(numbers(IntStream.range(from, to).toArray()), 0, to - from);
  }

  private void assertVisible(int to) throws IOException {
    assertEquals(IntStream.range(0, to).boxed().toList(), visible());
  }

  @Test
  void shouldShowRowsWhenTheirEpochIsCommittedAndNotBefore() throws IOException {
    EpochSink sink = recovered(null, 0);
    write(sink, 0, 3);
    sink.flush();
    assertVisible(0);
    SinkEpoch first = sink.endEpoch(header(1));
    write(sink, 3, 5);
    first.prepare();
    assertVisible(0);
    first.state();
    first.commit();
    assertVisible(3);
    checkpoint(sink, 2);

    assertVisible(5);
    sink.close();
  }

  @Test
  void shouldCommitAnEpochOnce() throws IOException {
    EpochSink sink = recovered(null, 0);
    write(sink, 0, 3);
    SinkEpoch ended = sink.endEpoch(header(1));
    ended.prepare();
    ended.commit();
    ended.commit();

    assertVisible(3);
    sink.close();
  }

  @Test
  void shouldCommitEpochsWithoutRows() throws IOException {
    EpochSink sink = recovered(null, 0);
    checkpoint(sink, 1);
    write(sink, 0, 2);
    checkpoint(sink, 2);
    Stored third = checkpoint(sink, 3);
    sink.close();
    EpochSink next = opened();
    // The third has no rows, and may have left no trace.
    assertTrue(recover(next, third) >= 2);
    assertFalse(next.isReplaying());
    write(next, 2, 3);
    checkpoint(next, 4);

    assertVisible(3);
    next.close();
  }

  @Test
  void shouldForgetAnEpochThatDidNotEndWhenItIsClosed() throws IOException {
    EpochSink sink = recovered(null, 0);
    write(sink, 0, 2);
    checkpoint(sink, 1);
    write(sink, 2, 4);
    sink.close();
    sink.close();

    assertVisible(2);
  }

  @Test
  void shouldForgetWhatWasNotPreparedWhenTheEngineDied() throws IOException {
    EpochSink sink = recovered(null, 0);
    write(sink, 0, 2);
    Stored first = checkpoint(sink, 1);
    write(sink, 2, 4);
    sink.endEpoch(header(2));
    write(sink, 4, 6);

    EpochSink next = recovered(first, 1);
    assertVisible(2);
    write(next, 2, 6);
    checkpoint(next, 2);

    assertVisible(6);
    next.close();
  }

  @Test
  void shouldForgetWhatWasPreparedButNotStored() throws IOException {
    EpochSink sink = recovered(null, 0);
    write(sink, 0, 2);
    Stored first = checkpoint(sink, 1);
    write(sink, 2, 4);
    sink.endEpoch(header(2)).prepare();

    EpochSink next = recovered(first, 1);
    assertFalse(next.isReplaying());
    write(next, 2, 5);
    checkpoint(next, 2);

    assertVisible(5);
    next.close();
  }

  @Test
  void shouldCommitWhatWasStoredButNotCommitted() throws IOException {
    EpochSink sink = recovered(null, 0);
    write(sink, 0, 2);
    SinkEpoch ended = sink.endEpoch(header(1));
    ended.prepare();
    Stored stored = new Stored(header(1), ended.state());
    assertVisible(0);

    recovered(stored, 1);
    EpochSink again = recovered(stored, 1);

    assertFalse(again.isReplaying());
    assertVisible(2);
    write(again, 2, 3);
    checkpoint(again, 2);
    assertVisible(3);
    again.close();
  }

  @Test
  void shouldNotWriteTwiceWhatIsCommittedBehindTheRestoredEpoch() throws IOException {
    EpochSink sink = recovered(null, 0);
    write(sink, 0, 2);
    Stored first = checkpoint(sink, 1);
    write(sink, 2, 5);
    checkpoint(sink, 2);
    sink.close();

    EpochSink next = recovered(first, 2);
    assertTrue(next.isReplaying());
    write(next, 2, 4);
    assertTrue(next.isReplaying());
    assertVisible(5);
    write(next, 4, 5);
    assertFalse(next.isReplaying());
    write(next, 5, 7);
    checkpoint(next, 3);

    assertVisible(7);
    next.close();
  }

  @Test
  void shouldRefuseOtherRowsThanTheCommittedOnes() throws IOException {
    EpochSink sink = recovered(null, 0);
    write(sink, 0, 2);
    Stored first = checkpoint(sink, 1);
    write(sink, 2, 5);
    checkpoint(sink, 2);
    sink.close();

    EpochSink next = recovered(first, 2);

    assertThrows(ConnectorException.class, () -> write(next, 7, 9));
    assertThrows(ConnectorException.class, () -> checkpoint(next, 3));
    assertVisible(5);
  }
}
