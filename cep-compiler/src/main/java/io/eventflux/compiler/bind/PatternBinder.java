package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.compiler.logical.PatternRel;
import io.eventflux.compiler.logical.StreamScan;
import io.eventflux.core.plan.PatternProgram;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.DurationText;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Patterns of language section 5: chains of single events with {@code every} and {@code within}.
 * One thread.
 */
final class PatternBinder implements PatternStep.Visitor<Boolean> {
  private final BindContext context;
  private final Expressions expressions;
  private final AppCatalog catalog;
  private final List<PatternStep.Element> elements = new ArrayList<>();
  private final List<ElementKind> kinds = new ArrayList<>();
  private long absentMillis;
  private final List<@Nullable Relation> relations = new ArrayList<>();
  private final List<PatternProgram.Scope> scopes = new ArrayList<>();
  private boolean isInsideEvery;

  PatternBinder(BindContext context, AppCatalog catalog) {
    this.context = context;
    this.expressions = context.expressions();
    this.catalog = catalog;
  }

  BoundSource bind(Source.Pattern source) {
    boolean isBuilt = true;
    if (source.mode() == Source.PatternMode.SEQUENCE) {
      context.notSupported(source.span(), "a sequence");
      isBuilt = false;
      checkHead(source.root());
    }
    if (!source.partitionBy().isEmpty()) {
      context.notSupported(source.partitionBy().get(0).span(), "PARTITION BY in a pattern");
      isBuilt = false;
    }
    isBuilt &= source.root().accept(this);
    checkKeys(source);
    List<RowScope.Part> parts = parts();
    RowScope match = RowScope.ofMatch(context, parts, kinds, source.alias());
    List<PatternRel.Element> bound = new ArrayList<>();
    Map<String, Integer> inputs = new LinkedHashMap<>();
    for (int i = 0; i < elements.size(); i++) {
      PatternStep.Element element = elements.get(i);
      Integer ordinal = inputs.computeIfAbsent(element.stream().toString(), name -> inputs.size());
      bound.add(new PatternRel.Element(parts.get(i).name(), ordinal, condition(element, i, parts)));
    }
    long within = within(source);
    warnOfUnbounded(source);
    if (within >= 0 && within < absentMillis && source.within() != null) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NEVER_MATCHES,
                  source.within().span(),
                  "the pattern waits longer for events that stay away than WITHIN allows")
              .fact("waiting: " + DurationText.literal(absentMillis)));
    }
    boolean isKnown =
        relations.stream().allMatch(relation -> relation != null && relation.columns() != null);
    if (!isBuilt || !isKnown || elements.isEmpty()) {
      return new BoundSource(null, match, false, false, null);
    }
    return new BoundSource(pattern(bound, inputs, within, parts), match, false, false, null);
  }

  private RelNode pattern(
      List<PatternRel.Element> bound,
      Map<String, Integer> inputs,
      long within,
      List<RowScope.Part> parts) {
    List<RelNode> streams = new ArrayList<>();
    for (String stream : inputs.keySet()) {
      Relation relation = catalog.known(stream);
      List<Column> columns =
          relation == null || relation.columns() == null ? List.of() : relation.columns();
      streams.add(
          new StreamScan(
              expressions.cluster(),
              stream,
              expressions
                  .types()
                  .row(columns.stream().map(Column::name).toList(), types(columns))));
    }
    List<PatternRel.Register> registers = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      List<Column> columns = parts.get(i).columns();
      for (int column = 0; columns != null && column < columns.size(); column++) {
        registers.add(new PatternRel.Register(i, column));
        names.add(parts.get(i).name() + "." + columns.get(column).name());
      }
      types.addAll(columns == null ? List.of() : types(columns));
    }
    for (int i = 0; i < parts.size(); i++) {
      registers.add(new PatternRel.Register(i, PatternProgram.Capture.TIME));
      names.add(parts.get(i).name() + " time");
      types.add(Type.LONG);
    }
    return new PatternRel(
        expressions.cluster(),
        streams,
        bound,
        scopes,
        within,
        registers,
        expressions.types().row(names, types));
  }

  private static List<Type> types(List<Column> columns) {
    List<Type> types = new ArrayList<>();
    columns.forEach(column -> types.add(column.type() == null ? Type.LONG : column.type()));
    return types;
  }

  // ---- the chain

  @Override
  public Boolean visitElement(PatternStep.Element step) {
    PatternStep.Count count = step.count();
    boolean isCounted = false;
    if (count != null && !isOne(count)) {
      isCounted = true;
      context.notSupported(count.span(), "a count of pattern events");
    }
    boolean hasOne = count == null || (count.max() != null && count.max() == 1);
    return element(step, hasOne ? ElementKind.SINGLE : ElementKind.COUNTED) && !isCounted;
  }

  private boolean element(PatternStep.Element step, ElementKind kind) {
    boolean isBuilt = true;
    for (Handler handler : step.handlers()) {
      String streamFunction = SourceBinder.streamFunction(context, handler);
      if (streamFunction != null) {
        context.notSupported(handler.span(), "stream function '" + streamFunction + "'");
        isBuilt = false;
      } else if (!(handler instanceof Handler.Filter)) {
        context.report(
            DiagnosticCode.WINDOW_IN_PATTERN, handler.span(), "a pattern element has filters only");
        isBuilt = false;
      }
    }
    elements.add(step);
    kinds.add(kind);
    relations.add(relation(step.stream()));
    return isBuilt;
  }

  private static boolean isOne(PatternStep.Count count) {
    return count.min() == 1 && count.max() != null && count.max() == 1;
  }

  private @Nullable Relation relation(StreamName name) {
    Relation relation = new SourceBinder(context, catalog, null).relation(name);
    if (relation != null && !relation.givesEvents()) {
      context.report(
          DiagnosticCode.TABLE_AS_STREAM,
          name.span(),
          relation.kind() + " '" + name + "' gives no events that a pattern could wait for");
      return null;
    }
    return relation;
  }

  @Override
  public Boolean visitChain(PatternStep.Chain step) {
    boolean isBuilt = true;
    for (PatternStep each : step.steps()) {
      isBuilt &= each.accept(this);
    }
    for (PatternStep each : step.steps().subList(0, step.steps().size() - 1)) {
      if (each instanceof PatternStep.Every every && every.step() instanceof PatternStep.Absent) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.ACCUMULATING_ABSENT,
                    each.span(),
                    "each silence starts one more run, and the next event ends all of them")
                .suggest("put EVERY around the whole pattern"));
      }
    }
    return isBuilt;
  }

  @Override
  public Boolean visitEvery(PatternStep.Every step) {
    if (isInsideEvery) {
      context.report(
          DiagnosticCode.NESTED_EVERY, step.span(), "an EVERY stands inside another EVERY");
      step.step().accept(this);
      return false;
    }
    isInsideEvery = true;
    int first = elements.size();
    boolean isBuilt = step.step().accept(this);
    isInsideEvery = false;
    if (elements.size() > first) {
      scopes.add(new PatternProgram.Scope(first, elements.size() - 1));
    }
    return isBuilt;
  }

  @Override
  public Boolean visitLogical(PatternStep.Logical step) {
    context.notSupported(step.span(), step.operator() + " in a pattern");
    boolean isAllUntimed = true;
    for (PatternStep operand : step.operands()) {
      boolean isUntimed = operand instanceof PatternStep.Absent absent && absent.duration() == null;
      isAllUntimed &= isUntimed;
      checkOperand(step, operand);
      if (operand instanceof PatternStep.Absent absent) {
        absent(absent);
      } else {
        operand.accept(this);
      }
    }
    if (isAllUntimed) {
      needsTime(step.operands().get(0).span());
    }
    return false;
  }

  private void checkOperand(PatternStep.Logical step, PatternStep operand) {
    boolean isSingle =
        operand instanceof PatternStep.Absent
            || operand instanceof PatternStep.Logical
            || (operand instanceof PatternStep.Element element
                && (element.count() == null || isOne(element.count())));
    if (!isSingle) {
      context.report(
          DiagnosticCode.BAD_LOGICAL_OPERAND,
          operand.span(),
          "beside "
              + step.operator()
              + " in a pattern stand single events, without counts, chains and EVERY");
    }
  }

  @Override
  public Boolean visitAbsent(PatternStep.Absent step) {
    context.notSupported(step.span(), "NOT in a pattern");
    if (step.duration() == null) {
      needsTime(step.span());
    }
    absent(step);
    return false;
  }

  private void needsTime(Span span) {
    context.report(
        Diagnostic.of(
                DiagnosticCode.ABSENT_NEEDS_TIME,
                span,
                "it is never certain that this event stays away: no time is given")
            .suggest("add FOR and a duration"));
  }

  private void absent(PatternStep.Absent step) {
    element(step.element(), ElementKind.ABSENT);
    if (step.duration() != null) {
      long millis = duration(step.duration(), "FOR");
      absentMillis += Math.max(0, millis);
      if (millis == 0) {
        context.report(
            DiagnosticCode.BAD_TIME_LITERAL,
            step.duration().span(),
            "the time to wait must be greater than zero");
      }
    }
  }

  /** In a sequence EVERY stands in front of the whole. */
  private void checkHead(PatternStep root) {
    if (!(root instanceof PatternStep.Chain chain)) {
      return;
    }
    for (PatternStep each : chain.steps().subList(1, chain.steps().size())) {
      if (each instanceof PatternStep.Every) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.EVERY_NOT_AT_HEAD,
                    each.span(),
                    "in a sequence EVERY stands in front of the first element only")
                .suggest("use -> between the elements, if other events may lie between them"));
      }
    }
  }

  private void checkKeys(Source.Pattern source) {
    for (Name key : source.partitionBy()) {
      for (Relation relation : relations) {
        List<Column> columns = relation == null ? null : relation.columns();
        if (relation != null && columns != null && Column.indexOf(columns, key.text()) < 0) {
          context.report(relation.unknownColumn(key, columns));
          break;
        }
      }
    }
  }

  // ---- names

  /** One part per element, in order; an element without alias has the name of its stream. */
  private List<RowScope.Part> parts() {
    Map<String, Integer> uses = new HashMap<>();
    for (PatternStep.Element element : elements) {
      if (element.alias() == null) {
        uses.merge(element.stream().name(), 1, Integer::sum);
      }
    }
    Map<String, Span> seen = new HashMap<>();
    List<RowScope.Part> parts = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      PatternStep.Element element = elements.get(i);
      String stream = element.stream().name();
      String name = stream;
      if (element.alias() != null) {
        name = element.alias().text();
        Span first = seen.putIfAbsent(name, element.alias().span());
        if (first != null) {
          context.report(
              Diagnostic.of(
                      DiagnosticCode.DUPLICATE_REFERENCE,
                      element.alias().span(),
                      "two elements are called '" + name + "'")
                  .with(first, "the first one"));
        }
      } else if (uses.getOrDefault(stream, 0) > 1) {
        // It cannot be named in the text; the number makes it readable in plans.
        name = stream + "#" + (i + 1);
      }
      Relation relation = relations.get(i);
      parts.add(
          new RowScope.Part(name, "stream", stream, relation == null ? null : relation.columns()));
    }
    return parts;
  }

  // ---- conditions

  private @Nullable RexNode condition(
      PatternStep.Element element, int position, List<RowScope.Part> parts) {
    ElementScope scope = new ElementScope(context, position, parts, kinds);
    ExpressionBinder binder = new ExpressionBinder(context, scope, null, "a pattern filter");
    List<RexNode> conditions = new ArrayList<>();
    for (Handler handler : element.handlers()) {
      if (handler instanceof Handler.Filter filter) {
        RexNode bound = binder.condition(filter.condition(), "a filter");
        if (bound != null) {
          conditions.add(bound);
        }
        if (Contradictions.isNeverTrue(filter.condition())) {
          context.report(
              DiagnosticCode.NEVER_MATCHES,
              filter.condition().span(),
              "no event fits: two conditions of this filter exclude each other");
        }
      }
    }
    return conditions.isEmpty() ? null : expressions.and(conditions);
  }

  private long within(Source.Pattern source) {
    Source.Within within = source.within();
    if (within == null) {
      return -1;
    }
    if (within.events()) {
      context.notSupported(within.span(), "WITHIN a count of events");
      return -1;
    }
    return duration(within.limit(), "WITHIN");
  }

  /** Milliseconds of a constant duration; -1 after a report. */
  private long duration(Expression limit, String clause) {
    ExpressionBinder binder =
        new ExpressionBinder(context, new RowScope(context, List.of()), null, clause);
    RexNode value = binder.typed(limit);
    if (value == null) {
      return -1;
    }
    RexNode constant = context.fold(value);
    Type type = Expressions.type(constant);
    boolean isDuration = type.isInteger() || type == Type.INTERVAL;
    if (!isDuration || !Expressions.isConstant(constant)) {
      context.report(
          DiagnosticCode.TYPE_MISMATCH, limit.span(), clause + " needs a constant duration");
      return -1;
    }
    long millis = Expressions.value(constant) instanceof Number number ? number.longValue() : -1;
    if (millis < 0) {
      context.report(
          DiagnosticCode.BAD_TIME_LITERAL, limit.span(), "a duration must not be negative");
    }
    return millis;
  }

  private void warnOfUnbounded(Source.Pattern source) {
    boolean isPattern = source.mode() == Source.PatternMode.PATTERN;
    if (isPattern
        && source.within() == null
        && scopes.stream().anyMatch(scope -> scope.first() > 0)) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNBOUNDED_EVERY,
                  source.span(),
                  "this pattern keeps its first events for ever")
              .suggest("add WITHIN and a duration"));
    }
  }

  /**
   * The names in the filter of an element: the candidate first, then the events that are bound
   * before it. Columns of the candidate stand in front, those of all elements behind.
   */
  private static final class ElementScope implements Scope {
    private final BindContext context;
    private final int position;
    private final List<RowScope.Part> parts;
    private final List<ElementKind> kinds;

    ElementScope(
        BindContext context, int position, List<RowScope.Part> parts, List<ElementKind> kinds) {
      this.context = context;
      this.position = position;
      this.parts = parts;
      this.kinds = kinds;
    }

    @Override
    public @Nullable RexNode time(Expression.Qualifier qualifier) {
      String name = qualifier.name().name();
      int element = element(name);
      boolean isOwn =
          element == position || (element < 0 && parts.get(position).original().equals(name));
      if (element > position) {
        forward(qualifier);
        return null;
      }
      if (isOwn) {
        // With an index the events bound before the candidate are meant, and there are none.
        return qualifier.index() == null
            ? context.expressions().rowTime()
            : context.expressions().constant(null, Type.LONG);
      }
      RexNode ofMatch = RowScope.ofMatch(context, parts, kinds).time(qualifier);
      if (element < 0 || ofMatch == null) {
        return ofMatch;
      }
      int times = RowScope.ofMatch(context, parts, kinds).offset(parts.size());
      return context.expressions().column(size(position) + times + element, Type.LONG);
    }

    private void forward(Expression.Qualifier qualifier) {
      context.report(
          DiagnosticCode.FORWARD_REFERENCE,
          qualifier.span(),
          "'" + qualifier.name() + "' comes later in the pattern than this filter");
    }

    @Override
    public boolean has(String name) {
      return RowScope.ofMatch(
              context, parts.subList(0, position + 1), kinds.subList(0, position + 1))
          .has(name);
    }

    @Override
    public boolean isElement(String name) {
      return !has(name) && element(name) >= 0;
    }

    @Override
    public boolean isColumn(String name) {
      return RowScope.ofMatch(context, parts, kinds).isColumn(name);
    }

    @Override
    public boolean isCounted(String name) {
      int element = element(name);
      return element >= 0 && kinds.get(element) == ElementKind.COUNTED;
    }

    private int element(String name) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).name().equals(name)) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public @Nullable RexNode resolve(Expression.ColumnReference reference) {
      Expression.Qualifier qualifier = reference.qualifier();
      return qualifier == null ? bare(reference) : qualified(reference, qualifier);
    }

    private @Nullable RexNode bare(Expression.ColumnReference reference) {
      String name = reference.name().text();
      List<Column> own = parts.get(position).columns();
      if (own == null) {
        return null;
      }
      if (Column.indexOf(own, name) >= 0) {
        return candidate(Column.indexOf(own, name));
      }
      List<Integer> owners = new ArrayList<>();
      for (int i = 0; i < position; i++) {
        List<Column> columns = parts.get(i).columns();
        if (columns == null) {
          return null;
        }
        if (Column.indexOf(columns, name) >= 0 && kinds.get(i) != ElementKind.ABSENT) {
          owners.add(i);
        }
      }
      if (owners.size() == 1) {
        return isList(owners.get(0), reference.span()) ? null : bound(owners.get(0), name);
      }
      if (owners.size() > 1) {
        context.report(
            DiagnosticCode.AMBIGUOUS_ATTRIBUTE,
            reference.span(),
            "column '" + name + "' exists in several elements");
        return null;
      }
      return RowScope.ofElement(context, parts.get(position)).resolve(reference);
    }

    private @Nullable RexNode qualified(
        Expression.ColumnReference reference, Expression.Qualifier qualifier) {
      String name = qualifier.name().name();
      int element = element(name);
      boolean isOwn =
          element == position || (element < 0 && parts.get(position).original().equals(name));
      if (element > position) {
        forward(qualifier);
        return null;
      }
      // The scope of a match knows all that is left to complain about.
      RowScope.Part owner = isOwn ? parts.get(position) : element < 0 ? null : parts.get(element);
      if (owner == null) {
        return RowScope.ofMatch(context, parts, kinds).resolve(reference);
      }
      List<Column> columns = owner.columns();
      if (columns == null) {
        return null;
      }
      ElementKind kind = kinds.get(isOwn ? position : element);
      if (!isOwn && kind == ElementKind.ABSENT) {
        return RowScope.ofMatch(context, parts, kinds).resolve(reference);
      }
      boolean isCounted = kind == ElementKind.COUNTED;
      if (!isOwn && qualifier.index() == null && isList(element, reference.span())) {
        return null;
      }
      boolean needsReport =
          Column.indexOf(columns, reference.name().text()) < 0
              || (!isCounted && qualifier.index() != null && qualifier.index().offset() != 0);
      if (needsReport) {
        RowScope.Part named = new RowScope.Part(name, owner.kind(), owner.original(), columns);
        RowScope.ofElement(context, named).resolve(reference);
        return null;
      }
      int index = Column.indexOf(columns, reference.name().text());
      if (isOwn && qualifier.index() != null) {
        // With an index the events bound before the candidate are meant, and there are none.
        Type type = columns.get(index).type();
        return type == null ? null : context.expressions().constant(null, type);
      }
      return isOwn ? candidate(index) : bound(element, reference.name().text());
    }

    /**
     * Whether an element has a list of events, of which a condition needs one; this is reported.
     */
    private boolean isList(int element, Span span) {
      if (kinds.get(element) != ElementKind.COUNTED) {
        return false;
      }
      String name = parts.get(element).name();
      context.report(
          Diagnostic.of(
                  DiagnosticCode.LIST_IN_CONDITION,
                  span,
                  "'" + name + "' stands for several events, and a condition needs one")
              .suggest("write " + name + "[0] or " + name + "[last]"));
      return true;
    }

    private @Nullable RexNode candidate(int index) {
      List<Column> own = parts.get(position).columns();
      Type type = own == null ? null : own.get(index).type();
      return type == null ? null : context.expressions().column(index, type);
    }

    private @Nullable RexNode bound(int element, String name) {
      int offset = size(position);
      for (int i = 0; i < element; i++) {
        offset += size(i);
      }
      List<Column> columns = parts.get(element).columns();
      int index = columns == null ? -1 : Column.indexOf(columns, name);
      Type type = index < 0 || columns == null ? null : columns.get(index).type();
      return type == null ? null : context.expressions().column(offset + index, type);
    }

    private int size(int element) {
      List<Column> columns = parts.get(element).columns();
      return columns == null ? 0 : columns.size();
    }
  }
}
