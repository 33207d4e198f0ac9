package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.compiler.bind.Binder;
import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.compiler.codegen.GeneratedKernels;
import io.eventflux.compiler.logical.LogicalApp;
import io.eventflux.compiler.lower.Lowering;
import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.compiler.parse.Lexed;
import io.eventflux.compiler.parse.ParsedApp;
import io.eventflux.compiler.rewrite.RewriteRules;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.grammar.EventFluxQLLexer;
import io.eventflux.query.catalog.FunctionDescriptor;
import io.eventflux.query.catalog.NullRule;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.text.SourceText;
import io.eventflux.query.type.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Language 8.0 to 8.6 and 2.6: the tables of functions and operators, row by row. A file {@code
 * *.values} has lines {@code expression -> TYPE value} or {@code expression -> CODE}; they hold
 * when constants are folded, when everything is left to run time, and with columns in place of all
 * constants that need not be constant. The clock stands at 2025-03-02 10:15:30.250. Run with {@code
 * -Dupdate.golden=true} to write what came out, then read the difference.
 */
final class FunctionTablesTest {
  private static final Path FOLDER = Path.of("src/test/resources/io/eventflux/compiler/functions");
  private static final String ARROW = " -> ";
  private static final Catalogs CATALOGS = Catalogs.installed();
  private static final Set<Integer> CONSTANTS =
      Set.of(
          EventFluxQLLexer.INTEGER,
          EventFluxQLLexer.LONG_NUMBER,
          EventFluxQLLexer.FLOAT_NUMBER,
          EventFluxQLLexer.DOUBLE_NUMBER,
          EventFluxQLLexer.SINGLE_STRING);
  private static final int CALL_COUNT_MIN = 300;
  private static final long NOW_MILLIS = 1740910530250L;

  /** The row that expressions read: some values that are no constants, a bad one, and NULLs. */
  private static final String APP =
      """
      @app:playback
      CREATE STREAM Given (stream VARCHAR, one INT, half DOUBLE, bad VARCHAR, o OBJECT,
        noText VARCHAR, noInt INT, noLong BIGINT, noDouble DOUBLE, noBool BOOLEAN,
        noObject OBJECT, noTime TIMESTAMP, noBytes BINARY);
      """;

  private static final Object[] ROW = {
    "stream", 1, 0.5, "(", List.of(1, "a"), null, null, null, null, null, null, null, null
  };

  /** How the expressions of a table are evaluated. */
  private enum Mode {
    FOLDED,
    AT_RUN_TIME,
    WITH_COLUMNS
  }

  @TestFactory
  Stream<DynamicTest> shouldGiveWhatTheTableSays() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        for (Mode mode : Mode.values()) {
          tests.add(
              DynamicTest.dynamicTest(
                  file.getFileName() + ", " + mode.name(), () -> check(file, mode)));
        }
      }
    }
    return tests.stream();
  }

  /** Whatever the other arguments are; each argument of each overload is NULL once. */
  @Test
  void shouldGiveNullForNullUnlessTheFunctionSaysOtherwise() {
    List<String> calls = new ArrayList<>();
    for (FunctionDescriptor function : CATALOGS.functions().functions()) {
      if (function.nullRule() == NullRule.PROPAGATED) {
        for (FunctionDescriptor.Signature signature : function.signatures()) {
          addCallsWithNull(function.name(), signature.parameters(), calls);
        }
      }
    }
    calls.removeIf(call -> !problem(call, List.of()).isEmpty());
    List<String> values = values(calls, List.of(), Mode.FOLDED);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      if (!values.get(i).endsWith(" NULL")) {
        wrong.add(calls.get(i) + ARROW + values.get(i));
      }
    }

    assertEquals(List.of(), wrong);
    assertTrue(calls.size() > CALL_COUNT_MIN, () -> "only " + calls.size() + " calls are good");
  }

  private static void addCallsWithNull(String name, List<Type> parameters, List<String> calls) {
    for (int missing = 0; missing < parameters.size(); missing++) {
      StringBuilder call = new StringBuilder(name).append('(');
      for (int i = 0; i < parameters.size(); i++) {
        String type = parameters.get(i).sqlName();
        String value = i == missing ? "NULL" : parameters.get(i) == Type.STRING ? "stream" : "one";
        call.append(i == 0 ? "" : ", ").append("CAST(").append(value);
        call.append(" AS ").append(type).append(')');
      }
      calls.add(call.append(')').toString());
    }
  }

  private static void check(Path file, Mode mode) throws IOException {
    String expected = Files.readString(file);
    List<String> lines = new ArrayList<>();
    List<Integer> good = new ArrayList<>();
    List<String> items = new ArrayList<>();
    List<String> constants = new ArrayList<>();
    for (String line : expected.lines().toList()) {
      int arrow = line.lastIndexOf(ARROW);
      if (line.startsWith("#") || arrow < 0) {
        lines.add(line);
        continue;
      }
      String expression = line.substring(0, arrow);
      String problem = problem(expression, List.of());
      if (problem.isEmpty()) {
        good.add(lines.size());
        items.add(mode == Mode.WITH_COLUMNS ? withColumns(expression, constants) : expression);
      }
      lines.add(expression + ARROW + problem);
    }
    assertEquals(mode == Mode.WITH_COLUMNS, !constants.isEmpty(), "columns stand for constants");
    List<String> values = values(items, constants, mode);
    for (int i = 0; i < values.size(); i++) {
      lines.set(good.get(i), lines.get(good.get(i)) + values.get(i));
    }
    String actual = String.join("\n", lines) + "\n";
    if (Boolean.getBoolean("update.golden")) {
      Files.writeString(file, actual);
    }
    assertEquals(expected, actual);
  }

  /** The expression over columns for its constants, which are added; or itself if it needs them. */
  private static String withColumns(String expression, List<String> constants) {
    List<String> found = new ArrayList<>();
    StringBuilder replaced = new StringBuilder();
    int done = 0;
    for (Lexed.Word word : Lexed.of(expression).words()) {
      if (CONSTANTS.contains(word.type())) {
        replaced.append(expression, done, word.start());
        replaced.append('v').append(constants.size() + found.size());
        found.add(expression.substring(word.start(), word.end()));
        done = word.end();
      }
    }
    replaced.append(expression, done, expression.length());
    List<String> all = new ArrayList<>(constants);
    all.addAll(found);
    if (!problem(replaced.toString(), all).isEmpty()) {
      return expression;
    }
    constants.addAll(found);
    return replaced.toString();
  }

  /** The code that an expression is refused or warned of with; empty if it is good. */
  private static String problem(String expression, List<String> constants) {
    List<Diagnostic> found = bind(text(List.of(expression), constants)).diagnostics();
    return found.isEmpty() ? "" : found.get(0).code().name();
  }

  private static String text(List<String> items, List<String> constants) {
    StringBuilder text = new StringBuilder(APP).append("INSERT INTO S SELECT *");
    for (int i = 0; i < constants.size(); i++) {
      text.append(",\n  ").append(constants.get(i)).append(" AS v").append(i);
    }
    text.append(" FROM Given;\nINSERT INTO Out SELECT ");
    for (int i = 0; i < items.size(); i++) {
      text.append(i == 0 ? "" : ",\n  ").append(items.get(i)).append(" AS c").append(i);
    }
    return text.append(" FROM S;\n").toString();
  }

  private static Binder.Result bind(String text) {
    ParsedApp parsed = EventFluxParser.parse(new SourceText("table", text));
    return parsed.diagnostics().isEmpty()
        ? Binder.bind(parsed.app(), parsed.source(), CATALOGS)
        : new Binder.Result(null, parsed.diagnostics(), Map.of());
  }

  private static List<String> values(List<String> items, List<String> constants, Mode mode) {
    String text = text(items, constants);
    ParsedApp parsed = EventFluxParser.parse(new SourceText("table", text));
    LogicalApp bound = bind(text).app();
    assertNotNull(bound);
    LogicalApp rewritten = mode == Mode.AT_RUN_TIME ? bound : RewriteRules.apply(bound);
    Compilation compilation =
        new Compilation(
            parsed,
            CATALOGS,
            Map.of(),
            Lowering.lower(rewritten),
            new GeneratedKernels(),
            List.of());
    List<String> values = new ArrayList<>();
    try (EventFluxApp app = new EventFluxApp(compilation, RuntimeOptions.defaults())) {
      app.subscribe("Out", row -> values.addAll(shown(row))).start();
      app.input("Given").sendAt(NOW_MILLIS, ROW);
    }
    return values;
  }

  private static List<String> shown(Row row) {
    List<String> shown = new ArrayList<>();
    for (int c = 0; c < row.schema().size(); c++) {
      Type type = row.schema().field(c).type();
      String text = row.text(row.schema().field(c).name());
      String value = text == null ? "NULL" : type == Type.STRING ? "'" + text + "'" : text;
      shown.add(type.sqlName() + " " + value);
    }
    return shown;
  }
}
