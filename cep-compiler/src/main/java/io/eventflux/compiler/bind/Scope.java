package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Expression;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Gives meaning to the names inside an expression. */
interface Scope {
  /**
   * The value that a name stands for.
   *
   * @return null if it stands for nothing; this has been reported, or follows from what has been
   */
  @Nullable RexNode resolve(Expression.ColumnReference reference);

  /**
   * The timestamp of the event that a qualifier means, LONG.
   *
   * @return null if it means none; this has been reported, or follows from what has been
   */
  @Nullable RexNode time(Expression.Qualifier qualifier);

  /** Whether a bare name is a column here; true if that is unknown because of a reported error. */
  boolean has(String name);

  /**
   * Whether a bare name is a pattern element here, and not a column.
   *
   * @return false outside patterns
   */
  default boolean isElement(String name) {
    return false;
  }

  /**
   * Whether a name in front of a dot is that of a whole pattern, behind which an element follows.
   *
   * @return false outside patterns
   */
  default boolean isPatternAlias(String name) {
    return false;
  }

  /**
   * Whether a name in front of a dot is a column with parts, and no source or element.
   *
   * @return false if the name is both: sources come first
   */
  default boolean isColumn(String name) {
    return false;
  }

  /**
   * Whether a name is a pattern element that stands for a list of events.
   *
   * @return false outside patterns
   */
  default boolean isCounted(String name) {
    return false;
  }

  /** The scope of the rows that aggregates go over: this one, or the one behind the outputs. */
  default Scope input() {
    return this;
  }
}
