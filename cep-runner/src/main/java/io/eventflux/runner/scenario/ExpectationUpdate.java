package io.eventflux.runner.scenario;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the expectations of a scenario file with what came out, for review. Each expectation of
 * a subject takes the place of its first line in a block of expectations; rows that no line waited
 * for go behind the last line of the scenario.
 */
public final class ExpectationUpdate {
  private final ScenarioFile file;

  /** New lines by the index of the line that they replace; no lines: the line goes away. */
  private final Map<Integer, List<String>> replaced = new TreeMap<>();

  /** New lines by the index of the line that they follow. */
  private final Map<Integer, List<String>> appended = new TreeMap<>();

  private ExpectationUpdate(ScenarioFile file) {
    this.file = file;
  }

  /** The text of {@code file} with the expectations of {@code outcomes} brought up to date. */
  public static String rewrite(ScenarioFile file, List<Outcome> outcomes) {
    ExpectationUpdate update = new ExpectationUpdate(file);
    outcomes.stream()
        .filter(outcome -> outcome.status() == Outcome.Status.FAILED)
        .forEach(update::scenario);
    return update.text();
  }

  private void scenario(Outcome outcome) {
    if (!outcome.errors().isEmpty()) {
      errors(outcome);
      return;
    }
    for (SubjectLog log : outcome.logs().values()) {
      if (!log.holds()) {
        rows(outcome.scenario(), log);
      }
    }
  }

  private void errors(Outcome outcome) {
    List<String> lines = new ArrayList<>();
    for (Outcome.CompileError error : outcome.errors()) {
      lines.add(
          "expect-error "
              + error.symbol()
              + " "
              + JsonLine.write(error.message())
              + " at "
              + error.line()
              + ":"
              + error.column());
    }
    boolean first = true;
    for (Step step : outcome.scenario().steps()) {
      if (step instanceof Step.ExpectError) {
        replaced.put(step.line() - 1, first ? indented(step.line(), lines) : List.of());
        first = false;
      }
    }
    if (first) {
      appended.put(
          outcome.scenario().lastLine() - 1, indented(outcome.scenario().lastLine(), lines));
    }
  }

  /** A row belongs to the first block of expectations behind the step that made it come out. */
  private void rows(Scenario scenario, SubjectLog log) {
    Set<Integer> taken = new HashSet<>();
    boolean showsTime = false;
    int blockStart = -1;
    for (Step step : scenario.steps()) {
      boolean expects = step.subject() != null;
      if (!expects) {
        blockStart = -1;
        continue;
      }
      if (!log.subject().equals(step.subject())) {
        continue;
      }
      showsTime |= showsTime(step);
      if (blockStart >= 0) {
        for (int i = step.line() - 1; i < step.lastLine(); i++) {
          replaced.put(i, List.of());
        }
        continue;
      }
      blockStart = step.line();
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < log.outputs().size(); i++) {
        OutputRow row = log.outputs().get(i);
        if (row.line() < step.line() && taken.add(i)) {
          lines.add(line(log, row, showsTime));
        }
      }
      if (lines.isEmpty()) {
        lines.add(prefix(log.subject()) + " nothing");
      }
      replaced.put(step.line() - 1, indented(step.line(), lines));
      for (int i = step.line(); i < step.lastLine(); i++) {
        replaced.put(i, List.of());
      }
    }
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < log.outputs().size(); i++) {
      if (!taken.contains(i)) {
        rest.add(line(log, log.outputs().get(i), showsTime));
      }
    }
    if (!rest.isEmpty()) {
      appended
          .computeIfAbsent(scenario.lastLine() - 1, line -> new ArrayList<>())
          .addAll(indented(scenario.lastLine(), rest));
    }
  }

  private static boolean showsTime(Step step) {
    return (step instanceof Step.ExpectRow row && row.row().time() != null)
        || (step instanceof Step.ExpectUnordered block
            && block.rows().stream().anyMatch(row -> row.time() != null));
  }

  private static String line(SubjectLog log, OutputRow row, boolean showsTime) {
    return prefix(log.subject())
        + " "
        + ScenarioValues.write(row.values(), log.schema())
        + (showsTime ? " @" + row.timestampMillis() : "")
        + (row.expired() ? " expired" : "");
  }

  private static String prefix(Subject subject) {
    boolean plain = subject.name().chars().noneMatch(c -> " \t[{@`".indexOf(c) >= 0);
    return subject.kind().keyword()
        + " "
        + (plain ? subject.name() : "`" + subject.name().replace("`", "``") + "`");
  }

  private List<String> indented(int line, List<String> lines) {
    String text = file.lines().get(line - 1);
    String indent = text.substring(0, text.length() - text.stripLeading().length());
    return lines.stream().map(each -> indent + each).toList();
  }

  private String text() {
    StringBuilder out = new StringBuilder();
    String separator = "";
    for (int i = 0; i < file.lines().size(); i++) {
      @Nullable List<String> lines = replaced.get(i);
      for (String line : lines == null ? List.of(file.lines().get(i)) : lines) {
        out.append(separator).append(line);
        separator = "\n";
      }
      for (String line : appended.getOrDefault(i, List.of())) {
        out.append(separator).append(line);
        separator = "\n";
      }
    }
    return out.toString();
  }
}
