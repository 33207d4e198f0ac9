package io.eventflux.runner.scenario;

import java.nio.file.Path;
import java.util.List;

/**
 * A scenario file as it was read. Immutable.
 *
 * @param path where it lies
 * @param lines its text without line ends
 * @param scenarios what it holds, in order
 */
public record ScenarioFile(Path path, List<String> lines, List<Scenario> scenarios) {
  /** Copies the lists. */
  public ScenarioFile {
    lines = List.copyOf(lines);
    scenarios = List.copyOf(scenarios);
  }
}
