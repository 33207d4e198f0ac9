package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;

import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code PATTERN (..)} or {@code SEQUENCE (..)} as a source. One thread. */
public final class PatternBuilder implements Part<Source> {
  private final Source.PatternMode mode;
  private final PatternStep root;
  private Dialect dialect = Dialect.SQL;
  private Source.@Nullable Within within;
  private @Nullable Name alias;
  private List<Name> partitionBy = List.of();

  PatternBuilder(Source.PatternMode mode, PatternStep root) {
    this.mode = mode;
    this.root = root;
  }

  /** {@code WITHIN duration}. */
  public PatternBuilder within(Object duration) {
    within = new Source.Within(Trees.duration(duration), false, NOWHERE);
    return this;
  }

  /** {@code WITHIN count EVENTS}. */
  public PatternBuilder withinEvents(int count) {
    within = new Source.Within(new Literal.IntLiteral(count, NOWHERE), true, NOWHERE);
    return this;
  }

  /** {@code AS alias}. */
  public PatternBuilder as(String alias) {
    this.alias = Trees.name(alias);
    return this;
  }

  /** {@code PARTITION BY columns}: each value has its own matches. */
  public PatternBuilder partitionBy(String... columns) {
    partitionBy = Trees.names(columns);
    return this;
  }

  /**
   * The classic form, {@code FROM EVERY a=A -> b=B}. For a sequence without EVERY it means that one
   * match is tried and no more. It has no alias and no PARTITION BY.
   */
  public PatternBuilder classic() {
    dialect = Dialect.CLASSIC;
    return this;
  }

  /**
   * The source.
   *
   * @throws IllegalArgumentException if it is classic, and has what the classic form cannot say
   */
  @Override
  public Source build() {
    return new Source.Pattern(mode, dialect, root, within, alias, partitionBy, NOWHERE);
  }
}
