package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code WHEN [NOT] MATCHED [AND condition] THEN ..} of a {@code MERGE}. */
public sealed interface MergeBranch extends Node {
  /**
   * Whether the branch is for rows of the source that have a partner in the table.
   *
   * @return false for {@code WHEN NOT MATCHED}
   */
  boolean isForMatched();

  /**
   * What must hold besides.
   *
   * @return the condition after {@code AND}; null if there is none
   */
  @Nullable Expression condition();

  /**
   * Calls the method of the visitor for this case.
   *
   * @param <R> what the visitor returns
   * @param visitor has one method per case
   * @return what that method returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code UPDATE SET ..}.
   *
   * @param isForMatched false for {@code WHEN NOT MATCHED}, which the binder refuses
   * @param condition what must hold besides; null if there is none
   * @param assignments at least one
   * @param span where it stands
   */
  record Update(
      boolean isForMatched, @Nullable Expression condition, List<Assignment> assignments, Span span)
      implements MergeBranch {
    /** Copies the list and checks that it holds what it must. */
    public Update {
      assignments = Require.some(assignments, "SET has at least one assignment");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitUpdate(this);
    }
  }

  /**
   * {@code DELETE}.
   *
   * @param isForMatched false for {@code WHEN NOT MATCHED}, which the binder refuses
   * @param condition what must hold besides; null if there is none
   * @param span where it stands
   */
  record Delete(boolean isForMatched, @Nullable Expression condition, Span span)
      implements MergeBranch {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitDelete(this);
    }
  }

  /**
   * {@code INSERT [(columns)] VALUES (..)}.
   *
   * @param isForMatched true for {@code WHEN MATCHED}, which the binder refuses
   * @param condition what must hold besides; null if there is none
   * @param columns the columns that are given; empty for all
   * @param row the values
   * @param span where it stands
   */
  record Insert(
      boolean isForMatched, @Nullable Expression condition, List<Name> columns, Row row, Span span)
      implements MergeBranch {
    /** Copies the list. */
    public Insert {
      columns = List.copyOf(columns);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInsert(this);
    }
  }

  /**
   * One method per case.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    /**
     * A change.
     *
     * @param branch the node
     * @return the visitor's answer
     */
    R visitUpdate(Update branch);

    /**
     * A deletion.
     *
     * @param branch the node
     * @return the visitor's answer
     */
    R visitDelete(Delete branch);

    /**
     * An insertion.
     *
     * @param branch the node
     * @return the visitor's answer
     */
    R visitInsert(Insert branch);
  }
}
