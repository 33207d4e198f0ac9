package io.eventflux.compiler.fuzz;

import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.compiler.fuzz.ExpressionTexts.Place;
import io.eventflux.compiler.fuzz.ExpressionTexts.Reference;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.WindowDescriptor;
import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A random app that is right: streams, a table, and queries on one another in both dialects. Equal
 * seeds give equal apps. Every name that a user would choose, and some constants, have {@link
 * #MARK} in them.
 *
 * @param text the app
 * @param inputs streams that are defined
 * @param outputs streams that queries insert into
 * @param leafCount how many places there are for a mistake
 * @param mistakeStart where the mistake begins; -1 if there is none
 * @param mistakeEnd the offset behind it
 */
record RandomApp(
    String text,
    List<String> inputs,
    List<String> outputs,
    int leafCount,
    int mistakeStart,
    int mistakeEnd) {
  /** In every place that a user controls, and nowhere else. */
  static final String MARK = "zq";

  private static final Catalogs CATALOGS = Catalogs.installed();
  private static final int DEPTH = 3;
  private static final Set<WindowDescriptor.Kind> CONSTANTS =
      EnumSet.of(
          WindowDescriptor.Kind.COUNT,
          WindowDescriptor.Kind.DURATION,
          WindowDescriptor.Kind.START,
          WindowDescriptor.Kind.FLAG);

  static RandomApp of(long seed) {
    return new Writer(seed, -1).app();
  }

  /** The app of a seed with one of its values replaced by something wrong; which one is random. */
  static RandomApp withMistake(long seed) {
    int leafCount = of(seed).leafCount;
    return new Writer(seed, new Random(~seed).nextInt(leafCount)).app();
  }

  private record Column(String name, Type type) {
    /** The name as it is written: anything but a plain word stands in back-ticks. */
    String written() {
      return quoted(name);
    }
  }

  private record Relation(String name, List<Column> columns, boolean hasWatermark) {
    List<Reference> references(String qualifier) {
      return columns.stream()
          .map(column -> new Reference(qualifier + column.written(), column.type))
          .toList();
    }
  }

  private static String quoted(String name) {
    return name.matches("[A-Za-z]\\w*") ? name : "`" + name.replace("`", "``") + "`";
  }

  private static final class Writer {
    private final Random random;
    private final ExpressionTexts expressions;
    private final StringBuilder text = new StringBuilder();
    private final List<Relation> streams = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private Relation table = new Relation("", List.of(), false);
    private Relation filled = table;

    Writer(long seed, int mistakeAt) {
      random = new Random(seed);
      expressions = new ExpressionTexts(random, CATALOGS.functions(), mistakeAt);
    }

    RandomApp app() {
      boolean hasWatermark = random.nextInt(4) == 0;
      if (!hasWatermark) {
        text.append("@app:playback\n");
      }
      for (int i = random.nextInt(2); i >= 0; i--) {
        define(hasWatermark && i == 0);
      }
      defineTable();
      filled = new Relation("zqFilled", columns(), false);
      text.append("create stream zqFilled (").append(list(filled.columns)).append(");\n");
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        query();
      }
      if (expressions.leafCount() == 0) {
        sql(one(streams));
      }
      String whole = text.toString();
      int start = whole.indexOf(ExpressionTexts.MISTAKE_START);
      int end = whole.indexOf(ExpressionTexts.MISTAKE_END) - 1;
      String clean =
          whole
              .replace(String.valueOf(ExpressionTexts.MISTAKE_START), "")
              .replace(String.valueOf(ExpressionTexts.MISTAKE_END), "");
      return new RandomApp(
          clean, inputs, outputs, expressions.leafCount(), start, Math.max(start, end));
    }

    private String word(String... choices) {
      return choices[random.nextInt(choices.length)];
    }

    private <T> T one(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    private String value(Type type, Place place) {
      return expressions.value(type, place, DEPTH);
    }

    // ---- definitions

    private List<Column> columns() {
      List<Column> columns = new ArrayList<>();
      for (int i = 2 + random.nextInt(6); i > 0; i--) {
        String name = random.nextInt(6) == 0 ? word("zq ", "group zq ", "zq\u00e9") : "zq";
        columns.add(new Column(name + columns.size(), expressions.type()));
      }
      return columns;
    }

    private static String list(List<Column> columns) {
      return columns.stream()
          .map(column -> column.written() + " " + column.type.sqlName())
          .collect(Collectors.joining(", "));
    }

    private void define(boolean hasWatermark) {
      List<Column> columns = columns();
      String name = random.nextInt(6) == 0 ? "zq in" + streams.size() : "zqS" + streams.size();
      String watermark = "";
      if (hasWatermark) {
        columns.add(new Column("ts", Type.TIMESTAMP));
        watermark = ", WATERMARK FOR ts AS ts - INTERVAL '5' SECOND";
      }
      text.append(word("define", "CREATE"))
          .append(" STREAM ")
          .append(quoted(name))
          .append(" (")
          .append(list(columns))
          .append(watermark)
          .append(");\n");
      streams.add(new Relation(name, columns, hasWatermark));
      inputs.add(name);
    }

    private void defineTable() {
      List<Column> columns = new ArrayList<>(columns());
      boolean hasKey = random.nextBoolean();
      columns.set(0, new Column("zqk", word("s", "i").equals("s") ? Type.STRING : Type.INT));
      table = new Relation("zqT", columns, false);
      text.append("CREATE TABLE zqT (")
          .append(list(columns))
          .append(hasKey ? ", PRIMARY KEY (zqk)" : "")
          .append(");\n");
      List<Relation> sources = streams.stream().filter(s -> !s.hasWatermark).toList();
      for (int i = random.nextInt(3); i > 0 && !sources.isEmpty(); i--) {
        Relation source = one(sources);
        Place place = Place.of(source.references(""));
        text.append("INSERT INTO zqT SELECT ")
            .append(
                columns.stream()
                    .map(column -> value(column.type, place) + " AS " + column.written())
                    .collect(Collectors.joining(", ")))
            .append(" FROM ")
            .append(quoted(source.name))
            .append(";\n");
      }
    }

    // ---- queries

    private void query() {
      Relation source = one(streams);
      int choice = random.nextInt(10);
      if (source.hasWatermark && choice < 5) {
        tumble(source);
      } else if (choice == 0) {
        tableJoin(source);
      } else if (choice == 1) {
        pattern(source, one(streams));
      } else if (choice == 8) {
        // Others may have been made from what is filled: a loop, which ends at a limit, but late.
        fill(streams.get(random.nextInt(inputs.size())));
      } else if (choice == 9) {
        all(source);
      } else if (choice < 5) {
        classic(source);
      } else {
        sql(source);
      }
    }

    /** Inserts into a stream that is defined, with values of types that widen, by name or place. */
    private void fill(Relation source) {
      Place place = Place.of(source.references(""));
      List<Column> columns = new ArrayList<>(filled.columns);
      Collections.shuffle(columns, random);
      boolean isByName = random.nextBoolean();
      List<Column> chosen =
          isByName ? columns.subList(0, 1 + random.nextInt(columns.size())) : filled.columns;
      String values =
          chosen.stream()
              .map(column -> value(narrower(column.type), place) + " as " + column.written())
              .collect(Collectors.joining(", "));
      String names =
          chosen.stream().map(Column::written).collect(Collectors.joining(", ", " (", ") "));
      String from = " from " + quoted(source.name);
      if (isByName) {
        text.append("INSERT INTO zqFilled").append(names);
        text.append("SELECT ").append(values).append(from).append(";\n");
      } else {
        text.append(from).append(" select ").append(values).append(" insert into zqFilled;\n");
      }
      if (!outputs.contains("zqFilled")) {
        outputs.add("zqFilled");
        streams.add(filled);
      }
    }

    /** A type of which values become the given one without being asked. */
    private Type narrower(Type type) {
      List<Type> fitting =
          ExpressionTexts.TYPES.stream().filter(from -> Conversions.widens(from, type)).toList();
      return random.nextBoolean() ? type : one(fitting);
    }

    /** Passes everything on; columns keep their names. */
    private void all(Relation source) {
      String target = target();
      String items = word("*", quoted(source.name) + ".*");
      String name = "@info(name = '" + target + " query')\n";
      if (random.nextBoolean()) {
        text.append(name).append("from ").append(quoted(source.name)).append(" select ");
        text.append(items).append(" insert into ").append(target).append(";\n");
      } else {
        text.append(name).append("INSERT INTO ").append(target).append(" SELECT ").append(items);
        text.append(" FROM ").append(quoted(source.name)).append(";\n");
      }
      streams.add(new Relation(target, source.columns, false));
    }

    private String target() {
      String name = "zqOut" + outputs.size();
      outputs.add(name);
      return name;
    }

    /** A select list over new columns, which become a stream that later queries can read. */
    private String select(String target, Place place) {
      List<Column> columns = new ArrayList<>();
      List<String> items = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        Column column = new Column("zqo" + columns.size(), expressions.type());
        columns.add(column);
        items.add(value(column.type, place) + word(" as ", " AS ") + column.written());
      }
      streams.add(new Relation(target, columns, false));
      return word("select ", "SELECT ") + String.join(",\n  ", items);
    }

    /** The names of the last select list. */
    private List<Reference> selected() {
      return streams.get(streams.size() - 1).references("").stream()
          .map(reference -> new Reference(reference.text(), reference.type(), true))
          .toList();
    }

    private String having(Place place) {
      if (random.nextInt(3) != 0) {
        return "";
      }
      Place behind = new Place(selected(), place.inAggregates(), place.isSliding());
      return "\nhaving " + expressions.value(Type.BOOL, behind, 2);
    }

    private String order() {
      String order = "";
      if (random.nextInt(4) == 0) {
        order += "\norder by " + one(selected()).text() + word("", " DESC", " ASC", " NULLS FIRST");
      }
      if (random.nextInt(4) == 0) {
        order += " LIMIT " + random.nextInt(4) + word("", " OFFSET 1");
      }
      return order;
    }

    private String groupBy(Place place) {
      if (random.nextBoolean()) {
        return "";
      }
      Place keys = Place.of(place.references());
      String first = one(place.references()).text();
      return "\ngroup by " + first + (random.nextBoolean() ? "" : ", " + simple(keys));
    }

    /** A value that is no number alone, which would mean a column of the select list. */
    private String simple(Place place) {
      return expressions.value(Type.STRING, place, 1);
    }

    private String kind() {
      return word("", "", "", "all events ", "expired events ", "current events ");
    }

    private void classic(Relation source) {
      String alias = random.nextInt(3) == 0 ? "zqa" : "";
      List<Reference> references = references(source, alias);
      String filter =
          random.nextBoolean() ? "[" + value(Type.BOOL, Place.of(source.references(""))) + "]" : "";
      WindowDescriptor window = random.nextBoolean() ? null : window();
      Place place = place(references, window);
      String target = target();
      StringBuilder query = new StringBuilder();
      query
          .append("from ")
          .append(quoted(source.name))
          .append(filter)
          .append(window == null ? "" : "#window." + call(window))
          .append(alias.isEmpty() ? "" : " as zqa")
          .append("\n")
          .append(select(target, place))
          .append(groupBy(place))
          .append(having(place))
          .append(order())
          .append("\ninsert ")
          .append(kind())
          .append("into ")
          .append(target)
          .append(";\n");
      text.append(query);
    }

    private void sql(Relation source) {
      String alias = random.nextInt(3) == 0 ? "zqa" : "";
      List<Reference> references = references(source, alias);
      WindowDescriptor window = random.nextBoolean() ? null : window();
      Place place = place(references, window);
      String target = target();
      text.append("INSERT INTO ")
          .append(target)
          .append("\n")
          .append(select(target, place))
          .append("\nFROM ")
          .append(quoted(source.name))
          .append(alias.isEmpty() ? "" : " AS zqa")
          .append(window == null ? "" : " WINDOW " + call(window))
          .append(random.nextBoolean() ? "" : "\nWHERE " + value(Type.BOOL, Place.of(references)))
          .append(groupBy(place))
          .append(having(place))
          .append(order())
          .append(";\n");
    }

    private List<Reference> references(Relation source, String alias) {
      List<Reference> references = new ArrayList<>(source.references(""));
      references.addAll(source.references((alias.isEmpty() ? quoted(source.name) : alias) + "."));
      references.add(new Reference("eventTimestamp()", Type.LONG));
      return references;
    }

    private Place place(List<Reference> references, @Nullable WindowDescriptor window) {
      return random.nextBoolean()
          ? Place.of(references)
          : new Place(references, references, window != null && window.sliding());
    }

    private WindowDescriptor window() {
      return one(
          CATALOGS.windows().descriptors().stream()
              .filter(window -> window.availability() == Availability.AVAILABLE)
              .filter(window -> window.signatures().stream().anyMatch(Writer::canBeWritten))
              .toList());
    }

    /** Windows over values of the row need fitting ones; they have tests of their own. */
    private static boolean canBeWritten(List<WindowDescriptor.Parameter> signature) {
      return signature.stream().allMatch(parameter -> CONSTANTS.contains(parameter.kind()));
    }

    private String call(WindowDescriptor window) {
      List<List<WindowDescriptor.Parameter>> signatures =
          window.signatures().stream().filter(Writer::canBeWritten).toList();
      return window.name()
          + one(signatures).stream()
              .map(parameter -> argument(parameter.kind()))
              .collect(Collectors.joining(", ", "(", ")"));
    }

    private String argument(WindowDescriptor.Kind kind) {
      return switch (kind) {
        case COUNT -> word("1", "2", "3", "5");
        case DURATION -> word("5 sec", "1 min", "1500", "INTERVAL '3' SECOND");
        case START -> word("0", "1 sec");
        case FLAG -> word("true", "false");
        case TEXT, NUMBER, ATTRIBUTE, VALUE -> throw new AssertionError("left out before");
      };
    }

    private void tableJoin(Relation source) {
      List<Reference> references = new ArrayList<>(source.references("zqs."));
      references.addAll(table.references("zqt."));
      Place inside = Place.of(references);
      String target = target();
      text.append("INSERT INTO ")
          .append(target)
          .append("\n")
          .append(select(target, random.nextBoolean() ? inside : place(references, null)))
          .append("\nFROM ")
          .append(quoted(source.name))
          .append(" AS zqs ")
          .append(word("JOIN", "LEFT JOIN", "INNER JOIN", "left outer join"))
          .append(" zqT AS zqt ON zqt.zqk = ")
          .append(value(table.columns.get(0).type, Place.of(source.references("zqs."))))
          .append(random.nextBoolean() ? "" : " AND " + value(Type.BOOL, inside))
          .append(random.nextBoolean() ? "" : "\nWHERE " + value(Type.BOOL, inside))
          .append(";\n");
    }

    private void pattern(Relation first, Relation second) {
      List<Reference> both = new ArrayList<>(first.references("zqe."));
      String firstFilter = filter(Place.of(first.references("")));
      List<Reference> seen = new ArrayList<>(both);
      seen.addAll(second.references("zqf."));
      String secondFilter = filter(Place.of(seen));
      String chain =
          word("every ", "EVERY ", "")
              + "zqe="
              + quoted(first.name)
              + firstFilter
              + " -> zqf="
              + quoted(second.name)
              + secondFilter
              + word("", " within 5 sec", " WITHIN 1 MINUTE");
      Place place = Place.of(seen);
      String target = target();
      if (random.nextBoolean()) {
        text.append("from ")
            .append(chain)
            .append("\n")
            .append(select(target, place))
            .append("\ninsert into ")
            .append(target)
            .append(";\n");
      } else {
        text.append("INSERT INTO ")
            .append(target)
            .append("\n")
            .append(select(target, place))
            .append("\nFROM PATTERN (")
            .append(chain)
            .append(");\n");
      }
    }

    private String filter(Place place) {
      return random.nextInt(3) == 0 ? "" : "[" + expressions.value(Type.BOOL, place, 2) + "]";
    }

    private void tumble(Relation source) {
      List<Reference> references = source.references("");
      String key = one(references).text();
      Type keyType = references.stream().filter(r -> r.text().equals(key)).findFirst().get().type();
      List<Reference> keys =
          List.of(
              new Reference(key, keyType),
              new Reference("window_start", Type.TIMESTAMP),
              new Reference("window_end", Type.TIMESTAMP));
      Place place = new Place(keys, references, false);
      String target = target();
      text.append("INSERT INTO ")
          .append(target)
          .append("\n")
          .append(select(target, place))
          .append("\nFROM TABLE(TUMBLE(TABLE ")
          .append(quoted(source.name))
          .append(", DESCRIPTOR(ts), INTERVAL '10' SECOND))")
          .append(
              random.nextBoolean()
                  ? ""
                  : "\nWHERE " + expressions.value(Type.BOOL, Place.of(references), 2))
          .append("\nGROUP BY ")
          .append(key)
          .append(", window_start, window_end;\n");
    }
  }
}
