package io.eventflux.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.query.ast.App;
import io.eventflux.query.ast.OnDemandQuery;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.diagnostic.DiagnosticRenderer;
import io.eventflux.query.print.Printer;
import io.eventflux.query.text.SourceText;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Any tree that a text can give is printed as a text that gives this tree (language 10.1 to 10.4,
 * 4.10).
 */
final class RandomTreesTest {
  private static final long SEED = 20_261_124L;
  private static final int APP_COUNT = 800;
  private static final int ON_DEMAND_COUNT = 400;

  @Test
  void shouldReadEveryAppThatItPrints() {
    for (int i = 0; i < APP_COUNT; i++) {
      long seed = SEED + i;
      check(new RandomTrees(seed).app(), seed);
    }
  }

  private static void check(App app, long seed) {
    String printed = Printer.print(app);
    SourceText text = new SourceText("seed-" + seed, printed);
    ParsedApp parsed = EventFluxParser.parse(text, Variables.of(Map.of()));
    String problems = DiagnosticRenderer.plain().render(text, parsed.diagnostics());
    assertEquals("", problems, () -> "seed=" + seed + "\n" + printed);
    assertEquals("", difference(app, parsed.app(), "app"), () -> "seed=" + seed + "\n" + printed);
    assertEquals(printed, Printer.print(parsed.app()), () -> "seed=" + seed);
  }

  @Test
  void shouldReadEveryOnDemandQueryThatItPrints() {
    for (int i = 0; i < ON_DEMAND_COUNT; i++) {
      long seed = SEED + i;
      OnDemandQuery query = new RandomTrees(seed).onDemandQuery();
      String printed = Printer.print(query);
      SourceText text = new SourceText("seed-" + seed, printed);
      ParsedOnDemandQuery parsed = EventFluxParser.parseOnDemand(text, Variables.of(Map.of()));
      String problems = DiagnosticRenderer.plain().render(text, parsed.diagnostics());
      assertEquals("", problems, () -> "seed=" + seed + "\n" + printed);
      assertEquals(
          "", difference(query, parsed.query(), "query"), () -> "seed=" + seed + "\n" + printed);
    }
  }

  /** The first place where two trees differ, which says more than both trees; empty if equal. */
  static String difference(Object one, @Nullable Object other, String path) {
    if (one.equals(other)) {
      return "";
    }
    if (one instanceof List<?> list && other instanceof List<?> others) {
      for (int i = 0; i < Math.min(list.size(), others.size()); i++) {
        if (!list.get(i).equals(others.get(i))) {
          return difference(list.get(i), others.get(i), path + "[" + i + "]");
        }
      }
    }
    if (other != null && one instanceof Record && one.getClass() == other.getClass()) {
      for (RecordComponent component : one.getClass().getRecordComponents()) {
        Object part = TreeParts.part(one, component);
        if (!Objects.equals(part, TreeParts.part(other, component))) {
          String place = path + "." + component.getName();
          return part == null
              ? place + ": null became " + TreeParts.part(other, component)
              : difference(part, TreeParts.part(other, component), place);
        }
      }
    }
    return path + ": " + one + " became " + other;
  }

  /** Otherwise a construct that somebody adds would be tested by nobody. */
  @Test
  void shouldMakeEveryRecordAndEveryWordOfTheTree() {
    Set<String> possible = new TreeSet<>();
    Set<Class<?>> seen = new LinkedHashSet<>();
    TreeParts.reach(App.class, seen, possible);
    TreeParts.reach(OnDemandQuery.class, seen, possible);
    possible.remove(Statement.Omitted.class.getName());
    possible.remove(Statement.Omitted.class.getName() + ".names=some");

    Set<String> made = new TreeSet<>();
    for (int i = 0; i < APP_COUNT; i++) {
      TreeParts.collect(new RandomTrees(SEED + i).app(), made);
      TreeParts.collect(new RandomTrees(SEED + i).onDemandQuery(), made);
    }

    assertEquals(String.join("\n", possible), String.join("\n", made));
  }
}
