package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What gives the rows of a {@link SelectQuery}, before they are sorted and limited. */
public sealed interface SelectBody extends Node {
  /**
   * Calls the method of the visitor for this case.
   *
   * @param <R> what the visitor returns
   * @param visitor has one method per case
   * @return what that method returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code SELECT .. FROM .. WHERE .. GROUP BY .. HAVING .. WINDOW ..}.
   *
   * @param select the select list; everything if the text has none
   * @param source what is read
   * @param where the condition of {@code WHERE}; null if there is none
   * @param groupBy the keys; empty if there are none
   * @param having the condition of {@code HAVING}; null if there is none
   * @param windows the windows that {@code OVER} may name; empty if there are none
   * @param span where it stands
   */
  record Block(
      Select select,
      Source source,
      @Nullable Expression where,
      List<GroupItem> groupBy,
      @Nullable Expression having,
      List<NamedWindow> windows,
      Span span)
      implements SelectBody {
    /** Copies the lists. */
    public Block {
      groupBy = List.copyOf(groupBy);
      windows = List.copyOf(windows);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBlock(this);
    }
  }

  /**
   * A chain of set operators of one rank, applied from left to right: {@code a UNION ALL b EXCEPT
   * c} or {@code a INTERSECT b}. Flat, so that its length costs no depth.
   *
   * @param first the leftmost operand
   * @param rest the other operands with the operator before each; at least one
   * @param span where it stands
   */
  record SetOperation(SelectBody first, List<SetTerm> rest, Span span) implements SelectBody {
    /** Copies the list and checks that it holds what it must. */
    public SetOperation {
      rest = List.copyOf(rest);
      if (rest.isEmpty()) {
        throw new IllegalArgumentException("a set operation has at least one operator");
      }
      int rank = rest.get(0).operator().rank();
      check(first, rank);
      for (SetTerm term : rest) {
        if (term.operator().rank() != rank) {
          throw new IllegalArgumentException("all operators of a chain have one rank");
        }
        check(term.operand(), rank);
      }
    }

    private static void check(SelectBody operand, int rank) {
      if (operand instanceof SetOperation inner && inner.rest().get(0).operator().rank() <= rank) {
        throw new IllegalArgumentException("an operand that binds no tighter is nested");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSetOperation(this);
    }
  }

  /**
   * {@code VALUES (..), (..)}.
   *
   * @param rows at least one
   * @param span where it stands
   */
  record Values(List<Row> rows, Span span) implements SelectBody {
    /** Copies the list. */
    public Values {
      rows = List.copyOf(rows);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitValues(this);
    }
  }

  /**
   * A query in parentheses, with clauses of its own.
   *
   * @param query what stands in the parentheses
   * @param span where it stands
   */
  record Nested(SelectQuery query, Span span) implements SelectBody {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitNested(this);
    }
  }

  /**
   * One operator of a {@link SetOperation} with its right operand.
   *
   * @param operator the operator
   * @param operatorSpan where the operator stands
   * @param operand what stands to its right
   */
  record SetTerm(SetOperator operator, Span operatorSpan, SelectBody operand) implements Node {
    @Override
    public Span span() {
      return operatorSpan.to(operand.span());
    }
  }

  /** Operators of a {@link SetOperation}. */
  enum SetOperator {
    /** The rows of both, each once. */
    UNION("UNION", 1),
    /** All rows of both. */
    UNION_ALL("UNION ALL", 1),
    /** The rows that are in the left only. */
    EXCEPT("EXCEPT", 1),
    /** The rows that are in both. */
    INTERSECT("INTERSECT", 2);

    private final String words;
    private final int rank;

    SetOperator(String words, int rank) {
      this.words = words;
      this.rank = rank;
    }

    /**
     * How the operator is written.
     *
     * @return one or two keywords
     */
    public String words() {
      return words;
    }

    /**
     * Operators of a higher rank bind tighter.
     *
     * @return 2 for {@code INTERSECT}, 1 for the others
     */
    public int rank() {
      return rank;
    }
  }

  /**
   * One method per case.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    /**
     * A select list over a source.
     *
     * @param body the node
     * @return the visitor's answer
     */
    R visitBlock(Block body);

    /**
     * Several bodies in one.
     *
     * @param body the node
     * @return the visitor's answer
     */
    R visitSetOperation(SetOperation body);

    /**
     * Constant rows.
     *
     * @param body the node
     * @return the visitor's answer
     */
    R visitValues(Values body);

    /**
     * A query in parentheses.
     *
     * @param body the node
     * @return the visitor's answer
     */
    R visitNested(Nested body);
  }
}
