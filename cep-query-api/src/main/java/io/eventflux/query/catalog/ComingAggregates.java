package io.eventflux.query.catalog;

import io.eventflux.query.catalog.FunctionDescriptor.Signature;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The aggregates of language 8.7 that are not built. Whoever builds one moves its descriptor to the
 * provider. Immutable; any thread.
 */
public final class ComingAggregates {
  private static final List<Type> SCALARS =
      List.of(
          Type.BOOL,
          Type.INT,
          Type.LONG,
          Type.FLOAT,
          Type.DOUBLE,
          Type.DECIMAL,
          Type.STRING,
          Type.TIMESTAMP,
          Type.DATE,
          Type.TIME,
          Type.INTERVAL);
  private static final List<Type> COMPARABLE = SCALARS.subList(1, SCALARS.size());
  private static final Type LIST = Type.OBJECT;

  private static final List<AggregateDescriptor> ALL = all();

  private ComingAggregates() {}

  /** Their descriptors, all {@link Availability#COMING}. */
  public static List<AggregateDescriptor> descriptors() {
    return ALL;
  }

  private static List<AggregateDescriptor> all() {
    List<AggregateDescriptor> all = new ArrayList<>();
    all.add(
        skipping(
            "distinctCount",
            List.of(),
            List.of(signature(Type.LONG, Type.OBJECT)),
            "Number of different values that are not NULL; 0 when there are none. count(DISTINCT x)"
                + " is the same.",
            shown("distinctCount(x)", "2", 5, 5, 7)));
    all.add(
        skipping(
            "minForever",
            List.of(),
            ofSameType(COMPARABLE),
            "Least of all values that ever came, whatever left the window since; NULL before the"
                + " first.",
            shown("minForever(x)", "3", 5, 3, 7)));
    all.add(
        skipping(
            "maxForever",
            List.of(),
            ofSameType(COMPARABLE),
            "Greatest of all values that ever came, whatever left the window since; NULL before the"
                + " first.",
            shown("maxForever(x)", "7", 5, 3, 7)));
    all.add(
        spread(
            "stdDev",
            List.of("stddev_pop"),
            "Standard deviation of the population; 0 for one value, NULL for none.",
            shown("stdDev(x)", "1.0", 5, 7)));
    all.add(
        spread(
            "variance",
            List.of("var_pop"),
            "Variance of the population; 0 for one value, NULL for none.",
            shown("variance(x)", "1.0", 5, 7)));
    all.add(
        spread(
            "stddev_samp",
            List.of(),
            "Standard deviation of a sample; NULL for one value and for none.",
            shown("stddev_samp(x)", "2.0", 5, 7, 9)));
    all.add(
        spread(
            "var_samp",
            List.of(),
            "Variance of a sample; NULL for one value and for none.",
            shown("var_samp(x)", "4.0", 5, 7, 9)));
    all.add(
        skipping(
            "bool_and",
            List.of("and"),
            List.of(signature(Type.BOOL, Type.BOOL)),
            "Whether all values are true; NULL when there are none. `and` needs back-ticks.",
            shown("bool_and(x > 5)", "false", 5, 7)));
    all.add(
        skipping(
            "bool_or",
            List.of("or"),
            List.of(signature(Type.BOOL, Type.BOOL)),
            "Whether some value is true; NULL when there are none. `or` needs back-ticks.",
            shown("bool_or(x > 5)", "true", 5, 7)));
    all.add(
        seeing(
            "first",
            List.of(),
            ofSameType(SCALARS),
            "Value of the oldest event that is in the window, NULL if that is its value.",
            shown("first(x)", "5", 5, 3, 7)));
    all.add(
        seeing(
            "last",
            List.of(),
            ofSameType(SCALARS),
            "Value of the newest event that is in the window, NULL if that is its value.",
            shown("last(x)", "7", 5, 3, 7)));
    all.add(
        skipping(
            "unionSet",
            List.of(),
            List.of(signature(Type.OBJECT, Type.OBJECT)),
            "Union of sets made by createSet; the empty set when there are none.",
            Example.of("from S select unionSet(createSet(x)) as s insert into Out")));
    all.addAll(collections());
    all.add(
        new AggregateDescriptor(
            "approx_count_distinct",
            List.of(),
            List.of(signature(Type.LONG, Type.OBJECT)),
            false,
            NullRule.SKIPPED,
            Availability.COMING,
            "About how many different values there are, in little memory; 0 when there are none.",
            List.of(Example.of("from S select approx_count_distinct(a) as n insert into Out"))));
    return List.copyOf(all);
  }

  private static List<AggregateDescriptor> collections() {
    return List.of(
        skipping(
            "str:groupConcat",
            List.of("listagg", "string_agg"),
            List.of(
                signature(Type.STRING, Type.STRING),
                signature(Type.STRING, Type.STRING, Type.STRING),
                signature(Type.STRING, Type.STRING, Type.STRING, Type.BOOL),
                signature(Type.STRING, Type.STRING, Type.STRING, Type.BOOL, Type.STRING)),
            "Texts one behind the other, with a separator (a comma), each once if the third argument"
                + " is true, in order of arrival or by 'ASC' or 'DESC'; NULL when there are none.",
            Example.of("from S select str:groupConcat(a, '-') as t insert into Out")),
        skipping(
            "math:percentile",
            List.of(),
            List.of(signature(Type.DOUBLE, Type.DOUBLE, Type.DOUBLE)),
            "The value below which p percent of the n sorted values are, 0 < p <= 100: with k = p *"
                + " n / 100 the mean of values k and k + 1 if k is whole, else value round(k).",
            shown("math:percentile(x, 50.0)", "5.0", 3, 5, 7)),
        seeing(
            "list:collect",
            List.of("array_agg", "collect"),
            List.of(signature(LIST, Type.OBJECT), signature(LIST, Type.OBJECT, Type.BOOL)),
            "List of the values, NULL among them, each once if the second argument is true.",
            Example.of("from S select list:collect(x) as l insert into Out")),
        skipping(
            "list:merge",
            List.of(),
            List.of(signature(LIST, LIST), signature(LIST, LIST, Type.BOOL)),
            "The values of lists in one list, each once if the second argument is true.",
            Example.of("from S select list:merge(list:create(x)) as l insert into Out")),
        skipping(
            "map:collect",
            List.of(),
            List.of(signature(Type.OBJECT, Type.OBJECT, Type.OBJECT)),
            "Map of keys and values; the last value of a key wins, and a key that leaves the window"
                + " does not bring back an earlier value.",
            Example.of("from S select map:collect(a, x) as m insert into Out")),
        skipping(
            "map:merge",
            List.of(),
            List.of(signature(Type.OBJECT, Type.OBJECT)),
            "The entries of maps in one map; the last value of a key wins.",
            Example.of("from S select map:merge(map:create(a, x)) as m insert into Out")),
        skipping(
            "json:group",
            List.of(),
            List.of(
                signature(Type.STRING, Type.OBJECT),
                signature(Type.STRING, Type.OBJECT, Type.STRING),
                signature(Type.STRING, Type.OBJECT, Type.BOOL),
                signature(Type.STRING, Type.OBJECT, Type.STRING, Type.BOOL)),
            "A JSON array of the values as text, in an object under the enclosing name if there is"
                + " one, each once if the last argument is true; [] when there are none.",
            Example.of("from S select json:group(a) as j insert into Out")),
        skipping(
            "json:groupAsObject",
            List.of(),
            List.of(
                signature(Type.OBJECT, Type.OBJECT),
                signature(Type.OBJECT, Type.OBJECT, Type.STRING),
                signature(Type.OBJECT, Type.OBJECT, Type.BOOL),
                signature(Type.OBJECT, Type.OBJECT, Type.STRING, Type.BOOL)),
            "As json:group, as a JSON object in place of text.",
            Example.of("from S select json:groupAsObject(a) as j insert into Out")));
  }

  private static AggregateDescriptor spread(
      String name, List<String> aliases, String summary, Example example) {
    return skipping(name, aliases, List.of(signature(Type.DOUBLE, Type.DOUBLE)), summary, example);
  }

  private static AggregateDescriptor skipping(
      String name,
      List<String> aliases,
      List<Signature> signatures,
      String summary,
      Example example) {
    return new AggregateDescriptor(
        name,
        aliases,
        signatures,
        true,
        NullRule.SKIPPED,
        Availability.COMING,
        summary,
        List.of(example));
  }

  private static AggregateDescriptor seeing(
      String name,
      List<String> aliases,
      List<Signature> signatures,
      String summary,
      Example example) {
    return new AggregateDescriptor(
        name,
        aliases,
        signatures,
        true,
        NullRule.VALUE,
        Availability.COMING,
        summary,
        List.of(example));
  }

  private static List<Signature> ofSameType(List<Type> types) {
    return types.stream().map(type -> signature(type, type)).toList();
  }

  private static Signature signature(Type returns, Type... parameters) {
    return new Signature(List.of(parameters), false, returns);
  }

  /** An aggregate over one unit of numbers, in a batch: one row comes out behind the last. */
  private static Example shown(String call, String result, int... values) {
    List<String> steps = new ArrayList<>();
    for (int value : values) {
      steps.add("send S [\"a\", " + value + ", 0]");
    }
    steps.add("expect Out [" + result + "]");
    return new Example(
        "from S#window.lengthBatch(" + values.length + ") select " + call + " as r insert into Out",
        steps);
  }
}
