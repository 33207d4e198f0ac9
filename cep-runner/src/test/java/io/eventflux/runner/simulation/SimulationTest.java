package io.eventflux.runner.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whole runs on a disk that fails, loses power and is damaged, each from one seed. For more of
 * them, or to repeat one:
 *
 * <pre>
 *   mvn -pl cep-runner -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dsimulation.seed=4711 -Dsimulation.count=1
 * </pre>
 */
class SimulationTest {
  private static final long SEED = Long.getLong("simulation.seed", 0);
  private static final int COUNT = Integer.getInteger("simulation.count", 200);

  @Test
  void shouldWriteWhatAnUndisturbedRunWrites() throws IOException {
    List<SimulatedApp> apps = SimulatedApp.all();
    int waitCount = 0;
    for (long seed = SEED; seed < SEED + COUNT; seed++) {
      Simulation simulation = new Simulation(apps, seed);
      try {
        simulation.run();
        waitCount += simulation.waitCount();
      } catch (IOException | RuntimeException | AssertionError failure) {
        fail("-Dsimulation.seed=" + seed + " -Dsimulation.count=1: " + simulation.story(), failure);
      }
    }
    assertTrue(waitCount > 0 || COUNT < 100, "nobody has waited for room on the disk");
  }
}
