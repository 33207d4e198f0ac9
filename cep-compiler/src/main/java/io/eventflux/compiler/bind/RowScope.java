package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one source, or of the two sides of a join, one behind the other. A bare name must
 * belong to one side only. Immutable but for the diagnostics.
 */
final class RowScope implements Scope {
  private final BindContext context;
  private final List<Part> parts;
  private final boolean isPattern;
  private final List<ElementKind> kinds;
  private final @Nullable Name alias;
  private final @Nullable Scope outer;

  /**
   * One source.
   *
   * @param name what qualifies its columns: the alias, else the name of the stream
   * @param kind the word for it: stream or table
   * @param original the name of the stream or table, which an alias hides
   * @param columns its columns; null if they are unknown because of a reported error
   */
  record Part(String name, String kind, String original, @Nullable List<Column> columns) {}

  private RowScope(
      BindContext context,
      List<Part> parts,
      boolean isPattern,
      List<ElementKind> kinds,
      @Nullable Name alias) {
    this.context = context;
    this.parts = List.copyOf(parts);
    this.isPattern = isPattern;
    this.kinds = List.copyOf(kinds);
    this.alias = alias;
    this.outer = context.surroundings().outer();
  }

  /** The columns of a source, or of the sides of a join. */
  RowScope(BindContext context, List<Part> parts) {
    this(context, parts, false, List.of(), null);
  }

  /**
   * The columns of the events of a match; a part is an element.
   *
   * @param kinds how many events each stands for
   */
  static RowScope ofMatch(BindContext context, List<Part> elements, List<ElementKind> kinds) {
    return ofMatch(context, elements, kinds, null);
  }

  /**
   * The columns of the events of a match that has a name.
   *
   * @param alias may stand in front of elements; null if there is none
   */
  static RowScope ofMatch(
      BindContext context, List<Part> elements, List<ElementKind> kinds, @Nullable Name alias) {
    return new RowScope(context, elements, true, kinds, alias);
  }

  /** The columns of an element that has one event. */
  static RowScope ofElement(BindContext context, Part element) {
    return ofMatch(context, List.of(element), List.of(ElementKind.SINGLE));
  }

  /** Whether a part is an element whose event stayed away. */
  boolean isAbsent(int part) {
    return isPattern && kinds.get(part) == ElementKind.ABSENT;
  }

  private boolean isCounted(int part) {
    return isPattern && kinds.get(part) == ElementKind.COUNTED;
  }

  @Override
  public boolean isCounted(String name) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).name().equals(name)) {
        return isCounted(i);
      }
    }
    return false;
  }

  @Override
  public boolean has(String name) {
    return parts.stream()
        .anyMatch(part -> part.columns() == null || Column.indexOf(part.columns(), name) >= 0);
  }

  /** Whether all columns are those of one stream, and no pattern stands between. */
  boolean isOneStream() {
    return !isPattern && parts.size() == 1 && parts.get(0).kind().equals("stream");
  }

  /** How many columns all parts have together, with the times of elements. */
  int width() {
    return offset(parts.size()) + (isPattern ? parts.size() : 0);
  }

  /** Times of elements stand behind the columns of all of them. */
  @Override
  public @Nullable RexNode time(Expression.Qualifier qualifier) {
    int part = part(qualifier);
    if (part < 0 || isAbsent(part, qualifier.span()) || !indexFits(part, qualifier)) {
      return null;
    }
    if (isPattern) {
      return parts.stream().anyMatch(each -> each.columns() == null)
          ? null
          : context.expressions().column(offset(parts.size()) + part, Type.LONG);
    }
    if (parts.get(part).kind().equals("stream")) {
      return context.expressions().rowTime();
    }
    context.report(noTime(qualifier, parts.get(part)));
    return null;
  }

  /** The report of rows that have no time. */
  static Diagnostic noTime(Expression.Qualifier qualifier, Part part) {
    return Diagnostic.of(
        DiagnosticCode.TYPE_MISMATCH,
        qualifier.span(),
        "'" + qualifier.name() + "' is a " + part.kind() + ": its rows have no timestamp");
  }

  @Override
  public boolean isElement(String name) {
    return isPattern && !has(name) && parts.stream().anyMatch(part -> part.name().equals(name));
  }

  @Override
  public boolean isPatternAlias(String name) {
    return alias != null
        && alias.text().equals(name)
        && parts.stream().noneMatch(part -> part.name().equals(name));
  }

  @Override
  public boolean isColumn(String name) {
    boolean isSource =
        parts.stream().anyMatch(part -> part.name().equals(name) || part.original().equals(name));
    return !isSource
        && parts.stream()
            .anyMatch(part -> part.columns() != null && Column.indexOf(part.columns(), name) >= 0);
  }

  List<Part> parts() {
    return parts;
  }

  /** The position of the first column of a part. */
  int offset(int part) {
    int offset = 0;
    for (int i = 0; i < part; i++) {
      List<Column> columns = parts.get(i).columns();
      offset += columns == null ? 0 : columns.size();
    }
    return offset;
  }

  @Override
  public @Nullable RexNode resolve(Expression.ColumnReference reference) {
    Expression.Qualifier qualifier = reference.qualifier();
    if (qualifier == null) {
      return bare(reference);
    }
    if (outer != null && !hasPart(qualifier)) {
      return outer.resolve(reference);
    }
    if (parts.isEmpty()) {
      context.report(unknown(reference, parts));
      return null;
    }
    int part = part(qualifier);
    if (part < 0 || isAbsent(part, qualifier.span()) || !indexFits(part, qualifier)) {
      return null;
    }
    List<Column> columns = parts.get(part).columns();
    if (columns == null) {
      return null;
    }
    int index = Column.indexOf(columns, reference.name().text());
    if (index < 0) {
      context.report(unknown(reference, List.of(parts.get(part))));
      return null;
    }
    Type type = columns.get(index).type();
    if (isCounted(part) && type != null) {
      return context.opaque(qualifier.index() == null ? new Type.Array(type) : type);
    }
    return column(part, index);
  }

  /** Whether an element has no columns to ask for, which is reported. */
  private boolean isAbsent(int part, Span span) {
    if (!isAbsent(part)) {
      return false;
    }
    context.report(
        DiagnosticCode.REFERENCE_TO_ABSENT,
        span,
        "'" + parts.get(part).name() + "' is the event that stays away, and has no columns");
    return true;
  }

  /** Whether an index may stand here: an element without a count has one event, first and last. */
  private boolean indexFits(int part, Expression.Qualifier qualifier) {
    Expression.ElementIndex index = qualifier.index();
    if (index == null || isCounted(part) || (isPattern && index.offset() == 0)) {
      return true;
    }
    context.report(
        DiagnosticCode.INDEX_NOT_ALLOWED,
        index.span(),
        isPattern
            ? "'" + qualifier.name() + "' is a single event: only [0] and [last] are allowed"
            : "'" + qualifier.name() + "' is no pattern element and has no events to choose from");
    return false;
  }

  private boolean hasPart(Expression.Qualifier qualifier) {
    return parts.stream()
        .anyMatch(part -> part.name().isEmpty() || part.name().equals(qualifier.name().name()));
  }

  /** The number of the part that a qualifier means; -1 after a report. */
  int part(Expression.Qualifier qualifier) {
    boolean isPlain = qualifier.name().kind() == StreamName.Kind.PLAIN;
    for (int i = 0; i < parts.size(); i++) {
      if (isPlain && parts.get(i).name().equals(qualifier.name().name())) {
        return i;
      }
    }
    Diagnostic diagnostic =
        Diagnostic.of(
                isPattern ? DiagnosticCode.UNKNOWN_REFERENCE : DiagnosticCode.UNKNOWN_STREAM,
                qualifier.name().span(),
                isPattern
                    ? "there is no pattern element '" + qualifier.name() + "'"
                    : "'" + qualifier.name() + "' is no source of this query")
            .fact(
                (isPattern ? "elements: " : "sources: ")
                    + parts.stream().map(Part::name).collect(Collectors.joining(", ")));
    boolean isUncertain = parts.stream().anyMatch(part -> part.name().isEmpty());
    if (isUncertain) {
      return -1;
    }
    for (Part part : parts) {
      if (part.original().equals(qualifier.name().name())) {
        boolean isNumbered = part.name().startsWith(part.original() + "#");
        context.report(
            isNumbered
                ? diagnostic.suggest("give each element a name, as in e1=" + part.original())
                : diagnostic.suggest("write " + part.name() + ", its alias"));
        return -1;
      }
    }
    context.report(
        diagnostic.didYouMean(qualifier.name().name(), parts.stream().map(Part::name).toList()));
    return -1;
  }

  private @Nullable RexNode bare(Expression.ColumnReference reference) {
    List<Integer> owners = new ArrayList<>();
    boolean isUncertain = false;
    for (int i = 0; i < parts.size(); i++) {
      List<Column> columns = parts.get(i).columns();
      isUncertain |= columns == null;
      if (columns != null && Column.indexOf(columns, reference.name().text()) >= 0) {
        owners.add(i);
      }
    }
    if (owners.size() > 1) {
      owners.removeIf(this::isAbsent);
    }
    if (owners.isEmpty()) {
      if (isUncertain) {
        return null;
      }
      if (outer != null && (outer.has(reference.name().text()) || !(outer instanceof RowScope))) {
        return outer.resolve(reference);
      }
      List<Part> searched = new ArrayList<>(parts);
      if (outer instanceof RowScope around) {
        searched.addAll(around.parts());
      }
      context.report(unknown(reference, searched));
      return null;
    }
    if (owners.size() > 1) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.AMBIGUOUS_ATTRIBUTE,
                  reference.span(),
                  "column '"
                      + reference.name()
                      + "' exists in several "
                      + (isPattern ? "elements" : "sources"))
              .suggest(
                  owners.stream()
                      .map(owner -> parts.get(owner).name() + "." + reference.name())
                      .collect(Collectors.joining(" or ", "write ", ""))));
      return null;
    }
    int owner = owners.get(0);
    List<Column> columns = parts.get(owner).columns();
    if (columns == null || isAbsent(owner, reference.span())) {
      return null;
    }
    int index = Column.indexOf(columns, reference.name().text());
    Type type = columns.get(index).type();
    return isCounted(owner) && type != null
        ? context.opaque(new Type.Array(type))
        : column(owner, index);
  }

  /** The value of a column; null if its type is unknown because of a reported error. */
  @Nullable RexNode column(int part, int index) {
    List<Column> columns = parts.get(part).columns();
    Type type = columns == null ? null : columns.get(index).type();
    return type == null ? null : context.expressions().column(offset(part) + index, type);
  }

  /** The report of a column that no part has. */
  static Diagnostic unknown(Expression.ColumnReference reference, List<Part> searched) {
    if (searched.isEmpty()) {
      return Diagnostic.of(
          DiagnosticCode.UNKNOWN_ATTRIBUTE,
          reference.span(),
          "there are no columns here that '" + reference.name() + "' could mean");
    }
    String where =
        searched.stream()
            .map(
                part ->
                    part.original().isEmpty()
                        ? part.kind()
                        : part.kind() + " '" + part.original() + "'")
            .distinct()
            .collect(Collectors.joining(" or "));
    Diagnostic diagnostic =
        Diagnostic.of(
            DiagnosticCode.UNKNOWN_ATTRIBUTE,
            reference.name().span(),
            "column '" + reference.name() + "' does not exist in " + where);
    List<String> known = new ArrayList<>();
    for (Part part : searched) {
      List<Column> columns = part.columns();
      if (columns != null) {
        boolean isOne = searched.size() == 1 || part.name().isEmpty();
        String owner = isOne ? "" : " of " + part.name();
        diagnostic = diagnostic.fact("columns" + owner + ": " + Column.list(columns));
        columns.forEach(column -> known.add(column.name()));
      }
    }
    return diagnostic.didYouMean(reference.name().text(), known);
  }
}
