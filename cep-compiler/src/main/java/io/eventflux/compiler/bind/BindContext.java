package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.ConstantFolder;
import io.eventflux.compiler.logical.Expressions;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.Diagnostics;
import io.eventflux.query.text.SourceText;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** What all binders of one text share. One thread. */
final class BindContext {
  /** The position of a column that no row has. */
  private static final int OPAQUE_COLUMN = 9_999;

  private static final int TABLE_COLUMN_FIRST = 100_000;
  private static final int TABLE_COLUMN_COUNT_MAX = 4_096;

  private final Catalogs catalogs;
  private SourceText source;
  private final Expressions expressions = new Expressions();
  private final ConstantFolder folder = new ConstantFolder(expressions);
  private Diagnostics diagnostics = new Diagnostics();
  private boolean isPlayback;
  private String timeZone = "UTC";
  private int opaqueCount;
  private int tableTestCount;
  private Surroundings surroundings = Surroundings.STATEMENT;
  private @Nullable RowsBinder rows;
  private final Map<String, ScriptFunction> scriptFunctions = new HashMap<>();

  BindContext(Catalogs catalogs, SourceText source) {
    this.catalogs = catalogs;
    this.source = source;
  }

  Catalogs catalogs() {
    return catalogs;
  }

  SourceText source() {
    return source;
  }

  /** From here on another text is bound, which sees the names of the one before. */
  void read(SourceText other) {
    source = other;
    diagnostics = new Diagnostics();
  }

  Expressions expressions() {
    return expressions;
  }

  Diagnostics diagnostics() {
    return diagnostics;
  }

  /** Notes that the clock of the app follows the times of its events. */
  void usePlayback() {
    isPlayback = true;
  }

  /** Whether the clock of the app follows the times of its events; known before any query. */
  boolean isPlayback() {
    return isPlayback;
  }

  /** Notes the time zone of the app, an id that {@link java.time.ZoneId} reads. */
  void useTimeZone(String id) {
    timeZone = id;
  }

  /** The time zone of the app; known before any query. */
  String timeZone() {
    return timeZone;
  }

  /** What is around the piece that is being bound. */
  Surroundings surroundings() {
    return surroundings;
  }

  /** Binds something that has other surroundings. */
  <T extends @Nullable Object> T within(Surroundings other, Supplier<T> binding) {
    Surroundings around = surroundings;
    surroundings = other;
    try {
      return binding.get();
    } finally {
      surroundings = around;
    }
  }

  /** Takes the binder of sub-queries; once, before anything is bound. */
  void bindRowsWith(RowsBinder binder) {
    rows = binder;
  }

  /** The binder of sub-queries. */
  RowsBinder rows() {
    return Objects.requireNonNull(rows, "it is given before anything is bound");
  }

  /**
   * A function that the app defines itself.
   *
   * @param parameters names and types of its parameters, a type null after a report; null: it takes
   *     any number of any values
   * @param returns what it gives; null after a report
   */
  record ScriptFunction(@Nullable List<Column> parameters, @Nullable Type returns) {}

  /** Notes a function that the app defines itself. */
  void addScriptFunction(String name, ScriptFunction function) {
    scriptFunctions.put(name.toLowerCase(Locale.ROOT), function);
  }

  /** The function of the app that is called so; null if there is none. */
  @Nullable ScriptFunction scriptFunction(String name) {
    return scriptFunctions.get(name.toLowerCase(Locale.ROOT));
  }

  /**
   * A value of which nothing but the type is known, for what cannot be run yet. It never gets
   * further than the binder.
   */
  RexNode opaque(Type type) {
    opaqueCount++;
    return expressions.column(OPAQUE_COLUMN, type);
  }

  /**
   * The index of the first of the columns that a table has inside one test of it; those of other
   * tests and of rows have others. They leave with the test, see {@link Expressions#tableTest}.
   */
  int newTableColumns() {
    tableTestCount++;
    return TABLE_COLUMN_FIRST + tableTestCount * TABLE_COLUMN_COUNT_MAX;
  }

  /** How often {@link #opaque} was asked; when it was, what is being bound cannot be run. */
  int opaqueCount() {
    return opaqueCount;
  }

  /** Whether a value is one of {@link #opaque}. */
  static boolean isOpaque(int column) {
    return column == OPAQUE_COLUMN;
  }

  /** The expression with its constant parts computed. */
  RexNode fold(RexNode expression) {
    return expression.accept(folder);
  }

  /** What an expression is always; null if that is NULL, or depends on more than the text. */
  @Nullable Object constant(RexNode expression) {
    RexNode folded = fold(expression);
    return Expressions.isConstant(folded) ? Expressions.value(folded) : null;
  }

  /**
   * An expression that uses a value in several places, and computes it once.
   *
   * @param body the expression, from what stands for the value; its null is handed on
   */
  @Nullable RexNode once(RexNode value, Function<RexNode, @Nullable RexNode> body) {
    RexNode folded = fold(value);
    return expressions.once(Expressions.isConstant(folded) ? folded : value, body);
  }

  /** Reports a finished diagnostic; what it says of places in another text is left out. */
  void report(Diagnostic diagnostic) {
    diagnostics.add(
        diagnostic.labels().stream().anyMatch(label -> label.span().covers(Span.NONE))
            ? diagnostic.withoutLabels(label -> label.span().covers(Span.NONE))
            : diagnostic);
  }

  /** Reports a diagnostic that needs neither facts nor suggestion. */
  void report(DiagnosticCode code, Span span, String message) {
    diagnostics.add(Diagnostic.of(code, span, message));
  }

  /** Reports that the text means something that is not built. */
  void notSupported(Span span, String what) {
    report(DiagnosticCode.NOT_SUPPORTED_YET, span, what + " is not supported yet");
  }
}
