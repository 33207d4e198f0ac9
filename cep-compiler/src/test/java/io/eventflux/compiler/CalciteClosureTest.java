package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.rules.FilterMergeRule;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

/**
 * Holds the list of jars that we exclude from Calcite's closure: what the compiler uses of Calcite
 * must load and plan without them.
 */
final class CalciteClosureTest {

  @Test
  void shouldPlanWhenOptionalJarsAreExcluded() {
    HepPlanner planner =
        new HepPlanner(
            HepProgram.builder().addRuleInstance(FilterMergeRule.Config.DEFAULT.toRule()).build());
    RexBuilder rex = new RexBuilder(new SqlTypeFactoryImpl(RelDataTypeSystem.DEFAULT));
    RelOptCluster cluster = RelOptCluster.create(planner, rex);
    RelBuilder rel = RelBuilder.proto(Contexts.empty()).create(cluster, null);

    rel.values(new String[] {"symbol", "volume"}, "IBM", 1, "MSFT", 7);
    rel.filter(rel.call(SqlStdOperatorTable.GREATER_THAN, rel.field("volume"), rel.literal(5)));
    rel.filter(rel.call(SqlStdOperatorTable.LIKE, rel.field("symbol"), rel.literal("M%")));
    planner.setRoot(rel.build());

    assertEquals(
        """
        LogicalFilter(condition=[AND(>($1, 5), LIKE($0, 'M%'))])
          LogicalValues(tuples=[[{ 'IBM', 1 }, { 'MSFT', 7 }]])
        """,
        RelOptUtil.toString(planner.findBestExp()));
  }
}
