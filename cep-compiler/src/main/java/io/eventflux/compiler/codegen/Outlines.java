package io.eventflux.compiler.codegen;

import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.ExpressionTree;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps methods small: chooses the expressions that get methods of their own, so that none needs
 * more than a given size. The JIT compiles no method of more than 8,000 bytes. Sizes here are
 * estimates; the compiled class is measured, and tried again with a smaller limit if need be.
 *
 * <p>Long chains of AND, OR and CASE are first broken into groups, which means the same and gives
 * something to take out.
 */
final class Outlines {
  private static final int GROUP_SIZE = 16;
  private static final int CALL_SIZE = 24;

  private final int sizeMax;
  private final Set<PlanExpr> outlined = KernelText.identitySet();

  /**
   * Nothing chosen yet.
   *
   * @param sizeMax estimated bytes a method may have
   */
  Outlines(int sizeMax) {
    this.sizeMax = sizeMax;
  }

  int sizeMax() {
    return sizeMax;
  }

  /** Expressions, by identity, that get methods of their own. */
  Set<PlanExpr> outlined() {
    return outlined;
  }

  /** Each of {@code expressions} in a form that fits; see {@link #fit(PlanExpr)}. */
  List<PlanExpr> fit(List<PlanExpr> expressions) {
    List<PlanExpr> fitted = new ArrayList<>();
    for (PlanExpr expression : expressions) {
      fitted.add(fit(expression));
    }
    return fitted;
  }

  /** As {@link #fit(PlanExpr)}; null stays null. */
  @Nullable PlanExpr fitIfAny(@Nullable PlanExpr expression) {
    return expression == null ? null : fit(expression);
  }

  /** The arguments and the filter of each call in a form that fits. */
  List<AggregateCall> fitCalls(List<AggregateCall> calls) {
    List<AggregateCall> fitted = new ArrayList<>();
    for (AggregateCall call : calls) {
      fitted.add(
          new AggregateCall(
              call.function(), fit(call.arguments()), fitIfAny(call.filter()), call.retractable()));
    }
    return fitted;
  }

  /**
   * An expression that means the same as {@code expression} and of which, after the parts chosen,
   * less than the limit is left. A small expression is returned as it is.
   */
  PlanExpr fit(PlanExpr expression) {
    if (size(expression) <= sizeMax) {
      return expression;
    }
    PlanExpr grouped = expression.accept(new Grouping());
    choose(grouped);
    return grouped;
  }

  /** Chooses parts of {@code expression} until the rest fits, and gives the size of the rest. */
  private int choose(PlanExpr expression) {
    List<PlanExpr> children = new ArrayList<>(ExpressionTree.children(expression));
    int[] sizes = new int[children.size()];
    int rest = ownSize(expression);
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = choose(children.get(i));
      rest += sizes[i];
    }
    if (rest <= sizeMax) {
      return rest;
    }
    List<Integer> bySize = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      bySize.add(i);
    }
    bySize.sort(Comparator.comparingInt(i -> -sizes[i]));
    for (int i : bySize) {
      if (rest <= sizeMax || sizes[i] <= CALL_SIZE) {
        break;
      }
      outlined.add(children.get(i));
      rest -= sizes[i] - CALL_SIZE;
    }
    return rest;
  }

  /** Estimated bytes of bytecode, all parts included. */
  static int size(PlanExpr expression) {
    int size = ownSize(expression);
    for (PlanExpr child : ExpressionTree.children(expression)) {
      size += size(child);
    }
    return size;
  }

  private static int ownSize(PlanExpr expression) {
    if (expression instanceof PlanExpr.Input) {
      return 24;
    }
    if (expression instanceof PlanExpr.Constant || expression instanceof PlanExpr.Local) {
      return 8;
    }
    if (expression instanceof PlanExpr.FunctionCall call) {
      return 40 + 8 * call.arguments().size();
    }
    if (expression instanceof PlanExpr.Case caseExpr) {
      return 16 + 24 * caseExpr.conditions().size();
    }
    if (expression instanceof PlanExpr.Operation operation) {
      int operandSize = operation.type() == Type.BOOL ? 12 : 8;
      return 16 + operandSize * operation.operands().size();
    }
    return 24;
  }

  /** Breaks long chains into groups, from the bottom up. */
  private static final class Grouping implements PlanExpr.Visitor<PlanExpr> {
    private List<PlanExpr> all(List<PlanExpr> expressions) {
      List<PlanExpr> grouped = new ArrayList<>();
      for (PlanExpr expression : expressions) {
        grouped.add(expression.accept(this));
      }
      return grouped;
    }

    @Override
    public PlanExpr visitInput(PlanExpr.Input input) {
      return new PlanExpr.Input(input.input(), input.column(), input.type());
    }

    @Override
    public PlanExpr visitConstant(PlanExpr.Constant constant) {
      return new PlanExpr.Constant(constant.value(), constant.type());
    }

    @Override
    public PlanExpr visitOperation(PlanExpr.Operation operation) {
      List<PlanExpr> operands = all(operation.operands());
      boolean isChain =
          operation.operator() == PlanOperator.AND || operation.operator() == PlanOperator.OR;
      while (isChain && operands.size() > GROUP_SIZE) {
        List<PlanExpr> groups = new ArrayList<>();
        for (int i = 0; i < operands.size(); i += GROUP_SIZE) {
          List<PlanExpr> group = operands.subList(i, Math.min(i + GROUP_SIZE, operands.size()));
          groups.add(
              group.size() == 1
                  ? group.get(0)
                  : new PlanExpr.Operation(operation.operator(), group, operation.type()));
        }
        operands = groups;
      }
      return new PlanExpr.Operation(operation.operator(), operands, operation.type());
    }

    @Override
    public PlanExpr visitCase(PlanExpr.Case caseExpr) {
      List<PlanExpr> conditions = all(caseExpr.conditions());
      List<PlanExpr> values = all(caseExpr.values());
      PlanExpr otherwise = caseExpr.otherwise().accept(this);
      int from = conditions.size();
      while (from > GROUP_SIZE) {
        int first = from - GROUP_SIZE;
        otherwise =
            new PlanExpr.Case(
                conditions.subList(first, from),
                values.subList(first, from),
                otherwise,
                caseExpr.type());
        from = first;
      }
      return new PlanExpr.Case(
          conditions.subList(0, from), values.subList(0, from), otherwise, caseExpr.type());
    }

    @Override
    public PlanExpr visitCast(PlanExpr.Cast cast) {
      return new PlanExpr.Cast(cast.operand().accept(this), cast.type());
    }

    @Override
    public PlanExpr visitFunction(PlanExpr.FunctionCall call) {
      return new PlanExpr.FunctionCall(call.binding(), all(call.arguments()), call.type());
    }

    @Override
    public PlanExpr visitRowTime(PlanExpr.RowTime rowTime) {
      return new PlanExpr.RowTime(rowTime.type());
    }

    @Override
    public PlanExpr visitNow(PlanExpr.Now now) {
      return new PlanExpr.Now(now.type());
    }

    @Override
    public PlanExpr visitWatermark(PlanExpr.Watermark watermark) {
      return new PlanExpr.Watermark(watermark.type());
    }

    @Override
    public PlanExpr visitAggregateResult(PlanExpr.AggregateResult result) {
      return new PlanExpr.AggregateResult(result.index(), result.type());
    }

    @Override
    public PlanExpr visitWindowBound(PlanExpr.WindowBound bound) {
      return new PlanExpr.WindowBound(bound.end(), bound.type());
    }

    @Override
    public PlanExpr visitTableTest(PlanExpr.TableTest test) {
      return new PlanExpr.TableTest(
          test.number(), test.table(), all(test.arguments()), test.keys(), test.condition());
    }

    @Override
    public PlanExpr visitLet(PlanExpr.Let let) {
      return new PlanExpr.Let(let.number(), let.value().accept(this), let.body().accept(this));
    }

    @Override
    public PlanExpr visitLocal(PlanExpr.Local local) {
      return new PlanExpr.Local(local.number(), local.type());
    }
  }
}
