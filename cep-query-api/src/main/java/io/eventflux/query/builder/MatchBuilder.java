package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.name;
import static io.eventflux.query.builder.Trees.value;

import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.RowPattern;
import io.eventflux.query.ast.SortItem;
import io.eventflux.query.ast.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code input MATCH_RECOGNIZE (..)} as a source. One thread. */
public final class MatchBuilder implements Part<Source> {
  private final Source input;
  private final RowPattern pattern;
  private List<Expression> partitionBy = List.of();
  private List<SortItem> orderBy = List.of();
  private final List<Source.Measure> measures = new ArrayList<>();
  private Source.RowsPerMatch rows = Source.RowsPerMatch.ONE;
  private Source.Skip skip = new Source.Skip(Source.SkipKind.PAST_LAST_ROW, null, NOWHERE);
  private @Nullable Expression within;
  private final List<Source.Subset> subsets = new ArrayList<>();
  private final List<Source.VariableDefinition> definitions = new ArrayList<>();
  private final List<Handler> handlers = new ArrayList<>();
  private @Nullable Name alias;

  MatchBuilder(Source input, RowPattern pattern) {
    this.input = input;
    this.pattern = pattern;
  }

  /** {@code PARTITION BY keys}; a text is a column. */
  public MatchBuilder partitionBy(Object... keys) {
    partitionBy = Trees.columns(keys);
    return this;
  }

  /** {@code ORDER BY keys}; a text is a column, in ascending order. */
  public MatchBuilder orderBy(Object... keys) {
    orderBy = Trees.sort(keys);
    return this;
  }

  /** {@code MEASURES value AS name}; each call adds one. */
  public MatchBuilder measure(Object value, String measure) {
    measures.add(new Source.Measure(value(value), name(measure), NOWHERE));
    return this;
  }

  /** {@code ONE ROW PER MATCH}, {@code ALL ROWS PER MATCH ..}; one if not said. */
  public MatchBuilder rowsPerMatch(Source.RowsPerMatch which) {
    rows = which;
    return this;
  }

  /** {@code AFTER MATCH SKIP PAST LAST ROW}, which is the default, or {@code TO NEXT ROW}. */
  public MatchBuilder skip(Source.SkipKind where) {
    skip = new Source.Skip(where, null, NOWHERE);
    return this;
  }

  /** {@code AFTER MATCH SKIP TO FIRST variable}. */
  public MatchBuilder skipToFirst(String variable) {
    skip = new Source.Skip(Source.SkipKind.TO_FIRST, name(variable), NOWHERE);
    return this;
  }

  /** {@code AFTER MATCH SKIP TO LAST variable}. */
  public MatchBuilder skipToLast(String variable) {
    skip = new Source.Skip(Source.SkipKind.TO_LAST, name(variable), NOWHERE);
    return this;
  }

  /** {@code WITHIN duration}. */
  public MatchBuilder within(Object duration) {
    within = Trees.duration(duration);
    return this;
  }

  /** {@code SUBSET name = (variables)}; each call adds one. */
  public MatchBuilder subset(String subset, String... variables) {
    subsets.add(new Source.Subset(name(subset), Trees.names(variables), NOWHERE));
    return this;
  }

  /** {@code DEFINE variable AS condition}; each call adds one. */
  public MatchBuilder define(String variable, Object condition) {
    definitions.add(new Source.VariableDefinition(name(variable), value(condition), NOWHERE));
    return this;
  }

  /** {@code WINDOW name(arguments)} over the matches. */
  public MatchBuilder window(String window, @Nullable Object... arguments) {
    handlers.add(SourceBuilder.handler(window, arguments));
    return this;
  }

  /** {@code AS alias}. */
  public MatchBuilder as(String alias) {
    this.alias = name(alias);
    return this;
  }

  @Override
  public Source build() {
    return new Source.MatchRecognize(
        input,
        partitionBy,
        orderBy,
        measures,
        rows,
        skip,
        pattern,
        within,
        subsets,
        definitions,
        handlers,
        alias,
        NOWHERE);
  }
}
