package io.eventflux.query.type;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The words that stand for types in a program, in both dialects and any case. */
public final class TypeWords {
  private static final Map<String, Type> SCALARS = scalars();

  private TypeWords() {}

  /**
   * The type of a word with its numbers: {@code BIGINT}, {@code varchar(20)}, {@code DECIMAL(10,
   * 2)}. The length of a text and the precision of a timestamp are accepted and mean nothing.
   *
   * @param word the word as written
   * @param parameters the numbers in parentheses, empty if there are none
   * @return the type, empty if the word stands for none or cannot have such numbers
   */
  public static Optional<Type> type(String word, List<Integer> parameters) {
    String folded = word.toUpperCase(Locale.ROOT);
    if (folded.equals("DECIMAL") || folded.equals("NUMERIC") || folded.equals("DEC")) {
      return decimal(parameters);
    }
    Type type = SCALARS.get(folded);
    if (type == null) {
      return Optional.empty();
    }
    boolean takesNumber =
        folded.endsWith("CHAR")
            || folded.startsWith("TIMESTAMP")
            || folded.equals("VARBINARY")
            || folded.equals("BINARY");
    return parameters.size() <= (takesNumber ? 1 : 0) ? Optional.of(type) : Optional.empty();
  }

  /**
   * All words, for suggestions.
   *
   * @return lower-case words in alphabetical order
   */
  public static List<String> words() {
    return Stream.concat(SCALARS.keySet().stream(), Stream.of("DECIMAL", "NUMERIC", "DEC"))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }

  private static Optional<Type> decimal(List<Integer> parameters) {
    if (parameters.isEmpty()) {
      return Optional.of(Type.DECIMAL);
    }
    int precision = parameters.get(0);
    int scale = parameters.size() > 1 ? parameters.get(1) : 0;
    boolean fits =
        parameters.size() <= 2
            && precision >= 1
            && precision <= Type.Decimal.PRECISION_MAX
            && scale >= 0
            && scale <= precision;
    return fits ? Optional.of(new Type.Decimal(precision, scale)) : Optional.empty();
  }

  private static Map<String, Type> scalars() {
    Map<String, Type> words = new TreeMap<>();
    put(words, Type.BOOL, "BOOL", "BOOLEAN");
    put(words, Type.INT, "INT", "INTEGER", "SMALLINT", "TINYINT", "INT2", "INT4");
    put(words, Type.LONG, "LONG", "BIGINT", "INT8");
    put(words, Type.FLOAT, "FLOAT", "REAL", "FLOAT4");
    put(words, Type.DOUBLE, "DOUBLE", "FLOAT8");
    put(words, Type.STRING, "STRING", "VARCHAR", "CHAR", "TEXT");
    put(words, Type.TIMESTAMP, "TIMESTAMP", "DATETIME", "TIMESTAMP_LTZ");
    put(words, Type.DATE, "DATE");
    put(words, Type.TIME, "TIME");
    put(words, Type.INTERVAL, "INTERVAL");
    put(words, Type.BINARY, "BINARY", "VARBINARY", "BYTES", "BLOB");
    put(words, Type.OBJECT, "OBJECT", "ANY");
    put(words, Type.JSON, "JSON");
    return words;
  }

  private static void put(Map<String, Type> words, Type type, String... names) {
    for (String name : names) {
      words.put(name, type);
    }
  }
}
