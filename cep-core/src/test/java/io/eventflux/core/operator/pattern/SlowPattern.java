package io.eventflux.core.operator.pattern;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.interpreter.InterpretedKernels;
import io.eventflux.core.plan.PatternProgram;
import io.eventflux.core.plan.PlanNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The machine of language 5.2 step by step over a list of run objects, as the oracle for the
 * operator: nothing is indexed, nothing is lazy.
 */
final class SlowPattern {
  private final PlanNode.Pattern node;
  private final RowSchema input;
  private final int columnCount;
  private final int elementCount;
  private List<Run> runs = new ArrayList<>();
  private final List<String> matches = new ArrayList<>();
  private long number;

  /** One run; the bindings of element i are {@code values[i]}, null while it is not bound. */
  private static final class Run {
    private int position;
    private final @Nullable PatternEvent[] values;
    private long startMillis;
    private long start;
    private long birth;

    Run(int elementCount) {
      values = new @Nullable PatternEvent[elementCount];
    }

    /** A copy without the bindings of elements from {@code first}, at position {@code first}. */
    Run copyAt(int first) {
      Run copy = new Run(values.length);
      System.arraycopy(values, 0, copy.values, 0, first);
      copy.position = first;
      copy.startMillis = startMillis;
      copy.start = start;
      return copy;
    }
  }

  SlowPattern(PatternBuilder pattern) {
    node = pattern.node();
    input = pattern.inputSchema();
    columnCount = input.size();
    elementCount = node.program().elements().size();
    runs.add(new Run(elementCount));
  }

  List<String> matches() {
    return matches;
  }

  void take(PatternEvent event) {
    expire(event.timeMillis());
    List<Run> later = new ArrayList<>();
    for (int i = elementCount - 1; i >= 0; i--) {
      if (node.program().elements().get(i).input() != event.input()) {
        continue;
      }
      int position = i;
      List<Run> waiting =
          runs.stream()
              .filter(run -> run.position == position)
              .sorted(
                  Comparator.<Run>comparingLong(run -> run.start)
                      .thenComparingLong(run -> run.birth))
              .toList();
      for (Run run : waiting) {
        if (fits(i, run, event)) {
          bind(i, run, event, later);
        }
      }
    }
    runs.addAll(later);
  }

  private void expire(long timeMillis) {
    long within = node.program().withinMillis();
    if (within < 0) {
      return;
    }
    List<Run> alive = new ArrayList<>();
    boolean rearms = false;
    for (Run run : runs) {
      boolean isExpired = run.values[0] != null && timeMillis - run.startMillis > within;
      if (!isExpired) {
        alive.add(run);
      } else {
        for (PatternProgram.Scope scope : node.program().scopes()) {
          rearms |= scope.first() == 0 && run.position <= scope.last();
        }
      }
    }
    if (rearms && alive.stream().noneMatch(run -> run.position == 0)) {
      alive.add(new Run(elementCount));
    }
    runs = alive;
  }

  private boolean fits(int element, Run run, PatternEvent event) {
    PatternProgram.Element description = node.program().elements().get(element);
    ColumnBatch candidate = new ColumnBatch(input, 1);
    for (int column = 0; column < columnCount; column++) {
      candidate.column(column).setBoxed(0, event.values().get(column));
    }
    ColumnBatch registers = new ColumnBatch(node.schema(), 1);
    for (int i = 0; i < element; i++) {
      for (PatternProgram.Capture capture : node.program().elements().get(i).captures()) {
        registers
            .column(capture.register())
            .setBoxed(0, run.values[i].values().get(capture.column()));
      }
    }
    if (description.filter() != null
        && new InterpretedKernels()
                .filter(input, description.filter())
                .filter(candidate, 0, 1, new int[1], (b, r, c) -> {})
            == 0) {
      return false;
    }
    for (PatternProgram.KeyMatch key : description.keys()) {
      Object value = candidate.column(key.column()).boxed(0);
      if (value == null || !value.equals(registers.column(key.register()).boxed(0))) {
        return false;
      }
    }
    return description.condition() == null
        || new InterpretedKernels()
                .pair(input, node.schema(), description.condition())
                .filter(candidate, 0, registers, null, 0, 1, new int[1], (b, r, c) -> {})
            == 1;
  }

  private void bind(int element, Run waiting, PatternEvent event, List<Run> later) {
    PatternProgram.Scope ended = null;
    for (PatternProgram.Scope scope : node.program().scopes()) {
      ended = scope.last() == element ? scope : ended;
    }
    Run run = waiting;
    if (ended != null && ended.first() == element) {
      // R1 for one element: the waiting run is the copy, what moves on forks off.
      run = waiting.copyAt(element);
      if (element > 0) {
        run.birth = ++number;
      }
    } else {
      runs.remove(waiting);
    }
    if (element == 0) {
      run.startMillis = event.timeMillis();
      run.start = ++number;
      run.birth = run.start;
    }
    run.values[element] = event;
    run.position = element + 1;
    if (run.position < elementCount) {
      runs.add(run);
    } else {
      @Nullable Integer[] values = new @Nullable Integer[node.schema().size()];
      for (int i = 0; i < elementCount; i++) {
        for (PatternProgram.Capture capture : node.program().elements().get(i).captures()) {
          values[capture.register()] = run.values[i].values().get(capture.column());
        }
      }
      matches.add(Arrays.toString(values) + "@" + event.timeMillis());
    }
    if (ended != null && ended.first() < element) {
      Run copy = run.copyAt(ended.first());
      copy.birth = ++number;
      later.add(copy);
    }
  }
}
