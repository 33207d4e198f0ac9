package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a pattern. */
public sealed interface PatternStep extends Node {
  /**
   * Calls the method of the visitor for this case.
   *
   * @param <R> what the visitor returns
   * @param visitor has one method per case
   * @return what that method returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * One event of a stream, or several: {@code e1=Trades[price > 10]<2:5>}.
   *
   * @param alias the name before {@code =} or after {@code AS}; null if there is none
   * @param stream the stream
   * @param handlers filters and functions; all filters must hold
   * @param count how many events; null for exactly one
   * @param span where it stands
   */
  record Element(
      @Nullable Name alias,
      StreamName stream,
      List<Handler> handlers,
      @Nullable Count count,
      Span span)
      implements PatternStep {
    /** Copies the list. */
    public Element {
      handlers = List.copyOf(handlers);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitElement(this);
    }
  }

  /**
   * How many events an element takes.
   *
   * @param min at least so many, from 0
   * @param max at most so many; null for no limit
   * @param span where it stands
   */
  record Count(int min, @Nullable Integer max, Span span) implements Node {
    /** Checks the ends. */
    public Count {
      Require.count(min, max);
    }
  }

  /**
   * Steps one after the other: {@code a -> b -> c}. A group in parentheses is a chain inside a
   * chain.
   *
   * @param steps at least two
   * @param span where it stands
   */
  record Chain(List<PatternStep> steps, Span span) implements PatternStep {
    /** Copies the list and checks that it holds what it must. */
    public Chain {
      steps = Require.several(2, steps, "a chain has at least two steps");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitChain(this);
    }
  }

  /**
   * {@code every step}: a new run may start whenever the step is complete.
   *
   * @param step an element, a logical element or a group
   * @param span where it stands
   */
  record Every(PatternStep step, Span span) implements PatternStep {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitEvery(this);
    }
  }

  /**
   * {@code a AND b}, {@code a OR b}: one element of a chain.
   *
   * @param operator which of the two
   * @param operands at least two
   * @param span where it stands
   */
  record Logical(Expression.LogicalOperator operator, List<PatternStep> operands, Span span)
      implements PatternStep {
    /** Copies the list and checks that it holds what it must. */
    public Logical {
      operands = Require.several(2, operands, "a logical step has at least two operands");
      Require.that(
          operands.stream().noneMatch(each -> each instanceof Chain || each instanceof Every),
          "AND and OR join events, not chains and EVERY");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitLogical(this);
    }
  }

  /**
   * {@code not Trades[..] for 10 sec}: the event does not come.
   *
   * @param element the event that must stay away
   * @param duration how long; null inside a logical element
   * @param span where it stands
   */
  record Absent(Element element, @Nullable Expression duration, Span span) implements PatternStep {
    /** Checks the duration. */
    public Absent {
      Require.duration(duration);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAbsent(this);
    }
  }

  /**
   * One method per case.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    /**
     * An event element.
     *
     * @param step the node
     * @return the visitor's answer
     */
    R visitElement(Element step);

    /**
     * Steps in order.
     *
     * @param step the node
     * @return the visitor's answer
     */
    R visitChain(Chain step);

    /**
     * A repeated start.
     *
     * @param step the node
     * @return the visitor's answer
     */
    R visitEvery(Every step);

    /**
     * Elements joined by AND or OR.
     *
     * @param step the node
     * @return the visitor's answer
     */
    R visitLogical(Logical step);

    /**
     * An event that stays away.
     *
     * @param step the node
     * @return the visitor's answer
     */
    R visitAbsent(Absent step);
  }
}
