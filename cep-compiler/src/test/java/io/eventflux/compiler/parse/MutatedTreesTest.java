package io.eventflux.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.query.ast.App;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Node;
import io.eventflux.query.print.Printer;
import io.eventflux.query.text.SourceText;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A tree with one part changed is refused by its records, or its text says it, or its text has an
 * error; a text that says something else without an error is what must not be. What cannot be
 * checked by a record is refused when the tree is compiled.
 */
final class MutatedTreesTest {
  private static final long SEED = 20_261_124L;
  private static final int TREE_COUNT = 1_200;

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a\nb",
          "#x",
          "!x",
          "a:b",
          "a.b",
          "x'; TRUNCATE TABLE T; --",
          "x) y",
          "cast",
          "row",
          "array",
          "position",
          "interval",
          "\"\"\"\n",
          "`",
          "}",
          "0A",
          "${x}",
          "a b");

  /** A time has its text and its milliseconds, and only the parser relates them. */
  private static final String UNCHECKED = "TemporalLiteral.millis";

  private Random random = new Random(0);
  private int target;
  private String changed = "";

  @Test
  void shouldNeverSaySomethingElse() {
    Map<String, String> wrong = new TreeMap<>();
    for (int i = 0; i < TREE_COUNT; i++) {
      random = new Random(SEED + i);
      App app = new RandomTrees(SEED + i).app();
      target = random.nextInt(count(app));
      changed = "";
      App other;
      try {
        other = (App) Objects.requireNonNull(copy(app));
      } catch (IllegalArgumentException refused) {
        continue;
      }
      String text = Printer.print(other);
      ParsedApp parsed =
          EventFluxParser.parse(new SourceText("mutated", text), Variables.of(Map.of()));
      if (parsed.diagnostics().isEmpty() && !parsed.app().equals(other)) {
        wrong.putIfAbsent(
            changed,
            "seed=" + (SEED + i) + " " + RandomTreesTest.difference(other, parsed.app(), "app"));
      }
    }
    wrong.remove(UNCHECKED);
    assertEquals(Map.of(), wrong);
  }

  private static int count(@Nullable Object part) {
    int count = 0;
    if (part instanceof List<?> list) {
      count = 1;
      for (Object each : list) {
        count += count(each);
      }
    } else if (part instanceof Node node) {
      for (RecordComponent component : node.getClass().getRecordComponents()) {
        count += count(TreeParts.part(node, component));
      }
    } else if (part instanceof String || part instanceof Integer || part instanceof Long) {
      count = 1;
    }
    return part instanceof Expression ? count + 1 : count;
  }

  private @Nullable Object copy(@Nullable Object part) {
    if (part instanceof Expression && target-- == 0) {
      changed = "expression";
      return new RandomTrees(random.nextLong()).expression();
    }
    if (part instanceof List<?> list) {
      boolean isTarget = target-- == 0;
      List<@Nullable Object> copies = new ArrayList<>();
      list.forEach(each -> copies.add(copy(each)));
      if (isTarget && !copies.isEmpty()) {
        copies.remove(0);
        changed = "shorter list";
      }
      return copies;
    }
    if (part instanceof String) {
      return target-- == 0 ? TEXTS.get(random.nextInt(TEXTS.size())) : part;
    }
    if (part instanceof Integer number) {
      return target-- == 0 ? Integer.valueOf(random.nextBoolean() ? -1 : number + 7) : part;
    }
    if (part instanceof Long number) {
      return target-- == 0 ? Long.valueOf(random.nextBoolean() ? -1 : number + 7) : part;
    }
    return part instanceof Node node ? node(node) : part;
  }

  private Node node(Node node) {
    RecordComponent[] components = node.getClass().getRecordComponents();
    Object[] parts = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < parts.length; i++) {
      int before = target;
      parts[i] = copy(TreeParts.part(node, components[i]));
      types[i] = components[i].getType();
      boolean isHere = before >= 0 && target < 0;
      if (isHere && changed.indexOf('.') < 0) {
        changed = node.getClass().getSimpleName() + "." + components[i].getName();
      }
    }
    try {
      Constructor<? extends Node> constructor = node.getClass().getDeclaredConstructor(types);
      return constructor.newInstance(parts);
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof IllegalArgumentException rule) {
        throw rule;
      }
      throw new AssertionError(refused.getCause());
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("constructors of public records are public", impossible);
    }
  }
}
