package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser.InsertValuesContext;
import io.eventflux.grammar.EventFluxQLParser.RowContext;
import io.eventflux.grammar.EventFluxQLParser.StatementContext;
import io.eventflux.grammar.EventFluxQLParser.StatementUnitContext;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Builds statements. One object per text, because limits count over the whole text. */
final class StatementBuilder {
  private final Places places;
  private final ExpressionBuilder expressions;
  private final SourceBuilder sources;
  private final QueryBuilder queries;
  private final DefinitionBuilder definitions;

  StatementBuilder(Places places) {
    this.places = places;
    LiteralReader literals = new LiteralReader(places);
    TypeBuilder types = new TypeBuilder(places, literals);
    this.expressions = new ExpressionBuilder(places, literals, types);
    this.sources = new SourceBuilder(places, literals, expressions);
    this.queries = new QueryBuilder(places, literals, expressions, sources);
    this.definitions = new DefinitionBuilder(places, literals, types, expressions, sources);
  }

  /**
   * Builds a statement.
   *
   * @param tree the parse tree without errors
   * @param appAnnotations takes the {@code @app} annotations in front of the statement
   * @return the statement, null if there is none
   * @throws StatementRefused if the statement is wrong or not supported yet
   */
  @Nullable Statement statement(StatementUnitContext tree, List<Annotation> appAnnotations) {
    List<Annotation> own = new ArrayList<>();
    for (Annotation annotation : definitions.annotations(tree.annotation())) {
      (isApp(annotation) ? appAnnotations : own).add(annotation);
    }
    if (tree.statement() == null) {
      if (!own.isEmpty()) {
        throw new StatementRefused(
            DiagnosticCode.BAD_ANNOTATION,
            own.get(0).span(),
            "@" + own.get(0).name() + " stands before nothing; expected: a statement behind it");
      }
      return null;
    }
    return statement(own, tree.statement());
  }

  private static boolean isApp(Annotation annotation) {
    String name = annotation.name().text().toLowerCase(Locale.ROOT);
    return name.equals("app") || name.startsWith("app:") || name.startsWith("app.");
  }

  private Statement statement(List<Annotation> annotations, StatementContext tree) {
    Span own = places.span(tree);
    Span span = annotations.isEmpty() ? own : annotations.get(0).span().to(own);
    if (tree.definition() != null) {
      return definitions.definition(annotations, tree.definition(), span);
    }
    if (tree.EXPLAIN() != null) {
      throw StatementRefused.notSupportedYet(places.span(tree.EXPLAIN()), "EXPLAIN");
    }
    if (tree.DROP() != null) {
      throw StatementRefused.notSupportedYet(places.span(tree.DROP()), "DROP");
    }
    if (tree.query() != null) {
      return queries.query(annotations, tree.query(), span);
    }
    if (tree.partition() != null) {
      throw StatementRefused.notSupportedYet(
          places.span(tree.partition().PARTITION()), "A partition");
    }
    if (tree.tableStatement() != null) {
      String word = tree.getStart().getText().toUpperCase(Locale.ROOT);
      throw StatementRefused.notSupportedYet(places.span(tree.getStart()), word);
    }
    if (!annotations.isEmpty()) {
      throw new StatementRefused(
          Diagnostic.of(
              DiagnosticCode.BAD_ANNOTATION,
              annotations.get(0).span(),
              "INSERT .. VALUES takes no annotations"));
    }
    return values(tree.insertValues(), span);
  }

  private Statement values(InsertValuesContext tree, Span span) {
    if (tree.onConflict() != null) {
      throw StatementRefused.notSupportedYet(places.span(tree.onConflict()), "ON CONFLICT");
    }
    StreamName target = sources.streamName(tree.targetName());
    if (target.kind() != StreamName.Kind.PLAIN) {
      throw new StatementRefused(
          DiagnosticCode.SYNTAX,
          target.span(),
          "VALUES cannot be inserted into '" + target + "'; expected: a table or stream name");
    }
    List<Name> columns =
        tree.nameList() == null ? List.of() : places.names(tree.nameList().anyName());
    List<Statement.Row> rows = new ArrayList<>();
    for (RowContext row : tree.row()) {
      rows.add(new Statement.Row(expressions.row(row), places.span(row)));
    }
    return new Statement.InsertValues(new Name(target.name(), target.span()), columns, rows, span);
  }
}
