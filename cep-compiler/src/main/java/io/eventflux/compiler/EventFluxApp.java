package io.eventflux.compiler;

import io.eventflux.core.app.AppRuntime;
import io.eventflux.core.app.Recovery;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.PipelinePlan;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.text.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One app inside a Java program: subscribe, start, send, close. What the app prints and reads
 * through its own sources and sinks goes on beside that.
 */
public final class EventFluxApp implements AutoCloseable {
  private final Compilation compilation;
  private final AppRuntime runtime;
  private final Map<String, PlanNode.Stream> streams = new LinkedHashMap<>();
  private final Map<String, RowSchema> queries = new LinkedHashMap<>();
  private final Map<String, RowSchema> tables = new LinkedHashMap<>();

  EventFluxApp(Compilation compilation, RuntimeOptions options) {
    this.compilation = compilation;
    AppPlan plan = compilation.app().plan();
    for (PipelinePlan pipeline : plan.pipelines()) {
      for (PlanNode node : pipeline.nodes()) {
        if (node instanceof PlanNode.Stream stream) {
          streams.put(stream.name(), stream);
        } else if (node instanceof PlanNode.QueryOutput query) {
          queries.put(query.queryName(), query.schema());
        }
      }
    }
    plan.tables().forEach(table -> tables.put(table.name(), table.schema()));
    this.runtime = AppRuntime.create(compilation.app(), options);
  }

  /** The name of the app. */
  public String name() {
    return runtime.name();
  }

  /** What the compiler warned about, in text order. */
  public List<Diagnostic> warnings() {
    return compilation.diagnostics();
  }

  /**
   * What is wrong with a text that would be executed once against this app, as {@code SELECT ..
   * FROM table}. It cannot be executed yet, so the answer is never empty.
   *
   * @param text the query
   * @return errors and warnings in the order of the text
   */
  public List<Diagnostic> checkOnDemand(String text) {
    return compilation.checkOnDemand(new SourceText("query", text));
  }

  /** The product of a compiler stage as text. */
  public String explain(Stage stage) {
    return compilation.print(stage);
  }

  /** The runtime below, for columnar listeners, snapshots and statistics. */
  public AppRuntime runtime() {
    return runtime;
  }

  /**
   * Shows every row of a stream to {@code listener}, on the thread that processes it. The row is
   * valid during the call only.
   *
   * @throws IllegalArgumentException if there is no such stream
   */
  public EventFluxApp subscribe(String stream, Consumer<Row> listener) {
    Row row = new Row(streamNamed(stream).schema());
    runtime.subscribe(
        stream,
        (batch, lo, hi) -> {
          for (int position = lo; position < hi; position++) {
            listener.accept(row.at(batch, batch.row(position)));
          }
        });
    return this;
  }

  /**
   * Shows every row that the query called {@code query} gives to {@code listener}, whatever it
   * inserts into, rows that leave a window included ({@link Row#isExpired}).
   *
   * @throws IllegalArgumentException if there is no such query
   */
  public EventFluxApp subscribeQuery(String query, Consumer<Row> listener) {
    RowSchema schema = queries.get(query);
    if (schema == null) {
      throw unknown("query", query, "queries", queries.keySet());
    }
    Row row = new Row(schema);
    runtime.subscribeQuery(
        query,
        (batch, lo, hi) -> {
          for (int position = lo; position < hi; position++) {
            listener.accept(row.at(batch, batch.row(position)));
          }
        });
    return this;
  }

  /**
   * Opens sources and sinks and begins.
   *
   * @throws io.eventflux.core.app.AppFailedException if a source or sink cannot be opened
   */
  public EventFluxApp start() {
    runtime.start();
    return this;
  }

  /**
   * The way into a stream.
   *
   * @throws IllegalArgumentException if there is no such stream, or only queries fill it
   */
  public EventInput input(String stream) {
    if (!streamNamed(stream).external()) {
      throw new IllegalArgumentException(
          "stream '" + stream + "' of app '" + name() + "' takes no events from outside");
    }
    return new EventInput(runtime.input(stream));
  }

  /**
   * A view into a table.
   *
   * @throws IllegalArgumentException if there is no such table
   */
  public EventTable table(String table) {
    RowSchema schema = tables.get(table);
    if (schema == null) {
      throw unknown("table", table, "tables", tables.keySet());
    }
    return new EventTable(runtime, table, schema);
  }

  /**
   * Takes a checkpoint of everything that was sent so far, unless nothing has happened since the
   * last one: its state is durable and its output committed when the call returns. Not from inside
   * a listener.
   *
   * @return the number of the newest durable checkpoint
   * @throws IllegalStateException if the app keeps no checkpoints ({@link
   *     RuntimeOptions#withCheckpoints}), or is not running
   * @throws io.eventflux.core.app.AppFailedException if the checkpoint fails; the app fails then
   */
  public long checkpoint() {
    return runtime.checkpoint();
  }

  /** What the app found at its start; empty before that, and without checkpoints. Any thread. */
  public Optional<Recovery> recovery() {
    return runtime.recovery();
  }

  /**
   * Moves the clock of the app to {@code millis}, epoch milliseconds; timers due until then fire.
   */
  public void advanceTo(long millis) {
    runtime.advanceTo(millis);
  }

  /** Reads all sources to their ends and processes what is left. */
  public void runToEnd() {
    runtime.runToEnd();
  }

  /** Processes what is on its way, flushes and closes sinks, ends threads. May be called twice. */
  @Override
  public void close() {
    runtime.stop();
  }

  private PlanNode.Stream streamNamed(String name) {
    PlanNode.Stream stream = streams.get(name);
    if (stream == null) {
      throw unknown("stream", name, "streams", streams.keySet());
    }
    return stream;
  }

  private IllegalArgumentException unknown(
      String kind, String name, String kinds, Iterable<String> known) {
    List<String> all = new ArrayList<>();
    known.forEach(all::add);
    return new IllegalArgumentException(
        "app '"
            + name()
            + "' has no "
            + kind
            + " '"
            + name
            + "'; "
            + kinds
            + ": "
            + String.join(", ", all));
  }
}
