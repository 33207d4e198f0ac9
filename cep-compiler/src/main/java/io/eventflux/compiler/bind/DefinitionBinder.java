package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.LengthLimit;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.ValueConversion;
import io.eventflux.core.plan.DeadLetterColumn;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Option;
import io.eventflux.query.ast.TypeName;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Definitions of streams and tables. One thread. */
final class DefinitionBinder {
  /** The option that has the lengths of {@code VARCHAR(n)} checked. */
  static final String STRING_LENGTH_CHECK = "string.length.check";

  private static final String IN_MEMORY = "inMemory";

  private static final List<Column> DEAD_LETTER = deadLetterColumns(DeadLetterColumn::isRequired);
  private static final List<Column> MORE_OF_DEAD_LETTER =
      deadLetterColumns(column -> !column.isRequired());

  private final BindContext context;
  private final AppCatalog catalog;
  private final ConnectorBinder connectors;
  private final EventTimeBinder eventTimes;
  private final AnnotationChecks annotations;
  private final Map<String, Definition> definitions = new HashMap<>();
  private final Map<String, List<@Nullable Object>> defaults = new HashMap<>();
  private final Map<String, List<LengthLimit>> lengths = new HashMap<>();
  private final List<Late> lateStreams = new ArrayList<>();

  /** Where streams from queries send dead letters. */
  private final List<Option> announcedDeadLetters = new ArrayList<>();

  /** A late stream that is named by another one. */
  private record Late(Relation owner, Option name) {}

  DefinitionBinder(BindContext context, AppCatalog catalog, ConnectorBinder connectors) {
    this.context = context;
    this.catalog = catalog;
    this.connectors = connectors;
    this.eventTimes = new EventTimeBinder(context);
    this.annotations = new AnnotationChecks(context);
  }

  /** The constant after {@code DEFAULT} for each column of a table or stream; null: NULL. */
  List<@Nullable Object> defaults(String relation) {
    return defaults.getOrDefault(relation, List.of());
  }

  /** How long the texts of a stream may be; empty: as long as they are. */
  List<LengthLimit> lengths(String stream) {
    return lengths.getOrDefault(stream, List.of());
  }

  // ---- one name, one definition

  /** Whether a definition holds; what is wrong with another one of its name is reported. */
  boolean isNew(Definition definition) {
    Definition earlier = definitions.get(definition.name().text());
    if (earlier == null) {
      definitions.put(definition.name().text(), definition);
      return true;
    }
    if (definition.existence() == Definition.Existence.KEEP
        && earlier.getClass() == definition.getClass()) {
      return false;
    }
    if (definition.existence() == Definition.Existence.REPLACE
        && earlier.getClass() == definition.getClass()) {
      definitions.put(definition.name().text(), definition);
      return true;
    }
    if (saysTheSame(earlier, definition)) {
      warnOfUnread(earlier, definition);
      return false;
    }
    // Of streams and tables the same may be said twice, of all others nothing.
    boolean mayRepeat =
        definition instanceof Definition.Stream || definition instanceof Definition.Table;
    boolean isOfAnotherKind = earlier.getClass() != definition.getClass();
    context.report(
        Diagnostic.of(
                DiagnosticCode.DUPLICATE_DEFINITION,
                definition.name().span(),
                "'"
                    + definition.name()
                    + "' is defined already"
                    + (mayRepeat || isOfAnotherKind ? ", and differently" : ""))
            .with(earlier.name().span(), "the first definition"));
    return false;
  }

  private boolean saysTheSame(Definition a, Definition b) {
    if (a instanceof Definition.Stream x && b instanceof Definition.Stream y) {
      return sameColumns(x.columns(), y.columns());
    }
    return a instanceof Definition.Table x
        && b instanceof Definition.Table y
        && sameColumns(x.columns(), y.columns())
        && x.keys().equals(y.keys());
  }

  /** Whether names, types and options are equal; the dialects have different words for types. */
  private boolean sameColumns(List<Definition.Column> a, List<Definition.Column> b) {
    if (a.size() != b.size()) {
      return false;
    }
    TypeBinder types = new TypeBinder(context);
    for (int i = 0; i < a.size(); i++) {
      Definition.Column x = a.get(i);
      Definition.Column y = b.get(i);
      boolean isSame =
          x.name().equals(y.name())
              && x.notNull() == y.notNull()
              && Objects.equals(x.defaultValue(), y.defaultValue())
              && (x.type().equals(y.type())
                  || Objects.equals(types.bind(x.type()), types.bind(y.type())));
      if (!isSame) {
        return false;
      }
    }
    return true;
  }

  /** The first definition holds; what only the repeated one says would be lost silently. */
  private void warnOfUnread(Definition earlier, Definition repeated) {
    boolean isLost =
        !earlier.annotations().equals(repeated.annotations())
            || !options(earlier).equals(options(repeated));
    if (isLost) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_OPTION,
                  repeated.name().span(),
                  "annotations and options of a repeated definition are not read")
              .with(earlier.name().span(), "the first definition"));
    }
  }

  private static List<Option> options(Definition definition) {
    if (definition instanceof Definition.Stream stream) {
      return stream.options();
    }
    return definition instanceof Definition.Table table ? table.options() : List.of();
  }

  /** The columns of a definition; a column of unknown type has none. */
  List<Column> columns(Definition definition, List<Definition.Column> given) {
    if (given.isEmpty()) {
      context.report(
          DiagnosticCode.EMPTY_DEFINITION,
          definition.name().span(),
          "'" + definition.name() + "' has no columns");
    }
    List<Column> columns = new ArrayList<>();
    Map<String, Span> seen = new HashMap<>();
    TypeBinder types = new TypeBinder(context);
    for (Definition.Column column : given) {
      Span first = seen.putIfAbsent(column.name().text(), column.name().span());
      if (first != null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.DUPLICATE_ATTRIBUTE,
                    column.name().span(),
                    "'" + definition.name() + "' has two columns '" + column.name() + "'")
                .with(first, "the first one"));
        continue;
      }
      columns.add(new Column(column.name().text(), types.bind(column.name(), column.type())));
      if (column.notNull() && !(definition instanceof Definition.Table)) {
        context.notSupported(column.span(), "NOT NULL outside of a table");
      }
    }
    return columns;
  }

  private void keepDefaults(String relation, List<Definition.Column> given, List<Column> columns) {
    List<@Nullable Object> values = new ArrayList<>();
    ExpressionBinder binder =
        new ExpressionBinder(context, new RowScope(context, List.of()), null, "DEFAULT");
    for (Definition.Column column : given) {
      int index = Column.indexOf(columns, column.name().text());
      Type type = index < 0 ? null : columns.get(index).type();
      Literal literal = column.defaultValue();
      if (type == null || literal == null) {
        values.add(null);
        continue;
      }
      RexNode value = defaultValue(binder, column, literal, type);
      RexNode constant = value == null ? null : context.fold(value);
      values.add(
          constant != null && Expressions.isConstant(constant)
              ? Expressions.value(constant)
              : null);
    }
    defaults.put(relation, values);
  }

  /** The value of a DEFAULT in the type of its column; null after a report. */
  private @Nullable RexNode defaultValue(
      ExpressionBinder binder, Definition.Column column, Literal literal, Type type) {
    RexNode value = binder.bind(literal);
    if (value == null
        || ExpressionBinder.isUntypedNull(value)
        || ExpressionBinder.isTimeText(value, type)
        || Conversions.widens(Expressions.type(value), type)) {
      return binder.assigned(value, literal.span(), type, "column '" + column.name() + "'");
    }
    Type given = Expressions.type(value);
    Diagnostic mismatch =
        Diagnostic.of(
                DiagnosticCode.TYPE_MISMATCH,
                literal.span(),
                "column '"
                    + column.name()
                    + "' is "
                    + type.sqlName()
                    + " and cannot take "
                    + given.sqlName())
            .labelled(given.sqlName());
    // DEFAULT takes a constant as it is written, so no CAST can help.
    Object constant = context.constant(value);
    if (type == Type.STRING && constant != null && given.isNumeric()) {
      mismatch = mismatch.suggest("write DEFAULT '" + ValueConversion.text(constant, given) + "'");
    } else if (type.isNumeric() && constant instanceof String text) {
      Object number = ValueConversion.of(text, type);
      mismatch = number == null ? mismatch : mismatch.suggest("write DEFAULT " + number);
    }
    context.report(mismatch);
    return null;
  }

  /**
   * The lengths that type words name, as {@code VARCHAR(20)}, if {@code string.length.check} asks
   * to have them checked (language 2.1).
   */
  private List<LengthLimit> lengths(
      List<Option> options, List<Definition.Column> given, List<Column> columns) {
    Option check = ConnectorBinder.find(options, STRING_LENGTH_CHECK);
    if (check == null) {
      return List.of();
    }
    if (!check.text().equalsIgnoreCase("true") && !check.text().equalsIgnoreCase("false")) {
      context.report(
          DiagnosticCode.BAD_OPTION_VALUE,
          check.span(),
          "option '" + STRING_LENGTH_CHECK + "' takes true or false, not '" + check.text() + "'");
    }
    List<LengthLimit> limits = new ArrayList<>();
    for (Definition.Column column : given) {
      int index = Column.indexOf(columns, column.name().text());
      if (check.text().equalsIgnoreCase("true")
          && index >= 0
          && columns.get(index).type() == Type.STRING
          && column.type() instanceof TypeName.Simple word
          && word.parameters().size() == 1) {
        limits.add(new LengthLimit(index, word.parameters().get(0)));
      }
    }
    return List.copyOf(limits);
  }

  // ---- streams

  void stream(Definition.Stream definition) {
    if (!isNew(definition)) {
      return;
    }
    List<Column> columns = columns(definition, definition.columns());
    annotations.onlyOnce(definition.annotations());
    for (Annotation annotation : definition.annotations()) {
      annotation(definition, annotation, columns);
    }
    connectors.with(definition, columns);
    EventTimeBinder.EventTime time = eventTimes.bind(definition, columns);
    Relation relation =
        new Relation(
            Relation.Form.STREAM,
            definition.name().text(),
            columns,
            null,
            time.watermark(),
            time.allowedLatenessMillis(),
            true,
            definition.name().span());
    catalog.put(relation);
    keepDefaults(relation.name(), definition.columns(), columns);
    lengths.put(relation.name(), lengths(definition.options(), definition.columns(), columns));
    if (time.lateStream() != null) {
      lateStreams.add(new Late(relation, time.lateStream()));
    }
  }

  private void annotation(
      Definition.Stream definition, Annotation annotation, List<Column> columns) {
    String name = annotation.name().text().toLowerCase(Locale.ROOT);
    if (name.equals("source") || name.equals("sink")) {
      connectors.annotation(definition, annotation, columns);
    } else if (name.equals("onerror")) {
      annotations.content(annotation);
      onError(definition, annotation);
    } else if (name.equals("async") || name.equals("config")) {
      annotations.content(annotation);
      annotations.switches(annotation);
      annotations.asyncSizes(annotation);
    } else {
      annotations.onlyKnown(List.of(annotation), List.of("watermark"));
    }
  }

  /**
   * What a stream from a query says of itself that others must know before its columns are known:
   * its fault stream, and where rows that fail or are late go.
   */
  void annotations(Definition.StreamFromQuery definition) {
    annotations.onlyOnce(definition.annotations());
    announce(definition, definition.options());
    definition.annotations().forEach(annotation -> announce(definition, annotation.options()));
    for (Annotation annotation : definition.annotations()) {
      if (annotation.is("OnError")) {
        annotations.content(annotation);
        onError(definition, annotation);
      } else if (annotation.is("async") || annotation.is("config")) {
        annotations.content(annotation);
        annotations.switches(annotation);
        annotations.asyncSizes(annotation);
      } else if (!annotation.is("source") && !annotation.is("sink")) {
        annotations.onlyKnown(List.of(annotation), List.of("watermark"));
      }
    }
  }

  /** Takes note of the streams that are named in one list of options. */
  private void announce(Definition.StreamFromQuery definition, List<Option> options) {
    Option strategy = ConnectorBinder.find(options, "error.strategy");
    Option deadLetters = ConnectorBinder.find(options, "error.dlq.stream");
    if (deadLetters != null && strategy != null && strategy.text().equalsIgnoreCase("dlq")) {
      announcedDeadLetters.add(deadLetters);
    }
    Option late = ConnectorBinder.find(options, "late.stream");
    if (late != null) {
      Name name = definition.name();
      lateStreams.add(
          new Late(Relation.defined(Relation.Form.STREAM, name.text(), null, name.span()), late));
    }
  }

  /** Sources, sinks and event time of a stream from a query, as a definition would have them. */
  void connectors(Definition.StreamFromQuery definition, @Nullable List<Column> columns) {
    if (columns == null || columns.isEmpty()) {
      return; // What is wrong with the query has been reported.
    }
    List<Definition.Column> given = new ArrayList<>();
    for (Column column : columns) {
      Name name = new Name(column.name(), definition.name().span());
      String word = column.type() == null ? Type.OBJECT.sqlName() : column.type().sqlName();
      TypeName type = new TypeName.Simple(new Name(word, name.span()), List.of(), name.span());
      given.add(new Definition.Column(name, type, false, null, name.span()));
    }
    Definition.Stream stream =
        new Definition.Stream(
            definition.annotations(),
            definition.existence(),
            definition.name(),
            given,
            List.of(),
            definition.options(),
            definition.span());
    for (Annotation annotation : definition.annotations()) {
      if (annotation.is("source") || annotation.is("sink")) {
        connectors.annotation(stream, annotation, columns);
      }
    }
    connectors.with(stream, columns);
    eventTimes.bind(stream, columns);
  }

  private void onError(Definition definition, Annotation annotation) {
    Option action = AnnotationChecks.value(annotation, "action");
    String value = action == null ? "LOG" : action.text().toUpperCase(Locale.ROOT);
    if (!Set.of("LOG", "STREAM", "STORE").contains(value)) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_ANNOTATION,
                  annotation.span(),
                  "@OnError has no action '" + (action == null ? value : action.text()) + "'")
              .fact("actions: LOG, STREAM, STORE"));
    } else if (value.equals("STREAM")) {
      catalog.addFaultStream(definition.name().text());
    } else if (value.equals("STORE")) {
      context.notSupported(annotation.span(), "@OnError with action 'STORE'");
    }
  }

  /** Late streams that are not defined get the columns of their stream and two more. */
  void lateStreams() {
    for (Late late : lateStreams) {
      catalog.use(late.name().text());
      List<Column> wanted = late.owner().columns();
      if (wanted != null) {
        wanted = new ArrayList<>(wanted);
        wanted.add(new Column("_watermark", Type.LONG));
        wanted.add(new Column("_delay", Type.LONG));
      }
      Relation given = catalog.known(late.name().text());
      if (given == null && isDefinedByQuery(late.name(), "late rows")) {
        continue;
      }
      if (given == null) {
        catalog.put(Relation.inferred(late.name().text(), wanted, late.name().span()));
        continue;
      }
      if (given.form() != Relation.Form.STREAM) {
        context.report(
            DiagnosticCode.BAD_OPTION_VALUE,
            late.name().span(),
            "'" + given.name() + "' is a " + given.kind() + "; late rows go to a stream");
      } else if (given.columns() != null && wanted != null && !sameTypes(given.columns(), wanted)) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.TYPE_MISMATCH,
                    late.name().span(),
                    "stream '" + given.name() + "' cannot take the late rows")
                .fact("columns wanted: " + Column.list(wanted))
                .fact("columns of " + given.name() + ": " + Column.list(given.columns())));
      }
    }
  }

  /**
   * Whether a name is that of a query, whose columns are not known here; a stream may be filled.
   */
  private boolean isDefinedByQuery(Option name, String rows) {
    Definition definition = definitions.get(name.text());
    if (definition instanceof Definition.View || definition instanceof Definition.Aggregation) {
      String kind = definition instanceof Definition.View ? "a view" : "an aggregation";
      context.report(
          DiagnosticCode.BAD_OPTION_VALUE,
          name.span(),
          "'" + name.text() + "' is " + kind + "; " + rows + " go to a stream");
      return true;
    }
    return definition instanceof Definition.StreamFromQuery;
  }

  private static List<Column> deadLetterColumns(Predicate<DeadLetterColumn> wanted) {
    return Arrays.stream(DeadLetterColumn.values())
        .filter(wanted)
        .map(column -> new Column(column.columnName(), column.type()))
        .toList();
  }

  /**
   * Dead-letter streams that are not defined get all columns there are; others need the six of
   * language 3.3, and may have more.
   */
  void deadLetterStreams() {
    for (Option name : allDeadLetterStreams()) {
      catalog.use(name.text());
      Relation given = catalog.known(name.text());
      if (given == null && isDefinedByQuery(name, "dead letters")) {
        continue;
      }
      if (given == null) {
        catalog.put(Relation.inferred(name.text(), deadLetterColumns(column -> true), name.span()));
        continue;
      }
      List<Column> columns = given.columns();
      if (given.form() != Relation.Form.STREAM) {
        context.report(
            DiagnosticCode.BAD_OPTION_VALUE,
            name.span(),
            "'" + given.name() + "' is a " + given.kind() + "; dead letters go to a stream");
      } else if (columns != null
          && !(hasAll(columns, DEAD_LETTER) && fitWhereNamed(columns, MORE_OF_DEAD_LETTER))) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.TYPE_MISMATCH,
                    name.span(),
                    "stream '" + given.name() + "' cannot take the dead letters")
                .fact("columns wanted: " + Column.list(DEAD_LETTER))
                .fact("columns that may follow: " + Column.list(MORE_OF_DEAD_LETTER))
                .fact("columns of " + given.name() + ": " + Column.list(columns)));
      }
    }
  }

  /** Whether those of the columns that have a name of {@code known} have its type. */
  private static boolean fitWhereNamed(List<Column> columns, List<Column> known) {
    return hasAll(
        columns, known.stream().filter(each -> Column.indexOf(columns, each.name()) >= 0).toList());
  }

  private static boolean hasAll(List<Column> columns, List<Column> wanted) {
    for (Column column : wanted) {
      int index = Column.indexOf(columns, column.name());
      Type type = index < 0 ? null : columns.get(index).type();
      if (index < 0 || (type != null && !type.equals(column.type()))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a stream takes dead letters, so that rows come into it from outside. */
  boolean takesDeadLetters(String stream) {
    return allDeadLetterStreams().stream().anyMatch(name -> name.text().equals(stream));
  }

  private List<Option> allDeadLetterStreams() {
    List<Option> all = new ArrayList<>(connectors.deadLetterStreams());
    all.addAll(announcedDeadLetters);
    return all;
  }

  private static boolean sameTypes(List<Column> a, List<Column> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      Type x = a.get(i).type();
      Type y = b.get(i).type();
      if (x != null && y != null && !x.equals(y)) {
        return false;
      }
    }
    return true;
  }

  // ---- tables

  void table(Definition.Table definition) {
    if (!isNew(definition)) {
      return;
    }
    List<Column> columns = columns(definition, definition.columns());
    Set<Integer> notNull = new HashSet<>();
    for (int i = 0; i < definition.columns().size(); i++) {
      Definition.Column column = definition.columns().get(i);
      if (column.notNull()) {
        notNull.add(Column.indexOf(columns, column.name().text()));
      }
    }
    List<Integer> primaryKey = new ArrayList<>();
    boolean hasKey = false;
    for (Definition.TableKey key : definition.keys()) {
      List<Integer> indexes = keyColumns(definition, key, columns);
      if (key.kind() == Definition.KeyKind.INDEX) {
        continue;
      }
      if (hasKey) {
        context.report(
            DiagnosticCode.BAD_KEY,
            key.span(),
            "table '" + definition.name() + "' has a second primary key");
        continue;
      }
      hasKey = true;
      primaryKey.addAll(indexes);
      if (key.kind() == Definition.KeyKind.PRIMARY) {
        notNull.addAll(indexes);
      }
    }
    String store = store(definition);
    List<Field> fields = new ArrayList<>();
    for (Column column : columns) {
      // A column of unknown type has been reported; the app does not run.
      fields.add(new Field(column.name(), column.type() == null ? Type.LONG : column.type()));
    }
    TablePlan plan =
        new TablePlan(
            definition.name().text(),
            new RowSchema(fields),
            primaryKey,
            notNull.stream().filter(index -> index >= 0).sorted().toList(),
            lengths(definition.options(), definition.columns(), columns),
            store);
    catalog.put(
        new Relation(
            Relation.Form.TABLE,
            definition.name().text(),
            columns,
            plan,
            null,
            0,
            true,
            definition.name().span()));
    keepDefaults(definition.name().text(), definition.columns(), columns);
  }

  private List<Integer> keyColumns(
      Definition.Table definition, Definition.TableKey key, List<Column> columns) {
    List<Integer> indexes = new ArrayList<>();
    for (Name name : key.columns()) {
      int index = Column.indexOf(columns, name.text());
      if (index < 0) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.BAD_KEY,
                    name.span(),
                    "table '" + definition.name() + "' has no column '" + name + "'")
                .fact("columns: " + Column.list(columns))
                .didYouMean(name.text(), columns.stream().map(Column::name).toList()));
      } else if (indexes.contains(index)) {
        context.report(
            DiagnosticCode.BAD_KEY, name.span(), "column '" + name + "' is in the key already");
      } else {
        indexes.add(index);
      }
    }
    return indexes;
  }

  private String store(Definition.Table definition) {
    annotations.onlyOnce(definition.annotations());
    for (Annotation annotation : definition.annotations()) {
      if (annotation.is("store")) {
        store(annotation);
      } else {
        annotations.unknown(annotation);
      }
    }
    Option extension = ConnectorBinder.find(definition.options(), "extension");
    Option type = ConnectorBinder.find(definition.options(), "type");
    if (type != null && !type.text().equalsIgnoreCase("internal")) {
      context.report(
          DiagnosticCode.BAD_OPTION_COMBINATION,
          type.span(),
          "a table is no source or sink: its 'type' can only be 'internal'");
    }
    boolean isInMemory = extension == null || isInMemory(extension);
    RepeatedOptions repeated = new RepeatedOptions(context);
    List<String> known = List.of("type", "extension", STRING_LENGTH_CHECK);
    for (Option option : definition.options()) {
      // A store that cannot be used yet will know its own options.
      if (repeated.noteIfOneOf(option, known) == null && isInMemory) {
        context.report(
            DiagnosticCode.UNKNOWN_OPTION,
            option.span(),
            "nobody reads the option '" + (option.key() == null ? "value" : option.key()) + "'");
      }
    }
    return IN_MEMORY;
  }

  /** What {@code @store} says of a table or of the tables of an aggregation. */
  void store(Annotation annotation) {
    Option type = ConnectorBinder.find(annotation.options(), "type");
    if (type == null) {
      context.report(
          Diagnostic.of(DiagnosticCode.MISSING_OPTION, annotation.span(), "@store needs a 'type'")
              .fact("stores: " + IN_MEMORY));
    }
    boolean isInMemory = type != null && isInMemory(type);
    for (Annotation nested : annotation.nested()) {
      if (!nested.is("cache")) {
        annotations.unknown(nested);
        continue;
      }
      annotations.cache(nested);
      if (isInMemory) {
        context.report(
            DiagnosticCode.UNKNOWN_OPTION,
            nested.span(),
            "nobody reads @" + nested.name() + ": the rows are in memory already");
      }
    }
    if (isInMemory) {
      annotations.content(annotation, AnnotationChecks.Form.of("type"));
    }
  }

  /** Whether a store keeps its rows in memory; one that cannot be used is reported. */
  private boolean isInMemory(Option extension) {
    if (extension.text().equalsIgnoreCase(IN_MEMORY)) {
      return true;
    }
    ConnectorDescriptor store = context.catalogs().connectors().store(extension.text());
    if (store != null) {
      context.notSupported(extension.span(), "store '" + extension.text() + "'");
    } else {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_EXTENSION,
                  extension.span(),
                  "there is no store '" + extension.text() + "'")
              .fact("stores: " + IN_MEMORY));
    }
    return false;
  }
}
