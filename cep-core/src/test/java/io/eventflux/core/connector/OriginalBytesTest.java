package io.eventflux.core.connector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is kept of events, whole and in pieces. */
public class OriginalBytesTest {
  @Test
  void shouldKeepTheStartAndTheDigestOfAllHoweverItComes() throws NoSuchAlgorithmException {
    byte[] event = new byte[OriginalBytes.START_SIZE_MAX_BYTES + 12_345];
    new Random(1).nextBytes(event);
    OriginalBytes.Collector collector = new OriginalBytes.Collector();

    for (int from = 0; from < event.length; from += 100_000) {
      collector.add(event, from, Math.min(event.length, from + 100_000));
    }
    OriginalBytes inPieces = collector.collected();

    OriginalBytes whole = OriginalBytes.of(event);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(event);
    for (OriginalBytes each : new OriginalBytes[] {inPieces, whole}) {
      assertArrayEquals(Arrays.copyOf(event, OriginalBytes.START_SIZE_MAX_BYTES), each.start());
      assertEquals(event.length, each.sizeBytes());
      assertEquals(HexFormat.of().formatHex(digest), each.sha256());
    }
  }

  @Test
  void shouldTakeAnEmptyEvent() {
    OriginalBytes none = OriginalBytes.of(new byte[5], 3, 3);

    assertEquals(0, none.start().length);
    assertEquals(0, none.sizeBytes());
    assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", none.sha256());
  }
}
