package io.eventflux.query.print;

import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.StreamName;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes identifiers, with back-ticks where a reader could take them for something else. */
final class Names {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern DOTTED =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*([.:-][A-Za-z_][A-Za-z0-9_]*)*");

  /** Words that are keywords inside an expression (language 1.1). */
  private static final Set<String> RESERVED =
      Set.of(
          ("SELECT FROM WHERE GROUP HAVING ORDER LIMIT OFFSET OUTPUT INSERT UPDATE DELETE UPSERT UNION ON"
                  + " JOIN AS AND OR NOT IN IS NULL TRUE FALSE CASE WHEN THEN ELSE END BETWEEN LIKE EXISTS"
                  + " WITHIN PER EMIT RETURN SET")
              .split(" "));

  /** Words that are names in most places and start something else in some. */
  private static final Set<String> RISKY =
      Set.of(
          ("ALL ARRAY ASC BY CAST CROSS CUBE CURRENT DATE DESC DESCRIPTOR DISTINCT DOUBLE EVERY EXCEPT"
                  + " EXPIRED FETCH FINAL FOR FULL GROUPING IF INDEX INNER INTERSECT INTERVAL INTO LAST LATERAL LEFT"
                  + " MAP MATCH_RECOGNIZE NULLS PARTITION PATTERN PERMUTE PRIMARY REPLACE RIGHT ROLLUP ROW RUNNING"
                  + " SEQUENCE STRUCT TABLE TIME TIMESTAMP TO TRY_CAST UNIDIRECTIONAL UNNEST USING VALUES"
                  + " WATERMARK WINDOW WITH")
              .split(" "));

  /** Reserved words that are function names in front of a parenthesis all the same. */
  private static final Set<String> FUNCTIONS = Set.of("AND", "OR", "LIKE", "SET");

  /** Words that start something else in front of a parenthesis. */
  private static final Set<String> NO_FUNCTIONS =
      Set.of("CUBE", "DESCRIPTOR", "ROLLUP", "ROW", "VALUES");

  private Names() {}

  static String name(Name name) {
    return name(name.text());
  }

  static String name(String text) {
    String word = text.toUpperCase(Locale.ROOT);
    boolean isSafe =
        PLAIN.matcher(text).matches() && !RESERVED.contains(word) && !RISKY.contains(word);
    return isSafe ? text : quoted(text);
  }

  static String stream(StreamName name) {
    return name.kind().prefix() + name(name.name());
  }

  /**
   * The name of a function, window or annotation: in front of a parenthesis little is ambiguous.
   */
  static String function(Name name) {
    String word = name.text().toUpperCase(Locale.ROOT);
    boolean isSafe =
        PLAIN.matcher(name.text()).matches()
            && (!RESERVED.contains(word) || FUNCTIONS.contains(word))
            && !NO_FUNCTIONS.contains(word);
    return isSafe ? name.text() : quoted(name.text());
  }

  /** The name of an annotation; its parts may be any words. */
  static String annotation(Name name) {
    return DOTTED.matcher(name.text()).matches() && name.text().indexOf('-') < 0
        ? name.text()
        : quoted(name.text());
  }

  /** The key of an option, in quotes unless its parts are words. */
  static String key(Name name) {
    return DOTTED.matcher(name.text()).matches()
        ? name.text()
        : "'" + name.text().replace("'", "''") + "'";
  }

  static String quoted(String text) {
    return "`" + text.replace("`", "``") + "`";
  }
}
