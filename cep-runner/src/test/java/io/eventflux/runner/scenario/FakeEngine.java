package io.eventflux.runner.scenario;

import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.diagnostic.CompileException;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.SourceText;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One app whatever the text says: {@code In (name, x)} goes to {@code Out (name, x, n)} with a
 * running number, query {@code q} shows the same with negative x as expired, and at time 1000 a row
 * {@code tick} comes out. A text with the word {@code wrong} does not compile; a name {@code crash}
 * makes the engine fail.
 */
final class FakeEngine implements EngineUnderTest {
  int starts;
  int sends;

  private static final RowSchema IN =
      new RowSchema(List.of(new Field("name", Type.STRING), new Field("x", Type.DOUBLE)));
  private static final RowSchema OUT =
      new RowSchema(
          List.of(
              new Field("name", Type.STRING),
              new Field("x", Type.DOUBLE),
              new Field("n", Type.LONG)));

  @Override
  public App compile(SourceText text) {
    int place = text.text().indexOf("wrong");
    if (place >= 0) {
      throw new CompileException(
          text,
          List.of(
              Diagnostic.of(
                  DiagnosticCode.UNKNOWN_ATTRIBUTE,
                  new Span(place, place + 5),
                  "column 'wrong' does not exist")));
    }
    return new FakeApp();
  }

  private final class FakeApp implements App {
    @Override
    public Map<String, RowSchema> streams() {
      return Map.of("In", IN, "Out", OUT);
    }

    @Override
    public Map<String, RowSchema> inputs() {
      return Map.of("In", IN);
    }

    @Override
    public boolean isPlayback() {
      return false;
    }

    @Override
    public Map<String, RowSchema> queries() {
      return Map.of("q", OUT);
    }

    @Override
    public Run start(
        Set<Subject> watched, Outputs outputs, byte @Nullable [] snapshot, long startMillis) {
      starts++;
      return new FakeRun(watched, outputs, snapshot);
    }
  }

  private final class FakeRun implements Run {
    private final Set<Subject> watched;
    private final Outputs outputs;
    private long count;
    private boolean ticked;

    FakeRun(Set<Subject> watched, Outputs outputs, byte @Nullable [] snapshot) {
      this.watched = watched;
      this.outputs = outputs;
      if (snapshot != null) {
        ByteBuffer buffer = ByteBuffer.wrap(snapshot);
        count = buffer.getLong();
        ticked = buffer.get() == 1;
      }
    }

    @Override
    public void advanceTo(long millis) {
      if (millis >= 1000 && !ticked) {
        ticked = true;
        emit(new @Nullable Object[] {"tick", null}, 1000);
      }
    }

    @Override
    public void send(String stream, long nowMillis, List<TimedUnit> units) {
      sends++;
      advanceTo(nowMillis);
      for (TimedUnit unit : units) {
        for (Object[] row : unit.rows()) {
          if ("crash".equals(row[0])) {
            throw new IllegalStateException("crashed as told");
          }
          emit(row, unit.timestampMillis());
        }
      }
    }

    private void emit(@Nullable Object[] row, long timestampMillis) {
      List<@Nullable Object> values = new ArrayList<>();
      Collections.addAll(values, row);
      values.add(++count);
      Subject out = new Subject(Subject.Kind.STREAM, "Out");
      if (watched.contains(out)) {
        outputs.row(out, values, timestampMillis, false);
      }
      Subject query = new Subject(Subject.Kind.QUERY, "q");
      if (watched.contains(query)) {
        outputs.row(query, values, timestampMillis, row[1] instanceof Double x && x < 0);
      }
    }

    @Override
    public byte[] snapshot() {
      return ByteBuffer.allocate(9).putLong(count).put((byte) (ticked ? 1 : 0)).array();
    }

    @Override
    public void close() {}
  }
}
