package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLLexer;
import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.grammar.EventFluxQLParser.OnDemandUnitContext;
import io.eventflux.grammar.EventFluxQLParser.StatementUnitContext;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.App;
import io.eventflux.query.ast.OnDemandQuery;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.Diagnostics;
import io.eventflux.query.text.SourceText;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text: characters to tokens to statements. Any text gives an answer in bounded time and
 * memory; errors are in the answer, never thrown.
 *
 * <p>Statements are parsed one after the other, fast first (SLL) and thoroughly (LL) only when that
 * fails. A statement that follows no rule is examined by {@link ExpectedTokens}, reported once, and
 * skipped up to its semicolon; so each statement can have its error in one report.
 */
public final class EventFluxParser {
  /** Brackets of any kind, {@code CASE}s and partitions of a text inside one another. */
  public static final int DEPTH_MAX = Limits.DEPTH_MAX;

  /** A text with more broken statements is probably no EventFluxQL; the rest is not looked at. */
  private static final int SYNTAX_ERROR_MAX = 100;

  private final SubstitutedText text;
  private final Places places;
  private final Diagnostics diagnostics;
  private final List<Token> tokens = new ArrayList<>();
  private final List<Statement> statements = new ArrayList<>();
  private final List<Annotation> appAnnotations = new ArrayList<>();

  /** Index of the token at which the last failed attempt to parse ended. */
  private int failed;

  private EventFluxParser(SubstitutedText text, Diagnostics diagnostics) {
    this.text = text;
    this.places = new Places(text);
    this.diagnostics = diagnostics;
  }

  /**
   * Reads a text without variables of its own: {@code ${NAME}} is looked up in system properties
   * and environment.
   *
   * @param source the text
   * @return what could be read, and what is wrong with the rest
   */
  public static ParsedApp parse(SourceText source) {
    return parse(source, Variables.of(Map.of()));
  }

  /**
   * Reads a text.
   *
   * @param source the text
   * @param variables the values of {@code ${NAME}}
   * @return what could be read, and what is wrong with the rest
   */
  public static ParsedApp parse(SourceText source, Variables variables) {
    Diagnostics diagnostics = new Diagnostics();
    EventFluxParser parser = parser(source, variables, diagnostics);
    if (parser != null) {
      parser.readStatements();
    }
    List<Annotation> annotations = parser == null ? List.of() : parser.appAnnotations;
    List<Statement> statements = parser == null ? List.of() : parser.statements;
    Span whole = new Span(0, source.text().length());
    App app = new App(annotations, statements, whole);
    return new ParsedApp(app, source, diagnostics.inTextOrder());
  }

  /**
   * Reads an on-demand query: one text, executed once.
   *
   * @param source the text
   * @param variables the values of {@code ${NAME}}
   * @return the query, or what is wrong with it
   */
  public static ParsedOnDemandQuery parseOnDemand(SourceText source, Variables variables) {
    Diagnostics diagnostics = new Diagnostics();
    EventFluxParser parser = parser(source, variables, diagnostics);
    OnDemandQuery query = parser == null ? null : parser.readOnDemand();
    return new ParsedOnDemandQuery(
        diagnostics.hasErrors() ? null : query, source, diagnostics.inTextOrder());
  }

  /** A parser with its tokens; null if the text is beyond the limits. */
  private static @Nullable EventFluxParser parser(
      SourceText source, Variables variables, Diagnostics diagnostics) {
    String user = source.text();
    if (user.length() > Limits.TEXT_LENGTH_MAX) {
      diagnostics.add(tooLong());
      return null;
    }
    SubstitutedText text = SubstitutedText.of(user, variables, Limits.TEXT_LENGTH_MAX, diagnostics);
    if (text.text().length() > Limits.TEXT_LENGTH_MAX) {
      diagnostics.add(tooLong());
      return null;
    }
    EventFluxParser parser = new EventFluxParser(text, diagnostics);
    return parser.readTokens() ? parser : null;
  }

  private static Diagnostic tooLong() {
    return Diagnostic.of(
        DiagnosticCode.TOO_COMPLEX,
        Span.NONE,
        "the text is longer than " + Limits.TEXT_LENGTH_MAX + " characters");
  }

  /** Cuts the text; false if it is beyond the limits. */
  private boolean readTokens() {
    EventFluxQLLexer lexer = new EventFluxQLLexer(CharStreams.fromString(text.text()));
    lexer.removeErrorListeners();
    Token token;
    do {
      token = lexer.nextToken();
      if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        NumberWords.add(tokens, token);
      } else if (token.getType() == EventFluxQLLexer.UNTERMINATED_COMMENT) {
        Span opening = text.origin(token.getStartIndex(), token.getStartIndex() + 1);
        diagnostics.add(
            Diagnostic.of(
                    DiagnosticCode.UNTERMINATED_COMMENT,
                    opening,
                    "this comment runs to the end of the text")
                .suggest("close it with */"));
      }
      if (tokens.size() > Limits.TOKEN_COUNT_MAX) {
        refuse(token, "the text has more than " + Limits.TOKEN_COUNT_MAX + " tokens");
        return false;
      }
    } while (token.getType() != Token.EOF);
    int tooDeep = Limits.tooDeep(tokens);
    if (tooDeep >= 0) {
      refuse(tokens.get(tooDeep), "the nesting is more than " + Limits.DEPTH_MAX + " deep");
      return false;
    }
    return true;
  }

  private void refuse(Token token, String message) {
    diagnostics.add(Diagnostic.of(DiagnosticCode.TOO_COMPLEX, places.span(token), message));
  }

  private EventFluxQLParser parser() {
    CommonTokenStream stream = new CommonTokenStream(new ListTokenSource(tokens));
    stream.fill();
    EventFluxQLParser parser = new EventFluxQLParser(stream);
    parser.removeErrorListeners();
    parser.setErrorHandler(new BailErrorStrategy());
    return parser;
  }

  private @Nullable OnDemandQuery readOnDemand() {
    OnDemandUnitContext tree = tree(parser(), EventFluxQLParser::onDemandUnit, 0);
    if (text.isUnresolved(span(0, tokens.size()))) {
      return null;
    }
    if (tree == null) {
      new SyntaxErrors(tokens, places, diagnostics, EventFluxQLParser.RULE_onDemandUnit)
          .report(0, failed);
      return null;
    }
    try {
      return new StatementBuilder(places).onDemand(tree.onDemandQuery());
    } catch (StatementRefused refused) {
      diagnostics.add(refused.diagnostic());
      return null;
    }
  }

  private void readStatements() {
    EventFluxQLParser parser = parser();
    StatementBuilder builder = new StatementBuilder(places);
    SyntaxErrors errors =
        new SyntaxErrors(tokens, places, diagnostics, EventFluxQLParser.RULE_statementUnit);
    int start = 0;
    int errorCount = 0;
    while (tokens.get(start).getType() != Token.EOF && errorCount < SYNTAX_ERROR_MAX) {
      StatementUnitContext tree = tree(parser, EventFluxQLParser::statementUnit, start);
      int next;
      int semicolon = semicolon(start);
      if (text.isUnresolved(span(start, semicolon + 1))) {
        // Already reported; what the text would have said with a value is anybody's guess.
        next = semicolon + 1;
        statements.add(omitted(start, semicolon));
      } else if (tree != null) {
        next = Math.max(tree.getStop().getTokenIndex() + 1, start + 1);
        build(builder, tree, start, Math.min(next, tokens.size() - 1));
      } else {
        errorCount++;
        next = errors.report(start, failed);
        statements.add(omitted(start, next));
      }
      start = Math.min(next, tokens.size() - 1);
    }
    if (errorCount == SYNTAX_ERROR_MAX && tokens.get(start).getType() != Token.EOF) {
      refuse(
          tokens.get(start), "the text is not read further after " + errorCount + " syntax errors");
    }
  }

  private <T> @Nullable T tree(
      EventFluxQLParser parser, Function<EventFluxQLParser, T> rule, int start) {
    for (PredictionMode mode : List.of(PredictionMode.SLL, PredictionMode.LL)) {
      parser.reset();
      parser.getInterpreter().setPredictionMode(mode);
      parser.getInputStream().seek(start);
      try {
        return rule.apply(parser);
      } catch (ParseCancellationException cancelled) {
        // LL next; then the caller finds out what is wrong.
        failed =
            cancelled.getCause() instanceof RecognitionException located
                ? located.getOffendingToken().getTokenIndex()
                : start;
      }
    }
    return null;
  }

  private void build(StatementBuilder builder, StatementUnitContext tree, int start, int end) {
    Diagnostics own = new Diagnostics();
    Statement statement = null;
    try {
      statement = builder.statement(tree, appAnnotations);
    } catch (StatementRefused refused) {
      own.add(refused.diagnostic());
    }
    diagnostics.addAll(own.inTextOrder());
    if (own.hasErrors()) {
      statements.add(omitted(start, end));
    } else if (statement != null) {
      statements.add(statement);
    }
  }

  /** Keeps the names that a broken statement would have made known. */
  private Statement.Omitted omitted(int start, int end) {
    List<String> names = new ArrayList<>();
    for (int i = start; i < end; i++) {
      int type = tokens.get(i).getType();
      boolean isDefinition =
          i > start
              && isOneOf(
                  tokens.get(i - 1),
                  EventFluxQLLexer.DEFINE,
                  EventFluxQLLexer.CREATE,
                  EventFluxQLLexer.REPLACE)
              && type != EventFluxQLLexer.OR
              && type != EventFluxQLLexer.INTO;
      int name = -1;
      if (type == EventFluxQLLexer.INTO) {
        name = i + 1;
      } else if (isDefinition) {
        boolean isConditional = isOneOf(tokens.get(i + 1), EventFluxQLLexer.IF) && i + 4 < end;
        name = isConditional ? i + 4 : i + 1;
      }
      if (name >= 0 && name < end) {
        boolean hasPrefix =
            isOneOf(tokens.get(name), EventFluxQLLexer.HASH, EventFluxQLLexer.BANG)
                && name + 1 < end;
        names.add(Places.identifier(tokens.get(hasPrefix ? name + 1 : name)));
      }
    }
    return new Statement.Omitted(names, span(start, end));
  }

  private Span span(int start, int end) {
    int last = Math.min(Math.max(start, end - 1), tokens.size() - 1);
    return places.span(tokens.get(start)).to(places.span(tokens.get(last)));
  }

  /** Index of the next semicolon, or of the end of the text. */
  private int semicolon(int start) {
    int index = start;
    while (!isOneOf(tokens.get(index), EventFluxQLLexer.SEMICOLON, Token.EOF)) {
      index++;
    }
    return index;
  }

  private static boolean isOneOf(Token token, int... types) {
    for (int type : types) {
      if (token.getType() == type) {
        return true;
      }
    }
    return false;
  }
}
