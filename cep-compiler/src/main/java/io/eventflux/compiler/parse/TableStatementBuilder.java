package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser.InsertContext;
import io.eventflux.grammar.EventFluxQLParser.InsertValuesContext;
import io.eventflux.grammar.EventFluxQLParser.MergeBranchContext;
import io.eventflux.grammar.EventFluxQLParser.NameListContext;
import io.eventflux.grammar.EventFluxQLParser.OnConflictContext;
import io.eventflux.grammar.EventFluxQLParser.PlainQueryContext;
import io.eventflux.grammar.EventFluxQLParser.QueryContext;
import io.eventflux.grammar.EventFluxQLParser.RowContext;
import io.eventflux.grammar.EventFluxQLParser.TableStatementContext;
import io.eventflux.grammar.EventFluxQLParser.TargetNameContext;
import io.eventflux.grammar.EventFluxQLParser.WhereContext;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.MergeBranch;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the SQL statements that change tables. */
final class TableStatementBuilder {
  private final Places places;
  private final ExpressionBuilder expressions;
  private final SourceBuilder sources;
  private final QueryBuilder queries;

  TableStatementBuilder(
      Places places, ExpressionBuilder expressions, SourceBuilder sources, QueryBuilder queries) {
    this.places = places;
    this.expressions = expressions;
    this.sources = sources;
    this.queries = queries;
  }

  Statement statement(List<Annotation> annotations, TableStatementContext tree, Span span) {
    Name table = places.name(tree.anyName(0));
    if (tree.UPDATE() != null) {
      Name alias = tree.anyName().size() > 1 ? places.name(tree.anyName(1)) : null;
      return new Statement.Update(
          annotations,
          table,
          alias,
          queries.assignments(tree.set()),
          source(tree),
          where(tree.where()),
          span);
    }
    if (tree.DELETE() != null) {
      return new Statement.Delete(annotations, table, source(tree), where(tree.where()), span);
    }
    Expression on = tree.condition() == null ? null : expressions.condition(tree.condition());
    if (tree.UPSERT() != null) {
      return new Statement.Upsert(
          annotations,
          table,
          columns(tree.nameList()),
          queries.selectQuery(tree.selectQuery()),
          on,
          span);
    }
    Source source = source(tree);
    if (source != null && on != null) {
      List<MergeBranch> branches = new ArrayList<>();
      tree.mergeBranch().forEach(branch -> branches.add(branch(branch)));
      Name alias = tree.bareName() == null ? null : places.name(tree.bareName());
      return new Statement.Merge(annotations, table, alias, source, on, branches, span);
    }
    if (!annotations.isEmpty()) {
      throw new StatementRefused(
          DiagnosticCode.BAD_ANNOTATION,
          annotations.get(0).span(),
          "TRUNCATE TABLE takes no annotations");
    }
    return new Statement.Truncate(table, span);
  }

  private @Nullable Source source(TableStatementContext tree) {
    return tree.source() == null ? null : sources.source(tree.source(), Dialect.SQL);
  }

  private @Nullable Expression where(@Nullable WhereContext tree) {
    return tree == null ? null : expressions.condition(tree.condition());
  }

  private List<Name> columns(@Nullable NameListContext tree) {
    return tree == null ? List.of() : places.names(tree.anyName());
  }

  private MergeBranch branch(MergeBranchContext tree) {
    boolean isForMatched = tree.NOT() == null;
    Expression condition =
        tree.condition() == null ? null : expressions.condition(tree.condition());
    Span span = places.span(tree);
    if (tree.UPDATE() != null) {
      return new MergeBranch.Update(isForMatched, condition, queries.assignments(tree.set()), span);
    }
    return tree.DELETE() != null
        ? new MergeBranch.Delete(isForMatched, condition, span)
        : new MergeBranch.Insert(
            isForMatched, condition, columns(tree.nameList()), expressions.row(tree.row()), span);
  }

  Statement values(InsertValuesContext tree, Span span) {
    return values(tree.targetName(), tree.nameList(), tree.row(), tree.onConflict(), span);
  }

  /** {@code INSERT INTO T VALUES (..)} and nothing else, which the grammar takes for a query. */
  @Nullable Statement values(QueryContext tree, Span span) {
    PlainQueryContext rows = tree.plainQuery();
    InsertContext insert = tree.target() == null ? null : tree.target().insert();
    if (rows == null || insert == null) {
      return null;
    }
    boolean isValues =
        tree.getChild(0) == tree.target()
            && insert.REPLACE() == null
            && insert.eventKind() == null
            && tree.commonTables().isEmpty()
            && tree.outputRate().isEmpty()
            && rows.selectCore().size() == 1
            && rows.selectCore(0).VALUES() != null
            && rows.orderAndLimit().getChildCount() == 0
            && rows.emit() == null;
    return isValues
        ? values(
            insert.targetName(),
            insert.nameList(),
            rows.selectCore(0).row(),
            tree.onConflict(),
            span)
        : null;
  }

  private Statement values(
      TargetNameContext name,
      @Nullable NameListContext columns,
      List<RowContext> rows,
      @Nullable OnConflictContext onConflict,
      Span span) {
    StreamName target = sources.streamName(name);
    if (target.kind() != StreamName.Kind.PLAIN) {
      throw new StatementRefused(
          DiagnosticCode.SYNTAX,
          target.span(),
          "VALUES cannot be inserted into '" + target + "'; expected: a table or stream name");
    }
    return new Statement.InsertValues(
        new Name(target.name(), target.span()),
        columns(columns),
        expressions.rows(rows),
        onConflict == null ? null : queries.onConflict(onConflict),
        span);
  }
}
