package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.grammar.EventFluxQLParser.AggregateEveryContext;
import io.eventflux.grammar.EventFluxQLParser.AggregationDefinitionContext;
import io.eventflux.grammar.EventFluxQLParser.AnnotationContext;
import io.eventflux.grammar.EventFluxQLParser.AnnotationItemContext;
import io.eventflux.grammar.EventFluxQLParser.ColumnContext;
import io.eventflux.grammar.EventFluxQLParser.ColumnOptionContext;
import io.eventflux.grammar.EventFluxQLParser.ColumnsContext;
import io.eventflux.grammar.EventFluxQLParser.DefinedNameContext;
import io.eventflux.grammar.EventFluxQLParser.DefinitionBodyContext;
import io.eventflux.grammar.EventFluxQLParser.DefinitionContext;
import io.eventflux.grammar.EventFluxQLParser.FiringContext;
import io.eventflux.grammar.EventFluxQLParser.FunctionDefinitionContext;
import io.eventflux.grammar.EventFluxQLParser.OptionContext;
import io.eventflux.grammar.EventFluxQLParser.OptionKeyContext;
import io.eventflux.grammar.EventFluxQLParser.OptionValueContext;
import io.eventflux.grammar.EventFluxQLParser.WithContext;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Option;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.TypeName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Builds definitions, their columns, options and annotations. */
final class DefinitionBuilder {
  private final Places places;
  private final LiteralReader literals;
  private final TypeBuilder types;
  private final ExpressionBuilder expressions;
  private final SourceBuilder sources;
  private final QueryBuilder queries;

  DefinitionBuilder(
      Places places,
      LiteralReader literals,
      TypeBuilder types,
      ExpressionBuilder expressions,
      SourceBuilder sources,
      QueryBuilder queries) {
    this.places = places;
    this.literals = literals;
    this.types = types;
    this.expressions = expressions;
    this.sources = sources;
    this.queries = queries;
  }

  Definition definition(List<Annotation> annotations, DefinitionContext tree, Span span) {
    DefinitionBodyContext body = tree.definitionBody();
    boolean isReplaced = tree.REPLACE() != null;
    if (body.streamDefinition() != null) {
      var stream = body.streamDefinition();
      Columns columns = columns(stream.columns());
      noKey(columns, "stream");
      return new Definition.Stream(
          annotations,
          existence(isReplaced, stream.definedName()),
          places.name(stream.definedName().anyName()),
          columns.columns,
          columns.watermarks,
          options(stream.with()),
          span);
    }
    if (body.tableDefinition() != null) {
      var table = body.tableDefinition();
      Columns columns = columns(table.columns());
      noWatermark(columns);
      List<Annotation> others = new ArrayList<>();
      for (Annotation annotation : annotations) {
        boolean isKey = annotation.is("PrimaryKey") || annotation.is("Index");
        if (isKey) {
          columns.keys.add(key(annotation));
        } else {
          others.add(annotation);
        }
      }
      columns.keys.sort(Comparator.comparing(Definition.TableKey::kind));
      return new Definition.Table(
          others,
          existence(isReplaced, table.definedName()),
          places.name(table.definedName().anyName()),
          columns.columns,
          columns.keys,
          options(table.with()),
          span);
    }
    if (body.windowDefinition() != null) {
      var window = body.windowDefinition();
      Columns columns = columns(window.columns());
      noWatermark(columns);
      noKey(columns, "window");
      boolean hasOutput = window.eventKind() != null;
      return new Definition.Window(
          annotations,
          existence(isReplaced, window.definedName()),
          places.name(window.definedName().anyName()),
          columns.columns,
          sources.window(window.windowCall()),
          hasOutput ? QueryBuilder.kind(window.eventKind()) : EventKind.ALL,
          options(window.with()),
          span);
    }
    if (body.triggerDefinition() != null) {
      var trigger = body.triggerDefinition();
      return new Definition.Trigger(
          annotations,
          existence(isReplaced, trigger.definedName()),
          places.name(trigger.definedName().anyName()),
          firing(trigger.firing()),
          span);
    }
    if (body.streamFromQuery() != null) {
      var stream = body.streamFromQuery();
      return new Definition.StreamFromQuery(
          annotations,
          existence(isReplaced, stream.definedName()),
          places.name(stream.definedName().anyName()),
          options(stream.with()),
          queries.selectQuery(stream.selectQuery()),
          span);
    }
    if (body.functionDefinition() != null) {
      return function(annotations, isReplaced, body.functionDefinition(), span);
    }
    if (body.aggregationDefinition() != null) {
      return aggregation(annotations, isReplaced, body.aggregationDefinition(), span);
    }
    if (body.viewDefinition() != null) {
      var view = body.viewDefinition();
      return new Definition.View(
          annotations,
          existence(isReplaced, view.definedName()),
          places.name(view.definedName().anyName()),
          view.nameList() == null ? List.of() : places.names(view.nameList().anyName()),
          queries.selectQuery(view.selectQuery()),
          span);
    }
    var index = body.indexDefinition();
    return new Definition.Index(
        annotations,
        existence(isReplaced, index.definedName()),
        places.name(index.definedName().anyName()),
        places.name(index.anyName()),
        places.names(index.nameList().anyName()),
        span);
  }

  private Definition function(
      List<Annotation> annotations, boolean isReplaced, FunctionDefinitionContext tree, Span span) {
    boolean isClassic = tree.rawBody() != null;
    List<TypeName.Field> parameters = null;
    String body;
    if (isClassic) {
      // The braces may be parts of the tokens {- and -}.
      body = Places.inside(tree.rawBody());
    } else {
      parameters = types.fields(tree.field());
      body = Places.content(tree.string().getStart());
    }
    return new Definition.Function(
        annotations,
        existence(isReplaced, tree.definedName()),
        places.name(tree.definedName().anyName()),
        places.name(tree.anyName()),
        parameters,
        types.type(tree.type()),
        body,
        span);
  }

  private Definition aggregation(
      List<Annotation> annotations,
      boolean isReplaced,
      AggregationDefinitionContext tree,
      Span span) {
    int end = places.span(tree.source()).end();
    SelectBody.Block block =
        new SelectBody.Block(
            tree.select() == null ? QueryBuilder.everything(end) : queries.select(tree.select()),
            sources.source(tree.source(), Dialect.SQL),
            tree.where() == null ? null : expressions.condition(tree.where().condition()),
            tree.groupBy() == null ? List.of() : queries.groupItems(tree.groupBy()),
            null,
            List.of(),
            span);
    AggregateEveryContext every = tree.aggregateEvery();
    List<Definition.Granularity> granularities = new ArrayList<>();
    for (TerminalNode word : every.TIME_UNIT()) {
      granularities.add(
          new Definition.Granularity(LiteralReader.unit(word.getSymbol()), places.span(word)));
    }
    return new Definition.Aggregation(
        annotations,
        existence(isReplaced, tree.definedName()),
        places.name(tree.definedName().anyName()),
        block,
        every.anyName() == null ? null : places.name(every.anyName()),
        granularities,
        every.ELLIPSIS() != null || every.TO() != null,
        span);
  }

  private Definition.Existence existence(boolean isReplaced, DefinedNameContext tree) {
    if (isReplaced && tree.EXISTS() != null) {
      throw new StatementRefused(
          DiagnosticCode.SYNTAX,
          places.span(tree.IF(), tree),
          "OR REPLACE and IF NOT EXISTS exclude each other");
    }
    if (isReplaced) {
      return Definition.Existence.REPLACE;
    }
    return tree.EXISTS() == null ? Definition.Existence.NEW : Definition.Existence.KEEP;
  }

  /** What stands between the parentheses of a definition. */
  private static final class Columns {
    private final List<Definition.Column> columns = new ArrayList<>();
    private final List<Definition.TableKey> keys = new ArrayList<>();
    private final List<Definition.Watermark> watermarks = new ArrayList<>();
  }

  private Columns columns(ColumnsContext tree) {
    Columns columns = new Columns();
    if (tree.column().size() > Limits.COLUMN_COUNT_MAX) {
      throw new StatementRefused(
          DiagnosticCode.TOO_COMPLEX,
          places.span(tree.column(Limits.COLUMN_COUNT_MAX)),
          "the definition has more than " + Limits.COLUMN_COUNT_MAX + " columns");
    }
    for (ColumnContext column : tree.column()) {
      Span span = places.span(column);
      if (column.nameList() != null) {
        Definition.KeyKind kind =
            column.PRIMARY() != null ? Definition.KeyKind.PRIMARY : Definition.KeyKind.INDEX;
        columns.keys.add(
            new Definition.TableKey(kind, places.names(column.nameList().anyName()), span));
      } else if (column.WATERMARK() != null) {
        columns.watermarks.add(
            new Definition.Watermark(
                places.name(column.anyName()), expressions.expression(column.expression()), span));
      } else {
        column(column, columns);
      }
    }
    if (columns.columns.isEmpty()) {
      throw new StatementRefused(
          DiagnosticCode.EMPTY_DEFINITION, places.span(tree), "the definition has no columns");
    }
    return columns;
  }

  private void column(ColumnContext tree, Columns columns) {
    Name name = places.name(tree.anyName());
    boolean isNotNull = false;
    boolean isNullable = false;
    Literal defaultValue = null;
    for (ColumnOptionContext option : tree.columnOption()) {
      if (option.PRIMARY() != null) {
        columns.keys.add(
            new Definition.TableKey(
                Definition.KeyKind.PRIMARY, List.of(name), places.span(option)));
      } else if (option.DEFAULT() != null) {
        if (defaultValue != null) {
          throw new StatementRefused(
              DiagnosticCode.DUPLICATE_CLAUSE,
              places.span(option),
              "column '" + name + "' has a second DEFAULT");
        }
        defaultValue = defaultValue(option);
      } else if (option.NOT() != null) {
        isNotNull = true;
      } else {
        isNullable = true;
      }
      if (isNotNull && isNullable) {
        throw new StatementRefused(
            DiagnosticCode.DUPLICATE_CLAUSE,
            places.span(option),
            "column '" + name + "' is both NULL and NOT NULL");
      }
    }
    columns.columns.add(
        new Definition.Column(
            name, types.type(tree.type()), isNotNull, defaultValue, places.span(tree)));
  }

  private Literal defaultValue(ColumnOptionContext tree) {
    if (tree.MINUS() == null) {
      return literals.constant(tree.constant());
    }
    if (tree.constant().number() == null) {
      throw new StatementRefused(
          DiagnosticCode.SYNTAX,
          places.span(tree.MINUS()),
          "'-' cannot stand here; expected: a constant");
    }
    return literals.number(
        tree.constant().number(), true, places.span(tree.MINUS(), tree.constant()));
  }

  private static void noWatermark(Columns columns) {
    if (!columns.watermarks.isEmpty()) {
      throw new StatementRefused(
          DiagnosticCode.BAD_WATERMARK,
          columns.watermarks.get(0).span(),
          "only a stream has a watermark");
    }
  }

  private static void noKey(Columns columns, String kind) {
    if (!columns.keys.isEmpty()) {
      throw new StatementRefused(
          DiagnosticCode.BAD_KEY,
          columns.keys.get(0).span(),
          "a " + kind + " has no key; only a table has");
    }
  }

  private static Definition.TableKey key(Annotation annotation) {
    List<Name> names = new ArrayList<>();
    for (Option option : annotation.options()) {
      if (option.key() == null && option.value() instanceof Literal.StringLiteral column) {
        names.add(Places.name(column.value(), column.span()));
      }
    }
    boolean isWhole = names.size() == annotation.options().size() && annotation.nested().isEmpty();
    if (names.isEmpty() || !isWhole) {
      throw new StatementRefused(
          Diagnostic.of(
                  DiagnosticCode.BAD_ANNOTATION,
                  annotation.span(),
                  "@" + annotation.name() + " takes names of columns and nothing else")
              .fact("example: @" + annotation.name() + "('symbol')"));
    }
    Definition.KeyKind kind =
        annotation.is("Index") ? Definition.KeyKind.INDEX : Definition.KeyKind.PRIMARY_NULLABLE;
    return new Definition.TableKey(kind, names, annotation.span());
  }

  private Definition.Firing firing(FiringContext tree) {
    Span span = places.span(tree);
    if (tree.EVERY() != null) {
      Expression interval = literals.duration(tree.duration());
      return new Definition.Firing(Definition.FiringKind.EVERY, interval, null, span);
    }
    String text = tree.string() == null ? "start" : Places.content(tree.string().getStart());
    boolean isStart = tree.CRON() == null && text.equalsIgnoreCase("start");
    return isStart
        ? new Definition.Firing(Definition.FiringKind.START, null, null, span)
        : new Definition.Firing(Definition.FiringKind.CRON, null, text, span);
  }

  // ---- annotations and options

  List<Annotation> annotations(List<AnnotationContext> trees) {
    List<Annotation> annotations = new ArrayList<>();
    for (AnnotationContext tree : trees) {
      annotations.add(annotation(tree));
    }
    return annotations;
  }

  private Annotation annotation(AnnotationContext tree) {
    List<Option> options = new ArrayList<>();
    List<Annotation> nested = new ArrayList<>();
    if (tree.annotationBody() != null) {
      for (AnnotationItemContext item : tree.annotationBody().annotationItem()) {
        if (item.annotation() != null) {
          nested.add(annotation(item.annotation()));
        } else {
          options.add(option(item.optionKey(), item.optionValue(), places.span(item)));
        }
      }
    }
    Name name = new Name(dotted(tree.annotationName()), places.span(tree.annotationName()));
    return new Annotation(name, options, nested, places.span(tree));
  }

  private List<Option> options(@Nullable WithContext tree) {
    List<Option> options = new ArrayList<>();
    if (tree != null) {
      for (OptionContext option : tree.option()) {
        options.add(option(option.optionKey(), option.optionValue(), places.span(option)));
      }
    }
    return options;
  }

  private Option option(@Nullable OptionKeyContext key, OptionValueContext value, Span span) {
    return new Option(key == null ? null : key(key), value(value), span);
  }

  private Name key(OptionKeyContext tree) {
    String text = tree.string() == null ? dotted(tree) : Places.content(tree.string().getStart());
    return Places.name(text, places.span(tree));
  }

  /** The parts of a name with the signs between them, without white space. */
  private static String dotted(ParserRuleContext tree) {
    StringBuilder text = new StringBuilder();
    for (ParseTree child : tree.children) {
      Token token =
          child instanceof TerminalNode sign
              ? sign.getSymbol()
              : ((ParserRuleContext) child).getStart();
      text.append(Places.identifier(token));
    }
    return text.toString();
  }

  private Literal value(OptionValueContext tree) {
    Span span = places.span(tree);
    if (tree.string() != null) {
      return new Literal.StringLiteral(Places.content(tree.string().getStart()), span);
    }
    if (tree.timeLiteral() != null) {
      return literals.timeLiteral(tree.timeLiteral());
    }
    if (tree.number() != null) {
      return literals.number(tree.number(), tree.MINUS() != null, span);
    }
    return new Literal.BooleanLiteral(tree.getStart().getType() == EventFluxQLParser.TRUE, span);
  }
}
