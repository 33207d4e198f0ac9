package io.eventflux.query.catalog;

import io.eventflux.query.catalog.WindowDescriptor.Kind;
import io.eventflux.query.catalog.WindowDescriptor.Parameter;
import java.util.List;

/**
 * The stream functions of language 8.9, none of which is built. Whoever builds one moves its
 * descriptor to the provider. Immutable; any thread.
 */
public final class ComingStreamFunctions {
  private static final Parameter PRIORITY = new Parameter("priority", Kind.TEXT);
  private static final Parameter MESSAGE = new Parameter("message", Kind.VALUE);
  private static final Parameter IS_LOGGED = new Parameter("isEventLogged", Kind.FLAG);
  private static final Parameter TIME = new Parameter("timestamp", Kind.ATTRIBUTE);
  private static final Parameter JSON = new Parameter("json", Kind.VALUE);
  private static final Parameter PATH = new Parameter("path", Kind.TEXT);
  private static final Parameter FAIL = new Parameter("failOnMissing", Kind.FLAG);
  private static final Parameter TIMEOUT = new Parameter("timeout", Kind.DURATION);
  private static final Parameter MAX_K = new Parameter("maxK", Kind.DURATION);
  private static final Parameter DISCARD = new Parameter("discardLate", Kind.FLAG);
  private static final Parameter CORRELATION = new Parameter("correlation", Kind.ATTRIBUTE);
  private static final Parameter BATCH_SIZE = new Parameter("batchSize", Kind.COUNT);
  private static final Parameter THRESHOLD = new Parameter("errorThreshold", Kind.NUMBER);
  private static final Parameter CONFIDENCE = new Parameter("confidence", Kind.NUMBER);

  private static final List<StreamFunctionDescriptor> ALL =
      List.of(
          function(
              "log",
              List.of(
                  List.of(),
                  List.of(MESSAGE),
                  List.of(IS_LOGGED),
                  List.of(MESSAGE, IS_LOGGED),
                  List.of(PRIORITY, MESSAGE),
                  List.of(PRIORITY, MESSAGE, IS_LOGGED)),
              List.of(),
              "Writes a log line for each event and passes it on. The priority is INFO unless given"
                  + " (TRACE, DEBUG, INFO, WARN, ERROR, FATAL, OFF), the message the name of the app.",
              "from S#log('seen') select x insert into Out"),
          function(
              "pol2Cart",
              List.of(
                  List.of(value("theta"), value("rho")),
                  List.of(value("theta"), value("rho"), value("z"))),
              List.of("x double", "y double", "z double"),
              "Adds Cartesian coordinates to polar ones; theta is in degrees.",
              "from S#pol2Cart(x, ts) select y insert into Out"),
          function(
              "str:tokenize",
              List.of(
                  List.of(value("text"), new Parameter("regex", Kind.TEXT)),
                  List.of(
                      value("text"),
                      new Parameter("regex", Kind.TEXT),
                      new Parameter("distinct", Kind.FLAG))),
              List.of("token string"),
              "One event for each piece of a text, cut at the regular expression. An event whose text"
                  + " is NULL is dropped.",
              "from S#str:tokenize(a, ',') select token insert into Out"),
          function(
              "json:tokenize",
              List.of(List.of(JSON, PATH), List.of(JSON, PATH, FAIL)),
              List.of("jsonElement string"),
              "One event for each element at a path. An event without that path is dropped, or gives"
                  + " NULL if failOnMissing is false.",
              "from S#json:tokenize(a, '$.items') select jsonElement insert into Out"),
          function(
              "json:tokenizeAsObject",
              List.of(List.of(JSON, PATH), List.of(JSON, PATH, FAIL)),
              List.of("jsonElement object"),
              "As json:tokenize, with objects in place of text.",
              "from S#json:tokenizeAsObject(a, '$.items') select jsonElement insert into Out"),
          function(
              "list:tokenize",
              List.of(List.of(new Parameter("list", Kind.VALUE, true))),
              List.of("index int", "value object"),
              "One event for each element of a list.",
              "from S#list:tokenize(list:create(x)) select index insert into Out"),
          function(
              "map:tokenize",
              List.of(List.of(new Parameter("map", Kind.VALUE, true))),
              List.of("key object", "value object"),
              "One event for each entry of a map; of several maps the value is a list.",
              "from S#map:tokenize(map:create(a, x)) select value insert into Out"),
          function(
              "unique:deduplicate",
              List.of(
                  List.of(
                      new Parameter("key", Kind.ATTRIBUTE),
                      new Parameter("duration", Kind.DURATION))),
              List.of(),
              "Drops an event whose key has passed within the duration. What is dropped does not"
                  + " extend it.",
              "from S#unique:deduplicate(a, 10 sec) select x insert into Out"),
          function(
              "reorder:kslack",
              List.of(
                  List.of(TIME),
                  List.of(TIME, TIMEOUT),
                  List.of(TIME, TIMEOUT, MAX_K),
                  List.of(TIME, TIMEOUT, MAX_K, DISCARD)),
              List.of(),
              "Holds events and passes them in the order of their time, waiting as long as the largest"
                  + " delay seen, at most maxK. The timeout lets all go; discardLate drops what is"
                  + " older than the last that went.",
              "from S#reorder:kslack(ts, 1 sec) select x insert into Out"),
          function(
              "reorder:akslack",
              List.of(
                  List.of(TIME, CORRELATION),
                  List.of(TIME, CORRELATION, BATCH_SIZE),
                  List.of(TIME, CORRELATION, BATCH_SIZE, TIMEOUT),
                  List.of(TIME, CORRELATION, BATCH_SIZE, TIMEOUT, MAX_K),
                  List.of(TIME, CORRELATION, BATCH_SIZE, TIMEOUT, MAX_K, DISCARD),
                  List.of(
                      TIME,
                      CORRELATION,
                      BATCH_SIZE,
                      TIMEOUT,
                      MAX_K,
                      DISCARD,
                      THRESHOLD,
                      CONFIDENCE)),
              List.of(),
              "As reorder:kslack, with a waiting time that is learnt from how much of a window"
                  + " arrives in time.",
              "from S#reorder:akslack(ts, x, 20) select x insert into Out"),
          function(
              "watermark",
              List.of(List.of(TIME, new Parameter("delay", Kind.DURATION))),
              List.of(),
              "Declares event time in the middle of a query.",
              "from S#watermark(ts, 5 sec) select x insert into Out"));

  private ComingStreamFunctions() {}

  /** Their descriptors, all {@link Availability#COMING}. */
  public static List<StreamFunctionDescriptor> descriptors() {
    return ALL;
  }

  private static Parameter value(String name) {
    return new Parameter(name, Kind.VALUE);
  }

  private static StreamFunctionDescriptor function(
      String name,
      List<List<Parameter>> signatures,
      List<String> adds,
      String summary,
      String statement) {
    return new StreamFunctionDescriptor(
        name,
        List.of(),
        signatures,
        adds,
        Availability.COMING,
        summary,
        List.of(Example.of(statement)));
  }
}
