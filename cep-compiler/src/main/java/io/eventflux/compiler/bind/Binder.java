package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.EmitRel;
import io.eventflux.compiler.logical.LogicalApp;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.plan.ConnectorPlan;
import io.eventflux.core.plan.StartRows;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.App;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.OnDemandQuery;
import io.eventflux.query.ast.Option;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.ast.Target;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.SourceText;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives meaning to a syntax tree: every name is resolved, every expression typed, every error of
 * the user found, each once. One call, one thread.
 */
public final class Binder {
  private final BindContext context;
  private final App app;
  private final AppCatalog catalog;
  private final ConnectorBinder connectors;
  private final AnnotationChecks annotations;
  private final AppAnnotations ofApp;
  private final DefinitionBinder definitions;
  private final OtherDefinitions others;
  private final TableChangeBinder changes;
  private final StartRowsBinder startRows;
  private final IdentityHashMap<Query, String> names = new IdentityHashMap<>();
  private final IdentityHashMap<Query, QueryBinder.Bound> bound = new IdentityHashMap<>();
  private final Refusals refusals = new Refusals();
  private final IdentityHashMap<Query, LocalNames> partitions = new IdentityHashMap<>();

  private Binder(App app, SourceText source, Catalogs catalogs) {
    this.context = new BindContext(catalogs, source);
    this.app = app;
    this.catalog = new AppCatalog(context);
    this.connectors = new ConnectorBinder(context);
    this.annotations = new AnnotationChecks(context);
    this.ofApp = new AppAnnotations(context, annotations);
    this.definitions = new DefinitionBinder(context, catalog, connectors);
    this.others = new OtherDefinitions(context, catalog, definitions);
    this.changes = new TableChangeBinder(context, catalog, definitions);
    this.startRows = new StartRowsBinder(context, catalog, definitions, changes);
    context.bindRowsWith(new RowsBinder(context, catalog, definitions));
  }

  /**
   * What binding gives.
   *
   * @param app the bound app; null if there is an error
   * @param diagnostics errors and warnings in text order
   * @param exactlyOnce the sinks, by identity, that must show each row once, and where that is said
   */
  public record Result(
      @Nullable LogicalApp app,
      List<Diagnostic> diagnostics,
      Map<ConnectorPlan, Span> exactlyOnce) {
    /** Copies the list. */
    public Result {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /**
   * Binds an app.
   *
   * @param app what was parsed; statements that could not be read are omitted in it
   * @param source the text that the spans of the tree belong to
   * @param catalogs what the text may name beyond its own definitions
   */
  public static Result bind(App app, SourceText source, Catalogs catalogs) {
    return new Binder(app, source, catalogs).bind();
  }

  /**
   * Binds a text that is executed once against the names of an app.
   *
   * @param app the app, which has no errors
   * @param source its text
   * @param catalogs what the texts may name beyond the definitions of the app
   * @param query what is to be executed
   * @param text the text that its spans belong to
   * @return errors and warnings of that text, in its order
   */
  public static List<Diagnostic> bindOnDemand(
      App app, SourceText source, Catalogs catalogs, OnDemandQuery query, SourceText text) {
    Binder binder = new Binder(app, source, catalogs);
    binder.bind();
    binder.catalog.leaveText();
    binder.context.read(text);
    return new OnDemandBinder(
            binder.context,
            binder.catalog,
            binder.definitions,
            binder.changes,
            binder.startRows::bind,
            binder::explained)
        .bind(query);
  }

  /** Binds a query as if the app had it. */
  private void explained(Query query) {
    refusals.refuse(query);
    inferTargets(List.of(query));
    bind(query);
  }

  private Result bind() {
    ofApp.read(app.annotations());
    app.statements().forEach(refusals::find);
    List<Query> queries = new ArrayList<>();
    List<Statement.Omitted> omitted = new ArrayList<>();
    for (Statement statement : app.statements()) {
      if (statement instanceof Definition definition) {
        define(definition);
      } else if (statement instanceof Query query) {
        queries.add(query);
      } else if (statement instanceof Statement.Partition partition) {
        queries.addAll(partition.queries());
        openPartition(partition);
      } else if (statement instanceof Statement.Omitted broken) {
        omitted.add(broken);
      }
    }
    for (Statement.Omitted broken : omitted) {
      for (String name : broken.names()) {
        if (!catalog.isDefined(name)) {
          catalog.put(Relation.broken(name, broken.span()));
        }
      }
    }
    definitions.lateStreams();
    definitions.deadLetterStreams();
    catalog.putFaultStreams();
    nameQueries(queries);
    inferTargets(queries);
    List<EmitRel> roots = new ArrayList<>();
    List<StartRows> rowsAtStart = new ArrayList<>();
    for (Statement statement : app.statements()) {
      if (statement instanceof Query query) {
        EmitRel root = bind(query).root();
        if (root != null) {
          roots.add(root);
        }
      } else if (statement instanceof Statement.InsertValues insert) {
        StartRows rows = startRows.bind(insert);
        if (rows != null) {
          rowsAtStart.add(rows);
        }
      } else {
        context.within(
            Surroundings.REFUSED,
            () -> {
              bindRefused(statement);
              return statement;
            });
      }
    }
    // Those of streams from queries are known by now.
    connectors.faultSinks(catalog.faultStreams().keySet());
    refusals.addTo(context.diagnostics(), app.statements());
    boolean isFine = !context.diagnostics().hasErrors() && roots.size() == queries.size();
    // A statement that could not be read may use anything; a text of definitions alone is a start.
    if (isFine && omitted.isEmpty() && !queries.isEmpty()) {
      warnOfUnused();
    }
    return new Result(
        isFine ? logicalApp(roots, rowsAtStart) : null,
        refusals.withoutThoseOfErrors(context.diagnostics().inTextOrder(), app.statements()),
        connectors.exactlyOnce());
  }

  private void warnOfUnused() {
    connectors.sources().forEach(source -> catalog.use(source.stream()));
    connectors.sinks().forEach(sink -> catalog.use(sink.stream()));
    for (Relation relation : catalog.relations()) {
      if (relation.defined() && !catalog.isUsed(relation.name())) {
        context.report(
            DiagnosticCode.UNUSED_DEFINITION,
            relation.span(),
            "nothing in this text reads or fills "
                + relation.kind()
                + " '"
                + relation.name()
                + "'");
      }
    }
  }

  private void define(Definition definition) {
    context.within(
        refusals.has(definition) ? Surroundings.REFUSED : Surroundings.STATEMENT,
        () -> {
          if (definition instanceof Definition.Stream stream) {
            definitions.stream(stream);
          } else if (definition instanceof Definition.Table table) {
            definitions.table(table);
          } else if (definition instanceof Definition.Window window) {
            others.window(window);
          } else if (definition instanceof Definition.Trigger trigger) {
            others.trigger(trigger);
          } else if (definition instanceof Definition.Function function) {
            others.function(function);
          } else if (definition instanceof Definition.View view) {
            others.view(view);
          } else if (definition instanceof Definition.StreamFromQuery stream) {
            others.streamFromQuery(stream);
          } else if (definition instanceof Definition.Aggregation aggregation) {
            others.aggregation(aggregation);
          }
          return definition;
        });
  }

  /** Everything but definitions of streams and tables, queries and rows of VALUES. */
  private void bindRefused(Statement statement) {
    if (statement instanceof Definition.Index index) {
      others.index(index);
    } else if (statement instanceof Definition definition) {
      if (catalog.isDefined(definition.name().text())) {
        catalog.bindDefinition(definition.name().text(), definition.name().span());
      }
    } else if (statement instanceof Statement.Partition partition) {
      new PartitionBinder(context, catalog).keys(partition);
      partition.queries().forEach(this::bind);
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
    } else if (statement instanceof Statement.Explain) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNSUPPORTED_SQL,
                  statement.span(),
                  "EXPLAIN is asked of an app that runs and cannot stand in the text of one")
              .suggest("the command 'eventflux explain' shows how an app is run"));
    } else if (statement instanceof Statement.Drop) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNSUPPORTED_SQL,
                  statement.span(),
                  "DROP changes an app that runs and cannot stand in the text of one")
              .suggest("leave the definition out of the text"));
    }
  }

  // ---- partitions

  /** Makes the inner streams of a partition known to its queries. */
  private void openPartition(Statement.Partition partition) {
    LocalNames names = new LocalNames(null, true);
    for (Query query : partition.queries()) {
      partitions.put(query, names);
      if (query.target() instanceof Target.Insert insert
          && insert.name().kind() == StreamName.Kind.INNER) {
        String inner = insert.name().toString();
        if (!names.has(inner)) {
          catalog.addInnerDefinition(inner, query);
        }
        names.define(
            inner, () -> Relation.inferred(inner, bind(query).columns(), insert.name().span()));
      }
    }
  }

  // ---- queries

  private void nameQueries(List<Query> queries) {
    Map<String, Span> seen = new HashMap<>();
    for (int i = 0; i < queries.size(); i++) {
      String name = "query_" + (i + 1);
      Span span = queries.get(i).span();
      Option given = queryName(queries.get(i).annotations());
      if (given != null) {
        name = given.text();
        span = given.span();
      }
      Span first = seen.putIfAbsent(name, span);
      if (first != null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.DUPLICATE_DEFINITION,
                    span,
                    "two queries are called '" + name + "'")
                .with(first, "the first one"));
      }
      names.put(queries.get(i), name);
    }
  }

  /** The name that a query is given; null if it has none. */
  private @Nullable Option queryName(List<Annotation> given) {
    Option name = null;
    for (Annotation annotation : given) {
      if (!annotation.is("info") && !annotation.is("name")) {
        annotations.onlyKnown(List.of(annotation), List.of("synchronized"));
        continue;
      }
      annotations.content(annotation);
      Option option = AnnotationChecks.value(annotation, "name");
      if (option == null || option.text().isBlank()) {
        context.report(
            DiagnosticCode.BAD_ANNOTATION,
            option == null ? annotation.span() : option.span(),
            "@" + annotation.name() + " needs a name");
      } else if (name == null) {
        name = option;
      } else {
        context.report(
            Diagnostic.of(DiagnosticCode.BAD_ANNOTATION, option.span(), "a query has one name")
                .with(name.span(), "the first one"));
      }
    }
    return name;
  }

  /** Streams that are only inserted into get their columns from the first query that does. */
  private void inferTargets(List<Query> queries) {
    Map<String, Query> first = new LinkedHashMap<>();
    for (Query query : queries) {
      if (query.target() instanceof Target.Insert insert
          && insert.name().kind() == StreamName.Kind.PLAIN
          && !catalog.isDefined(insert.name().name())) {
        first.putIfAbsent(insert.name().name(), query);
      }
    }
    catalog.inferFrom(first, this::bind);
  }

  private QueryBinder.Bound bind(Query query) {
    QueryBinder.Bound known = bound.get(query);
    if (known != null) {
      return known;
    }
    String inferred = catalog.columnsOf(query);
    if (inferred != null) {
      catalog.begin(inferred);
    }
    Surroundings around = refusals.has(query) ? Surroundings.REFUSED : Surroundings.STATEMENT;
    QueryBinder.Bound result =
        context.within(
            around,
            () ->
                catalog.with(
                    partitions.get(query),
                    () ->
                        new QueryBinder(
                                context,
                                catalog,
                                definitions,
                                query,
                                names.getOrDefault(query, "query"))
                            .bind()));
    bound.put(query, result);
    if (inferred != null) {
      catalog.end(inferred, result.columns(), query.target().span());
    }
    return result;
  }

  // ---- the bound app

  private LogicalApp logicalApp(List<EmitRel> roots, List<StartRows> rowsAtStart) {
    List<LogicalApp.Stream> streams = new ArrayList<>();
    List<TablePlan> tables = new ArrayList<>();
    for (Relation relation : catalog.relations()) {
      if (relation.table() != null) {
        tables.add(relation.table());
        continue;
      }
      List<Field> fields = new ArrayList<>();
      List<Column> columns = relation.columns() == null ? List.of() : relation.columns();
      for (Column column : columns) {
        fields.add(new Field(column.name(), column.type() == null ? Type.LONG : column.type()));
      }
      boolean hasStartRows =
          rowsAtStart.stream().anyMatch(rows -> rows.target().equals(relation.name()));
      streams.add(
          new LogicalApp.Stream(
              relation.name(),
              new RowSchema(fields),
              relation.defined() || hasStartRows || definitions.takesDeadLetters(relation.name()),
              relation.watermark(),
              relation.allowedLatenessMillis(),
              definitions.lengths(relation.name())));
    }
    return new LogicalApp(
        ofApp.name(),
        context.isPlayback(),
        ofApp.idleClock(),
        ofApp.checkpointMillis(),
        ofApp.limits(),
        streams,
        tables,
        connectors.sources(),
        connectors.sinks(),
        rowsAtStart,
        catalog.faultStreams(),
        roots,
        context.expressions());
  }
}
