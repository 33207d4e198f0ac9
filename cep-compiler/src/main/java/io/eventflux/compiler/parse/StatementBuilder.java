package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser.DropContext;
import io.eventflux.grammar.EventFluxQLParser.ExplainContext;
import io.eventflux.grammar.EventFluxQLParser.OnDemandQueryContext;
import io.eventflux.grammar.EventFluxQLParser.PartitionContext;
import io.eventflux.grammar.EventFluxQLParser.PartitionKeyContext;
import io.eventflux.grammar.EventFluxQLParser.PartitionStatementContext;
import io.eventflux.grammar.EventFluxQLParser.QueryContext;
import io.eventflux.grammar.EventFluxQLParser.SelectQueryContext;
import io.eventflux.grammar.EventFluxQLParser.StatementContext;
import io.eventflux.grammar.EventFluxQLParser.StatementUnitContext;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.OnDemandQuery;
import io.eventflux.query.ast.PartitionKey;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.Select;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.jspecify.annotations.Nullable;

/** Builds statements. One object per text, because limits count over the whole text. */
final class StatementBuilder {
  private final Places places;
  private final ExpressionBuilder expressions;
  private final SourceBuilder sources;
  private final QueryBuilder queries;
  private final DefinitionBuilder definitions;
  private final TableStatementBuilder tables;

  StatementBuilder(Places places) {
    this.places = places;
    LiteralReader literals = new LiteralReader(places);
    TypeBuilder types = new TypeBuilder(places, literals);
    this.expressions = new ExpressionBuilder(places, literals, types, this::selectQuery);
    this.sources = new SourceBuilder(places, literals, expressions, this::selectQuery);
    this.queries = new QueryBuilder(places, literals, expressions, sources);
    this.definitions =
        new DefinitionBuilder(places, literals, types, expressions, sources, queries);
    this.tables = new TableStatementBuilder(places, expressions, sources, queries);
  }

  /** Queries hold expressions and sources, and both hold queries again. */
  private SelectQuery selectQuery(SelectQueryContext tree) {
    return queries.selectQuery(tree);
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
    if (tree.explain() != null || tree.drop() != null) {
      if (!annotations.isEmpty()) {
        throw new StatementRefused(
            DiagnosticCode.BAD_ANNOTATION,
            annotations.get(0).span(),
            (tree.drop() == null ? "EXPLAIN" : "DROP") + " takes no annotations");
      }
      return tree.drop() == null ? explain(tree.explain()) : drop(tree.drop());
    }
    if (tree.query() != null) {
      return query(annotations, tree.query(), span);
    }
    if (tree.partition() != null) {
      return partition(annotations, tree.partition(), span);
    }
    return tables.statement(annotations, tree.tableStatement(), span);
  }

  private Statement explain(ExplainContext tree) {
    Query query = queries.query(List.of(), tree.query(), places.span(tree.query()));
    return new Statement.Explain(query, places.span(tree));
  }

  private Statement drop(DropContext tree) {
    String kind = tree.definitionKind().getText().toUpperCase(Locale.ROOT);
    return new Statement.Drop(
        Statement.DefinitionKind.valueOf(kind),
        tree.EXISTS() != null,
        places.name(tree.anyName()),
        places.span(tree));
  }

  private Statement query(List<Annotation> annotations, QueryContext tree, Span span) {
    Statement values = tables.values(tree, span);
    if (values == null) {
      return queries.query(annotations, tree, span);
    }
    if (!annotations.isEmpty()) {
      throw new StatementRefused(
          DiagnosticCode.BAD_ANNOTATION,
          annotations.get(0).span(),
          "INSERT .. VALUES takes no annotations");
    }
    return values;
  }

  private Statement partition(List<Annotation> annotations, PartitionContext tree, Span span) {
    if (tree.partitionStatement().isEmpty()) {
      throw new StatementRefused(
          DiagnosticCode.EMPTY_DEFINITION,
          places.span(tree.BEGIN(), tree.END()),
          "the partition has no query");
    }
    List<PartitionKey> keys = new ArrayList<>();
    for (PartitionKeyContext key : tree.partitionKey()) {
      keys.add(key(key));
    }
    List<Query> body = new ArrayList<>();
    for (PartitionStatementContext statement : tree.partitionStatement()) {
      body.add(query(statement));
    }
    return new Statement.Partition(annotations, keys, body, span);
  }

  private PartitionKey key(PartitionKeyContext tree) {
    Name stream = places.name(tree.sourceName());
    if (tree.expression() != null) {
      return new PartitionKey.ByValue(
          expressions.expression(tree.expression()), stream, places.span(tree));
    }
    List<PartitionKey.Range> ranges = new ArrayList<>();
    for (int i = 0; i < tree.condition().size(); i++) {
      ranges.add(
          new PartitionKey.Range(
              expressions.condition(tree.condition(i)),
              Places.content(tree.string(i).getStart()),
              places.span(tree.condition(i), tree.string(i))));
    }
    return new PartitionKey.ByRange(ranges, stream, places.span(tree));
  }

  private Query query(PartitionStatementContext tree) {
    List<Annotation> annotations = definitions.annotations(tree.annotation());
    ParserRuleContext other = (ParserRuleContext) tree.getChild(tree.getChildCount() - 1);
    if (tree.query() == null || tables.values(tree.query(), places.span(other)) != null) {
      throw new StatementRefused(
          Diagnostic.of(
                  DiagnosticCode.NOT_ALLOWED_IN_PARTITION,
                  places.span(other.getStart()),
                  "only queries may stand in a partition")
              .suggest("write the statement in front of the partition"));
    }
    Span own = places.span(tree.query());
    Span span = annotations.isEmpty() ? own : annotations.get(0).span().to(own);
    return queries.query(annotations, tree.query(), span);
  }

  /**
   * Builds an on-demand query.
   *
   * @param tree the parse tree without errors
   * @return the query
   * @throws StatementRefused if the query is wrong or not supported yet
   */
  OnDemandQuery onDemand(OnDemandQueryContext tree) {
    Span span = places.span(tree);
    if (tree.FROM() != null) {
      return queries.read(tree);
    }
    if (tree.selectQuery() != null) {
      return new OnDemandQuery.Rows(queries.selectQuery(tree.selectQuery()), span);
    }
    if (tree.target() != null) {
      Select select = tree.select() == null ? null : queries.select(tree.select());
      return new OnDemandQuery.Write(select, queries.target(tree.target()), span);
    }
    if (tree.explain() != null) {
      return new OnDemandQuery.Change(explain(tree.explain()), span);
    }
    if (tree.drop() != null) {
      return new OnDemandQuery.Change(drop(tree.drop()), span);
    }
    Statement statement =
        tree.tableStatement() != null
            ? tables.statement(List.of(), tree.tableStatement(), span)
            : tables.values(tree.insertValues(), span);
    return new OnDemandQuery.Change(statement, span);
  }
}
