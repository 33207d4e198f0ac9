package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Option;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.Target;
import io.eventflux.query.ast.TypeName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.DurationText;
import io.eventflux.query.text.DurationUnit;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Binds indexes, and what cannot be run yet: named windows, triggers, functions, aggregations,
 * views. Others can name them, and what is wrong with them is reported. One thread.
 */
final class OtherDefinitions {
  /** Languages of functions that the language names; none of them is installed. */
  private static final List<String> SCRIPT_LANGUAGES = List.of("javascript", "js", "scala");

  private static final String BUCKET_START = "AGG_TIMESTAMP";

  private static final List<DurationUnit> GRANULARITIES =
      List.of(
          DurationUnit.SECOND,
          DurationUnit.MINUTE,
          DurationUnit.HOUR,
          DurationUnit.DAY,
          DurationUnit.MONTH,
          DurationUnit.YEAR);

  private static final Map<DurationUnit, Long> RETENTION_MIN_MILLIS =
      Map.of(
          DurationUnit.SECOND, 120 * DurationUnit.SECOND.millis(),
          DurationUnit.MINUTE, 120 * DurationUnit.MINUTE.millis(),
          DurationUnit.HOUR, 25 * DurationUnit.HOUR.millis(),
          DurationUnit.DAY, 32 * DurationUnit.DAY.millis(),
          DurationUnit.MONTH, 13 * DurationUnit.MONTH.millis());

  private final BindContext context;
  private final AppCatalog catalog;
  private final DefinitionBinder definitions;
  private final AnnotationChecks annotations;

  OtherDefinitions(BindContext context, AppCatalog catalog, DefinitionBinder definitions) {
    this.context = context;
    this.catalog = catalog;
    this.definitions = definitions;
    this.annotations = new AnnotationChecks(context);
  }

  // ---- named windows, triggers

  void window(Definition.Window definition) {
    if (!definitions.isNew(definition)) {
      return;
    }
    annotations.onlyKnown(definition.annotations(), List.of());
    List<Column> columns = definitions.columns(definition, definition.columns());
    RowScope scope =
        new RowScope(
            context,
            List.of(
                new RowScope.Part(
                    definition.name().text(), "named window", definition.name().text(), columns)));
    new WindowBinder(context)
        .bind(
            definition.window().namespace(),
            definition.window().name(),
            definition.window().arguments(),
            definition.window().span(),
            scope);
    catalog.put(
        Relation.defined(
            Relation.Form.WINDOW, definition.name().text(), columns, definition.name().span()));
  }

  void trigger(Definition.Trigger definition) {
    if (!definitions.isNew(definition)) {
      return;
    }
    annotations.onlyKnown(definition.annotations(), List.of());
    Definition.Firing firing = definition.firing();
    if (firing.cron() != null) {
      reportCron(context, firing.cron(), firing.span());
    }
    if (firing.interval() != null) {
      interval(firing.interval());
    }
    catalog.put(
        Relation.defined(
            Relation.Form.TRIGGER,
            definition.name().text(),
            List.of(new Column("triggered_time", Type.LONG, "TRIGGERED_TIME")),
            definition.name().span()));
  }

  /** Reports a text that is no cron text. */
  static void reportCron(BindContext context, String text, Span span) {
    String problem = CronText.problem(text);
    if (problem != null) {
      context.report(Diagnostic.of(DiagnosticCode.BAD_CRON, span, problem).fact(CronText.FORM));
    }
  }

  private void interval(Expression interval) {
    RexNode value =
        new ExpressionBinder(context, new RowScope(context, List.of()), null, "EVERY")
            .typed(interval);
    RexNode constant = value == null ? null : context.fold(value);
    if (constant != null
        && Expressions.isConstant(constant)
        && Expressions.value(constant) instanceof Number number
        && number.longValue() <= 0) {
      context.report(
          DiagnosticCode.BAD_TIME_LITERAL,
          interval.span(),
          "the interval of a trigger must be greater than zero");
    }
  }

  // ---- functions

  void function(Definition.Function definition) {
    annotations.onlyKnown(definition.annotations(), List.of());
    boolean holds = onlyOne(Statement.DefinitionKind.FUNCTION, definition);
    Name name = definition.name();
    String language = definition.language().text();
    if (!SCRIPT_LANGUAGES.contains(language.toLowerCase(Locale.ROOT))) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_EXTENSION,
                  definition.language().span(),
                  "there is no script language '" + language + "'")
              .fact("languages: " + String.join(", ", SCRIPT_LANGUAGES))
              .didYouMean(language, SCRIPT_LANGUAGES));
    }
    TypeBinder types = new TypeBinder(context);
    Set<String> seen = new HashSet<>();
    List<Column> columns = new ArrayList<>();
    List<TypeName.Field> parameters =
        definition.parameters() == null ? List.of() : definition.parameters();
    for (TypeName.Field parameter : parameters) {
      columns.add(new Column(parameter.name().text(), types.bind(parameter.type())));
      if (!seen.add(parameter.name().text())) {
        context.report(
            DiagnosticCode.DUPLICATE_ATTRIBUTE,
            parameter.name().span(),
            "function '" + name + "' has two parameters '" + parameter.name() + "'");
      }
    }
    Type returns = types.bind(definition.returnType());
    boolean isHiding =
        context.catalogs().functions().scalar(name.text()) != null
            || context.catalogs().functions().aggregate(name.text()) != null
            || SyntaxFunctions.contains(name.text());
    if (isHiding) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.HIDES_BUILTIN,
                  name.span(),
                  "function '" + name + "' hides the built-in function of this name")
              .suggest("choose another name"));
    }
    if (holds) {
      context.addScriptFunction(
          name.text(),
          new BindContext.ScriptFunction(
              definition.parameters() == null ? null : columns, returns));
    }
  }

  // ---- views, streams that are defined by a query

  void view(Definition.View definition) {
    annotations.onlyKnown(definition.annotations(), List.of());
    if (definitions.isNew(definition)) {
      catalog.define(
          definition,
          () ->
              context.within(
                  Surroundings.REFUSED.stored(),
                  () ->
                      context
                          .rows()
                          .view(
                              definition.name(),
                              definition.columns(),
                              context.rows().bind(definition.query()))));
    }
  }

  void streamFromQuery(Definition.StreamFromQuery definition) {
    if (!definitions.isNew(definition)) {
      return;
    }
    Name name = definition.name();
    definitions.annotations(definition);
    catalog.define(
        definition,
        () ->
            context.within(
                Surroundings.REFUSED,
                () -> {
                  List<Column> columns = context.rows().events(definition.query()).columns();
                  definitions.connectors(definition, columns);
                  return Relation.defined(Relation.Form.STREAM, name.text(), columns, name.span());
                }));
  }

  // ---- indexes

  /** An index changes no result: it is checked, as one inside of a table is. */
  void index(Definition.Index definition) {
    annotations.onlyKnown(definition.annotations(), List.of());
    onlyOne(Statement.DefinitionKind.INDEX, definition);
    Relation table = new TableChangeBinder(context, catalog, definitions).table(definition.table());
    List<Column> columns = table == null ? null : table.columns();
    if (columns == null) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (Name name : definition.columns()) {
      if (!seen.add(name.text())) {
        context.report(
            DiagnosticCode.BAD_KEY, name.span(), "column '" + name + "' is in the index already");
      } else if (Column.indexOf(columns, name.text()) < 0) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.BAD_KEY,
                    name.span(),
                    "table '" + definition.table() + "' has no column '" + name + "'")
                .fact("columns: " + Column.list(columns))
                .didYouMean(name.text(), columns.stream().map(Column::name).toList()));
      }
    }
  }

  /**
   * Functions and indexes share no names with what holds rows.
   *
   * @return whether the definition is the first one of its name, or replaces that
   */
  private boolean onlyOne(Statement.DefinitionKind kind, Definition definition) {
    Name first = catalog.addOther(kind, definition.name());
    if (first != null && definition.existence() == Definition.Existence.NEW) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.DUPLICATE_DEFINITION,
                  definition.name().span(),
                  kind.name().toLowerCase(Locale.ROOT)
                      + " '"
                      + definition.name()
                      + "' is defined already")
              .with(first.span(), "the first definition"));
    }
    return first == null || definition.existence() == Definition.Existence.REPLACE;
  }

  // ---- aggregations

  void aggregation(Definition.Aggregation definition) {
    if (!definitions.isNew(definition)) {
      return;
    }
    List<DurationUnit> kept = granularities(definition);
    catalog.keepGranularities(definition.name().text(), kept);
    annotations.onlyKnown(
        definition.annotations(),
        List.of("purge", "store", "buffersize", "ignoreeventsolderthanbuffer", "partitionbyid"));
    annotations.onlyOnce(definition.annotations());
    for (Annotation annotation : definition.annotations()) {
      annotations.ofAggregation(annotation);
      if (annotation.is("purge")) {
        retention(annotation, definition, kept);
      } else if (annotation.is("store")) {
        definitions.store(annotation);
      }
    }
    catalog.define(
        definition, () -> context.within(Surroundings.AGGREGATION, () -> aggregated(definition)));
    refuseWindow(definition.block().source());
  }

  /**
   * An aggregation reads whatever gives events, joins and patterns among it, and counts each event
   * once; what a window would take out again is never taken out of a bucket.
   */
  private void refuseWindow(Source source) {
    List<Handler> handlers = List.of();
    if (source instanceof Source.Stream stream) {
      handlers = stream.handlers();
    } else if (source instanceof Source.SubQuery query) {
      handlers = query.handlers();
    } else if (source instanceof Source.WindowTable table) {
      reportWindow(table.span());
      handlers = table.handlers();
    }
    handlers.stream()
        .filter(handler -> handler instanceof Handler.Window)
        .forEach(window -> reportWindow(window.span()));
  }

  private void reportWindow(Span span) {
    context.report(
        Diagnostic.of(
                DiagnosticCode.BAD_AGGREGATION,
                span,
                "an aggregation takes no rows out of its buckets and cannot read a window")
            .suggest("leave the window out: each duration of the aggregation is one"));
  }

  private Relation aggregated(Definition.Aggregation definition) {
    Span span = definition.block().span();
    SelectQuery rows =
        new SelectQuery(List.of(), definition.block(), List.of(), null, null, null, span);
    Query query =
        new Query(
            List.of(),
            dialect(definition.block()),
            rows,
            null,
            new Target.Callback(EventKind.CURRENT, span),
            definition.span());
    QueryBinder.Bound bound =
        new QueryBinder(context, catalog, definitions, query, definition.name().text()).bind();
    timeColumn(definition, bound.scope());
    List<Column> columns = null;
    if (bound.columns() != null) {
      if (Column.indexOf(bound.columns(), BUCKET_START) >= 0) {
        context.report(
            DiagnosticCode.DUPLICATE_ATTRIBUTE,
            definition.block().select().span(),
            "'" + BUCKET_START + "' is the column of an aggregation that the engine fills");
      }
      columns = new ArrayList<>();
      columns.add(new Column(BUCKET_START, Type.LONG));
      columns.addAll(bound.columns());
    }
    return Relation.defined(
        Relation.Form.AGGREGATION, definition.name().text(), columns, definition.name().span());
  }

  /** Both forms give one tree; in the classic one the source stands in front. */
  private static Dialect dialect(SelectBody.Block block) {
    boolean isSourceFirst = block.source().span().start() < block.select().span().start();
    return isSourceFirst ? Dialect.CLASSIC : Dialect.SQL;
  }

  private void timeColumn(Definition.Aggregation definition, RowScope scope) {
    Name name = definition.timeColumn();
    if (name == null) {
      return;
    }
    RexNode value =
        new ExpressionBinder(context, scope, null, "AGGREGATE BY")
            .bind(new Expression.ColumnReference(null, name, name.span()));
    Type type = value == null ? null : Expressions.type(value);
    if (type == Type.STRING || type == null || type == Type.LONG || type == Type.TIMESTAMP) {
      return;
    }
    context.report(
        Diagnostic.of(
                DiagnosticCode.BAD_AGGREGATION,
                name.span(),
                "an aggregation takes its time from BIGINT, TIMESTAMP or VARCHAR, not "
                    + type.sqlName())
            .labelled(type.sqlName()));
  }

  /** The units that an aggregation keeps; empty after a report. */
  private List<DurationUnit> granularities(Definition.Aggregation definition) {
    List<Definition.Granularity> given = definition.granularities();
    Map<DurationUnit, Span> seen = new LinkedHashMap<>();
    boolean isFine = true;
    for (Definition.Granularity granularity : given) {
      Span first = seen.putIfAbsent(granularity.unit(), granularity.span());
      if (granularity.unit() == DurationUnit.MILLISECOND) {
        badRange(
            granularity.span(), "an aggregation keeps seconds and longer units, not milliseconds");
        isFine = false;
      } else if (first != null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.BAD_DURATION_RANGE,
                    granularity.span(),
                    "the duration '" + granularity.unit().word() + "' is given twice")
                .with(first, "the first one"));
        isFine = false;
      } else if (definition.isRange() && granularity.unit() == DurationUnit.WEEK) {
        badRange(granularity.span(), "a week is no part of a range");
        isFine = false;
      }
    }
    if (!isFine || !definition.isRange()) {
      return isFine ? List.copyOf(seen.keySet()) : List.of();
    }
    DurationUnit from = given.get(0).unit();
    DurationUnit to = given.get(1).unit();
    if (GRANULARITIES.indexOf(from) > GRANULARITIES.indexOf(to)) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_DURATION_RANGE,
                  given.get(0).span().to(given.get(1).span()),
                  "the durations of aggregation '" + definition.name() + "' go from large to small")
              .suggest("write EVERY " + to.word() + " ... " + from.word()));
      return List.of();
    }
    return GRANULARITIES.subList(GRANULARITIES.indexOf(from), GRANULARITIES.indexOf(to) + 1);
  }

  private void badRange(Span span, String message) {
    context.report(DiagnosticCode.BAD_DURATION_RANGE, span, message);
  }

  /**
   * What {@code @purge} says of how long rows are kept.
   *
   * @param kept the units of the aggregation; empty if they are not known
   */
  private void retention(
      Annotation purge, Definition.Aggregation definition, List<DurationUnit> kept) {
    for (Annotation nested : purge.nested()) {
      if (!nested.is("retentionPeriod")) {
        annotations.unknown(nested);
        continue;
      }
      RepeatedOptions repeated = new RepeatedOptions(context);
      for (Option option : nested.options()) {
        DurationUnit unit = retention(option);
        if (unit == null) {
          continue;
        }
        repeated.note(option, unit.word());
        if (!kept.isEmpty() && !kept.contains(unit)) {
          context.report(
              Diagnostic.of(
                      DiagnosticCode.BAD_ANNOTATION,
                      option.span(),
                      "aggregation '" + definition.name() + "' keeps no rows of one " + unit.word())
                  .fact(AggregationReads.kept(kept)));
        }
      }
    }
  }

  /** The unit whose rows an option is about; null after the report that there is none. */
  private @Nullable DurationUnit retention(Option option) {
    DurationUnit unit =
        option.key() == null ? null : DurationUnit.of(option.key().text()).orElse(null);
    if (unit == null || unit == DurationUnit.MILLISECOND) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_ANNOTATION,
                  option.span(),
                  option.key() == null
                      ? "a value of @retentionPeriod needs a duration as its key"
                      : "@retentionPeriod has no duration '" + option.key() + "'")
              .fact("durations: sec, min, hours, days, months, years"));
      return null;
    }
    Long min = RETENTION_MIN_MILLIS.get(unit);
    if (option.text().equalsIgnoreCase("all")) {
      return unit;
    }
    long millis = DurationText.millis(option.text()).orElse(-1);
    if (millis < 0) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_ANNOTATION,
                  option.span(),
                  "'" + option.text() + "' is no duration")
              .fact("example: '30 days', or 'all'"));
    } else if (min != null && millis < min) {
      context.report(
          Diagnostic.of(
              DiagnosticCode.BAD_RETENTION,
              option.span(),
              "rows of one "
                  + unit.word()
                  + " must be kept for at least "
                  + min / unit.millis()
                  + " "
                  + unit.word()
                  + "s"));
    }
    return unit;
  }
}
