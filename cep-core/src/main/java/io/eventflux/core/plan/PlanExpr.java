package io.eventflux.core.plan;

import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * A typed expression over the columns of one or two inputs: all names are resolved, all conversions
 * are written out. Evaluation follows language sections 2.3 to 2.7: three-valued logic, NULL on
 * division by zero, lazy AND, OR and CASE. Immutable.
 */
public sealed interface PlanExpr {
  /** The type of the value. */
  Type type();

  /** Calls the method of {@code visitor} for this kind of expression. */
  <R> R accept(Visitor<R> visitor);

  /**
   * One method a kind of expression.
   *
   * <p>Whether a result may be null is for the visitor to say; the null checker cannot follow a
   * type variable on Java 17, so it takes each visitor's word.
   *
   * @param <R> what the methods return
   */
  @NullUnmarked
  interface Visitor<R> {
    /** An attribute of an input. */
    R visitInput(Input input);

    /** A constant. */
    R visitConstant(Constant constant);

    /** An operator. */
    R visitOperation(Operation operation);

    /** A CASE expression. */
    R visitCase(Case caseExpr);

    /** A conversion. */
    R visitCast(Cast cast);

    /** A call of a static Java method. */
    R visitFunction(FunctionCall call);

    /** The time of the row. */
    R visitRowTime(RowTime rowTime);

    /** The clock of the app. */
    R visitNow(Now now);

    /** The watermark of the stream. */
    R visitWatermark(Watermark watermark);

    /** The result of an aggregate. */
    R visitAggregateResult(AggregateResult result);

    /** A border of the window being closed. */
    R visitWindowBound(WindowBound bound);

    /** A value that is computed once for all its uses. */
    R visitLet(Let let);

    /** A use of such a value. */
    R visitLocal(Local local);

    /** A look into a table. */
    R visitTableTest(TableTest test);
  }

  /**
   * The attribute at {@code column} of input number {@code input}. One-input kernels know input 0
   * only; in a {@code PairKernel} input 0 is the left row and input 1 the right one; in the
   * emission of a pane input 0 is the key columns.
   */
  record Input(int input, int column, Type type) implements PlanExpr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInput(this);
    }
  }

  /** A constant in the boxed form of its physical type; null is SQL NULL. */
  record Constant(@Nullable Object value, Type type) implements PlanExpr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitConstant(this);
    }
  }

  /**
   * An operator over operands that already have the type it works on (casts are explicit). AND and
   * OR take two or more operands.
   */
  record Operation(PlanOperator operator, List<PlanExpr> operands, Type type) implements PlanExpr {
    /** Copies the operands. */
    public Operation {
      operands = List.copyOf(operands);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitOperation(this);
    }
  }

  /**
   * {@code CASE WHEN c THEN v ... ELSE e END}; conditions and values pair up by position; all
   * values have {@code type}.
   */
  record Case(List<PlanExpr> conditions, List<PlanExpr> values, PlanExpr otherwise, Type type)
      implements PlanExpr {
    /** Copies the lists. */
    public Case {
      conditions = List.copyOf(conditions);
      values = List.copyOf(values);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCase(this);
    }
  }

  /** A conversion by language 2.7, or a widening by 2.2. */
  record Cast(PlanExpr operand, Type type) implements PlanExpr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCast(this);
    }
  }

  /** A call of a static method; arguments already have the parameter types of {@code binding}. */
  record FunctionCall(FunctionBinding binding, List<PlanExpr> arguments, Type type)
      implements PlanExpr {
    /** Copies the arguments. */
    public FunctionCall {
      arguments = List.copyOf(arguments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFunction(this);
    }
  }

  /** The timestamp of the row of input 0, epoch milliseconds. */
  record RowTime(Type type) implements PlanExpr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRowTime(this);
    }
  }

  /**
   * The clock of the app when the row is processed, epoch milliseconds (language 3.2). It is the
   * same for all rows of one call of a kernel.
   */
  record Now(Type type) implements PlanExpr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitNow(this);
    }
  }

  /**
   * The watermark of the stream that the rows come from when the row arrives, epoch milliseconds
   * (language 7.1); NULL before the first one. It is the same for all rows of one call of a kernel.
   */
  record Watermark(Type type) implements PlanExpr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitWatermark(this);
    }
  }

  /**
   * The present result of aggregate number {@code index} for the group of the row; only above
   * aggregates.
   */
  record AggregateResult(int index, Type type) implements PlanExpr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAggregateResult(this);
    }
  }

  /**
   * First millisecond of the closing window ({@code end} false), or the first one after it ({@code
   * end} true); only in pane results.
   */
  record WindowBound(boolean end, Type type) implements PlanExpr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitWindowBound(this);
    }
  }

  /**
   * An expression that uses a value in several places: {@code nullIf(a * b, 0)} compares the
   * product and may give it. The value is computed once, before the body.
   *
   * @param number what {@link Local} calls the value in the body; a Let in the body that has the
   *     same number hides it there
   */
  record Let(int number, PlanExpr value, PlanExpr body) implements PlanExpr {
    @Override
    public Type type() {
      return body.type();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitLet(this);
    }
  }

  /** The value of the innermost {@link Let} around with this number. */
  record Local(int number, Type type) implements PlanExpr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitLocal(this);
    }
  }

  /**
   * Whether some row of a table fulfils a condition (language 2.6); never NULL.
   *
   * @param number what tells it from others of its query
   * @param arguments what keys and condition need of the row, over its columns; simple values
   * @param keys the primary key that the row must have, in key order, over the arguments as input
   *     0; empty: any row
   * @param condition over the arguments as input 0 and the columns of the table as input 1; null:
   *     none
   */
  record TableTest(
      int number,
      String table,
      List<PlanExpr> arguments,
      List<PlanExpr> keys,
      @Nullable PlanExpr condition)
      implements PlanExpr {
    /** Copies the lists. */
    public TableTest {
      arguments = List.copyOf(arguments);
      keys = List.copyOf(keys);
    }

    @Override
    public Type type() {
      return Type.BOOL;
    }

    /** The arguments as columns. */
    public RowSchema argumentSchema() {
      List<Field> fields = new ArrayList<>();
      for (PlanExpr argument : arguments) {
        fields.add(new Field("argument" + fields.size(), argument.type()));
      }
      return new RowSchema(fields);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitTableTest(this);
    }
  }
}
