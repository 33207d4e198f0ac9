package io.eventflux.core.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every state backend must do. Inherited by one test class for each backend. */
public abstract class StateBackendConformance {
  /** The app that the checkpoints of this suite belong to. */
  protected static final String APP = "Fraud 検知 🦊";

  /**
   * A new object, not open, on one and the same place for all calls of a test; a new place for
   * every test.
   */
  protected abstract StateBackend newBackend() throws IOException;

  /** A new object, not open, on a place that no other has. */
  protected abstract StateBackend newBackendElsewhere() throws IOException;

  /** A checkpoint of {@link #APP} with these parts. */
  protected static Checkpoint checkpoint(long epoch, Map<String, byte[]> parts) {
    return new Checkpoint(
        new CheckpointId(epoch), APP, "0.1.0", "fingerprint\n" + epoch, 1_000 + epoch, parts);
  }

  /** A checkpoint with two parts that differ from those of any other number. */
  protected static Checkpoint checkpoint(long epoch) {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("pipeline", new byte[] {1, (byte) epoch});
    parts.put("source", ("position " + epoch).getBytes(StandardCharsets.UTF_8));
    return checkpoint(epoch, parts);
  }

  /** Checks every piece of a checkpoint, the order of its parts as well. */
  protected static void assertSame(Checkpoint expected, Checkpoint actual) {
    assertEquals(expected.id(), actual.id());
    assertEquals(expected.appName(), actual.appName());
    assertEquals(expected.engineVersion(), actual.engineVersion());
    assertEquals(expected.fingerprint(), actual.fingerprint());
    assertEquals(expected.atMillis(), actual.atMillis());
    assertEquals(
        new ArrayList<>(expected.parts().keySet()), new ArrayList<>(actual.parts().keySet()));
    for (Map.Entry<String, byte[]> part : expected.parts().entrySet()) {
      assertArrayEquals(part.getValue(), actual.parts().get(part.getKey()), part.getKey());
    }
  }

  /** The numbers of the checkpoints that count. */
  protected static List<Long> epochs(StateBackend backend) throws IOException {
    return backend.checkpoints().stream().map(CheckpointId::epoch).toList();
  }

  /** A new object that is open. */
  protected final StateBackend open() throws IOException {
    StateBackend backend = newBackend();
    backend.open(APP);
    return backend;
  }

  private void assertKept(Checkpoint checkpoint) throws IOException {
    try (StateBackend backend = open()) {
      backend.store(checkpoint);
      assertSame(checkpoint, backend.load(checkpoint.id()));
    }
    try (StateBackend backend = open()) {
      assertEquals(List.of(checkpoint.id()), backend.checkpoints());
      assertSame(checkpoint, backend.load(checkpoint.id()));
    }
  }

  @Test
  void shouldBeginEmpty() throws IOException {
    try (StateBackend backend = open()) {
      assertEquals(List.of(), backend.checkpoints());
      assertFalse(backend.runId().isBlank());
      assertFalse(backend.place().isBlank());
    }
  }

  @Test
  void shouldForgetWhatIsSetAside() throws IOException {
    try (StateBackend backend = open()) {
      for (long epoch = 1; epoch <= 6; epoch++) {
        backend.store(checkpoint(epoch));
      }
      for (long epoch = 6; epoch > 1; epoch--) {
        backend.setAside(new CheckpointId(epoch));
      }
      backend.setAside(new CheckpointId(9));
      assertEquals(List.of(1L), epochs(backend));
    }
    try (StateBackend backend = open()) {
      assertEquals(List.of(1L), epochs(backend));
      backend.store(checkpoint(2));
      backend.setAside(new CheckpointId(2));
      backend.store(checkpoint(2));
      assertEquals(List.of(1L, 2L), epochs(backend));
    }
  }

  @Test
  void shouldKeepACheckpoint() throws IOException {
    assertKept(checkpoint(1));
  }

  @Test
  void shouldKeepACheckpointWithoutParts() throws IOException {
    assertKept(checkpoint(1, Map.of()));
  }

  @Test
  void shouldKeepEmptyParts() throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("none", new byte[0]);
    parts.put("some", new byte[] {0});
    parts.put("", new byte[0]);

    assertKept(checkpoint(7, parts));
  }

  @Test
  void shouldKeepLargeParts() throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    Random random = new Random(42);
    for (int size : new int[] {(1 << 20) - 1, 1 << 20, (1 << 20) + 1, (3 << 20) + 12_345}) {
      byte[] part = new byte[size];
      random.nextBytes(part);
      parts.put("of " + size + " bytes", part);
    }

    assertKept(checkpoint(1, parts));
  }

  @Test
  void shouldKeepNamesOfAnyCharacters() throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    byte next = 0;
    for (String name :
        List.of(
            "z",
            "a",
            "A",
            "ä",
            "a\u0308",
            "名前",
            "🦊",
            "\ud83e",
            "\udd8a",
            "?",
            "\0",
            "../etc",
            "a/b\\c:d",
            "con",
            " ",
            "\n\r\t",
            "\u202e",
            "\uffff",
            "x".repeat(70_000))) {
      parts.put(name, new byte[] {next++});
    }

    assertKept(checkpoint(1, parts));
  }

  @Test
  void shouldKeepWordsOfAnyKind() throws IOException {
    Checkpoint odd =
        new Checkpoint(
            new CheckpointId(Long.MAX_VALUE),
            APP,
            "",
            "sha\0🦊" + "f".repeat(100_000),
            Long.MIN_VALUE,
            Map.of("part", new byte[3]));

    assertKept(odd);
  }

  @Test
  void shouldListManyOldestFirst() throws IOException {
    List<Long> numbers = List.of(1L, 2L, 9L, 10L, 99L, 100L, 12_345_678_901L);
    try (StateBackend backend = open()) {
      for (long number : numbers) {
        backend.store(checkpoint(number));
      }
      assertEquals(numbers, epochs(backend));
    }

    try (StateBackend backend = open()) {
      assertEquals(numbers, epochs(backend));
      for (long number : numbers) {
        assertSame(checkpoint(number), backend.load(new CheckpointId(number)));
      }
    }
  }

  @Test
  void shouldRefuseANumberThatIsNotNewer() throws IOException {
    try (StateBackend backend = open()) {
      backend.store(checkpoint(5));

      assertThrows(IllegalArgumentException.class, () -> backend.store(checkpoint(5)));
      assertThrows(IllegalArgumentException.class, () -> backend.store(checkpoint(4)));
      assertEquals(List.of(5L), epochs(backend));
      assertSame(checkpoint(5), backend.load(new CheckpointId(5)));
    }
  }

  @Test
  void shouldDelete() throws IOException {
    try (StateBackend backend = open()) {
      for (long epoch = 1; epoch <= 4; epoch++) {
        backend.store(checkpoint(epoch));
      }
      backend.delete(new CheckpointId(1));
      backend.delete(new CheckpointId(3));
      backend.delete(new CheckpointId(3));
      backend.delete(new CheckpointId(77));

      assertEquals(List.of(2L, 4L), epochs(backend));
      assertThrows(IOException.class, () -> backend.load(new CheckpointId(3)));
    }
    try (StateBackend backend = open()) {
      assertEquals(List.of(2L, 4L), epochs(backend));
      assertSame(checkpoint(2), backend.load(new CheckpointId(2)));
    }
  }

  @Test
  void shouldTellAMissingCheckpointFromADamagedOne() throws IOException {
    try (StateBackend backend = open()) {
      IOException missing =
          assertThrows(IOException.class, () -> backend.load(new CheckpointId(3)));

      assertFalse(missing instanceof StateDamagedException);
      assertTrue(
          String.valueOf(missing.getMessage()).startsWith("there is no checkpoint 3 in "),
          missing.getMessage());
    }
  }

  @Test
  void shouldKeepItsRunIdAndShareItWithNoOther() throws IOException {
    String runId;
    try (StateBackend backend = open();
        StateBackend other = newBackendElsewhere()) {
      runId = backend.runId();
      other.open(APP);
      assertNotEquals(runId, other.runId());
    }
    try (StateBackend backend = open()) {
      assertEquals(runId, backend.runId());
    }
  }

  @Test
  void shouldRefuseASecondOwnerUntilTheFirstCloses() throws IOException {
    StateBackend second = newBackend();
    try (StateBackend first = open()) {
      assertThrows(StateOwnedException.class, () -> second.open(APP));
      first.store(checkpoint(1));
    }
    second.open(APP);
    assertEquals(List.of(1L), epochs(second));
    second.close();
    second.close();
  }

  @Test
  void shouldRefuseTheStateOfAnotherAppAndLeaveItAsItIs() throws IOException {
    try (StateBackend backend = open()) {
      backend.store(checkpoint(1));
    }

    try (StateBackend backend = newBackend()) {
      StateFormatException refused =
          assertThrows(StateFormatException.class, () -> backend.open("Other"));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("'" + APP + "'") && message.contains("'Other'"), message);
    }
    try (StateBackend backend = open()) {
      assertEquals(List.of(1L), epochs(backend));
    }
  }
}
