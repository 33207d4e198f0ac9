package io.eventflux.core.function.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.ValueOrder;
import io.eventflux.core.function.AggregateFunction;
import io.eventflux.core.function.Aggregator;
import io.eventflux.core.function.FunctionProvider;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.query.type.Type;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every overload against recomputation over the list of what is in, with random entries, exits (in
 * order of arrival, later also out of turn), clearing, moving and restoring.
 */
class CoreAggregatesTest {
  private static final long SEED = 8_07L;

  @Test
  void shouldAgreeWithRecomputationForEveryOverload() {
    for (FunctionProvider.Aggregate aggregate : new CoreAggregates().aggregates()) {
      for (AggregateFunction function : aggregate.overloads()) {
        check(function, true);
        check(function, false);
      }
    }
  }

  @Test
  void shouldOfferOneMethodPerVerbInEveryAggregator() {
    for (FunctionProvider.Aggregate aggregate : new CoreAggregates().aggregates()) {
      assertEquals(aggregate.descriptor().signatures().size(), aggregate.overloads().size());
      for (AggregateFunction function : aggregate.overloads()) {
        for (String verb : List.of("accumulate", "retract", "isNull", "result")) {
          long count =
              List.of(function.aggregatorType().getMethods()).stream()
                  .filter(method -> method.getName().equals(verb))
                  .count();
          assertEquals(1, count, function.aggregatorType() + " " + verb);
        }
      }
    }
  }

  private static void check(AggregateFunction function, boolean retractable) {
    Random random = new Random(SEED);
    Aggregator aggregator = function.factory().create(retractable);
    aggregator.ensureSlots(3);
    List<Object> in = new ArrayList<>();
    int slot = 0;
    for (int i = 0; i < 600; i++) {
      int dice = random.nextInt(100);
      if (dice < 2) {
        aggregator.clearAll(3);
        in.clear();
      } else if (dice < 5) {
        aggregator.move(slot, 2 - slot);
        assertTrue(aggregator.isEmpty(slot), "what has been moved is empty");
        assertEquals(expected(function, List.of()), result(function, aggregator, slot));
        slot = 2 - slot;
      } else if (retractable && !in.isEmpty() && dice < 45) {
        int index = i > 200 && dice % 3 == 0 ? random.nextInt(in.size()) : 0;
        call(function, aggregator, "retract", slot, in.remove(index));
      } else {
        Object value = value(function, random);
        in.add(value);
        call(function, aggregator, "accumulate", slot, value);
      }
      if (i % 97 == 0) {
        aggregator = restored(function, aggregator, retractable);
      }
      String place = function.name() + function.parameters() + " step " + i;
      assertEquals(expected(function, in), result(function, aggregator, slot), place);
      assertEquals(in.isEmpty(), aggregator.isEmpty(slot), place);
    }
  }

  private static Aggregator restored(
      AggregateFunction function, Aggregator aggregator, boolean retractable) {
    StateWriter writer = new StateWriter();
    aggregator.snapshot(writer, 3);
    Aggregator copy = function.factory().create(retractable);
    StateReader reader = new StateReader(writer.toByteArray());
    copy.restore(reader, 3);
    assertEquals(0, reader.remaining());
    return copy;
  }

  private static Object value(AggregateFunction function, Random random) {
    if (function.parameters().isEmpty()) {
      return "row";
    }
    Type type = function.parameters().get(0);
    if (type == Type.BOOL) {
      return random.nextBoolean();
    }
    if (type == Type.INT) {
      return random.nextInt(50) - 25;
    }
    if (type == Type.FLOAT) {
      return random.nextInt(20) == 0 ? Float.NaN : (float) random.nextGaussian();
    }
    if (type == Type.DOUBLE) {
      return random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian() * 1e3;
    }
    if (type == Type.STRING) {
      return "s" + random.nextInt(20);
    }
    if (type instanceof Type.Decimal) {
      return BigDecimal.valueOf(random.nextInt(100_000) - 50_000, 10);
    }
    return random.nextInt(10) == 0 ? random.nextLong() : (long) random.nextInt(40);
  }

  private static @Nullable Object expected(AggregateFunction function, List<Object> in) {
    if (in.isEmpty()) {
      return function.name().equals("count") ? 0L : null;
    }
    return switch (function.name()) {
      case "count" -> (long) in.size();
      case "min" -> Collections.min(in, CoreAggregatesTest::compare);
      case "max" -> Collections.max(in, CoreAggregatesTest::compare);
      case "sum", "avg" -> sumOrMean(function, in);
      default -> throw new AssertionError("say here what '" + function.name() + "' gives");
    };
  }

  private static Object sumOrMean(AggregateFunction function, List<Object> in) {
    boolean mean = function.name().equals("avg");
    Object first = in.get(0);
    if (first instanceof BigDecimal) {
      BigDecimal sum = in.stream().map(BigDecimal.class::cast).reduce(BigDecimal::add).get();
      return mean ? sum.divide(BigDecimal.valueOf(in.size()), 10, RoundingMode.HALF_UP) : sum;
    }
    if (first instanceof Float || first instanceof Double) {
      if (in.stream().anyMatch(value -> Double.isNaN(((Number) value).doubleValue()))) {
        return Double.NaN;
      }
      BigDecimal sum = BigDecimal.ZERO;
      for (Object value : in) {
        sum = sum.add(new BigDecimal(((Number) value).doubleValue()));
      }
      return Double.parseDouble(sum.toString()) / (mean ? in.size() : 1);
    }
    BigInteger sum = BigInteger.ZERO;
    for (Object value : in) {
      sum = sum.add(BigInteger.valueOf(((Number) value).longValue()));
    }
    return mean ? (Object) (sum.doubleValue() / in.size()) : (Object) sum.longValue();
  }

  private static int compare(Object left, Object right) {
    if (left instanceof Integer number) {
      return number.compareTo((Integer) right);
    }
    if (left instanceof Long number) {
      return number.compareTo((Long) right);
    }
    if (left instanceof Float || left instanceof Double) {
      return Double.compare(((Number) left).doubleValue(), ((Number) right).doubleValue());
    }
    return left instanceof BigDecimal decimal
        ? decimal.compareTo((BigDecimal) right)
        : ValueOrder.compareText((String) left, (String) right);
  }

  private static void call(
      AggregateFunction function, Aggregator aggregator, String verb, int slot, Object value) {
    if (function.parameters().isEmpty()) {
      invoke(aggregator, verb, slot);
    } else {
      invoke(aggregator, verb, slot, value);
    }
  }

  private static @Nullable Object result(
      AggregateFunction function, Aggregator aggregator, int slot) {
    assertEquals(function.aggregatorType(), aggregator.getClass());
    return Boolean.TRUE.equals(invoke(aggregator, "isNull", slot))
        ? null
        : invoke(aggregator, "result", slot);
  }

  private static @Nullable Object invoke(Aggregator aggregator, String name, Object... arguments) {
    for (Method method : aggregator.getClass().getMethods()) {
      if (method.getName().equals(name)) {
        try {
          return method.invoke(aggregator, arguments);
        } catch (ReflectiveOperationException e) {
          throw new LinkageError(name, e);
        }
      }
    }
    throw new AssertionError("no method " + name);
  }
}
