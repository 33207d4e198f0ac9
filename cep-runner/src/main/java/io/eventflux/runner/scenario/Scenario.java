package io.eventflux.runner.scenario;

import io.eventflux.query.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One scenario: an app and what is done to it. Immutable.
 *
 * @param name the text behind {@code scenario}
 * @param line where it starts in its file, from 1
 * @param lastLine the last line with something in it, from 1
 * @param app the program under test
 * @param steps what is done and expected, in order
 * @param skipReason why it does not run; null: it runs
 */
public record Scenario(
    String name,
    int line,
    int lastLine,
    SourceText app,
    List<Step> steps,
    @Nullable String skipReason) {
  /** Copies the list. */
  public Scenario {
    steps = List.copyOf(steps);
  }

  /** Everything whose rows are expected somewhere, in order of first mention. */
  List<Subject> subjects() {
    List<Subject> found = new ArrayList<>();
    for (Step step : steps) {
      Subject subject = step.subject();
      if (subject != null && !found.contains(subject)) {
        found.add(subject);
      }
    }
    return found;
  }
}
