package io.eventflux.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.eventflux.compiler.format.Formatter;
import io.eventflux.grammar.EventFluxQLLexer;
import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.query.ast.App;
import io.eventflux.query.ast.OnDemandQuery;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticRenderer;
import io.eventflux.query.print.Printer;
import io.eventflux.query.text.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserInterpreter;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.DecisionState;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Language 10.1 to 10.4: tables of texts, one a line. Each is read, printed or formatted, and read
 * again as the same; and together they take every way through the grammar.
 */
final class GrammarTablesTest {
  private static final Path FOLDER =
      Path.of("src/test/resources/io/eventflux/compiler/parse/grammar");
  private static final List<String> APPS =
      List.of("definitions", "queries", "patterns", "statements");

  @TestFactory
  Stream<DynamicTest> shouldReadAppsAsPrinted() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : APPS) {
      for (String text : lines(name)) {
        tests.add(DynamicTest.dynamicTest(text, () -> checkApp(text)));
      }
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> shouldReadExpressionsAsPrinted() throws IOException {
    return lines("expressions").stream()
        .map(text -> DynamicTest.dynamicTest(text, () -> checkApp(selecting(text))));
  }

  @TestFactory
  Stream<DynamicTest> shouldReadOnDemandQueriesAsPrinted() throws IOException {
    return lines("on-demand").stream()
        .map(
            text ->
                DynamicTest.dynamicTest(
                    text,
                    () -> {
                      OnDemandQuery query = onDemand(text);
                      String printed = Printer.print(query);
                      assertEquals(query, onDemand(printed), printed);
                      assertEquals(printed, Printer.print(onDemand(printed)));
                    }));
  }

  /** Pairs of expressions, and expressions that are refused with a code. */
  @TestFactory
  Stream<DynamicTest> shouldBindOperatorsAsTheTableSays() throws IOException {
    return lines("same").stream()
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line,
                    () -> {
                      String[] sides = line.split(" === ", 2);
                      if (sides[1].equals("SYNTAX")) {
                        assertEquals(
                            List.of(sides[1]),
                            parsed(selecting(sides[0])).diagnostics().stream()
                                .map(each -> each.code().name())
                                .toList());
                      } else {
                        assertEquals(app(selecting(sides[1])), app(selecting(sides[0])));
                      }
                    }));
  }

  /** Words that need back-ticks where an expression may stand (language 1.1). */
  private static final Set<String> RESERVED =
      Set.of(
          ("SELECT FROM WHERE GROUP HAVING ORDER LIMIT OFFSET OUTPUT INSERT UPDATE DELETE UPSERT"
                  + " UNION ON JOIN AS AND OR NOT IN IS NULL TRUE FALSE CASE WHEN THEN ELSE END"
                  + " BETWEEN LIKE EXISTS WITHIN PER EMIT RETURN SET")
              .split(" "));

  @TestFactory
  Stream<DynamicTest> shouldTakeWordsAsColumnsUnlessReserved() {
    return IntStream.rangeClosed(1, EventFluxQLLexer.WITH)
        .mapToObj(type -> EventFluxQLLexer.VOCABULARY.getLiteralName(type).replace("'", ""))
        .map(word -> DynamicTest.dynamicTest(word, () -> checkWord(word)));
  }

  private static void checkWord(String word) {
    String quoted = "`" + word + "`";
    String dotted = "SELECT s.# AS # FROM S AS s;";
    String bare = "SELECT 1 + # * 2 AS c FROM S;";

    assertEquals(app(dotted.replace("#", quoted)), app(dotted.replace("#", word)));
    ParsedApp parsed = parsed(bare.replace("#", word));
    if (RESERVED.contains(word)) {
      assertNotEquals(app(bare.replace("#", quoted)), parsed.app());
    } else {
      assertEquals(List.of(), parsed.diagnostics());
      assertEquals(app(bare.replace("#", quoted)), parsed.app());
    }
  }

  @Test
  void shouldTakeEveryWayThroughTheGrammar() throws IOException {
    Set<List<Integer>> taken = new HashSet<>();
    for (String name : APPS) {
      for (String text : lines(name)) {
        walk(text, EventFluxQLParser.RULE_statementUnit, taken);
      }
    }
    for (String text : lines("grammar-only")) {
      walk(text, EventFluxQLParser.RULE_statementUnit, taken);
    }
    for (String text : lines("expressions")) {
      walk(selecting(text), EventFluxQLParser.RULE_statementUnit, taken);
    }
    for (String text : lines("on-demand")) {
      walk(text, EventFluxQLParser.RULE_onDemandUnit, taken);
    }
    Set<String> left = new TreeSet<>();
    for (DecisionState decision : EventFluxQLParser._ATN.decisionToState) {
      for (int way = 1; way <= decision.getNumberOfTransitions(); way++) {
        if (!taken.contains(List.of(decision.decision, way))) {
          left.add(
              EventFluxQLParser.ruleNames[decision.ruleIndex]
                  + ": way "
                  + way
                  + " of "
                  + decision.getNumberOfTransitions()
                  + " of state "
                  + decision.stateNumber);
        }
      }
    }

    assertEquals(Set.of(), left);
  }

  /** Interprets the grammar, noting the way taken at each of its decisions. */
  private static final class Walker extends ParserInterpreter {
    private final Set<List<Integer>> taken;

    Walker(TokenStream tokens, Set<List<Integer>> taken) {
      super(
          "EventFluxQL",
          EventFluxQLParser.VOCABULARY,
          List.of(EventFluxQLParser.ruleNames),
          EventFluxQLParser._ATN,
          tokens);
      this.taken = taken;
      removeErrorListeners();
      setErrorHandler(new BailErrorStrategy());
    }

    @Override
    protected int visitDecisionState(DecisionState decision) {
      int way = super.visitDecisionState(decision);
      taken.add(List.of(decision.decision, way));
      return way;
    }
  }

  private static void walk(String text, int rule, Set<List<Integer>> taken) {
    // The interpreter cannot match the end of the text where a semicolon may stand as well.
    boolean isOpen =
        text.matches("[a-zA-Z(].*[^;]") && rule == EventFluxQLParser.RULE_statementUnit;
    EventFluxQLLexer lexer =
        new EventFluxQLLexer(CharStreams.fromString(isOpen ? text + ";" : text));
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    Walker walker = new Walker(tokens, taken);
    do {
      assertDoesNotThrow(() -> walker.parse(rule), text);
    } while (tokens.LA(1) != Token.EOF);
  }

  private static String selecting(String expression) {
    return "SELECT " + expression + "\nAS c FROM S;";
  }

  private static void checkApp(String text) {
    App app = app(text);
    String printed = Printer.print(app);
    assertEquals(app, app(printed), printed);
    assertEquals(printed, Printer.print(app(printed)));
    String formatted = Formatter.format(new SourceText("text", text), name -> null, null).text();
    assertEquals(app, app(formatted), formatted);
  }

  private static App app(String text) {
    ParsedApp parsed = parsed(text);
    assertEquals("", rendered(parsed.source(), parsed.diagnostics()));
    return parsed.app();
  }

  private static ParsedApp parsed(String text) {
    return EventFluxParser.parse(new SourceText("text", text), Variables.of(Map.of()));
  }

  private static OnDemandQuery onDemand(String text) {
    SourceText source = new SourceText("text", text);
    ParsedOnDemandQuery parsed = EventFluxParser.parseOnDemand(source, Variables.of(Map.of()));
    assertEquals("", rendered(source, parsed.diagnostics()));
    return Objects.requireNonNull(parsed.query());
  }

  private static String rendered(SourceText source, List<Diagnostic> diagnostics) {
    return DiagnosticRenderer.plain().render(source, diagnostics);
  }

  private static List<String> lines(String name) throws IOException {
    return Files.readAllLines(FOLDER.resolve(name + ".texts")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("# "))
        .toList();
  }
}
