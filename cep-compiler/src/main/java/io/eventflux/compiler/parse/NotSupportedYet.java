package io.eventflux.compiler.parse;

import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Emit;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.Diagnostics;
import io.eventflux.query.text.Span;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses what the tree can say and no later stage can do yet. One list in one place: when a
 * construct is built, its line here goes. What has no place in the tree yet is refused by the
 * builders.
 */
final class NotSupportedYet
    implements Statement.Visitor<Void>, Source.Visitor<Void>, PatternStep.Visitor<Void> {
  private static final Set<String> TABLE_FUNCTIONS = Set.of("hop", "cumulate", "session");
  private static final Set<String> GROUP_FUNCTIONS = Set.of("tumble", "hop", "cumulate", "session");

  private final Diagnostics diagnostics;

  private NotSupportedYet(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /**
   * Checks a statement.
   *
   * @param statement what was read
   * @param diagnostics takes an error for each construct that is not supported yet
   */
  static void check(Statement statement, Diagnostics diagnostics) {
    statement.accept(new NotSupportedYet(diagnostics));
  }

  /**
   * The error for a construct.
   *
   * @param span where it stands
   * @param construct what it is called, as the start of a sentence
   */
  static Diagnostic diagnostic(Span span, String construct) {
    return Diagnostic.of(
        DiagnosticCode.NOT_SUPPORTED_YET, span, construct + " is not supported yet");
  }

  private Void refuse(Span span, String construct) {
    diagnostics.add(diagnostic(span, construct));
    return null;
  }

  // ---- statements

  @Override
  public Void visitStream(Definition.Stream definition) {
    return null;
  }

  @Override
  public Void visitTable(Definition.Table definition) {
    return null;
  }

  @Override
  public Void visitWindow(Definition.Window definition) {
    return refuse(definition.name().span(), "A named window");
  }

  @Override
  public Void visitTrigger(Definition.Trigger definition) {
    return refuse(definition.name().span(), "A trigger");
  }

  @Override
  public Void visitQuery(Query query) {
    query.source().accept(this);
    for (Expression key : query.groupBy()) {
      boolean isWindow =
          key instanceof Expression.FunctionCall call
              && call.namespace() == null
              && GROUP_FUNCTIONS.contains(call.name().text().toLowerCase(Locale.ROOT));
      if (isWindow) {
        diagnostics.add(
            diagnostic(key.span(), "A window function in GROUP BY")
                .suggest("write FROM TABLE(TUMBLE(TABLE ..., DESCRIPTOR(...), ...))"));
      }
    }
    if (query.emit() != null && query.emit().mode() != Emit.Mode.ON_CLOSE) {
      refuse(query.emit().span(), "EMIT with anything but ON CLOSE");
    }
    if (query.outputRate() != null) {
      refuse(query.outputRate().span(), "An output rate");
    }
    return null;
  }

  @Override
  public Void visitInsertValues(Statement.InsertValues statement) {
    return null;
  }

  @Override
  public Void visitOmitted(Statement.Omitted statement) {
    return null;
  }

  // ---- sources

  @Override
  public Void visitStream(Source.Stream source) {
    return null;
  }

  @Override
  public Void visitWindowTable(Source.WindowTable source) {
    String name = source.function().text().toUpperCase(Locale.ROOT);
    if (TABLE_FUNCTIONS.contains(name.toLowerCase(Locale.ROOT))) {
      refuse(source.function().span(), "The table function " + name);
    }
    return null;
  }

  @Override
  public Void visitJoin(Source.Join source) {
    check(source.first());
    source.steps().forEach(step -> check(step.side()));
    if (source.steps().size() > 1) {
      refuse(source.steps().get(1).span(), "A join of three or more sources");
    }
    return null;
  }

  private void check(Source.JoinSide side) {
    side.source().accept(this);
    if (side.asOf() != null) {
      refuse(side.asOf().span(), "FOR SYSTEM_TIME AS OF");
    }
  }

  @Override
  public Void visitPattern(Source.Pattern source) {
    if (source.mode() == Source.PatternMode.SEQUENCE) {
      return refuse(source.span(), "A sequence");
    }
    source.root().accept(this);
    if (source.within() != null && source.within().events()) {
      refuse(source.within().span(), "WITHIN a count of events");
    }
    if (!source.partitionBy().isEmpty()) {
      refuse(source.partitionBy().get(0).span(), "PARTITION BY in a pattern");
    }
    return null;
  }

  // ---- patterns

  @Override
  public Void visitElement(PatternStep.Element step) {
    return step.count() == null ? null : refuse(step.count().span(), "A count of pattern events");
  }

  @Override
  public Void visitChain(PatternStep.Chain step) {
    step.steps().forEach(each -> each.accept(this));
    return null;
  }

  @Override
  public Void visitEvery(PatternStep.Every step) {
    return step.step().accept(this);
  }

  @Override
  public Void visitLogical(PatternStep.Logical step) {
    return refuse(step.span(), step.operator() + " in a pattern");
  }

  @Override
  public Void visitAbsent(PatternStep.Absent step) {
    return refuse(step.span(), "NOT in a pattern");
  }
}
