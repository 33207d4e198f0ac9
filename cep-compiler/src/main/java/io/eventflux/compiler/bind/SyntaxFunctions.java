package io.eventflux.compiler.bind;

import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.FunctionDescriptor;
import io.eventflux.query.catalog.FunctionDescriptor.Example;
import io.eventflux.query.catalog.FunctionDescriptor.Signature;
import io.eventflux.query.catalog.NullRule;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions that are another way to write an expression (language 8.1): {@link FunctionBinder}
 * knows them itself. Where a signature says OBJECT, any type can stand, and the result has the
 * common type of the arguments. Immutable; any thread.
 */
final class SyntaxFunctions {
  private static final String THEME = "Choice, conversion and parts";
  private static final List<FunctionDescriptor> ALL = all();

  private SyntaxFunctions() {}

  static List<FunctionDescriptor> descriptors() {
    return ALL;
  }

  /** Whether one of them has this name, in any case. */
  static boolean contains(String name) {
    return FunctionCatalog.named(ALL, name) != null;
  }

  private static List<FunctionDescriptor> all() {
    List<FunctionDescriptor> all = new ArrayList<>();
    Signature ofText = new Signature(List.of(Type.OBJECT, Type.STRING), false, Type.OBJECT);
    all.add(
        function(
            "cast",
            List.of("convert"),
            ofText,
            NullRule.PROPAGATED,
            "The value as another type, whose name is a constant text. CAST(x AS type) is the same.",
            "cast(7, 'string')",
            "'7'",
            "convert('12', 'int')",
            "12"));
    all.add(
        function(
            "coalesce",
            List.of("str:coalesce"),
            new Signature(List.of(Type.OBJECT), true, Type.OBJECT),
            NullRule.SKIPPED,
            "The first argument that is not NULL; NULL if all are.",
            "coalesce(CAST(NULL AS INT), 2, 3)",
            "2"));
    all.add(
        function(
            "default",
            List.of("ifNull", "nvl"),
            new Signature(List.of(Type.OBJECT, Type.OBJECT), false, Type.OBJECT),
            NullRule.VALUE,
            "The second argument where the first is NULL.",
            "nvl(CAST(NULL AS INT), 2)",
            "2"));
    all.add(
        function(
            "nullIf",
            List.of(),
            new Signature(List.of(Type.OBJECT, Type.OBJECT), false, Type.OBJECT),
            NullRule.VALUE,
            "NULL where both are equal, else the first argument.",
            "nullIf(2, 2)",
            "NULL",
            "nullIf(2, 3)",
            "2"));
    all.add(
        function(
            "ifThenElse",
            List.of("if", "iif"),
            new Signature(List.of(Type.BOOL, Type.OBJECT, Type.OBJECT), false, Type.OBJECT),
            NullRule.VALUE,
            "The second argument where the condition is true, else the third, also where it is"
                + " NULL. Only the chosen one is evaluated.",
            "ifThenElse(1 < 2, 'yes', 'no')",
            "'yes'"));
    all.add(
        function(
            "isNull",
            List.of("is_null"),
            new Signature(List.of(Type.OBJECT), false, Type.BOOL),
            NullRule.VALUE,
            "Whether the argument is NULL.",
            "isNull(nullIf(1, 1))",
            "true"));
    all.add(
        function(
            "struct",
            List.of(),
            new Signature(List.of(Type.OBJECT), true, Type.OBJECT),
            NullRule.VALUE,
            "A ROW of the arguments, whose names are the names of its fields; without names they are"
                + " field_0, field_1 and so on. ROW(...) makes one without names.",
            "struct(x => 1, y => 'a').y",
            "'a'"));
    Type anyArray = new Type.Array(Type.OBJECT);
    Type anyMap = new Type.Map(Type.OBJECT, Type.OBJECT);
    all.add(
        new FunctionDescriptor(
            "cardinality",
            THEME,
            List.of(),
            List.of(
                new Signature(List.of(anyArray), false, Type.INT),
                new Signature(List.of(anyMap), false, Type.INT)),
            true,
            NullRule.PROPAGATED,
            Availability.AVAILABLE,
            "The count of elements or entries.",
            List.of(
                new Example("cardinality(ARRAY[5, 6])", "2"),
                new Example("cardinality(MAP['a', 1])", "1"))));
    all.add(
        function(
            "array_length",
            List.of(),
            new Signature(List.of(anyArray), false, Type.INT),
            NullRule.PROPAGATED,
            "The count of elements.",
            "array_length(ARRAY[5, 6])",
            "2"));
    all.add(
        function(
            "element",
            List.of(),
            new Signature(List.of(anyArray), false, Type.OBJECT),
            NullRule.PROPAGATED,
            "The only element; NULL if there is none, or more than one. It has the type of the elements.",
            "element(ARRAY[5])",
            "5",
            "element(ARRAY[5, 6])",
            "NULL"));
    all.add(
        function(
            "array_contains",
            List.of(),
            new Signature(List.of(anyArray, Type.OBJECT), false, Type.BOOL),
            NullRule.PROPAGATED,
            "Whether an element is equal to the value, which has the type of the elements. Numbers"
                + " of any types are compared.",
            "array_contains(ARRAY[5, 6], 6)",
            "true"));
    all.add(
        function(
            "map_keys",
            List.of(),
            new Signature(List.of(anyMap), false, anyArray),
            NullRule.PROPAGATED,
            "The ARRAY of the keys, in the order of the entries.",
            "map_keys(MAP['a', 1, 'b', 2])",
            "ARRAY['a', 'b']"));
    all.add(
        function(
            "map_values",
            List.of(),
            new Signature(List.of(anyMap), false, anyArray),
            NullRule.PROPAGATED,
            "The ARRAY of the values, in the order of the entries.",
            "map_values(MAP['a', 1, 'b', 2])",
            "ARRAY[1, 2]"));
    all.add(
        function(
            "json_array",
            List.of(),
            new Signature(List.of(Type.OBJECT), true, Type.JSON),
            NullRule.VALUE,
            "The JSON array of the arguments: times are texts, NULL is null.",
            "json_array(1, 'a', DATE '2025-03-01')",
            "CAST('[1,\"a\",\"2025-03-01\"]' AS JSON)"));
    all.add(
        function(
            "json_object",
            List.of(),
            new Signature(List.of(Type.STRING, Type.OBJECT), true, Type.JSON),
            NullRule.VALUE,
            "The JSON object of keys and values in turn. JSON_OBJECT(KEY k VALUE v, ...) is the same.",
            "json_object('a', 1)",
            "CAST('{\"a\":1}' AS JSON)"));
    all.add(
        new FunctionDescriptor(
            "eventTimestamp",
            "Times",
            List.of(),
            List.of(
                new Signature(List.of(), false, Type.LONG),
                new Signature(List.of(Type.OBJECT), false, Type.LONG)),
            false,
            NullRule.VALUE,
            Availability.AVAILABLE,
            "The timestamp of the event, in milliseconds since 1970; with an argument that of an"
                + " element of a pattern, as eventTimestamp(e1).",
            List.of()));
    all.add(
        new FunctionDescriptor(
            "current_watermark",
            "Times",
            List.of(),
            List.of(
                new Signature(List.of(Type.TIMESTAMP), false, Type.TIMESTAMP),
                new Signature(List.of(Type.LONG), false, Type.LONG)),
            false,
            NullRule.VALUE,
            Availability.AVAILABLE,
            "How far the event time of the stream is known when the event arrives: events with an"
                + " earlier time are behind. The argument is the time column of the stream. NULL"
                + " before the first watermark, and for streams without one.",
            List.of()));
    all.add(
        new FunctionDescriptor(
            "extract",
            "Times",
            List.of(),
            List.of(new Signature(List.of(Type.STRING, Type.TIMESTAMP), false, Type.INT)),
            true,
            NullRule.PROPAGATED,
            Availability.AVAILABLE,
            "A part of a time: EXTRACT(YEAR FROM ts) is the same as year(ts). The part must be"
                + " constant; with EPOCH the result is BIGINT.",
            List.of(new Example("EXTRACT(DOY FROM DATE '2025-03-01')", "60"))));
    for (String type : List.of("Boolean", "Double", "Float", "Integer", "Long", "String")) {
      boolean isText = type.equals("String");
      all.add(
          function(
              "instanceOf" + type,
              List.of(),
              new Signature(List.of(Type.OBJECT), false, Type.BOOL),
              NullRule.VALUE,
              "Whether the argument has this type and is not NULL.",
              "instanceOf" + type + "('a')",
              Boolean.toString(isText)));
    }
    return List.copyOf(all);
  }

  private static FunctionDescriptor function(
      String name,
      List<String> aliases,
      Signature signature,
      NullRule nullRule,
      String summary,
      String... examples) {
    List<Example> shown = new ArrayList<>();
    for (int i = 0; i < examples.length; i += 2) {
      shown.add(new Example(examples[i], examples[i + 1]));
    }
    return new FunctionDescriptor(
        name,
        THEME,
        aliases,
        List.of(signature),
        true,
        nullRule,
        Availability.AVAILABLE,
        summary,
        shown);
  }
}
