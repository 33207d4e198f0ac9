package io.eventflux.core.pipeline;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.PatternProgram;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.TablePlan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes the part of a plan node that gives meaning to its state, so that a snapshot is read
 * only by an operator that would have written it. Filters, projections and select lists over
 * aggregates are not part of it: they may change while the state is kept. Stable across
 * compilations and releases.
 */
final class StateFingerprint implements PlanNode.Visitor<String> {
  private final List<RowSchema> inputs;

  private StateFingerprint(List<RowSchema> inputs) {
    this.inputs = inputs;
  }

  /** The fingerprint of {@code node}, which reads rows of {@code inputs}. */
  static String of(PlanNode node, List<RowSchema> inputs) {
    return digest(node.accept(new StateFingerprint(inputs)));
  }

  /** The fingerprint of a table. */
  static String of(TablePlan table) {
    return digest("table " + schema(table.schema()) + table.primaryKey());
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  @Override
  public String visitStream(PlanNode.Stream node) {
    // Watermarks only: they do not depend on attributes.
    return "stream";
  }

  @Override
  public String visitFilter(PlanNode.Filter node) {
    return "filter";
  }

  @Override
  public String visitProject(PlanNode.Project node) {
    return "project";
  }

  @Override
  public String visitWindow(PlanNode.Window node) {
    return "window " + node.window() + expressions(node.arguments()) + inputSchemas();
  }

  @Override
  public String visitAggregate(PlanNode.Aggregate node) {
    return "aggregate" + expressions(node.keys()) + calls(node.aggregates());
  }

  @Override
  public String visitGroupWindow(PlanNode.GroupWindow node) {
    return "groupWindow "
        + node.sizeMillis()
        + ' '
        + node.offsetMillis()
        + expressions(node.keys())
        + calls(node.aggregates());
  }

  @Override
  public String visitPattern(PlanNode.Pattern node) {
    PatternProgram program = node.program();
    StringBuilder text = new StringBuilder("pattern ").append(program.withinMillis());
    text.append(program.scopes()).append(schema(program.registers()));
    for (PatternProgram.Element element : program.elements()) {
      text.append(element.input())
          .append(expression(element.filter()))
          .append(element.keys())
          .append(expression(element.condition()))
          .append(element.captures());
    }
    return text.toString();
  }

  @Override
  public String visitTableJoin(PlanNode.TableJoin node) {
    return "tableJoin";
  }

  @Override
  public String visitTableInsert(PlanNode.TableInsert node) {
    return "tableInsert";
  }

  @Override
  public String visitOrderLimit(PlanNode.OrderLimit node) {
    return "orderLimit";
  }

  @Override
  public String visitQueryOutput(PlanNode.QueryOutput node) {
    return "queryOutput";
  }

  @Override
  public String visitSink(PlanNode.Sink node) {
    return "sink";
  }

  private String inputSchemas() {
    StringBuilder text = new StringBuilder();
    for (RowSchema input : inputs) {
      text.append(schema(input));
    }
    return text.toString();
  }

  private static String schema(RowSchema schema) {
    StringBuilder text = new StringBuilder("(");
    schema.fields().forEach(f -> text.append(f.name()).append(' ').append(f.type()).append(','));
    return text.append(')').toString();
  }

  private static String calls(List<AggregateCall> calls) {
    StringBuilder text = new StringBuilder();
    for (AggregateCall call : calls) {
      text.append(call.function().name())
          .append(call.function().parameters())
          .append(expressions(call.arguments()))
          .append(expression(call.filter()))
          .append(call.retractable());
    }
    return text.toString();
  }

  private static String expressions(List<PlanExpr> expressions) {
    StringBuilder text = new StringBuilder("[");
    for (PlanExpr expression : expressions) {
      text.append(expression(expression)).append(',');
    }
    return text.append(']').toString();
  }

  private static String expression(@Nullable PlanExpr expression) {
    return expression == null ? "-" : expression.accept(EXPRESSION) + ':' + expression.type();
  }

  private static final PlanExpr.Visitor<String> EXPRESSION =
      new PlanExpr.Visitor<>() {
        @Override
        public String visitInput(PlanExpr.Input input) {
          return "$" + input.input() + '.' + input.column();
        }

        @Override
        public String visitConstant(PlanExpr.Constant constant) {
          return "'" + constant.value() + "'";
        }

        @Override
        public String visitOperation(PlanExpr.Operation operation) {
          return operation.operator() + expressions(operation.operands());
        }

        @Override
        public String visitCase(PlanExpr.Case caseExpr) {
          return "case"
              + expressions(caseExpr.conditions())
              + expressions(caseExpr.values())
              + expression(caseExpr.otherwise());
        }

        @Override
        public String visitCast(PlanExpr.Cast cast) {
          return "cast" + expression(cast.operand());
        }

        @Override
        public String visitFunction(PlanExpr.FunctionCall call) {
          return call.binding().name() + expressions(call.arguments());
        }

        @Override
        public String visitRowTime(PlanExpr.RowTime rowTime) {
          return "rowTime";
        }

        @Override
        public String visitNow(PlanExpr.Now now) {
          return "now";
        }

        @Override
        public String visitWatermark(PlanExpr.Watermark watermark) {
          return "watermark";
        }

        @Override
        public String visitAggregateResult(PlanExpr.AggregateResult result) {
          return "aggregate" + result.index();
        }

        @Override
        public String visitWindowBound(PlanExpr.WindowBound bound) {
          return bound.end() ? "windowEnd" : "windowStart";
        }

        @Override
        public String visitLet(PlanExpr.Let let) {
          return "let" + let.number() + expression(let.value()) + expression(let.body());
        }

        @Override
        public String visitTableTest(PlanExpr.TableTest test) {
          return "in "
              + test.table()
              + expressions(test.arguments())
              + expressions(test.keys())
              + expression(test.condition());
        }

        @Override
        public String visitLocal(PlanExpr.Local local) {
          return "local" + local.number();
        }
      };
}
