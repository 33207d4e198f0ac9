package io.eventflux.extension.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Source;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Option;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every source that ends and can repeat rows must do. */
public abstract class SourceConformance {
  /** The source under test. */
  protected abstract SourceProvider provider();

  /** Options of a source of some dozen rows that hands over one row at a time. */
  protected abstract Map<String, String> options() throws IOException;

  /** A new context for a source with these options. */
  protected abstract RecordingSourceContext newContext();

  @Test
  void shouldBeFoundByTheServiceLoader() {
    assertTrue(
        ServiceLoader.load(SourceProvider.class).stream()
            .anyMatch(found -> found.type() == provider().getClass()));
  }

  @Test
  void shouldDescribeItself() {
    ConnectorDescriptor descriptor = provider().descriptor();

    assertEquals(ConnectorDescriptor.Role.SOURCE, descriptor.role());
    assertFalse(descriptor.summary().isBlank());
    Set<String> keys = new HashSet<>();
    for (Option option : descriptor.options()) {
      assertTrue(keys.add(option.key()), option.key());
      assertTrue(option.summary().endsWith("."), option.key());
    }
  }

  @Test
  void shouldGoOnWithTheRemainingRowsAtEveryPosition() throws IOException {
    List<List<@Nullable Object>> all;
    List<String> positions = new ArrayList<>();
    List<Integer> rowCounts = new ArrayList<>();
    List<Long> times;
    List<String> refusals;
    List<Integer> refusalCounts = new ArrayList<>();
    try (Source source = newSource()) {
      RecordingSourceContext context = newContext();
      source.open(context);
      do {
        positions.add(source.position());
        rowCounts.add(context.rows().size());
        refusalCounts.add(context.refusals().size());
      } while (source.poll() != Source.Poll.END);
      all = context.rows();
      times = context.timestamps();
      refusals = context.refusals();
      positions.add(source.position());
      rowCounts.add(all.size());
      refusalCounts.add(refusals.size());
    }
    assertEquals(all.size(), new HashSet<>(rowCounts).size() - 1, "a position behind every row");

    for (int i = 0; i < positions.size(); i++) {
      RecordingSourceContext context = newContext();
      try (Source source = newSource()) {
        source.seek(positions.get(i));
        source.open(context);
        assertEquals(positions.get(i), source.position());
        drain(source);
      }
      String where = "position=" + positions.get(i);
      assertEquals(all.subList(rowCounts.get(i), all.size()), context.rows(), where);
      assertEquals(times.subList(rowCounts.get(i), all.size()), context.timestamps(), where);
      assertEquals(
          refusals.subList(refusalCounts.get(i), refusals.size()), context.refusals(), where);
    }
  }

  @Test
  void shouldStayAtItsEnd() throws IOException {
    Source source = newSource();
    source.open(newContext());
    drain(source);

    assertEquals(Source.Poll.END, source.poll());
    source.close();
    source.close();
    assertEquals(Source.Poll.END, source.poll());
  }

  @Test
  void shouldCloseWithoutHavingBeenOpened() throws IOException {
    Source source = newSource();
    source.close();
    source.close();

    assertEquals(Source.Poll.END, source.poll());
  }

  /** A source with {@link #options}. */
  protected final Source newSource() throws IOException {
    return provider().create(new ConnectorOptions(options()));
  }

  /** Polls until the source ends. */
  protected static void drain(Source source) throws IOException {
    int idleCount = 0;
    Source.Poll poll;
    do {
      poll = source.poll();
      idleCount = poll == Source.Poll.IDLE ? idleCount + 1 : 0;
      assertTrue(idleCount < 10_000, "the source does not end");
    } while (poll != Source.Poll.END);
  }
}
