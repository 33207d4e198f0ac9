package io.eventflux.core.operator;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.plan.KernelFactory;
import io.eventflux.core.plan.StateLimits;
import io.eventflux.core.state.Table;
import io.eventflux.core.time.Timers;

/** What the pipeline gives an operator when it makes it. Pipeline thread only. */
public interface OperatorContext {
  /** The stable name of the operator, for messages. */
  String operatorId();

  /** The attributes of the rows that arrive at input {@code input}. */
  RowSchema inputSchema(int input);

  /** Kernels for the expressions of its plan node. */
  KernelFactory kernels();

  /** The timers of this operator. */
  Timers timers();

  /** Where its kernels report failed rows, under the name of this operator. */
  RowErrors errors();

  /** The table called {@code name}; it exists, the plan has been checked. */
  Table table(String name);

  /** How much it may keep where nothing else bounds that. */
  StateLimits limits();

  /** Counts rows that arrived too late to be used; part of the accounting of the app. */
  void countLate(long rows);

  /**
   * Counts pieces of state that an operator gave up because a declared bound was reached, as the
   * partial matches of a pattern; part of the accounting of the app.
   *
   * @param reason what was dropped, the bound, and what the user can do
   */
  void countDroppedState(long count, String reason);

  /**
   * Reports one row that could not be processed for a reason other than a failed function, as a
   * duplicate key.
   */
  void rejectRow(ColumnBatch batch, int row, String reason);
}
