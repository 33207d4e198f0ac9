package io.eventflux.core.function.aggregate;

import io.eventflux.core.function.AggregateFunction;
import io.eventflux.core.function.Aggregator;
import io.eventflux.core.function.AggregatorFactory;
import io.eventflux.core.function.FunctionProvider;
import io.eventflux.query.catalog.AggregateDescriptor;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.Example;
import io.eventflux.query.catalog.FunctionDescriptor.Signature;
import io.eventflux.query.catalog.NullRule;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;

/** {@code count sum avg min max} (language 8.7). Stateless; any thread. */
public final class CoreAggregates implements FunctionProvider {
  private static final List<Aggregate> AGGREGATES = List.of(count(), sum(), avg(), min(), max());

  /** For {@link java.util.ServiceLoader}. */
  public CoreAggregates() {}

  @Override
  public List<ScalarFunction> functions() {
    return List.of();
  }

  @Override
  public List<Aggregate> aggregates() {
    return AGGREGATES;
  }

  private static Aggregate count() {
    Overloads overloads = new Overloads("count");
    overloads.addWithoutArgument(Type.LONG, RowCount.class, retractable -> new RowCount());
    overloads.add(Type.BOOL, Type.LONG, BooleanCount.class, retractable -> new BooleanCount());
    for (Type type :
        List.of(Type.INT, Type.LONG, Type.TIMESTAMP, Type.DATE, Type.TIME, Type.INTERVAL)) {
      overloads.add(type, Type.LONG, LongCount.class, retractable -> new LongCount());
    }
    for (Type type : List.of(Type.FLOAT, Type.DOUBLE)) {
      overloads.add(type, Type.LONG, DoubleCount.class, retractable -> new DoubleCount());
    }
    for (Type type : List.of(Type.DECIMAL, Type.STRING)) {
      overloads.add(type, Type.LONG, ObjectCount.class, retractable -> new ObjectCount());
    }
    return overloads.describedAs(
        "Number of rows, or of rows whose argument is not NULL; 0 when there are none.", "2");
  }

  private static Aggregate sum() {
    Overloads overloads = new Overloads("sum");
    for (Type type : List.of(Type.INT, Type.LONG)) {
      overloads.add(type, Type.LONG, LongSum.class, retractable -> new LongSum());
    }
    for (Type type : List.of(Type.FLOAT, Type.DOUBLE)) {
      overloads.add(type, Type.DOUBLE, DoubleSum.class, retractable -> new DoubleSum());
    }
    overloads.add(Type.DECIMAL, Type.DECIMAL, DecimalSum.class, retractable -> new DecimalSum());
    return overloads.describedAs(
        "Sum of the values that are not NULL; NULL when there are none. Sums of INT and LONG are"
            + " LONG and wrap. Sums of FLOAT and DOUBLE are DOUBLE and rounded once, from the exact"
            + " sum of what is in the window: they do not drift. A DECIMAL sum of more than 38"
            + " digits is NULL.",
        "3");
  }

  private static Aggregate avg() {
    Overloads overloads = new Overloads("avg");
    for (Type type : List.of(Type.INT, Type.LONG)) {
      overloads.add(type, Type.DOUBLE, LongAverage.class, retractable -> new LongAverage());
    }
    for (Type type : List.of(Type.FLOAT, Type.DOUBLE)) {
      overloads.add(type, Type.DOUBLE, DoubleAverage.class, retractable -> new DoubleAverage());
    }
    int scale = ((Type.Decimal) Type.DECIMAL).scale();
    overloads.add(
        Type.DECIMAL, Type.DECIMAL, DecimalAverage.class, retractable -> new DecimalAverage(scale));
    return overloads.describedAs(
        "Mean of the values that are not NULL; NULL when there are none. The sum is exact and does"
            + " not wrap. A DECIMAL mean is rounded half up.",
        "1.5");
  }

  private static Aggregate min() {
    return extreme(
        "min", false, "Least of the values that are not NULL; NULL when there are none.");
  }

  private static Aggregate max() {
    return extreme(
        "max", true, "Greatest of the values that are not NULL; NULL when there are none.");
  }

  private static Aggregate extreme(String name, boolean greatest, String summary) {
    Overloads overloads = new Overloads(name);
    overloads.add(
        Type.INT, Type.INT, IntExtreme.class, retractable -> new IntExtreme(retractable, greatest));
    for (Type type : List.of(Type.LONG, Type.TIMESTAMP, Type.DATE, Type.TIME, Type.INTERVAL)) {
      overloads.add(
          type, type, LongExtreme.class, retractable -> new LongExtreme(retractable, greatest));
    }
    overloads.add(
        Type.FLOAT,
        Type.FLOAT,
        FloatExtreme.class,
        retractable -> new FloatExtreme(retractable, greatest));
    overloads.add(
        Type.DOUBLE,
        Type.DOUBLE,
        DoubleExtreme.class,
        retractable -> new DoubleExtreme(retractable, greatest));
    overloads.add(
        Type.DECIMAL,
        Type.DECIMAL,
        DecimalExtreme.class,
        retractable -> new DecimalExtreme(retractable, greatest));
    overloads.add(
        Type.STRING,
        Type.STRING,
        TextExtreme.class,
        retractable -> new TextExtreme(retractable, greatest));
    return overloads.describedAs(
        summary + " NaN is greater than any number; text is compared by Unicode code point.",
        greatest ? "2" : "1");
  }

  /** Collects the overloads of one aggregate and their signatures in step. */
  private static final class Overloads {
    private final String name;
    private final List<Signature> signatures = new ArrayList<>();
    private final List<AggregateFunction> functions = new ArrayList<>();

    Overloads(String name) {
      this.name = name;
    }

    void addWithoutArgument(
        Type returns, Class<? extends Aggregator> aggregatorType, AggregatorFactory factory) {
      add(List.of(), returns, aggregatorType, factory);
    }

    void add(
        Type parameter,
        Type returns,
        Class<? extends Aggregator> aggregatorType,
        AggregatorFactory factory) {
      add(List.of(parameter), returns, aggregatorType, factory);
    }

    private void add(
        List<Type> parameters,
        Type returns,
        Class<? extends Aggregator> aggregatorType,
        AggregatorFactory factory) {
      signatures.add(new Signature(parameters, false, returns));
      functions.add(
          new AggregateFunction(name, parameters, returns, aggregatorType, factory, true));
    }

    /** The aggregate, shown by a batch of three events of which one has no x. */
    Aggregate describedAs(String summary, String result) {
      Example example =
          Example.of(
              "from S#window.lengthBatch(3) select " + name + "(x) as r insert into Out",
              "send S [\"a\", 1, 0]",
              "send S [\"a\", 2, 0]",
              "send S [\"a\", null, 0]",
              "expect Out [" + result + "]");
      return new Aggregate(
          new AggregateDescriptor(
              name,
              List.of(),
              signatures,
              true,
              NullRule.SKIPPED,
              Availability.AVAILABLE,
              summary,
              List.of(example)),
          functions);
    }
  }
}
