package io.eventflux.core.pipeline;

import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.OperatorContext;
import io.eventflux.core.operator.Output;
import io.eventflux.core.operator.WindowProvider;
import io.eventflux.core.operator.aggregate.AggregateOperator;
import io.eventflux.core.operator.aggregate.GroupWindowOperator;
import io.eventflux.core.operator.join.TableJoinOperator;
import io.eventflux.core.operator.pattern.PatternOperator;
import io.eventflux.core.operator.select.FilterOperator;
import io.eventflux.core.operator.select.OrderLimitOperator;
import io.eventflux.core.operator.select.ProjectOperator;
import io.eventflux.core.operator.table.TableInsertOperator;
import io.eventflux.core.plan.PlanNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The operators of the engine, with windows found by name. Immutable; any thread. */
public final class PlanOperators implements OperatorFactory {
  private final Map<String, WindowProvider> windows = new LinkedHashMap<>();

  /** Operators with exactly these windows. */
  public PlanOperators(Collection<? extends WindowProvider> windowProviders) {
    for (WindowProvider provider : windowProviders) {
      windows.put(provider.descriptor().name().toLowerCase(Locale.ROOT), provider);
    }
  }

  /**
   * Operators with the windows that {@link ServiceLoader} finds on the class path of the engine.
   */
  public static PlanOperators installed() {
    return new PlanOperators(
        ServiceLoader.load(WindowProvider.class, PlanOperators.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  @Override
  public Operator create(
      PlanNode node, OperatorContext context, Output output, @Nullable Output lateOutput) {
    return node.accept(
        new PlanNode.Visitor<>() {
          @Override
          public Operator visitStream(PlanNode.Stream stream) {
            throw notAnOperator(stream);
          }

          @Override
          public Operator visitFilter(PlanNode.Filter filter) {
            return new FilterOperator(filter, context, output);
          }

          @Override
          public Operator visitProject(PlanNode.Project project) {
            return new ProjectOperator(project, context, output);
          }

          @Override
          public Operator visitWindow(PlanNode.Window window) {
            WindowProvider provider = windows.get(window.window().toLowerCase(Locale.ROOT));
            if (provider == null) {
              throw new IllegalArgumentException("unknown window '" + window.window() + "'");
            }
            return provider.create(window, context, output);
          }

          @Override
          public Operator visitAggregate(PlanNode.Aggregate aggregate) {
            return new AggregateOperator(aggregate, context, output);
          }

          @Override
          public Operator visitGroupWindow(PlanNode.GroupWindow window) {
            return new GroupWindowOperator(window, context, output, lateOutput);
          }

          @Override
          public Operator visitPattern(PlanNode.Pattern pattern) {
            return new PatternOperator(pattern, context, output);
          }

          @Override
          public Operator visitTableJoin(PlanNode.TableJoin join) {
            return new TableJoinOperator(join, context, output);
          }

          @Override
          public Operator visitTableInsert(PlanNode.TableInsert insert) {
            return new TableInsertOperator(insert, context, output);
          }

          @Override
          public Operator visitOrderLimit(PlanNode.OrderLimit limit) {
            return new OrderLimitOperator(limit, context, output);
          }

          @Override
          public Operator visitQueryOutput(PlanNode.QueryOutput queryOutput) {
            throw notAnOperator(queryOutput);
          }

          @Override
          public Operator visitSink(PlanNode.Sink sink) {
            throw notAnOperator(sink);
          }
        });
  }

  private static IllegalArgumentException notAnOperator(PlanNode node) {
    return new IllegalArgumentException(
        "'" + node.operatorId() + "' is made by the pipeline, not as an operator");
  }
}
