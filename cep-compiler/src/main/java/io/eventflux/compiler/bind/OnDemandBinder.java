package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.OnDemandQuery;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.Select;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.ast.Target;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Binds a text that is executed once (language 4.10) against the names of an app that has been
 * bound, for its errors: it cannot be run yet. One query, one thread.
 */
final class OnDemandBinder implements OnDemandQuery.Visitor<Void> {
  private final BindContext context;
  private final AppCatalog catalog;
  private final DefinitionBinder definitions;
  private final TableChangeBinder changes;
  private final Consumer<Statement.InsertValues> values;
  private final Consumer<Query> continuous;

  /**
   * A binder.
   *
   * @param values binds INSERT .. VALUES
   * @param continuous binds a query as a statement of the app
   */
  OnDemandBinder(
      BindContext context,
      AppCatalog catalog,
      DefinitionBinder definitions,
      TableChangeBinder changes,
      Consumer<Statement.InsertValues> values,
      Consumer<Query> continuous) {
    this.context = context;
    this.catalog = catalog;
    this.definitions = definitions;
    this.changes = changes;
    this.values = values;
    this.continuous = continuous;
  }

  /** Everything that is wrong with a query; if nothing is, that it cannot be run yet. */
  List<Diagnostic> bind(OnDemandQuery query) {
    context.within(Surroundings.ON_DEMAND, () -> query.accept(this));
    List<Diagnostic> said =
        new ArrayList<>(
            context.diagnostics().inTextOrder().stream()
                .filter(each -> !Refusals.isRefusal(each))
                .toList());
    if (said.stream().noneMatch(Diagnostic::isError)) {
      said.add(
          Diagnostic.of(
              DiagnosticCode.NOT_SUPPORTED_YET,
              query.span(),
              what(query) + " is not supported yet"));
    }
    return said;
  }

  private static String what(OnDemandQuery query) {
    if (query instanceof OnDemandQuery.Change change) {
      if (change.statement() instanceof Statement.Explain) {
        return "EXPLAIN";
      }
      return change.statement() instanceof Statement.Drop ? "DROP" : "changing a table on demand";
    }
    boolean isWrite =
        query instanceof OnDemandQuery.Write
            || (query instanceof OnDemandQuery.Read read
                && !(read.target() instanceof Target.Callback));
    return isWrite ? "changing a table on demand" : "a query on demand";
  }

  // ---- reads

  @Override
  public Void visitRows(OnDemandQuery.Rows query) {
    context.rows().bind(query.query());
    return null;
  }

  @Override
  public Void visitRead(OnDemandQuery.Read query) {
    Source source =
        new Source.Stream(
            new StreamName(StreamName.Kind.PLAIN, query.store().text(), query.store().span()),
            List.of(),
            null,
            query.store().span());
    if (!query.within().isEmpty() || query.per() != null) {
      source = new Source.AggregationRead(source, query.within(), query.per(), source.span());
    }
    SelectBody.Block block =
        new SelectBody.Block(
            query.select(),
            source,
            query.where(),
            query.groupBy(),
            query.having(),
            List.of(),
            query.span());
    SelectQuery rows =
        new SelectQuery(
            List.of(), block, query.orderBy(), query.limit(), query.offset(), null, query.span());
    QueryBinder.Bound bound = binder(rows, query.target(), query.span()).bind();
    if (query.on() != null) {
      new ExpressionBinder(context, bound.scope(), null, "ON").condition(query.on(), "ON");
    }
    return null;
  }

  private QueryBinder binder(SelectQuery rows, Target target, Span span) {
    Query query = new Query(List.of(), Dialect.CLASSIC, rows, null, target, span);
    return new QueryBinder(context, catalog, definitions, query, "on demand");
  }

  // ---- writes

  @Override
  public Void visitWrite(OnDemandQuery.Write query) {
    Select select = query.select();
    if (select != null) {
      // One row without columns: only constants can be selected from it.
      Source nothing =
          new Source.SubQuery(false, noRows(query), List.of(), null, List.of(), query.span());
      SelectBody.Block block =
          new SelectBody.Block(select, nothing, null, List.of(), null, List.of(), query.span());
      SelectQuery rows =
          new SelectQuery(List.of(), block, List.of(), null, null, null, query.span());
      BoundSource row =
          new BoundSource(null, new RowScope(context, List.of()), true, false, null, true);
      binder(rows, query.target(), query.span()).bind(row);
      return null;
    }
    Target target = query.target();
    if (target instanceof Target.Callback) {
      context.report(
          DiagnosticCode.SYNTAX, target.span(), "there is nothing to return; expected: SELECT");
    } else if (target instanceof Target.Insert || target instanceof Target.Replace) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.WRONG_COLUMN_COUNT, target.span(), "no values are given to insert")
              .suggest("write SELECT and the values in front, or VALUES behind"));
    } else {
      changes.target(target, List.of(), target.span());
    }
    return null;
  }

  private static SelectQuery noRows(OnDemandQuery.Write query) {
    return new SelectQuery(
        List.of(),
        new SelectBody.Values(List.of(), query.span()),
        List.of(),
        null,
        null,
        null,
        query.span());
  }

  @Override
  public Void visitChange(OnDemandQuery.Change query) {
    Statement statement = query.statement();
    if (statement instanceof Statement.InsertValues insert) {
      if (changes.table(insert.target()) != null) {
        values.accept(insert);
      }
    } else if (statement instanceof Statement.Update update) {
      changes.update(update);
    } else if (statement instanceof Statement.Delete delete) {
      changes.delete(delete);
    } else if (statement instanceof Statement.Upsert upsert) {
      changes.upsert(upsert);
    } else if (statement instanceof Statement.Merge merge) {
      changes.merge(merge);
    } else if (statement instanceof Statement.Truncate truncate) {
      changes.truncate(truncate);
    } else if (statement instanceof Statement.Explain explain) {
      context.within(
          Surroundings.REFUSED,
          () -> {
            continuous.accept(explain.query());
            return statement;
          });
    } else if (statement instanceof Statement.Drop drop) {
      drop(drop);
    }
    return null;
  }

  private void drop(Statement.Drop drop) {
    boolean isRelation =
        drop.kind() != Statement.DefinitionKind.FUNCTION
            && drop.kind() != Statement.DefinitionKind.INDEX;
    if (!isRelation) {
      dropOther(drop);
      return;
    }
    if (drop.ifExists() && !catalog.isDefined(drop.name().text())) {
      return;
    }
    Relation relation = catalog.find(drop.name().text(), drop.name().span());
    if (relation == null) {
      return;
    }
    boolean isOfKind =
        switch (relation.form()) {
          case STREAM -> drop.kind() == Statement.DefinitionKind.STREAM;
          case TABLE -> drop.kind() == Statement.DefinitionKind.TABLE;
          case WINDOW, KEPT_WINDOW -> drop.kind() == Statement.DefinitionKind.WINDOW;
          case TRIGGER -> drop.kind() == Statement.DefinitionKind.TRIGGER;
          case AGGREGATION -> drop.kind() == Statement.DefinitionKind.AGGREGATION;
          case VIEW, TABLE_VIEW -> drop.kind() == Statement.DefinitionKind.VIEW;
        };
    if (!isOfKind) {
      context.report(
          DiagnosticCode.UNKNOWN_STREAM,
          drop.name().span(),
          "'" + drop.name() + "' is a " + relation.kind() + ", not what DROP says");
    }
  }

  /** Functions and indexes are no relations. */
  private void dropOther(Statement.Drop drop) {
    String name = drop.name().text();
    if (drop.ifExists() || catalog.hasOther(drop.kind(), name)) {
      return;
    }
    boolean isFunction = drop.kind() == Statement.DefinitionKind.FUNCTION;
    context.report(
        Diagnostic.of(
                isFunction ? DiagnosticCode.UNKNOWN_FUNCTION : DiagnosticCode.UNKNOWN_STREAM,
                drop.name().span(),
                "there is no "
                    + (isFunction ? "function '" : "index '")
                    + name
                    + "' in the text of the app")
            .didYouMean(name, catalog.others(drop.kind())));
  }
}
