package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text that is given to a running app and executed once. */
public sealed interface OnDemandQuery extends Node {
  /**
   * Calls the method of the visitor for this case.
   *
   * @param <R> what the visitor returns
   * @param visitor has one method per case
   * @return what that method returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * The classic form: {@code from T [on ..] [within .. per ..] [select ..] [target]}.
   *
   * @param store table, named window or aggregation
   * @param on which of its rows are read; null for all
   * @param within one value (a period) or two (start and end); empty if there is none
   * @param per the granularity of an aggregation; null if there is none
   * @param select the select list; everything if the text has none
   * @param where the condition of {@code WHERE}; null if there is none
   * @param groupBy the keys; empty if there are none
   * @param having the condition of {@code HAVING}; null if there is none
   * @param orderBy the sort keys; empty if there are none
   * @param limit how many rows; null for all
   * @param offset how many rows are skipped; null for none
   * @param target where the rows go; {@link Target.Callback} for the caller
   * @param span where it stands
   */
  record Read(
      Name store,
      @Nullable Expression on,
      List<Expression> within,
      @Nullable Expression per,
      Select select,
      @Nullable Expression where,
      List<GroupItem> groupBy,
      @Nullable Expression having,
      List<SortItem> orderBy,
      @Nullable Expression limit,
      @Nullable Expression offset,
      Target target,
      Span span)
      implements OnDemandQuery {
    /** Copies the lists. */
    public Read {
      within = List.copyOf(within);
      groupBy = List.copyOf(groupBy);
      orderBy = List.copyOf(orderBy);
      withoutConflict(target);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRead(this);
    }
  }

  /**
   * {@code [select ..] target}: one row, made of constants.
   *
   * @param select the row; null if the target needs none
   * @param target what is done with it
   * @param span where it stands
   */
  record Write(@Nullable Select select, Target target, Span span) implements OnDemandQuery {
    /** Checks the target. */
    public Write {
      withoutConflict(target);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitWrite(this);
    }
  }

  /**
   * The SQL form: {@code SELECT .. FROM T ..}.
   *
   * @param query what gives the rows
   * @param span where it stands
   */
  record Rows(SelectQuery query, Span span) implements OnDemandQuery {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRows(this);
    }
  }

  /**
   * {@code UPDATE}, {@code DELETE}, {@code UPSERT}, {@code MERGE}, {@code TRUNCATE}, {@code INSERT
   * .. VALUES}, {@code EXPLAIN} or {@code DROP}.
   *
   * @param statement what is done
   * @param span where it stands
   */
  record Change(Statement statement, Span span) implements OnDemandQuery {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitChange(this);
    }
  }

  private static void withoutConflict(Target target) {
    Require.that(
        !(target instanceof Target.Insert insert && insert.onConflict() != null),
        "ON CONFLICT belongs to queries of an app");
  }

  /**
   * One method per case.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    /**
     * A read in the classic form.
     *
     * @param query the node
     * @return the visitor's answer
     */
    R visitRead(Read query);

    /**
     * One row that is written.
     *
     * @param query the node
     * @return the visitor's answer
     */
    R visitWrite(Write query);

    /**
     * A read in the SQL form.
     *
     * @param query the node
     * @return the visitor's answer
     */
    R visitRows(Rows query);

    /**
     * A change of a table.
     *
     * @param query the node
     * @return the visitor's answer
     */
    R visitChange(Change query);
  }
}
