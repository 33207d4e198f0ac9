package io.eventflux.query.catalog;

import io.eventflux.query.catalog.WindowDescriptor.Expiry;
import io.eventflux.query.catalog.WindowDescriptor.Kind;
import io.eventflux.query.catalog.WindowDescriptor.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * The windows of language 4.4 and 4.5 that are not built. Whoever builds one moves its descriptor
 * to the provider. Immutable; any thread.
 */
public final class ComingWindows {
  private static final Parameter COUNT = new Parameter("n", Kind.COUNT);
  private static final Parameter DURATION = new Parameter("duration", Kind.DURATION);
  private static final Parameter TIME = new Parameter("timestamp", Kind.ATTRIBUTE);
  private static final Parameter START = new Parameter("start.time", Kind.START);
  private static final Parameter TIMEOUT = new Parameter("timeout", Kind.DURATION);
  private static final Parameter REPLACE = new Parameter("replace.with.batchtime", Kind.FLAG);
  private static final Parameter KEY = new Parameter("key", Kind.ATTRIBUTE);
  private static final Parameter KEYS = new Parameter("key", Kind.ATTRIBUTE, true);
  private static final Parameter ATTRIBUTES = new Parameter("attribute", Kind.ATTRIBUTE, true);
  private static final Parameter CONDITION = new Parameter("condition", Kind.TEXT);
  private static final Parameter STREAMING = new Parameter("stream.current.event", Kind.FLAG);

  private static final List<WindowDescriptor> ALL = all();

  private ComingWindows() {}

  /** Their descriptors, all {@link Availability#COMING}. */
  public static List<WindowDescriptor> descriptors() {
    return ALL;
  }

  private static List<WindowDescriptor> all() {
    List<WindowDescriptor> windows = new ArrayList<>();
    windows.add(
        window(
            "timeLength",
            List.of(List.of(DURATION, COUNT)),
            Expiry.SLIDING,
            "Keeps at most n events, none older than the duration. An arrival into a full window"
                + " expires the oldest; time expires events as in time.",
            Example.of(
                "from S#window.timeLength(10 sec, 2) select count() as n insert into Out",
                "send S [\"a\", 1, 0]",
                "send S [\"b\", 2, 0]",
                "send S [\"c\", 3, 0]",
                "expect Out [1]",
                "expect Out [2]",
                "expect Out [2]")));
    windows.add(
        window(
            "externalTime",
            List.of(List.of(TIME, DURATION)),
            Expiry.SLIDING,
            "Keeps the events of the last duration by a time they carry. An arrival with time c"
                + " first expires every event of c - duration or before. The clock plays no part:"
                + " without a new event nothing expires.",
            Example.of(
                "from S#window.externalTime(ts, 10 sec) select sum(x) as s insert into Out",
                "send S [\"a\", 1, 1000]",
                "send S [\"b\", 2, 11000]",
                "expect Out [1]",
                "expect Out [2]")));
    windows.add(
        window(
            "externalTimeBatch",
            List.of(
                List.of(TIME, DURATION),
                List.of(TIME, DURATION, START),
                List.of(TIME, DURATION, START, TIMEOUT),
                List.of(TIME, DURATION, START, TIMEOUT, REPLACE)),
            Expiry.BATCH,
            "Batches by a time that events carry. The first event at or behind the end of a batch"
                + " emits it and opens the batch it belongs to; empty batches are skipped. With a"
                + " timeout a batch that waits longer on the clock is emitted early, and again in"
                + " full at its end. replace.with.batchtime writes the end into the attribute.",
            Example.of(
                "from S#window.externalTimeBatch(ts, 10 sec) select sum(x) as s insert into Out",
                "send S [\"a\", 1, 1000]",
                "send S [\"b\", 2, 2000]",
                "send S [\"c\", 4, 11000]",
                "expect Out [3]")));
    windows.add(
        new WindowDescriptor(
            "hopping",
            List.of("hop"),
            List.of(
                List.of(
                    new Parameter("size", Kind.DURATION), new Parameter("slide", Kind.DURATION)),
                List.of(
                    new Parameter("size", Kind.DURATION),
                    new Parameter("slide", Kind.DURATION),
                    START)),
            Expiry.BATCH,
            Availability.COMING,
            "Emits every slide the events of the last size: the content of the tick before"
                + " expires, aggregates are reset, then the content. A slide above the size leaves"
                + " gaps; equal ones are timeBatch. sliding(size, slide) is the same.",
            List.of(
                Example.of(
                    "from S#window.hopping(10 sec, 5 sec) select sum(x) as s insert into Out"))));
    windows.add(
        window(
            "session",
            List.of(
                List.of(DURATION),
                List.of(DURATION, KEY),
                List.of(DURATION, KEY, new Parameter("latency", Kind.DURATION))),
            Expiry.BATCH,
            "One session for each key: an event within the duration of the last one joins it and"
                + " passes at once; a session that stays quiet that long expires as a whole. With a"
                + " latency, at most the duration, a closed session waits for late events and may"
                + " merge with the next. Aggregates are not reset.",
            Example.of(
                "from S#window.session(5 sec, a) select a, count() as n group by a insert into"
                    + " Out")));
    windows.add(
        window(
            "batch",
            List.of(List.of(), List.of(COUNT)),
            Expiry.BATCH,
            "Each unit - the events of one cause - is a batch. With n it is cut into pieces of n.",
            Example.of(
                "from S#window.batch() select sum(x) as s insert into Out",
                "send S [[\"a\", 1, 0], [\"b\", 2, 0]]",
                "expect Out [3]")));
    windows.add(
        window(
            "delay",
            List.of(List.of(DURATION)),
            Expiry.NONE,
            "Passes each event on when the clock reaches its timestamp + duration, with that time."
                + " Events that fall due together are one unit.",
            Example.of(
                "from S#window.delay(1 sec) select x insert into Out",
                "send S @0 [\"a\", 1, 0]",
                "advance +1s",
                "expect Out [1] @1000")));
    windows.add(
        window(
            "cron",
            List.of(List.of(new Parameter("cron", Kind.TEXT))),
            Expiry.BATCH,
            "Collects events; each firing of the cron text with a new event expires the batch before"
                + " and emits the new one. A firing without new events does nothing.",
            Example.of("from S#window.cron('0 * * * * ?') select count() as n insert into Out")));
    windows.add(
        window(
            "sort",
            List.of(List.of(COUNT, ATTRIBUTES)),
            Expiry.SLIDING,
            "Keeps the n smallest events by the attributes, each of which may have 'asc' or 'desc'"
                + " behind it. An arrival is emitted first; then the greatest of n + 1 expires, which"
                + " can be the arrival itself. NULL is the greatest value.",
            Example.of("from S#window.sort(2, x) select x insert expired events into Out")));
    windows.add(
        window(
            "frequent",
            List.of(List.of(COUNT), List.of(COUNT, ATTRIBUTES)),
            Expiry.SLIDING,
            "The most frequent values of the attributes, or of whole rows, by n counters"
                + " (Misra-Gries). An event of a counted value passes; a new value takes a free"
                + " counter, or else takes one from every counter. Events that are replaced do not"
                + " expire, so aggregates drift upwards.",
            Example.of("from S#window.frequent(2, a) select a insert into Out")));
    windows.add(
        window(
            "lossyFrequent",
            List.of(
                List.of(new Parameter("support", Kind.NUMBER)),
                List.of(new Parameter("support", Kind.NUMBER), new Parameter("error", Kind.NUMBER)),
                List.of(
                    new Parameter("support", Kind.NUMBER),
                    new Parameter("error", Kind.NUMBER),
                    ATTRIBUTES)),
            Expiry.SLIDING,
            "Values that are at least as frequent as support - error, by lossy counting. Both are"
                + " between 0 and 1; the error is a tenth of the support unless given.",
            Example.of("from S#window.lossyFrequent(0.1, 0.01) select a insert into Out")));
    windows.add(
        window(
            "expression",
            List.of(List.of(CONDITION)),
            Expiry.SLIDING,
            "Keeps the longest run of last events for which the condition is true; the oldest expire"
                + " until it is. The text may use attributes of the newest event, first.x, last.x,"
                + " count(), sum(x), avg(x), min(x), max(x) and eventTimestamp(first).",
            Example.of(
                "from S#window.expression('sum(x) < 10') select x insert into Out",
                "send S [\"a\", 1, 0]",
                "expect Out [1]")));
    windows.add(
        window(
            "expressionBatch",
            List.of(
                List.of(CONDITION),
                List.of(CONDITION, new Parameter("include.triggering.event", Kind.FLAG)),
                List.of(
                    CONDITION, new Parameter("include.triggering.event", Kind.FLAG), STREAMING)),
            Expiry.BATCH,
            "Collects events while the condition is true. The event that makes it false emits the"
                + " batch, without it or with it, and begins the next.",
            Example.of("from S#window.expressionBatch('sum(x) < 10') select x insert into Out")));
    windows.addAll(latestByKey());
    windows.addAll(batchesByKey());
    return List.copyOf(windows);
  }

  private static List<WindowDescriptor> latestByKey() {
    return List.of(
        new WindowDescriptor(
            "unique",
            List.of("unique:ever"),
            List.of(List.of(KEYS)),
            Expiry.SLIDING,
            Availability.COMING,
            "Keeps the latest event of each key for ever; an arrival of a known key expires the one"
                + " before it. State grows with the number of keys.",
            List.of(Example.of("from S#window.unique(a) select sum(x) as s insert into Out"))),
        new WindowDescriptor(
            "firstUnique",
            List.of("unique:first"),
            List.of(List.of(KEYS)),
            Expiry.NONE,
            Availability.COMING,
            "Passes the first event of each key and drops all later ones. State grows with the"
                + " number of keys.",
            List.of(
                Example.of(
                    "from S#window.firstUnique(a) select x insert into Out",
                    "send S [\"a\", 1, 0]",
                    "send S [\"a\", 2, 0]",
                    "expect Out [1]"))),
        window(
            "unique:length",
            List.of(List.of(KEY, COUNT)),
            Expiry.SLIDING,
            "Keeps the latest event of each of the last n keys.",
            Example.of("from S#window.unique:length(a, 10) select sum(x) as s insert into Out")),
        window(
            "unique:time",
            List.of(List.of(KEY, DURATION)),
            Expiry.SLIDING,
            "Keeps the latest event of each key, for the duration at most.",
            Example.of("from S#window.unique:time(a, 1 min) select sum(x) as s insert into Out")));
  }

  private static List<WindowDescriptor> batchesByKey() {
    return List.of(
        window(
            "unique:lengthBatch",
            List.of(List.of(KEY, COUNT)),
            Expiry.BATCH,
            "Batches of n keys, the latest event of each.",
            Example.of("from S#window.unique:lengthBatch(a, 10) select x insert into Out")),
        window(
            "unique:firstLengthBatch",
            List.of(List.of(KEY, COUNT)),
            Expiry.BATCH,
            "Batches of n keys, the first event of each.",
            Example.of("from S#window.unique:firstLengthBatch(a, 10) select x insert into Out")),
        window(
            "unique:timeBatch",
            List.of(List.of(KEY, DURATION), List.of(KEY, DURATION, START)),
            Expiry.BATCH,
            "As timeBatch, with the latest event of each key.",
            Example.of("from S#window.unique:timeBatch(a, 1 min) select x insert into Out")),
        window(
            "unique:firstTimeBatch",
            List.of(List.of(KEY, DURATION), List.of(KEY, DURATION, START)),
            Expiry.BATCH,
            "As timeBatch, with the first event of each key.",
            Example.of("from S#window.unique:firstTimeBatch(a, 1 min) select x insert into Out")),
        window(
            "unique:timeLengthBatch",
            List.of(List.of(KEY, DURATION, COUNT), List.of(KEY, DURATION, START, COUNT)),
            Expiry.BATCH,
            "Batches that end after the duration or with n keys, whichever is first.",
            Example.of(
                "from S#window.unique:timeLengthBatch(a, 1 min, 10) select x insert into Out")),
        window(
            "unique:externalTimeBatch",
            List.of(
                List.of(KEY, TIME, DURATION),
                List.of(KEY, TIME, DURATION, START),
                List.of(KEY, TIME, DURATION, START, TIMEOUT),
                List.of(KEY, TIME, DURATION, START, TIMEOUT, REPLACE)),
            Expiry.BATCH,
            "As externalTimeBatch, with the latest event of each key.",
            Example.of(
                "from S#window.unique:externalTimeBatch(a, ts, 1 min) select x insert into Out")));
  }

  private static WindowDescriptor window(
      String name,
      List<List<Parameter>> signatures,
      Expiry expiry,
      String summary,
      Example example) {
    return new WindowDescriptor(
        name, List.of(), signatures, expiry, Availability.COMING, summary, List.of(example));
  }
}
