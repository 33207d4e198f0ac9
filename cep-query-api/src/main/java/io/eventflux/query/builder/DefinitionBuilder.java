package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.name;
import static io.eventflux.query.builder.Trees.names;

import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Definition.Existence;
import io.eventflux.query.ast.Definition.FiringKind;
import io.eventflux.query.ast.Definition.KeyKind;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Option;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.TypeName;
import io.eventflux.query.text.DurationUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code CREATE ..}: one builder for each kind of definition. One thread.
 *
 * @param <B> the builder itself
 */
public abstract class DefinitionBuilder<B extends DefinitionBuilder<B>> extends Annotated<B>
    implements Part<Statement> {
  final Name name;
  private final List<Option> options = new ArrayList<>();
  private Existence existence = Existence.NEW;

  DefinitionBuilder(String name) {
    this.name = name(name);
  }

  /** {@code CREATE OR REPLACE}. */
  public final B orReplace() {
    existence = Existence.REPLACE;
    return self();
  }

  /** {@code IF NOT EXISTS}. */
  public final B ifNotExists() {
    existence = Existence.KEEP;
    return self();
  }

  final Existence existence() {
    return existence;
  }

  final List<Option> options() {
    return List.copyOf(options);
  }

  final B addOption(String key, Object value) {
    options.add(option(key, value));
    return self();
  }

  /**
   * A definition with columns and options.
   *
   * @param <B> the builder itself
   */
  public abstract static class WithColumns<B extends WithColumns<B>> extends DefinitionBuilder<B> {
    private final List<Definition.Column> columns = new ArrayList<>();

    WithColumns(String name) {
      super(name);
    }

    /** A column of a plain type, as {@code "BIGINT"}. */
    public final B column(String column, String type) {
      return column(column, Types.of(type));
    }

    /** A column. */
    public final B column(String column, Types type) {
      columns.add(new Definition.Column(name(column), type.build(), false, null, NOWHERE));
      return self();
    }

    /** A column with {@code NOT NULL}. */
    public final B notNull(String column, Types type) {
      columns.add(new Definition.Column(name(column), type.build(), true, null, NOWHERE));
      return self();
    }

    /**
     * A column with {@code DEFAULT value}; null for {@code DEFAULT NULL}.
     *
     * @throws IllegalArgumentException if the value is no constant
     */
    public final B column(String column, Types type, @Nullable Object defaultValue) {
      return column(column, type, false, defaultValue);
    }

    /**
     * A column with {@code NOT NULL DEFAULT value}.
     *
     * @throws IllegalArgumentException if the value is no constant
     */
    public final B notNull(String column, Types type, Object defaultValue) {
      return column(column, type, true, defaultValue);
    }

    private B column(String column, Types type, boolean isNotNull, @Nullable Object defaultValue) {
      if (!(Trees.value(defaultValue) instanceof Literal constant)) {
        throw new IllegalArgumentException("a default value is a constant");
      }
      columns.add(new Definition.Column(name(column), type.build(), isNotNull, constant, NOWHERE));
      return self();
    }

    /**
     * {@code WITH (key = value)}.
     *
     * @throws IllegalArgumentException if the value is no constant
     */
    public final B with(String key, Object value) {
      return addOption(key, value);
    }

    final List<Definition.Column> columns() {
      return List.copyOf(columns);
    }
  }

  /** {@code CREATE STREAM}. */
  public static final class Stream extends WithColumns<Stream> {
    private final List<Definition.Watermark> watermarks = new ArrayList<>();

    Stream(String name) {
      super(name);
    }

    /** {@code WATERMARK FOR column AS value}. */
    public Stream watermark(String column, Object value) {
      watermarks.add(new Definition.Watermark(name(column), Trees.value(value), NOWHERE));
      return this;
    }

    @Override
    Stream self() {
      return this;
    }

    @Override
    public Statement build() {
      return new Definition.Stream(
          annotations(), existence(), name, columns(), watermarks, options(), NOWHERE);
    }
  }

  /** {@code CREATE TABLE}. */
  public static final class Table extends WithColumns<Table> {
    private final List<Definition.TableKey> keys = new ArrayList<>();

    Table(String name) {
      super(name);
    }

    /** {@code PRIMARY KEY (columns)}. */
    public Table primaryKey(String... columns) {
      return key(KeyKind.PRIMARY, columns);
    }

    /** {@code @PrimaryKey('column', ..)}: a key whose columns may be NULL. */
    public Table nullablePrimaryKey(String... columns) {
      return key(KeyKind.PRIMARY_NULLABLE, columns);
    }

    /** {@code INDEX (columns)}. */
    public Table index(String... columns) {
      return key(KeyKind.INDEX, columns);
    }

    private Table key(KeyKind kind, String... columns) {
      keys.add(new Definition.TableKey(kind, names(columns), NOWHERE));
      return this;
    }

    @Override
    Table self() {
      return this;
    }

    @Override
    public Statement build() {
      return new Definition.Table(
          annotations(), existence(), name, columns(), keys, options(), NOWHERE);
    }
  }

  /** {@code CREATE WINDOW}. */
  public static final class Window extends WithColumns<Window> {
    private Handler.Window window = SourceBuilder.handler("length", 1);
    private EventKind output = EventKind.ALL;

    Window(String name) {
      super(name);
    }

    /** The window, as {@code window("time", Duration.ofMinutes(1))}, {@code "ns:name"}. */
    public Window window(String windowName, @Nullable Object... arguments) {
      window = SourceBuilder.handler(windowName, arguments);
      return this;
    }

    /** {@code OUTPUT kind EVENTS}; all if not said. */
    public Window output(EventKind kind) {
      output = kind;
      return this;
    }

    @Override
    Window self() {
      return this;
    }

    @Override
    public Statement build() {
      return new Definition.Window(
          annotations(), existence(), name, columns(), window, output, options(), NOWHERE);
    }
  }

  /** {@code CREATE TRIGGER}. */
  public static final class Trigger extends DefinitionBuilder<Trigger> {
    private Definition.Firing firing = new Definition.Firing(FiringKind.START, null, null, NOWHERE);

    Trigger(String name) {
      super(name);
    }

    /** {@code AT EVERY interval}; without this and {@link #cron} it fires at start. */
    public Trigger every(Object interval) {
      firing = new Definition.Firing(FiringKind.EVERY, Trees.duration(interval), null, NOWHERE);
      return this;
    }

    /** {@code AT CRON 'expression'}. */
    public Trigger cron(String expression) {
      firing = new Definition.Firing(FiringKind.CRON, null, expression, NOWHERE);
      return this;
    }

    @Override
    Trigger self() {
      return this;
    }

    @Override
    public Statement build() {
      return new Definition.Trigger(annotations(), existence(), name, firing, NOWHERE);
    }
  }

  /** {@code CREATE STREAM .. AS SELECT}. */
  public static final class StreamAs extends DefinitionBuilder<StreamAs> {
    private final SelectQuery rows;

    StreamAs(String name, SelectQuery rows) {
      super(name);
      this.rows = rows;
    }

    /**
     * {@code WITH (key = value)}.
     *
     * @throws IllegalArgumentException if the value is no constant
     */
    public StreamAs with(String key, Object value) {
      return addOption(key, value);
    }

    @Override
    StreamAs self() {
      return this;
    }

    @Override
    public Statement build() {
      return new Definition.StreamFromQuery(
          annotations(), existence(), name, options(), rows, NOWHERE);
    }
  }

  /** {@code CREATE FUNCTION}. */
  public static final class Function extends DefinitionBuilder<Function> {
    private final Name language;
    private final TypeName returnType;
    private final String body;
    private @Nullable List<TypeName.Field> parameters;

    Function(String name, String language, Types returnType, String body) {
      super(name);
      this.language = name(language);
      this.returnType = returnType.build();
      this.body = body;
    }

    /** A function whose parameters have types: at first none. Without this any are accepted. */
    public Function typed() {
      parameters = parameters == null ? List.of() : parameters;
      return this;
    }

    /** One more parameter. */
    public Function parameter(String parameter, Types type) {
      List<TypeName.Field> longer = new ArrayList<>(parameters == null ? List.of() : parameters);
      longer.add(new TypeName.Field(name(parameter), type.build(), NOWHERE));
      parameters = longer;
      return this;
    }

    @Override
    Function self() {
      return this;
    }

    @Override
    public Statement build() {
      return new Definition.Function(
          annotations(), existence(), name, language, parameters, returnType, body, NOWHERE);
    }
  }

  /** {@code CREATE AGGREGATION}. */
  public static final class Aggregation extends DefinitionBuilder<Aggregation> {
    private final SelectBody.Block block;
    private @Nullable Name timeColumn;
    private List<DurationUnit> units = List.of(DurationUnit.SECOND);
    private boolean isRange;

    Aggregation(String name, SelectBody.Block block) {
      super(name);
      this.block = block;
    }

    /** {@code AGGREGATE BY column}. */
    public Aggregation by(String column) {
      timeColumn = name(column);
      return this;
    }

    /** {@code EVERY unit, unit}; every second if nothing is said. */
    public Aggregation every(DurationUnit... each) {
      units = Arrays.asList(each);
      isRange = false;
      return this;
    }

    /** {@code EVERY first TO last}, all units between included. */
    public Aggregation everyFrom(DurationUnit first, DurationUnit last) {
      units = List.of(first, last);
      isRange = true;
      return this;
    }

    @Override
    Aggregation self() {
      return this;
    }

    @Override
    public Statement build() {
      return new Definition.Aggregation(
          annotations(),
          existence(),
          name,
          block,
          timeColumn,
          units.stream().map(unit -> new Definition.Granularity(unit, NOWHERE)).toList(),
          isRange,
          NOWHERE);
    }
  }

  /** {@code CREATE VIEW}. */
  public static final class View extends DefinitionBuilder<View> {
    private final SelectQuery rows;
    private final List<Name> columns;

    View(String name, SelectQuery rows, List<Name> columns) {
      super(name);
      this.rows = rows;
      this.columns = columns;
    }

    @Override
    View self() {
      return this;
    }

    @Override
    public Statement build() {
      return new Definition.View(annotations(), existence(), name, columns, rows, NOWHERE);
    }
  }

  /** {@code CREATE INDEX}. */
  public static final class Index extends DefinitionBuilder<Index> {
    private final Name table;
    private final List<Name> columns;

    Index(String name, String table, List<Name> columns) {
      super(name);
      this.table = name(table);
      this.columns = columns;
    }

    @Override
    Index self() {
      return this;
    }

    @Override
    public Statement build() {
      return new Definition.Index(annotations(), existence(), name, table, columns, NOWHERE);
    }
  }
}
