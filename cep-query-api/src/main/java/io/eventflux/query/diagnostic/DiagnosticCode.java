package io.eventflux.query.diagnostic;

import java.util.Locale;
import java.util.Optional;

/**
 * Every kind of compile-time message. Each has two stable names: the printed code, {@code CEP2103},
 * and the symbol of the language reference, {@code UNKNOWN_ATTRIBUTE}. Numbers are never given
 * twice; wording may improve, codes stay. What each means for the user stands in {@link
 * Explanation}.
 */
public enum DiagnosticCode {
  // Text and syntax.
  /** The grammar does not accept this. */
  SYNTAX(1001, Severity.ERROR),
  /** A quote is not closed, or a line ends inside one. */
  UNTERMINATED_STRING(1002, Severity.ERROR),
  /** A number that is too large or not finished. */
  BAD_NUMBER(1003, Severity.ERROR),
  /** A time unit twice, or units from small to large, or a text that is no time. */
  BAD_TIME_LITERAL(1004, Severity.ERROR),
  /** {@code ${X}} without value and default. */
  UNRESOLVED_VARIABLE(1005, Severity.ERROR),
  /** A keyword where a name is wanted; it needs back-ticks. */
  RESERVED_WORD(1006, Severity.ERROR),
  /** A text beyond the limits of size, nesting or length. */
  TOO_COMPLEX(1007, Severity.ERROR),
  /** Valid, but not built yet. */
  NOT_SUPPORTED_YET(1008, Severity.ERROR),
  // Definitions.
  /** A name is defined twice. */
  DUPLICATE_DEFINITION(2001, Severity.ERROR),
  /** A column twice in a definition or a select list. */
  DUPLICATE_ATTRIBUTE(2002, Severity.ERROR),
  /** Nothing between the parentheses. */
  EMPTY_DEFINITION(2003, Severity.ERROR),
  /** No such type. */
  UNKNOWN_TYPE(2004, Severity.ERROR),
  /** A misplaced annotation, or missing or contradictory values in it. */
  BAD_ANNOTATION(2005, Severity.ERROR),
  /** No such source, sink, store, mapper or language. */
  UNKNOWN_EXTENSION(2006, Severity.ERROR),
  /** A required option is missing. */
  MISSING_OPTION(2007, Severity.ERROR),
  /** An option has a value it cannot have. */
  BAD_OPTION_VALUE(2008, Severity.ERROR),
  /** Options contradict each other. */
  BAD_OPTION_COMBINATION(2009, Severity.ERROR),
  /** A key on an unknown column, or two primary keys. */
  BAD_KEY(2010, Severity.ERROR),
  /** Not a cron text. */
  BAD_CRON(2011, Severity.ERROR),
  /** A retention below the lower limit. */
  BAD_RETENTION(2012, Severity.ERROR),
  /** Aggregation durations that make no range. */
  BAD_DURATION_RANGE(2013, Severity.ERROR),
  /** Something that cannot be aggregated incrementally. */
  BAD_AGGREGATION(2014, Severity.ERROR),
  /** Not a watermark, or two of them. */
  BAD_WATERMARK(2015, Severity.ERROR),
  /** Views that need each other. */
  CYCLIC_DEFINITION(2016, Severity.ERROR),
  // Names.
  /** No such source or target. */
  UNKNOWN_STREAM(2101, Severity.ERROR),
  /** A column that several sources have. */
  AMBIGUOUS_ATTRIBUTE(2102, Severity.ERROR),
  /** No such column. */
  UNKNOWN_ATTRIBUTE(2103, Severity.ERROR),
  /** No such pattern element. */
  UNKNOWN_REFERENCE(2104, Severity.ERROR),
  /** A pattern element's name twice. */
  DUPLICATE_REFERENCE(2105, Severity.ERROR),
  /** A filter names a later element. */
  FORWARD_REFERENCE(2106, Severity.ERROR),
  /** A column of an event that stayed away. */
  REFERENCE_TO_ABSENT(2107, Severity.ERROR),
  /** An index where there is one event only. */
  INDEX_NOT_ALLOWED(2108, Severity.ERROR),
  /** A list of events where one is needed. */
  LIST_IN_CONDITION(2109, Severity.ERROR),
  /** No such function. */
  UNKNOWN_FUNCTION(2110, Severity.ERROR),
  /** No such window. */
  UNKNOWN_WINDOW(2111, Severity.ERROR),
  /** A function outside its place. */
  FUNCTION_NOT_HERE(2112, Severity.ERROR),
  /** An inner stream outside its partition. */
  INNER_STREAM_OUTSIDE(2113, Severity.ERROR),
  /** A table is needed. */
  NOT_A_TABLE(2114, Severity.ERROR),
  /** A table as the only source of a continuous query. */
  TABLE_AS_STREAM(2115, Severity.ERROR),
  /** A stream in an on-demand query. */
  STREAM_ON_DEMAND(2116, Severity.ERROR),
  /** A window on a named window. */
  WINDOW_ON_WINDOW(2117, Severity.ERROR),
  /** Two windows on one source. */
  TWO_WINDOWS(2118, Severity.ERROR),
  /** A window inside a pattern. */
  WINDOW_IN_PATTERN(2119, Severity.ERROR),
  /** An expression or source that needs a name. */
  MISSING_ALIAS(2120, Severity.ERROR),
  // Types and arguments.
  /** A condition that is no condition. */
  NOT_BOOLEAN(2201, Severity.ERROR),
  /** Wrong number or types of arguments. */
  NO_OVERLOAD(2202, Severity.ERROR),
  /** A NULL without a type. */
  NULL_TYPE_UNKNOWN(2203, Severity.ERROR),
  /** No conversion between the types. */
  BAD_CAST(2204, Severity.ERROR),
  /** A constant argument that cannot work. */
  BAD_ARGUMENT(2205, Severity.ERROR),
  /** Too many or too few values. */
  WRONG_COLUMN_COUNT(2206, Severity.ERROR),
  /** A window parameter that is not constant. */
  WINDOW_PARAM_NOT_CONSTANT(2207, Severity.ERROR),
  /** A window parameter out of range. */
  BAD_WINDOW_PARAM(2208, Severity.ERROR),
  /** A limit that is negative or not constant. */
  BAD_LIMIT(2209, Severity.ERROR),
  /** An output rate that cannot be. */
  BAD_OUTPUT_RATE(2210, Severity.ERROR),
  /** Types that do not go together. */
  TYPE_MISMATCH(2217, Severity.ERROR),
  // Query structure.
  /** An aggregate where there are single events. */
  AGGREGATE_NOT_ALLOWED(2301, Severity.ERROR),
  /** An aggregate of an aggregate. */
  NESTED_AGGREGATE(2302, Severity.ERROR),
  /** An aggregate that cannot go back over a sliding window. */
  NOT_RETRACTABLE(2303, Severity.ERROR),
  /** A join that nothing triggers. */
  NO_TRIGGER_SIDE(2304, Severity.ERROR),
  /** A join that nothing triggers, by the user's words. */
  BOTH_UNIDIRECTIONAL(2305, Severity.ERROR),
  /** An aggregation is read without a granularity. */
  MISSING_PER(2306, Severity.ERROR),
  /** A granularity that is not kept. */
  UNKNOWN_GRANULARITY(2307, Severity.ERROR),
  /** A change of a table without a condition. */
  MISSING_CONDITION(2308, Severity.ERROR),
  /** An upsert without a key. */
  MISSING_KEY(2309, Severity.ERROR),
  /** A clause twice. */
  DUPLICATE_CLAUSE(2310, Severity.ERROR),
  /** Both {@code ->} and a comma. */
  MIXED_PATTERN_SEQUENCE(2311, Severity.ERROR),
  /** An {@code every} inside another. */
  NESTED_EVERY(2312, Severity.ERROR),
  /** A count that cannot be. */
  BAD_COUNT(2313, Severity.ERROR),
  /** Something that cannot stand beside AND or OR in a pattern. */
  BAD_LOGICAL_OPERAND(2314, Severity.ERROR),
  /** {@code not} without {@code for}. */
  ABSENT_NEEDS_TIME(2315, Severity.ERROR),
  /** A count on a group. */
  UNSUPPORTED_GROUP_COUNT(2316, Severity.ERROR),
  /** An {@code every} inside a sequence. */
  EVERY_NOT_AT_HEAD(2317, Severity.ERROR),
  /** A stream with two keys. */
  DUPLICATE_PARTITION_KEY(2318, Severity.ERROR),
  /** Only queries may stand in a partition. */
  NOT_ALLOWED_IN_PARTITION(2319, Severity.ERROR),
  /** A session window without grouping. */
  SESSION_NEEDS_GROUP(2320, Severity.ERROR),
  /** EMIT without a group window. */
  EMIT_NOT_ALLOWED(2321, Severity.ERROR),
  /** OVER with another order than time. */
  OVER_ORDER(2322, Severity.ERROR),
  /** OVER that looks ahead. */
  OVER_FOLLOWING(2323, Severity.ERROR),
  /** OVER beside grouping or a window. */
  OVER_MIXED(2324, Severity.ERROR),
  /** MATCH_RECOGNIZE with another order than time. */
  BAD_MATCH_ORDER(2325, Severity.ERROR),
  /** NEXT in a condition. */
  NEXT_IN_DEFINE(2326, Severity.ERROR),
  /** Two variables in one aggregate. */
  MIXED_VARIABLES(2327, Severity.ERROR),
  /** A variable that is not in the pattern. */
  UNKNOWN_VARIABLE(2328, Severity.ERROR),
  /** A set operation on a stream. */
  SET_OPERATION_ON_STREAM(2329, Severity.ERROR),
  /** SQL that has no meaning here. */
  UNSUPPORTED_SQL(2330, Severity.ERROR),
  // Warnings.
  /** Columns match by name in another order; they are taken by position. */
  COLUMNS_REORDERED(3001, Severity.WARNING),
  /** An annotation or option that nobody reads. */
  UNKNOWN_OPTION(3002, Severity.WARNING),
  /** A NOT that other dialects bind tighter. */
  NOT_PRECEDENCE(3003, Severity.WARNING),
  /** {@code x = NULL} is never true. */
  COMPARE_WITH_NULL(3004, Severity.WARNING),
  /** A window on the clock, on a stream with event time. */
  WINDOW_IGNORES_WATERMARK(3005, Severity.WARNING),
  /** An outer join that acts as an inner one. */
  OUTER_SIDE_NEVER_TRIGGERS(3006, Severity.WARNING),
  /** State that only grows. */
  UNBOUNDED_STATE(3007, Severity.WARNING),
  /** Runs that never end. */
  UNBOUNDED_EVERY(3008, Severity.WARNING),
  /** One more run for each silence. */
  ACCUMULATING_ABSENT(3009, Severity.WARNING),
  /** A pattern that cannot match. */
  NEVER_MATCHES(3010, Severity.WARNING),
  /** A query that cannot give rows. */
  NEVER_EMITS(3011, Severity.WARNING),
  /** A match whose end is never certain. */
  OPEN_ENDED_MATCH(3012, Severity.WARNING),
  /** A limit that counts per unit. */
  LIMIT_PER_UNIT(3013, Severity.WARNING),
  /** Sorting of single events. */
  ORDER_WITHOUT_BATCH(3014, Severity.WARNING),
  /** Defined and not used. */
  UNUSED_DEFINITION(3015, Severity.WARNING),
  /** A key of a stream that is not used. */
  UNUSED_PARTITION_KEY(3016, Severity.WARNING),
  /** A function that hides a built-in one. */
  HIDES_BUILTIN(3017, Severity.WARNING),
  /** A division that drops its fraction. */
  INTEGER_DIVISION(3018, Severity.WARNING),
  /** A comment that runs to the end of the text. */
  UNTERMINATED_COMMENT(3019, Severity.WARNING);

  private final int number;
  private final Severity severity;

  DiagnosticCode(int number, Severity severity) {
    this.number = number;
    this.severity = severity;
  }

  /**
   * The printed code.
   *
   * @return {@code CEP} and four digits
   */
  public String code() {
    return "CEP" + number;
  }

  /**
   * The severity, unless a diagnostic says otherwise.
   *
   * @return the usual severity
   */
  public Severity severity() {
    return severity;
  }

  /**
   * Finds a code by either of its names, in any case.
   *
   * @param name {@code CEP2103} or {@code UNKNOWN_ATTRIBUTE}
   * @return the code, empty if there is none of that name
   */
  public static Optional<DiagnosticCode> named(String name) {
    String wanted = name.toUpperCase(Locale.ROOT);
    for (DiagnosticCode code : values()) {
      if (code.name().equals(wanted) || code.code().equals(wanted)) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }
}
