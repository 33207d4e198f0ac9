package io.eventflux.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The memory as a place for checkpoints, and what it can do that a disk cannot. */
class MemoryStateBackendTest extends StateBackendConformance {
  private final MemoryStateBackend.Storage storage = new MemoryStateBackend.Storage();

  @Override
  protected StateBackend newBackend() {
    return new MemoryStateBackend(storage);
  }

  @Override
  protected StateBackend newBackendElsewhere() {
    return new MemoryStateBackend(new MemoryStateBackend.Storage());
  }

  @Test
  void shouldRefuseCallsWhenNotOpen() throws IOException {
    StateBackend backend = newBackend();
    assertNotOpen(backend);

    backend.open(APP);
    backend.close();
    assertNotOpen(backend);
  }

  private static void assertNotOpen(StateBackend backend) {
    CheckpointId id = new CheckpointId(1);
    assertThrows(IllegalStateException.class, backend::runId);
    assertThrows(IllegalStateException.class, backend::checkpoints);
    assertThrows(IllegalStateException.class, () -> backend.load(id));
    assertThrows(IllegalStateException.class, () -> backend.store(checkpoint(1)));
    assertThrows(IllegalStateException.class, () -> backend.delete(id));
  }

  @Test
  void shouldFindTheDamageThatWasDone() throws IOException {
    try (StateBackend backend = open()) {
      backend.store(checkpoint(1));
      storage.damage(new CheckpointId(1), "a bit is not what it was");

      StateDamagedException damaged =
          assertThrows(StateDamagedException.class, () -> backend.load(new CheckpointId(1)));

      assertEquals("a bit is not what it was", damaged.getMessage());
      assertEquals(List.of(1L), epochs(backend));
    }
  }

  @Test
  void shouldKeepAnOwnerThatWasAbandonedFromWriting() throws IOException {
    StateBackend dead = open();
    storage.abandon();

    try (StateBackend next = open()) {
      assertThrows(IOException.class, () -> dead.store(checkpoint(1)));
      dead.close();
      next.store(checkpoint(1));
      assertEquals(List.of(1L), epochs(next));
    }
  }
}
