package io.eventflux.extension.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Decoder;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.core.connector.Source;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.extension.conformance.RecordingSourceContext;
import io.eventflux.extension.conformance.StreamSinkContext;
import io.eventflux.extension.format.JsonFormat;
import io.eventflux.query.type.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InMemoryTest {
  private static final RowSchema SCHEMA =
      new RowSchema(
          List.of(
              new Field("id", Type.STRING),
              new Field("kg", Type.DOUBLE),
              new Field("at", Type.TIMESTAMP)));
  private static final ConnectorOptions NO_OPTIONS = new ConnectorOptions(Map.of());

  @Test
  void shouldBeFoundByTheServiceLoader() {
    List<String> names = new ArrayList<>();
    StreamSupport.stream(ServiceLoader.load(SourceProvider.class).spliterator(), false)
        .forEach(provider -> names.add("source " + provider.descriptor().name()));
    StreamSupport.stream(ServiceLoader.load(SinkProvider.class).spliterator(), false)
        .forEach(provider -> names.add("sink " + provider.descriptor().name()));

    assertEquals(
        List.of("source generator", "source inMemory", "sink inMemory", "sink log"), names);
  }

  @Test
  void shouldDeliverRowsOfOneMessageAsOneUnitBeforePublishingReturns() throws IOException {
    RecordingSourceContext context = new RecordingSourceContext(SCHEMA, null);
    Source source = open("rows", context);

    InMemoryTopics.publish("rows", new Object[] {"a", 1, Instant.ofEpochMilli(5)});
    InMemoryTopics.publish(
        "rows",
        77,
        List.of(new @Nullable Object[] {"b", 2.5f, 6L}, new @Nullable Object[] {null, null, null}));
    InMemoryTopics.publish("other", new Object[] {"x", 1, 1L});
    assertEquals(Source.Poll.IDLE, source.poll());
    source.close();
    source.close();
    InMemoryTopics.publish("rows", new Object[] {"late", 1, 1L});

    assertEquals(
        List.of(row("a", 1.0, 5L), row("b", 2.5, 6L), row(null, null, null)), context.rows());
    assertEquals(List.of(RecordingSourceContext.NOW_MILLIS, 77L, 77L), context.timestamps());
    assertEquals(List.of(1, 2), context.unitSizes());
    assertEquals(Source.Poll.END, source.poll());
    assertEquals(0, InMemoryTopics.listenerCount("rows"));
  }

  @Test
  void shouldSetAsideRowsThatDoNotFit() throws IOException {
    RecordingSourceContext context = new RecordingSourceContext(SCHEMA, null);
    Source source = open("misfits", context);
    InMemoryTopics.publish("misfits", new Object[] {"a", "heavy", 1L});
    InMemoryTopics.publish("misfits", new Object[] {"a"});
    source.close();

    assertEquals(
        List.of(
            "inMemory:misfits column 'kg': a String does not fit type DOUBLE",
            "inMemory:misfits a row has 1 values, but the stream has 3 columns"),
        context.refusals());
    assertEquals(
        "[[a, heavy, 1]]",
        new String(context.rejected().get(0).original().start(), StandardCharsets.UTF_8));
  }

  @Test
  void shouldDecodeMessagesWhenTheStreamHasAFormat() throws IOException {
    Decoder decoder = new JsonFormat().decoder(SCHEMA, NO_OPTIONS);
    RecordingSourceContext context = new RecordingSourceContext(SCHEMA, decoder);
    Source source = open("events", context);
    InMemoryTopics.publish("events", new Object[] {"{\"id\":\"a\",\"kg\":1.5}"});
    InMemoryTopics.publish(
        "events",
        new Object[] {"{\"id\":\"b\"}\n{\"id\":\"c\"}\n".getBytes(StandardCharsets.UTF_8)});
    InMemoryTopics.publish("events", new Object[] {"{\"kg\":\"x\"}"});
    InMemoryTopics.publish("events", new Object[] {7});
    source.close();

    assertEquals(
        List.of(row("a", 1.5, null), row("b", null, null), row("c", null, null)), context.rows());
    assertEquals(List.of(1, 2), context.unitSizes());
    assertEquals(
        List.of(
            "inMemory:events column 'kg' needs a DOUBLE, but the record holds the text 'x'",
            "inMemory:events a stream with a format takes one text or byte array a message"),
        context.refusals());
  }

  @Test
  void shouldPublishRowsWithTheirTimes() throws IOException {
    List<String> messages = new ArrayList<>();
    InMemoryTopics.Subscription subscription =
        InMemoryTopics.subscribe(
            "out",
            (time, rows) ->
                messages.add(time + " " + rows.stream().map(Arrays::toString).toList()));
    assertEquals(1, InMemoryTopics.listenerCount("out"));
    publish("out", null);
    publish("out", new JsonFormat().encoder(SCHEMA, NO_OPTIONS));
    subscription.close();

    assertEquals(
        List.of(
            "8 [[b, null, 6]]",
            "7 [[a, 1.5, 5]]",
            "8 [[{\"id\":\"b\",\"kg\":null,\"at\":\"1970-01-01 00:00:00.006\"}\n]]",
            "7 [[{\"id\":\"a\",\"kg\":1.5,\"at\":\"1970-01-01 00:00:00.005\"}\n]]"),
        messages);
    assertEquals(0, InMemoryTopics.listenerCount("out"));
  }

  @Test
  void shouldPublishEachRowToTheTopicThatItNames() throws IOException {
    List<String> messages = new ArrayList<>();
    InMemoryTopics.Subscription subscription =
        InMemoryTopics.subscribe(
            "out/a/1.5", (time, rows) -> messages.add(Arrays.toString(rows.get(0))));
    publish("out/{{id}}/{{ kg }}", null);
    subscription.close();

    assertEquals(List.of("[a, 1.5, 5]"), messages);
  }

  @Test
  void shouldRefuseATopicWithoutName() {
    assertEquals(
        "option 'topic' is missing",
        assertThrows(
                IllegalArgumentException.class, () -> new InMemorySinkProvider().create(NO_OPTIONS))
            .getMessage());
    assertEquals(
        "option 'topic' takes the name of a topic, not ' '",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new InMemorySourceProvider().create(new ConnectorOptions(Map.of("topic", " "))))
            .getMessage());
    assertTrue(new InMemorySourceProvider().descriptor().options().get(0).required());
  }

  private static void publish(String topic, @Nullable Encoder encoder) throws IOException {
    ColumnBatch batch = new ColumnBatch(SCHEMA, 3);
    Object[][] rows = {{"a", 1.5, 5L}, {"unselected", 0.0, 0L}, {"b", null, 6L}};
    for (int row = 0; row < rows.length; row++) {
      batch.timestamps()[row] = 7;
      for (int c = 0; c < 3; c++) {
        batch.column(c).setBoxed(row, rows[row][c]);
      }
    }
    batch.timestamps()[2] = 8;
    batch.selection(new int[] {2, 0});
    try (Sink sink =
        new InMemorySinkProvider().create(new ConnectorOptions(Map.of("topic", topic)))) {
      sink.open(new StreamSinkContext(SCHEMA, encoder));
      sink.write(batch, 0, 2);
      sink.flush();
    }
  }

  private static Source open(String topic, RecordingSourceContext context) throws IOException {
    Source source =
        new InMemorySourceProvider().create(new ConnectorOptions(Map.of("topic", topic)));
    source.open(context);
    return source;
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
