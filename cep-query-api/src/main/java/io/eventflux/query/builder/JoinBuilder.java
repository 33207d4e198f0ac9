package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.value;

import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Source.JoinKind;
import io.eventflux.query.ast.Source.JoinSide;
import io.eventflux.query.ast.Source.JoinStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code a JOIN b ON .. JOIN c USING ..}. What is said behind a join is about the source that was
 * joined last. One thread.
 */
public final class JoinBuilder implements Part<Source> {
  private JoinSide first;
  private final List<JoinStep> steps = new ArrayList<>();

  JoinBuilder(Source first) {
    this.first = new JoinSide(first, false, null, NOWHERE);
  }

  /** {@code JOIN other}. */
  public JoinBuilder join(Part<Source> other) {
    return step(JoinKind.INNER, other);
  }

  /** {@code LEFT JOIN other}. */
  public JoinBuilder leftJoin(Part<Source> other) {
    return step(JoinKind.LEFT, other);
  }

  /** {@code RIGHT JOIN other}. */
  public JoinBuilder rightJoin(Part<Source> other) {
    return step(JoinKind.RIGHT, other);
  }

  /** {@code FULL JOIN other}. */
  public JoinBuilder fullJoin(Part<Source> other) {
    return step(JoinKind.FULL, other);
  }

  /** {@code CROSS JOIN other}. */
  public JoinBuilder crossJoin(Part<Source> other) {
    return step(JoinKind.CROSS, other);
  }

  private JoinBuilder step(JoinKind kind, Part<Source> other) {
    JoinSide side = new JoinSide(other.build(), false, null, NOWHERE);
    steps.add(new JoinStep(kind, side, null, List.of(), NOWHERE));
    return this;
  }

  /**
   * {@code ON condition}.
   *
   * @throws IllegalStateException if nothing was joined yet
   */
  public JoinBuilder on(Object condition) {
    JoinStep last = last();
    return replace(last.kind(), last.side(), value(condition), last.using());
  }

  /**
   * {@code USING (columns)}.
   *
   * @throws IllegalStateException if nothing was joined yet
   */
  public JoinBuilder using(String... columns) {
    JoinStep last = last();
    return replace(last.kind(), last.side(), last.on(), Trees.names(columns));
  }

  /** {@code UNIDIRECTIONAL}: only events of this source start the join. */
  public JoinBuilder unidirectional() {
    JoinSide side = side();
    return side(new JoinSide(side.source(), true, side.asOf(), NOWHERE));
  }

  /** {@code FOR SYSTEM_TIME AS OF time}. */
  public JoinBuilder asOf(Object time) {
    JoinSide side = side();
    return side(new JoinSide(side.source(), side.unidirectional(), value(time), NOWHERE));
  }

  private JoinSide side() {
    return steps.isEmpty() ? first : last().side();
  }

  private JoinBuilder side(JoinSide side) {
    if (steps.isEmpty()) {
      first = side;
      return this;
    }
    JoinStep last = last();
    return replace(last.kind(), side, last.on(), last.using());
  }

  private JoinStep last() {
    if (steps.isEmpty()) {
      throw new IllegalStateException("nothing has been joined yet");
    }
    return steps.get(steps.size() - 1);
  }

  private JoinBuilder replace(
      JoinKind kind, JoinSide side, @Nullable Expression on, List<Name> using) {
    steps.set(steps.size() - 1, new JoinStep(kind, side, on, using, NOWHERE));
    return this;
  }

  /**
   * The join.
   *
   * @throws IllegalStateException if nothing was joined
   */
  @Override
  public Source build() {
    last();
    return new Source.Join(first, steps, NOWHERE);
  }
}
