package io.eventflux.core.plan;

import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Questions about the parts of an expression. Pure functions. */
public final class ExpressionTree {
  private ExpressionTree() {}

  /**
   * The direct operands in the order of their evaluation; for CASE conditions and values in turn.
   * Of a table test the arguments: its condition is about other rows.
   */
  public static List<PlanExpr> children(PlanExpr expression) {
    return expression.accept(Children.INSTANCE);
  }

  /**
   * Whether {@code expression} or a part of it fulfils {@code test}, conditions of table tests
   * among the parts.
   */
  public static boolean anyMatch(PlanExpr expression, Predicate<PlanExpr> test) {
    if (test.test(expression)) {
      return true;
    }
    for (PlanExpr child : children(expression)) {
      if (anyMatch(child, test)) {
        return true;
      }
    }
    if (expression instanceof PlanExpr.TableTest table) {
      PlanExpr condition = table.condition();
      return table.keys().stream().anyMatch(key -> anyMatch(key, test))
          || (condition != null && anyMatch(condition, test));
    }
    return false;
  }

  /**
   * The table tests that {@code expression} asks itself, in the order of their evaluation; what
   * their conditions ask is not among them.
   */
  public static List<PlanExpr.TableTest> tableTests(PlanExpr expression) {
    List<PlanExpr.TableTest> tests = new ArrayList<>();
    if (expression instanceof PlanExpr.TableTest test) {
      tests.add(test);
    }
    children(expression).forEach(child -> tests.addAll(tableTests(child)));
    return tests;
  }

  /** The tables that evaluation looks into. */
  public static Set<String> tables(PlanExpr expression) {
    Set<String> tables = new LinkedHashSet<>();
    anyMatch(
        expression,
        part -> {
          if (part instanceof PlanExpr.TableTest test) {
            tables.add(test.table());
          }
          return false;
        });
    return tables;
  }

  /** Whether evaluation may fail for a row, because it calls a function that may throw. */
  public static boolean isFallible(PlanExpr expression) {
    return anyMatch(
        expression,
        part -> part instanceof PlanExpr.FunctionCall call && call.binding().fallible());
  }

  /** Whether evaluation may look at the clock of the app. */
  public static boolean readsClock(PlanExpr expression) {
    return anyMatch(expression, part -> part instanceof PlanExpr.Now);
  }

  /** The values that {@code expression} uses of expressions around it, by their numbers. */
  public static SortedMap<Integer, Type> freeLocals(PlanExpr expression) {
    if (expression instanceof PlanExpr.Local local) {
      return new TreeMap<>(Map.of(local.number(), local.type()));
    }
    if (expression instanceof PlanExpr.Let let) {
      SortedMap<Integer, Type> free = freeLocals(let.body());
      free.remove(let.number());
      free.putAll(freeLocals(let.value()));
      return free;
    }
    SortedMap<Integer, Type> free = new TreeMap<>();
    children(expression).forEach(child -> free.putAll(freeLocals(child)));
    return free;
  }

  /** Whether evaluation may look at the watermark of the stream that rows come from. */
  public static boolean readsWatermark(PlanExpr expression) {
    return anyMatch(expression, part -> part instanceof PlanExpr.Watermark);
  }

  /** Whether evaluation looks at the time of the row. */
  public static boolean readsRowTime(PlanExpr expression) {
    return anyMatch(expression, part -> part instanceof PlanExpr.RowTime);
  }

  private enum Children implements PlanExpr.Visitor<List<PlanExpr>> {
    INSTANCE;

    @Override
    public List<PlanExpr> visitInput(PlanExpr.Input input) {
      return List.of();
    }

    @Override
    public List<PlanExpr> visitConstant(PlanExpr.Constant constant) {
      return List.of();
    }

    @Override
    public List<PlanExpr> visitOperation(PlanExpr.Operation operation) {
      return operation.operands();
    }

    @Override
    public List<PlanExpr> visitCase(PlanExpr.Case caseExpr) {
      List<PlanExpr> children = new ArrayList<>();
      for (int i = 0; i < caseExpr.conditions().size(); i++) {
        children.add(caseExpr.conditions().get(i));
        children.add(caseExpr.values().get(i));
      }
      children.add(caseExpr.otherwise());
      return children;
    }

    @Override
    public List<PlanExpr> visitCast(PlanExpr.Cast cast) {
      return List.of(cast.operand());
    }

    @Override
    public List<PlanExpr> visitFunction(PlanExpr.FunctionCall call) {
      return call.arguments();
    }

    @Override
    public List<PlanExpr> visitRowTime(PlanExpr.RowTime rowTime) {
      return List.of();
    }

    @Override
    public List<PlanExpr> visitNow(PlanExpr.Now now) {
      return List.of();
    }

    @Override
    public List<PlanExpr> visitWatermark(PlanExpr.Watermark watermark) {
      return List.of();
    }

    @Override
    public List<PlanExpr> visitAggregateResult(PlanExpr.AggregateResult result) {
      return List.of();
    }

    @Override
    public List<PlanExpr> visitWindowBound(PlanExpr.WindowBound bound) {
      return List.of();
    }

    @Override
    public List<PlanExpr> visitLet(PlanExpr.Let let) {
      return List.of(let.value(), let.body());
    }

    @Override
    public List<PlanExpr> visitLocal(PlanExpr.Local local) {
      return List.of();
    }

    @Override
    public List<PlanExpr> visitTableTest(PlanExpr.TableTest test) {
      return test.arguments();
    }
  }
}
