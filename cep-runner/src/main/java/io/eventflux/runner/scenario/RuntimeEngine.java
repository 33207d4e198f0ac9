package io.eventflux.runner.scenario;

import io.eventflux.core.app.AppRuntime;
import io.eventflux.core.app.RowListener;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.core.app.StreamInput;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.time.VirtualClock;
import io.eventflux.query.text.SourceText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engine itself, driven by the caller on a virtual clock. Sources and sinks stay disconnected:
 * a scenario says what comes in, and sees what goes out at the stream that a sink drains.
 */
public final class RuntimeEngine implements EngineUnderTest {
  private final Function<SourceText, CompiledApp> compiler;
  private final int rangeRowsMax;

  /**
   * An engine.
   *
   * @param compiler text to app; throws {@link io.eventflux.query.diagnostic.CompileException}
   * @param rangeRowsMax rows processed at once; 0: all that are there
   */
  public RuntimeEngine(Function<SourceText, CompiledApp> compiler, int rangeRowsMax) {
    this.compiler = compiler;
    this.rangeRowsMax = rangeRowsMax;
  }

  @Override
  public App compile(SourceText text) {
    return new RuntimeApp(compiler.apply(text), rangeRowsMax);
  }

  private static final class RuntimeApp implements App {
    private final CompiledApp compiled;
    private final int rangeRowsMax;
    private final Map<String, RowSchema> streams = new LinkedHashMap<>();
    private final Map<String, RowSchema> inputs = new LinkedHashMap<>();
    private final Map<String, RowSchema> queries = new LinkedHashMap<>();

    RuntimeApp(CompiledApp compiled, int rangeRowsMax) {
      this.compiled = DisconnectedConnectors.withoutPromises(compiled);
      this.rangeRowsMax = rangeRowsMax;
      compiled.plan().pipelines().stream()
          .flatMap(pipeline -> pipeline.nodes().stream())
          .forEach(this::note);
    }

    private void note(PlanNode node) {
      if (node instanceof PlanNode.Stream stream) {
        streams.put(stream.name(), stream.schema());
        if (stream.external()) {
          inputs.put(stream.name(), stream.schema());
        }
      } else if (node instanceof PlanNode.QueryOutput query) {
        queries.put(query.queryName(), query.schema());
      }
    }

    @Override
    public Map<String, RowSchema> streams() {
      return streams;
    }

    @Override
    public Map<String, RowSchema> inputs() {
      return inputs;
    }

    @Override
    public Map<String, RowSchema> queries() {
      return queries;
    }

    @Override
    public boolean isPlayback() {
      return compiled.plan().playback() && compiled.plan().idleClock() == null;
    }

    @Override
    public Run start(
        Set<Subject> watched, Outputs outputs, byte @Nullable [] snapshot, long startMillis) {
      VirtualClock clock = new VirtualClock(startMillis);
      AppRuntime runtime =
          AppRuntime.create(
              compiled,
              RuntimeOptions.defaults()
                  .withClock(clock)
                  .withRangeRowsMax(rangeRowsMax)
                  .withErrorListener(error -> {})
                  .withConnectors(DisconnectedConnectors.of(compiled.plan())));
      for (Subject subject : watched) {
        RowListener listener = (batch, lo, hi) -> hand(subject, batch, lo, hi, outputs);
        if (subject.kind() == Subject.Kind.STREAM) {
          runtime.subscribe(subject.name(), listener);
        } else {
          runtime.subscribeQuery(subject.name(), listener);
        }
      }
      if (snapshot != null) {
        runtime.restore(snapshot);
      }
      runtime.start();
      return new RuntimeRun(runtime, clock, isPlayback());
    }

    private static void hand(Subject subject, ColumnBatch batch, int lo, int hi, Outputs outputs) {
      byte[] kinds = batch.kinds();
      for (int position = lo; position < hi; position++) {
        int row = batch.row(position);
        byte kind = kinds == null ? RowKind.CURRENT : kinds[row];
        if (kind != RowKind.RESET) {
          @Nullable Object[] values = new @Nullable Object[batch.columns().length];
          for (int c = 0; c < values.length; c++) {
            values[c] = batch.column(c).boxed(row);
          }
          outputs.row(
              subject, Arrays.asList(values), batch.timestamps()[row], kind == RowKind.EXPIRED);
        }
      }
    }
  }

  private static final class RuntimeRun implements Run {
    private final AppRuntime runtime;
    private final VirtualClock clock;
    private final boolean isPlayback;

    RuntimeRun(AppRuntime runtime, VirtualClock clock, boolean isPlayback) {
      this.runtime = runtime;
      this.clock = clock;
      this.isPlayback = isPlayback;
    }

    @Override
    public void advanceTo(long millis) {
      clock.advanceTo(millis);
      runtime.advanceTo(millis);
    }

    @Override
    public void send(String stream, long nowMillis, List<TimedUnit> units) {
      if (!isPlayback) {
        advanceTo(nowMillis);
      }
      StreamInput input = runtime.input(stream);
      int rowCount = units.stream().mapToInt(unit -> unit.rows().size()).sum();
      ColumnBatch batch = input.newBatch(rowCount);
      int[] numbers = new int[rowCount];
      int row = 0;
      for (int u = 0; u < units.size(); u++) {
        for (Object[] values : units.get(u).rows()) {
          Column[] columns = batch.columns();
          for (int c = 0; c < columns.length; c++) {
            columns[c].setBoxed(row, values[c]);
          }
          batch.timestamps()[row] = units.get(u).timestampMillis();
          numbers[row++] = u;
        }
      }
      if (units.size() < rowCount) {
        batch.units(numbers);
      }
      input.publish(batch, 0, rowCount);
    }

    @Override
    public byte[] snapshot() {
      return runtime.snapshot();
    }

    @Override
    public void close() {
      runtime.close();
    }
  }
}
