package io.eventflux.compiler.parse;

import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.App;
import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Assignment;
import io.eventflux.query.ast.CommonTable;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Emit;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.GroupItem;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.MergeBranch;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.NamedWindow;
import io.eventflux.query.ast.OnConflict;
import io.eventflux.query.ast.OnDemandQuery;
import io.eventflux.query.ast.Option;
import io.eventflux.query.ast.OutputRate;
import io.eventflux.query.ast.OverWindow;
import io.eventflux.query.ast.PartitionKey;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.Row;
import io.eventflux.query.ast.RowPattern;
import io.eventflux.query.ast.Select;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectItem;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.SortItem;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.ast.Target;
import io.eventflux.query.ast.TypeName;
import io.eventflux.query.text.DurationUnit;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes trees that a text could give, of every construct of the language; equal seeds give equal
 * trees. The trees mean nothing: names are not defined and types do not fit. Not for several
 * threads.
 */
public final class RandomTrees {
  private static final Span ANY = Span.NONE;

  private static final List<String> NAMES =
      List.of(
          ("a b c price symbol Trades S1 T _x min sec last first event key value date time select from where group"
                  + " order limit as on in of for set per with without window pattern sequence every all current"
                  + " partition begin end row rows array map struct table values unnest lateral descriptor proctime"
                  + " position extract trim rollup cube grouping permute final running distinct over filter ignore"
                  + " union except into matched match define measures json_value null true not like interval case"
                  + " left full cross join using within emit output return update delete insert replace desc nulls")
              .split(" "));

  private static final List<String> ODD_NAMES =
      List.of("order total", "back`tick", "it's", "größe", "x.y", "1st", "say \"yes\"", "${V}");

  private static final List<String> FUNCTIONS =
      List.of(
          "count", "SUM", "lag", "position", "trim", "row", "rollup", "and", "set", "left", "if");

  private static final List<String> TEXTS =
      List.of(
          "", "x", "it's", "say \"yes\"", "a\\n", "two\nlines", "${HOME}", "-- no comment", "ä€🚀");

  private final Random random;

  /** How much deeper the tree may grow. */
  private int depth = 3;

  /**
   * A sequence of trees.
   *
   * @param seed equal seeds give equal trees
   */
  public RandomTrees(long seed) {
    random = new Random(seed);
  }

  // ---- choices

  private boolean coin() {
    return random.nextBoolean();
  }

  private boolean rarely() {
    return random.nextInt(4) == 0;
  }

  private <T> @Nullable T maybe(Supplier<T> make) {
    return coin() ? make.get() : null;
  }

  private <T> List<T> list(int min, int max, Supplier<T> make) {
    List<T> list = new ArrayList<>();
    int count = min + random.nextInt(max - min + 1);
    for (int i = 0; i < count; i++) {
      list.add(make.get());
    }
    return list;
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <E extends Enum<E>> E pick(Class<E> type) {
    return pick(List.of(type.getEnumConstants()));
  }

  private <T> T choose(List<Supplier<? extends T>> makers) {
    return pick(makers).get();
  }

  /** One level deeper, or something simple if that would be too deep. */
  private <T> T deeper(Supplier<? extends T> simple, Supplier<? extends T> deep) {
    if (depth <= 0) {
      return simple.get();
    }
    depth--;
    try {
      return deep.get();
    } finally {
      depth++;
    }
  }

  private Name name() {
    return new Name(random.nextInt(12) == 0 ? pick(ODD_NAMES) : pick(NAMES), ANY);
  }

  private List<Name> names() {
    return list(1, 3, this::name);
  }

  private List<Name> namesOrNone() {
    return coin() ? List.of() : names();
  }

  private StreamName stream() {
    StreamName.Kind kind = rarely() ? pick(StreamName.Kind.class) : StreamName.Kind.PLAIN;
    return new StreamName(kind, name().text(), ANY);
  }

  private String line() {
    String text = pick(TEXTS);
    return text.contains("\n") ? "one line" : text;
  }

  // ---- apps and statements

  /**
   * An app of a few statements.
   *
   * @return the tree
   */
  public App app() {
    List<Annotation> annotations =
        list(0, 2, () -> annotation(new Name(pick(List.of("app:name", "app:x.y", "App")), ANY)));
    return new App(annotations, list(1, 4, this::statement), ANY);
  }

  /**
   * A statement.
   *
   * @return the tree
   */
  public Statement statement() {
    return choose(
        List.of(
            this::query,
            this::query,
            this::query,
            this::query,
            this::definition,
            this::definition,
            this::partition,
            this::insertValues,
            this::change));
  }

  private List<Annotation> annotations() {
    return list(0, 1, () -> annotation(new Name(pick(List.of("info", "sink", "a:b.c")), ANY)));
  }

  private Annotation annotation(Name name) {
    List<Annotation> nested =
        this.<List<Annotation>>deeper(
            List::of, () -> list(0, 1, () -> annotation(new Name("map", ANY))));
    return new Annotation(name, list(0, 2, () -> option(coin())), nested, ANY);
  }

  private Option option(boolean hasKey) {
    List<String> keys =
        List.of("type", "buffer.size", "a-b:c", "key with blanks", "select", "it's");
    Name key = hasKey ? new Name(pick(keys), ANY) : null;
    Literal value =
        choose(
            List.of(
                () -> new Literal.StringLiteral(pick(TEXTS), ANY),
                this::number,
                () -> new Literal.BooleanLiteral(coin(), ANY),
                this::time));
    return new Option(key, value, ANY);
  }

  private List<Option> options() {
    return list(0, 2, () -> option(true));
  }

  private Statement definition() {
    List<Annotation> annotations = annotations();
    Definition.Existence existence = pick(Definition.Existence.class);
    Name name = name();
    return choose(
        List.of(
            () ->
                new Definition.Stream(
                    annotations,
                    existence,
                    name,
                    list(1, 3, this::column),
                    list(0, 1, () -> new Definition.Watermark(name(), expression(), ANY)),
                    options(),
                    ANY),
            () ->
                new Definition.Table(
                    annotations,
                    existence,
                    name,
                    list(1, 3, this::column),
                    list(0, 2, this::key).stream()
                        .sorted(Comparator.comparing(Definition.TableKey::kind))
                        .toList(),
                    options(),
                    ANY),
            () ->
                new Definition.Window(
                    annotations,
                    existence,
                    name,
                    list(1, 2, this::column),
                    window(),
                    pick(EventKind.class),
                    options(),
                    ANY),
            () -> new Definition.Trigger(annotations, existence, name, firing(), ANY),
            () ->
                new Definition.StreamFromQuery(
                    annotations, existence, name, options(), selectQuery(), ANY),
            () -> function(annotations, existence, name),
            () -> aggregation(annotations, existence, name),
            () ->
                new Definition.View(
                    annotations, existence, name, namesOrNone(), selectQuery(), ANY),
            () -> new Definition.Index(annotations, existence, name, name(), names(), ANY)));
  }

  private Definition.Column column() {
    return new Definition.Column(name(), type(), coin(), maybe(this::literal), ANY);
  }

  private Definition.TableKey key() {
    return new Definition.TableKey(pick(Definition.KeyKind.class), names(), ANY);
  }

  private Definition.Firing firing() {
    return choose(
        List.of(
            () -> new Definition.Firing(Definition.FiringKind.START, null, null, ANY),
            () -> new Definition.Firing(Definition.FiringKind.EVERY, duration(), null, ANY),
            () -> new Definition.Firing(Definition.FiringKind.CRON, null, "0 0/15 * * * ?", ANY)));
  }

  private Definition function(
      List<Annotation> annotations, Definition.Existence existence, Name name) {
    boolean isTyped = coin();
    List<TypeName.Field> parameters = isTyped ? list(0, 2, this::field) : null;
    String script = pick(List.of("", " return data[0] / 2; ", "- { a = '}x{'; } -", "{{}}"));
    return new Definition.Function(
        annotations,
        existence,
        name,
        name(),
        parameters,
        type(),
        isTyped ? pick(TEXTS) : script,
        ANY);
  }

  private Definition aggregation(
      List<Annotation> annotations, Definition.Existence existence, Name name) {
    boolean isRange = coin();
    SelectBody.Block block =
        new SelectBody.Block(
            select(),
            streamSource(),
            maybe(this::expression),
            list(0, 2, this::groupItem),
            null,
            List.of(),
            ANY);
    return new Definition.Aggregation(
        annotations,
        existence,
        name,
        block,
        maybe(this::name),
        list(
            isRange ? 2 : 1,
            isRange ? 2 : 3,
            () -> new Definition.Granularity(pick(DurationUnit.class), ANY)),
        isRange,
        ANY);
  }

  private Statement partition() {
    return new Statement.Partition(
        annotations(), list(1, 2, this::partitionKey), list(1, 2, this::query), ANY);
  }

  private PartitionKey partitionKey() {
    return coin()
        ? new PartitionKey.ByValue(expression(), name(), ANY)
        : new PartitionKey.ByRange(
            list(1, 2, () -> new PartitionKey.Range(expression(), line(), ANY)), name(), ANY);
  }

  private Statement insertValues() {
    return new Statement.InsertValues(
        name(), namesOrNone(), list(1, 2, this::row), maybe(this::onConflict), ANY);
  }

  private Row row() {
    return new Row(list(1, 3, this::expression), ANY);
  }

  private OnConflict onConflict() {
    return new OnConflict(namesOrNone(), list(0, 2, this::assignment), ANY);
  }

  private Assignment assignment() {
    return new Assignment(maybe(this::name), name(), expression(), ANY);
  }

  private Statement change() {
    return change(annotations());
  }

  private Statement change(List<Annotation> annotations) {
    return choose(
        List.of(
            () ->
                new Statement.Update(
                    annotations,
                    name(),
                    maybe(this::name),
                    list(1, 2, this::assignment),
                    maybe(() -> source(Dialect.SQL)),
                    maybe(this::expression),
                    ANY),
            () ->
                new Statement.Delete(
                    annotations,
                    name(),
                    maybe(() -> source(Dialect.SQL)),
                    maybe(this::expression),
                    ANY),
            () ->
                new Statement.Upsert(
                    annotations,
                    name(),
                    namesOrNone(),
                    selectQuery(),
                    maybe(this::expression),
                    ANY),
            () ->
                new Statement.Merge(
                    annotations,
                    name(),
                    maybe(this::name),
                    single(),
                    expression(),
                    list(1, 2, this::mergeBranch),
                    ANY),
            () -> new Statement.Truncate(name(), ANY),
            () -> new Statement.Drop(pick(Statement.DefinitionKind.class), coin(), name(), ANY),
            () -> new Statement.Explain(withoutAnnotations(query()), ANY)));
  }

  private static Query withoutAnnotations(Query query) {
    return new Query(
        List.of(), query.dialect(), query.rows(), query.outputRate(), query.target(), query.span());
  }

  private MergeBranch mergeBranch() {
    boolean isForMatched = coin();
    Expression condition = maybe(this::expression);
    return choose(
        List.of(
            () ->
                new MergeBranch.Update(isForMatched, condition, list(1, 2, this::assignment), ANY),
            () -> new MergeBranch.Delete(isForMatched, condition, ANY),
            () -> new MergeBranch.Insert(isForMatched, condition, namesOrNone(), row(), ANY)));
  }

  // ---- on-demand queries

  /**
   * An on-demand query.
   *
   * @return the tree
   */
  public OnDemandQuery onDemandQuery() {
    return choose(
        List.of(
            this::read,
            this::read,
            () ->
                new OnDemandQuery.Write(
                    maybe(this::select),
                    rarely() ? new Target.Callback(EventKind.CURRENT, ANY) : target(false),
                    ANY),
            () -> new OnDemandQuery.Rows(selectQuery(), ANY),
            () -> new OnDemandQuery.Change(coin() ? insertValues() : change(List.of()), ANY)));
  }

  private OnDemandQuery read() {
    return new OnDemandQuery.Read(
        name(),
        maybe(this::expression),
        list(0, 2, this::expression),
        maybe(this::expression),
        select(),
        maybe(this::expression),
        list(0, 2, this::groupItem),
        maybe(this::expression),
        list(0, 2, this::sortItem),
        maybe(this::expression),
        maybe(this::expression),
        coin() ? new Target.Callback(EventKind.CURRENT, ANY) : target(false),
        ANY);
  }

  // ---- queries

  private Query query() {
    boolean isClassic = coin();
    SelectQuery rows =
        isClassic
            ? selectQuery(block(Dialect.CLASSIC))
            : coin() ? selectQuery(block(Dialect.SQL)) : selectQuery();
    boolean isInsertValues = rows.body() instanceof SelectBody.Values;
    return new Query(
        annotations(),
        isClassic ? Dialect.CLASSIC : Dialect.SQL,
        rows,
        maybe(this::outputRate),
        coin() || isInsertValues ? new Target.Callback(EventKind.CURRENT, ANY) : target(true),
        ANY);
  }

  private SelectQuery selectQuery() {
    return this.<SelectQuery>deeper(
        () -> selectQuery(block(Dialect.SQL)), () -> selectQuery(body()));
  }

  private SelectQuery selectQuery(SelectBody body) {
    boolean isRecursive = rarely();
    List<CommonTable> with =
        this.<List<CommonTable>>deeper(
            List::of,
            () ->
                list(
                    0,
                    1,
                    () -> new CommonTable(isRecursive, name(), namesOrNone(), selectQuery(), ANY)));
    boolean hasMore = body instanceof SelectBody.Nested;
    return new SelectQuery(
        with,
        body,
        list(0, 2, this::sortItem),
        hasMore ? expression() : maybe(this::expression),
        rarely() ? expression() : null,
        maybe(this::emit),
        ANY);
  }

  private SelectBody body() {
    return choose(
        List.of(
            () -> block(Dialect.SQL),
            () -> block(Dialect.SQL),
            this::values,
            this::nested,
            this::setOperation));
  }

  private SelectBody values() {
    return new SelectBody.Values(list(1, 2, this::row), ANY);
  }

  private SelectBody nested() {
    return new SelectBody.Nested(selectQuery(), ANY);
  }

  private SelectBody operand() {
    return choose(List.of(() -> block(Dialect.SQL), this::values, this::nested));
  }

  private SelectBody setOperation() {
    if (rarely()) {
      return chain(this::operand, List.of(SelectBody.SetOperator.INTERSECT));
    }
    Supplier<SelectBody> part =
        () ->
            rarely() ? chain(this::operand, List.of(SelectBody.SetOperator.INTERSECT)) : operand();
    return chain(
        part,
        List.of(
            SelectBody.SetOperator.UNION,
            SelectBody.SetOperator.UNION_ALL,
            SelectBody.SetOperator.EXCEPT));
  }

  private SelectBody chain(Supplier<SelectBody> part, List<SelectBody.SetOperator> operators) {
    return new SelectBody.SetOperation(
        part.get(),
        list(1, 2, () -> new SelectBody.SetTerm(pick(operators), ANY, part.get())),
        ANY);
  }

  private SelectBody.Block block(Dialect dialect) {
    return new SelectBody.Block(
        select(),
        source(dialect),
        maybe(this::expression),
        list(0, 2, this::groupItem),
        rarely() ? expression() : null,
        rarely() ? list(1, 2, () -> new NamedWindow(name(), overWindow(), ANY)) : List.of(),
        ANY);
  }

  private Select select() {
    return new Select(rarely(), list(1, 3, this::selectItem), ANY);
  }

  private SelectItem selectItem() {
    return rarely()
        ? new SelectItem.All(maybe(this::name), ANY)
        : new SelectItem.Value(expression(), maybe(this::name), ANY);
  }

  private GroupItem groupItem() {
    return choose(
        List.of(
            () -> new GroupItem.Key(expression(), ANY),
            () -> new GroupItem.Key(expression(), ANY),
            () -> new GroupItem.Rollup(list(1, 2, this::expression), ANY),
            () -> new GroupItem.Cube(list(1, 2, this::expression), ANY),
            () ->
                new GroupItem.GroupingSets(
                    list(1, 2, () -> new GroupItem.KeySet(list(0, 2, this::expression), ANY)),
                    ANY)));
  }

  private SortItem sortItem() {
    return new SortItem(expression(), coin(), coin(), ANY);
  }

  private Emit emit() {
    Emit.Mode mode = pick(Emit.Mode.class);
    boolean isTimed = mode == Emit.Mode.EVERY || mode == Emit.Mode.AFTER;
    return new Emit(mode, isTimed ? duration() : null, ANY);
  }

  private OutputRate outputRate() {
    boolean isCount = coin();
    return new OutputRate(
        pick(OutputRate.Mode.class),
        isCount ? new Literal.IntLiteral(random.nextInt(9), ANY) : duration(),
        isCount,
        ANY);
  }

  private Target target(boolean canConflict) {
    EventKind kind = pick(EventKind.class);
    return choose(
        List.of(
            () ->
                new Target.Insert(
                    kind,
                    stream(),
                    namesOrNone(),
                    canConflict && rarely() ? onConflict() : null,
                    ANY),
            () -> new Target.Replace(name(), namesOrNone(), ANY),
            () -> new Target.Update(name(), kind, list(0, 2, this::assignment), expression(), ANY),
            () ->
                new Target.UpdateOrInsert(
                    name(), kind, list(0, 2, this::assignment), expression(), ANY),
            () -> new Target.Delete(name(), kind, expression(), ANY),
            () -> new Target.Callback(coin() ? EventKind.EXPIRED : EventKind.ALL, ANY)));
  }

  // ---- sources

  private Source source(Dialect dialect) {
    return choose(
        List.of(
            this::streamSource,
            this::single,
            this::join,
            () -> sqlPattern(),
            () -> classicPattern(),
            () ->
                new Source.AggregationRead(
                    coin() ? streamSource() : join(),
                    list(1, 2, this::expression),
                    dialect == Dialect.SQL || coin() ? expression() : null,
                    ANY)));
  }

  private Source streamSource() {
    return new Source.Stream(stream(), handlers(), maybe(this::name), ANY);
  }

  private Source single() {
    return this.<Source>deeper(
        this::streamSource,
        () ->
            choose(
                List.<Supplier<? extends Source>>of(
                    this::streamSource,
                    this::windowTable,
                    this::subQuery,
                    this::unnest,
                    this::matchRecognize)));
  }

  private List<Handler> handlers() {
    return list(0, 2, this::handler);
  }

  private Handler handler() {
    return choose(
        List.of(
            this::filter,
            this::window,
            () -> new Handler.Function(maybe(this::name), name(), arguments(), ANY)));
  }

  private Handler filter() {
    return new Handler.Filter(expression(), ANY);
  }

  private Handler.Window window() {
    return new Handler.Window(maybe(this::name), name(), arguments(), ANY);
  }

  private List<Argument> arguments() {
    return list(0, 2, () -> new Argument(rarely() ? name() : null, expression(), ANY));
  }

  private Source windowTable() {
    return new Source.WindowTable(
        new Name(pick(List.of("TUMBLE", "hop", "Session", "my_function")), ANY),
        name(),
        list(0, 2, this::expression),
        maybe(this::name),
        arguments(),
        handlers(),
        maybe(this::name),
        ANY);
  }

  private Source subQuery() {
    Name alias = maybe(this::name);
    List<Name> columns = alias == null ? List.of() : namesOrNone();
    return new Source.SubQuery(rarely(), selectQuery(), handlers(), alias, columns, ANY);
  }

  private Source unnest() {
    Name alias = maybe(this::name);
    List<Name> columns = alias == null ? List.of() : namesOrNone();
    return new Source.Unnest(expression(), coin(), handlers(), alias, columns, ANY);
  }

  private Source join() {
    List<Source.JoinStep> steps = list(1, 2, this::joinStep);
    return new Source.Join(joinSide(), steps, ANY);
  }

  private Source.JoinSide joinSide() {
    return new Source.JoinSide(single(), rarely(), rarely() ? expression() : null, ANY);
  }

  private Source.JoinStep joinStep() {
    boolean isUsing = coin();
    return new Source.JoinStep(
        pick(Source.JoinKind.class),
        joinSide(),
        isUsing ? null : expression(),
        isUsing ? names() : List.of(),
        ANY);
  }

  // ---- patterns

  private Source.Within within() {
    boolean isCount = coin();
    return new Source.Within(
        isCount ? new Literal.IntLiteral(random.nextInt(9), ANY) : duration(), isCount, ANY);
  }

  private Source sqlPattern() {
    return new Source.Pattern(
        pick(Source.PatternMode.class),
        Dialect.SQL,
        coin() ? step() : chain(),
        maybe(this::within),
        maybe(this::name),
        namesOrNone(),
        ANY);
  }

  /** The first element has a name, or the text could mean a stream or a join. */
  private Source classicPattern() {
    Source.PatternMode mode = pick(Source.PatternMode.class);
    PatternStep.Element first = element(name());
    List<PatternStep> steps = new ArrayList<>();
    steps.add(coin() ? first : new PatternStep.Every(first, ANY));
    steps.addAll(list(1, 2, this::step));
    boolean isAlone = mode == Source.PatternMode.PATTERN && rarely();
    return new Source.Pattern(
        mode,
        Dialect.CLASSIC,
        isAlone ? steps.get(0) : new PatternStep.Chain(steps, ANY),
        maybe(this::within),
        null,
        List.of(),
        ANY);
  }

  private PatternStep chain() {
    return new PatternStep.Chain(list(2, 3, this::step), ANY);
  }

  private PatternStep step() {
    return this.<PatternStep>deeper(
        () -> element(maybe(this::name)),
        () ->
            choose(
                List.<Supplier<? extends PatternStep>>of(
                    () -> element(maybe(this::name)),
                    this::operand2,
                    this::chain,
                    () -> new PatternStep.Every(step(), ANY))));
  }

  private PatternStep operand2() {
    return this.<PatternStep>deeper(
        () -> element(null),
        () ->
            choose(
                List.<Supplier<? extends PatternStep>>of(
                    () -> element(maybe(this::name)),
                    () ->
                        new PatternStep.Absent(
                            element(maybe(this::name)), maybe(this::duration), ANY),
                    () ->
                        new PatternStep.Logical(
                            pick(Expression.LogicalOperator.class),
                            list(2, 3, this::operand2),
                            ANY))));
  }

  private PatternStep.Element element(@Nullable Name alias) {
    return new PatternStep.Element(alias, stream(), handlers(), maybe(this::count), ANY);
  }

  private PatternStep.Count count() {
    int min = random.nextInt(4);
    boolean hasMax = coin();
    return new PatternStep.Count(min, hasMax ? Math.max(1, min + random.nextInt(3)) : null, ANY);
  }

  private Source matchRecognize() {
    Source input =
        coin()
            ? new Source.Stream(stream(), List.of(), null, ANY)
            : new Source.SubQuery(rarely(), selectQuery(), List.of(), null, List.of(), ANY);
    Source.SkipKind skip = pick(Source.SkipKind.class);
    boolean hasVariable = skip == Source.SkipKind.TO_FIRST || skip == Source.SkipKind.TO_LAST;
    return new Source.MatchRecognize(
        input,
        list(0, 2, this::expression),
        list(0, 2, this::sortItem),
        list(0, 2, () -> new Source.Measure(expression(), name(), ANY)),
        pick(Source.RowsPerMatch.class),
        new Source.Skip(skip, hasVariable ? name() : null, ANY),
        rowPattern(),
        maybe(this::duration),
        list(0, 1, () -> new Source.Subset(name(), names(), ANY)),
        list(0, 2, () -> new Source.VariableDefinition(name(), expression(), ANY)),
        handlers(),
        maybe(this::name),
        ANY);
  }

  private RowPattern rowPattern() {
    return this.<RowPattern>deeper(
        () -> new RowPattern.Variable(name(), ANY),
        () ->
            choose(
                List.<Supplier<? extends RowPattern>>of(
                    () -> new RowPattern.Variable(name(), ANY),
                    () ->
                        new RowPattern.Sequence(
                            rarely() ? List.of() : list(2, 3, this::rowPattern), ANY),
                    () -> new RowPattern.Alternatives(list(2, 3, this::rowPattern), ANY),
                    this::repeated,
                    () -> new RowPattern.Excluded(rowPattern(), ANY),
                    () -> new RowPattern.Permuted(list(1, 2, this::rowPattern), ANY),
                    () -> new RowPattern.Anchor(coin(), ANY))));
  }

  private RowPattern repeated() {
    PatternStep.Count count = count();
    return new RowPattern.Repeated(rowPattern(), count.min(), count.max(), coin(), ANY);
  }

  // ---- expressions

  /**
   * An expression.
   *
   * @return the tree
   */
  public Expression expression() {
    return this.<Expression>deeper(
        this::leaf, () -> rarely() ? leaf() : coin() ? operator() : value());
  }

  private Expression leaf() {
    return coin() ? literal() : reference();
  }

  private Expression reference() {
    if (rarely()) {
      int offset = random.nextInt(3);
      return new Expression.ElementReference(
          name(), new Expression.ElementIndex(true, offset, ANY), ANY);
    }
    Expression.ElementIndex index =
        rarely() ? new Expression.ElementIndex(coin(), random.nextInt(3), ANY) : null;
    Expression.Qualifier qualifier = coin() ? new Expression.Qualifier(stream(), index, ANY) : null;
    return new Expression.ColumnReference(qualifier, name(), ANY);
  }

  private Expression operator() {
    return choose(
        List.of(
            () -> new Expression.Sign(coin(), expression(), ANY),
            () -> new Expression.Not(expression(), ANY),
            this::arithmetic,
            () ->
                new Expression.Logical(
                    pick(Expression.LogicalOperator.class), list(2, 3, this::expression), ANY),
            () ->
                new Expression.Comparison(
                    pick(Expression.ComparisonOperator.class),
                    ANY,
                    expression(),
                    expression(),
                    ANY),
            () -> new Expression.DistinctFrom(expression(), expression(), coin(), ANY),
            () -> new Expression.Between(expression(), expression(), expression(), coin(), ANY),
            () ->
                new Expression.Like(
                    expression(), expression(), maybe(() -> pick(TEXTS)), coin(), ANY),
            () -> new Expression.SimilarTo(expression(), expression(), coin(), ANY),
            this::inList,
            () -> new Expression.InTable(expression(), name(), coin(), ANY),
            () -> new Expression.InQuery(expression(), selectQuery(), coin(), ANY),
            () -> new Expression.Exists(selectQuery(), ANY),
            () -> new Expression.IsTest(expression(), pick(Expression.Test.class), coin(), ANY)));
  }

  private Expression arithmetic() {
    int rank = 1 + random.nextInt(2);
    List<Expression.ArithmeticOperator> operators =
        List.of(Expression.ArithmeticOperator.values()).stream()
            .filter(operator -> operator.rank() == rank)
            .toList();
    return new Expression.Arithmetic(
        expression(),
        list(1, 3, () -> new Expression.Term(pick(operators), ANY, expression())),
        ANY);
  }

  /** A lone query as a candidate would be the query to look in. */
  private Expression inList() {
    List<Expression> candidates = list(1, 3, this::expression);
    if (candidates.size() == 1 && candidates.get(0) instanceof Expression.SubQuery) {
      candidates.add(literal());
    }
    return new Expression.InList(expression(), candidates, coin(), ANY);
  }

  private Expression value() {
    return choose(
        List.of(
            this::call,
            this::call,
            () ->
                coin()
                    ? new Expression.Over(call(), name(), null, ANY)
                    : new Expression.Over(call(), null, overWindow(), ANY),
            this::json,
            () -> new Expression.SubQuery(selectQuery(), ANY),
            () ->
                new Expression.Case(
                    maybe(this::expression),
                    list(1, 2, () -> new Expression.When(expression(), expression(), ANY)),
                    maybe(this::expression),
                    ANY),
            () -> new Expression.Cast(expression(), type(), ANY),
            () -> new Expression.FieldAccess(expression(), name(), ANY),
            () -> new Expression.Subscript(expression(), expression(), ANY),
            () -> new Expression.SubscriptFromLast(expression(), random.nextInt(3), ANY),
            () -> new Expression.ArrayConstructor(list(0, 2, this::expression), ANY),
            () -> new Expression.MapConstructor(list(0, 2, this::expression), ANY),
            () -> new Expression.RowConstructor(list(1, 2, this::expression), ANY)));
  }

  private Expression.FunctionCall call() {
    boolean isStar = rarely();
    boolean isOfSource = !isStar && rarely();
    List<Argument> arguments =
        isOfSource
            ? List.of(new Argument(null, new Expression.AllColumns(name(), ANY), ANY))
            : isStar ? List.of() : arguments();
    return new Expression.FunctionCall(
        rarely() ? pick(Expression.MatchRows.class) : Expression.MatchRows.DEFAULT,
        rarely() ? name() : null,
        new Name(coin() ? pick(FUNCTIONS) : name().text(), ANY),
        !arguments.isEmpty() && !isOfSource && rarely(),
        isStar,
        arguments,
        rarely() ? expression() : null,
        rarely(),
        ANY);
  }

  private Expression json() {
    TypeName returning = maybe(this::type);
    Expression.JsonFallback onEmpty = maybe(this::fallback);
    // Without any clause it is a call like others.
    boolean isPlain = returning == null && onEmpty == null;
    return new Expression.JsonFunction(
        pick(Expression.JsonKind.class),
        expression(),
        expression(),
        returning,
        onEmpty,
        isPlain ? fallback() : maybe(this::fallback),
        ANY);
  }

  private Expression.JsonFallback fallback() {
    Expression.JsonFallbackKind kind = pick(Expression.JsonFallbackKind.class);
    boolean hasValue = kind == Expression.JsonFallbackKind.DEFAULT;
    return new Expression.JsonFallback(kind, hasValue ? expression() : null, ANY);
  }

  private OverWindow overWindow() {
    return new OverWindow(
        list(0, 2, this::expression), list(0, 2, this::sortItem), maybe(this::frame), ANY);
  }

  private OverWindow.Frame frame() {
    return new OverWindow.Frame(pick(OverWindow.FrameUnit.class), bound(), bound(), ANY);
  }

  private OverWindow.Bound bound() {
    OverWindow.BoundKind kind = pick(OverWindow.BoundKind.class);
    boolean hasDistance =
        kind == OverWindow.BoundKind.PRECEDING || kind == OverWindow.BoundKind.FOLLOWING;
    return new OverWindow.Bound(kind, hasDistance ? duration() : null, ANY);
  }

  // ---- types and constants

  private TypeName type() {
    return this.<TypeName>deeper(
        this::simpleType,
        () ->
            choose(
                List.<Supplier<? extends TypeName>>of(
                    this::simpleType,
                    this::simpleType,
                    () -> new TypeName.ArrayOf(type(), ANY),
                    () -> new TypeName.MapOf(type(), type(), ANY),
                    () -> new TypeName.RowOf(list(1, 2, this::field), ANY))));
  }

  private TypeName simpleType() {
    String word =
        pick(List.of("INT", "string", "DOUBLE", "TIMESTAMP", "DECIMAL", "INTERVAL", "Date"));
    List<Integer> parameters = word.equals("DECIMAL") ? List.of(10, 2) : List.of();
    return new TypeName.Simple(new Name(word, ANY), parameters, ANY);
  }

  private TypeName.Field field() {
    return new TypeName.Field(name(), type(), ANY);
  }

  private Literal number() {
    return choose(
        List.of(
            () -> new Literal.IntLiteral(pick(List.of(0, 1, -1, 42, Integer.MIN_VALUE)), ANY),
            () ->
                new Literal.LongLiteral(
                    pick(List.of(0L, -7L, 1L << 31, Long.MIN_VALUE, Long.MAX_VALUE)), ANY),
            () -> new Literal.FloatLiteral(pick(List.of(0f, 1.5f, -2e20f, 1e-9f)), ANY),
            () -> new Literal.DoubleLiteral(pick(List.of(0d, -0d, 2.5, -1e300, 4e-5)), ANY)));
  }

  private Literal literal() {
    return choose(
        List.of(
            this::number,
            this::number,
            () -> new Literal.BooleanLiteral(coin(), ANY),
            () -> new Literal.NullLiteral(ANY),
            () -> new Literal.StringLiteral(pick(TEXTS), ANY),
            () -> new Literal.StringLiteral(pick(TEXTS), ANY),
            () -> new Literal.BinaryLiteral(coin() ? "" : "0AFF", ANY),
            this::temporal,
            this::time,
            () ->
                new Literal.DurationLiteral(
                    true, pick(List.of(0L, 1L, -1_500L, 90_000L, 86_400_000L)), ANY)));
  }

  private Literal temporal() {
    return choose(
        List.of(
            () ->
                new Literal.TemporalLiteral(
                    Literal.TemporalKind.DATE, "1970-01-02", 86_400_000L, ANY),
            () -> new Literal.TemporalLiteral(Literal.TemporalKind.TIME, "00:00:01.5", 1_500L, ANY),
            () ->
                new Literal.TemporalLiteral(
                    Literal.TemporalKind.TIMESTAMP, "1970-01-01 00:01:00", 60_000L, ANY)));
  }

  private Literal time() {
    List<Long> millis = List.of(0L, 7L, 90_000L, 86_400_000L, 788_645_006L, 40_000_000_000L);
    return new Literal.DurationLiteral(false, pick(millis), ANY);
  }

  private Expression duration() {
    return choose(
        List.of(
            this::time,
            () -> new Literal.DurationLiteral(true, pick(List.of(1L, 60_000L)), ANY),
            () -> new Literal.IntLiteral(random.nextInt(1_000), ANY),
            () -> new Literal.LongLiteral(1L << 40, ANY)));
  }
}
