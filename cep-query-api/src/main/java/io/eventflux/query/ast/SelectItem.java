package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import org.jspecify.annotations.Nullable;

/** One entry of a select list. */
public sealed interface SelectItem extends Node {
  /**
   * Calls the method of the visitor for this case.
   *
   * @param <R> what the visitor returns
   * @param visitor has one method per case
   * @return what that method returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code *} or {@code S.*}.
   *
   * @param qualifier the source before the dot; null for all sources
   * @param span where it stands
   */
  record All(@Nullable Name qualifier, Span span) implements SelectItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAll(this);
    }
  }

  /**
   * {@code expression [AS alias]}.
   *
   * @param value what is computed
   * @param alias its name; null if none is given
   * @param span where it stands
   */
  record Value(Expression value, @Nullable Name alias, Span span) implements SelectItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitValue(this);
    }
  }

  /**
   * One method per case.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    /**
     * All columns.
     *
     * @param item the node
     * @return the visitor's answer
     */
    R visitAll(All item);

    /**
     * One column.
     *
     * @param item the node
     * @return the visitor's answer
     */
    R visitValue(Value item);
  }
}
