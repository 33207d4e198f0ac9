package io.eventflux.compiler.lower;

import io.eventflux.compiler.logical.EmitRel;
import io.eventflux.compiler.logical.EngineOperators;
import io.eventflux.compiler.logical.LogicalApp;
import io.eventflux.compiler.logical.StreamScan;
import io.eventflux.compiler.logical.TableJoinRel;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.PipelinePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;

/**
 * Logical plan to plan records. Streams, tables and queries that hang together become one pipeline
 * with one order of arrival. Stateless.
 */
public final class Lowering {
  private final LogicalApp app;
  private final Map<String, String> parents = new LinkedHashMap<>();

  private Lowering(LogicalApp app) {
    this.app = app;
  }

  /** The plan of a bound app; total: what the binder gives can be lowered. */
  public static AppPlan lower(LogicalApp app) {
    return new Lowering(app).lower();
  }

  private AppPlan lower() {
    for (LogicalApp.Stream stream : app.streams()) {
      String late = stream.watermark() == null ? null : stream.watermark().lateStream();
      join(streamKey(stream.name()), late == null ? streamKey(stream.name()) : streamKey(late));
    }
    // Rows that fail enter their fault stream right behind those that are being processed.
    app.faultStreams().forEach((stream, fault) -> join(streamKey(stream), streamKey(fault)));
    List<Set<String>> uses = new ArrayList<>();
    for (EmitRel query : app.queries()) {
      Set<String> used = new LinkedHashSet<>();
      collect(query, used);
      EmitRel.Target target = query.target();
      if (target != null) {
        used.add(target.isTable() ? tableKey(target.name()) : streamKey(target.name()));
      }
      String first = used.iterator().next();
      used.forEach(each -> join(first, each));
      uses.add(used);
    }
    List<PipelinePlan> pipelines = new ArrayList<>();
    Set<String> roots = new LinkedHashSet<>();
    app.streams().forEach(stream -> roots.add(root(streamKey(stream.name()))));
    for (String root : roots) {
      pipelines.add(pipeline(root, uses));
    }
    return new AppPlan(
        app.name(),
        app.playback(),
        app.idleClock(),
        app.checkpointMillis(),
        app.limits(),
        pipelines,
        app.tables(),
        app.sources(),
        app.sinks(),
        app.startRows(),
        app.faultStreams());
  }

  private PipelinePlan pipeline(String root, List<Set<String>> uses) {
    List<LogicalApp.Stream> streams =
        app.streams().stream()
            .filter(stream -> root(streamKey(stream.name())).equals(root))
            .toList();
    PipelineBuilder builder =
        new PipelineBuilder(new ExpressionLowering(app.expressions().rex()), streams);
    for (LogicalApp.Stream stream : streams) {
      for (int i = 0; i < app.sinks().size(); i++) {
        if (app.sinks().get(i).stream().equals(stream.name())) {
          builder.sink(stream.name(), i);
        }
      }
    }
    for (int i = 0; i < app.queries().size(); i++) {
      if (root(uses.get(i).iterator().next()).equals(root)) {
        builder.query(app.queries().get(i));
      }
    }
    return builder.build();
  }

  private static void collect(RelNode rel, Set<String> used) {
    if (rel instanceof StreamScan scan) {
      used.add(streamKey(scan.stream()));
    }
    if (rel instanceof TableJoinRel join) {
      used.add(tableKey(join.table()));
    }
    rel.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            addTables(call, used);
            return call;
          }
        });
    rel.getInputs().forEach(input -> collect(input, used));
  }

  private static void addTables(RexNode expression, Set<String> used) {
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            if (call.getOperator() instanceof EngineOperators.TableTest test) {
              used.add(tableKey(test.table().name()));
              addTables(test.condition(), used);
            }
            return super.visitCall(call);
          }
        });
  }

  private static String streamKey(String name) {
    return "stream " + name;
  }

  private static String tableKey(String name) {
    return "table " + name;
  }

  // ---- connected parts: a forest of names, the root names the part

  private String root(String name) {
    String parent = parents.getOrDefault(name, name);
    return parent.equals(name) ? name : root(parent);
  }

  private void join(String a, String b) {
    parents.put(root(b), root(a));
  }
}
