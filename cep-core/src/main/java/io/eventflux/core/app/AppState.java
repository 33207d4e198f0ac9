package io.eventflux.core.app;

import io.eventflux.core.pipeline.Pipeline;
import io.eventflux.core.pipeline.Snapshot;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The state of an app as a whole: what its parts have, put into a snapshot and taken out of one.
 * While nothing moves, unless said otherwise.
 */
final class AppState {
  private static final String STATE_ID = "app";
  private static final String RATES_ID = "errors/rates";

  /** How long the clock of playback waits for an event before it goes on by itself. */
  private static final String IDLE_ID = Snapshot.CLOCK_PREFIX + "idle";

  private final AppRuntime app;
  private final AppParts parts;
  private final AppTime time;
  private final Map<String, StreamInput> inputs = new HashMap<>();

  /** By stream: the last event sent into it by callers that a durable checkpoint covers. */
  private final Map<String, Long> durableCounts = new ConcurrentHashMap<>();

  private boolean isRestored;

  AppState(AppRuntime app, AppParts parts, AppTime time) {
    this.app = app;
    this.parts = parts;
    this.time = time;
  }

  /**
   * The way into the stream called {@code stream}.
   *
   * @throws IllegalArgumentException if there is no such stream or it takes no events from outside
   */
  StreamInput input(String stream) {
    synchronized (inputs) {
      return inputs.computeIfAbsent(
          stream,
          key -> {
            Feed feed = parts.newFeed(key);
            if (app.options().mode() == RuntimeOptions.Mode.THREADED) {
              feed.boundBytes(app.options().maxInFlightBytes());
            }
            return new StreamInput(app, feed);
          });
    }
  }

  /** Adds all state; nothing moves meanwhile. */
  void collect(Snapshot snapshot) {
    StateWriter writer = new StateWriter();
    time.snapshot(writer);
    Map<String, Long> sent = sentCounts();
    writer.putInt(sent.size());
    sent.forEach(
        (stream, count) -> {
          writer.putText(stream);
          writer.putLong(count);
        });
    snapshot.put(STATE_ID, "", writer.toByteArray());
    if (time.idleTimer().isSet()) {
      StateWriter idle = new StateWriter();
      idle.putLong(time.idleTimer().waitNanos());
      snapshot.put(IDLE_ID, "", idle.toByteArray());
    }
    collectRates(snapshot);
    for (Pipeline pipeline : parts.pipelines()) {
      pipeline.snapshot(snapshot);
    }
    for (SourceDriver source : parts.sources()) {
      StateWriter position = new StateWriter();
      position.putText(source.position());
      snapshot.put(source.id(), source.plan().connector(), position.toByteArray());
    }
  }

  /** What was counted of errors, if anybody wants to know; nothing moves meanwhile. */
  private void collectRates(Snapshot snapshot) {
    Map<String, ErrorRate> rates = rates();
    if (rates.isEmpty()) {
      return;
    }
    StateWriter writer = new StateWriter();
    writer.putInt(rates.size());
    rates.forEach(
        (id, rate) -> {
          writer.putText(id);
          rate.snapshot(writer);
        });
    snapshot.put(RATES_ID, "", writer.toByteArray());
  }

  private void restoreRates(Snapshot snapshot) {
    Snapshot.Section section = snapshot.section(RATES_ID);
    if (section == null) {
      return;
    }
    Map<String, ErrorRate> rates = rates();
    StateReader reader = new StateReader(section.state());
    int count = reader.getCount(Integer.BYTES + 4 * Long.BYTES);
    for (int i = 0; i < count; i++) {
      // One that was watched before, and is not any more, is read and forgotten.
      rates.getOrDefault(reader.getRequiredText(), new ErrorRate(100)).restore(reader);
    }
  }

  private Map<String, ErrorRate> rates() {
    Map<String, ErrorRate> rates = new TreeMap<>();
    app.errors().rowRates().forEach((stream, rate) -> rates.put("stream/" + stream, rate));
    for (SourceDriver source : parts.sources()) {
      ErrorRate rate = source.rate();
      if (rate != null) {
        rates.put(source.id(), rate);
      }
    }
    return rates;
  }

  /**
   * Takes over the state in {@code snapshot}, before the start.
   *
   * @throws StateFormatException with a sentence if it is of an app with other parts
   */
  void restore(Snapshot snapshot) {
    requireSameParts(snapshot);
    StateReader reader = new StateReader(stateOf(snapshot, STATE_ID));
    time.restore(reader);
    int sentStreams = reader.getCount(Integer.BYTES + Long.BYTES);
    for (int i = 0; i < sentStreams; i++) {
      String stream = reader.getRequiredText();
      Pipeline pipeline = parts.pipelineByStream(stream);
      if (pipeline == null || pipeline.streamNumber(stream) < 0) {
        throw new StateFormatException(
            "events were sent into stream '"
                + stream
                + "', which the app does not have or which takes none from outside");
      }
      input(stream).feed().sentCount().add(reader.getLong());
    }
    noteDurable(sentCounts());
    if (time.idleTimer().isSet()) {
      time.idleTimer().restore(new StateReader(stateOf(snapshot, IDLE_ID)).getLong());
    }
    restoreRates(snapshot);
    for (Pipeline pipeline : parts.pipelines()) {
      pipeline.restore(snapshot);
    }
    for (SourceDriver source : parts.sources()) {
      String position = new StateReader(stateOf(snapshot, source.id())).getRequiredText();
      if (!position.isEmpty()) {
        source.seek(position);
      }
    }
    isRestored = true;
  }

  /** Whether a state was taken over. */
  boolean isRestored() {
    return isRestored;
  }

  /** By stream: how many events callers have sent into it, in all runs that this one goes on. */
  Map<String, Long> sentCounts() {
    Map<String, Long> counts = new TreeMap<>();
    synchronized (inputs) {
      inputs.forEach(
          (stream, input) -> {
            long count = input.feed().sentCount().value();
            if (count > 0) {
              counts.put(stream, count);
            }
          });
    }
    return counts;
  }

  /** A durable checkpoint covers what was sent up to {@code counts}. */
  void noteDurable(Map<String, Long> counts) {
    durableCounts.putAll(counts);
  }

  /** See {@link StreamInput#lastDurableSequence}. */
  long lastDurableSequence(String stream) {
    return durableCounts.getOrDefault(stream, 0L);
  }

  /** By source id: where each source stands; nothing moves meanwhile. */
  Map<String, String> sourcePositions() {
    Map<String, String> positions = new TreeMap<>();
    parts.sources().forEach(source -> positions.put(source.id(), source.position()));
    return positions;
  }

  private static byte[] stateOf(Snapshot snapshot, String id) {
    Snapshot.Section section = snapshot.section(id);
    if (section == null) {
      throw new StateFormatException("the snapshot has no state of '" + id + "'");
    }
    return section.state();
  }

  /**
   * Nothing is taken over in part: every section must have its owner, and every owner its section.
   */
  private void requireSameParts(Snapshot snapshot) {
    Map<String, Boolean> known = new LinkedHashMap<>();
    known.put(STATE_ID, true);
    if (time.idleTimer().isSet()) {
      known.put(IDLE_ID, true);
    }
    known.put(RATES_ID, false);
    parts.pipelines().forEach(pipeline -> known.putAll(pipeline.stateIds()));
    parts.sources().forEach(source -> known.put(source.id(), true));
    Set<String> unknown = new TreeSet<>(snapshot.ids());
    unknown.removeAll(known.keySet());
    Set<String> missing = new TreeSet<>();
    known.forEach(
        (id, isRequired) -> {
          if (isRequired && snapshot.section(id) == null) {
            missing.add(id);
          }
        });
    if (unknown.isEmpty() && missing.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder("the snapshot of app '");
    text.append(snapshot.appName()).append("' does not fit app '").append(app.name()).append("':");
    if (!unknown.isEmpty()) {
      text.append(" it has state of ")
          .append(quoted(unknown))
          .append(", which the app does not have");
    }
    if (!missing.isEmpty()) {
      text.append(unknown.isEmpty() ? "" : ";");
      text.append(" it has no state of ").append(quoted(missing));
    }
    throw new StateFormatException(text.toString());
  }

  private static String quoted(Set<String> names) {
    return "'" + String.join("', '", names) + "'";
  }
}
