package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.grammar.EventFluxQLParser.AnyNameContext;
import io.eventflux.query.ast.Name;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** From tokens and parse trees to spans, names and texts. Immutable. */
final class Places {
  private final SubstitutedText text;

  Places(SubstitutedText text) {
    this.text = text;
  }

  /** Where a token stands in the user's text. */
  Span span(Token token) {
    return text.origin(token.getStartIndex(), token.getStopIndex());
  }

  /** Where a token stands in the user's text. */
  Span span(TerminalNode node) {
    return span(node.getSymbol());
  }

  /** From the first to the last token of a tree; empty at its start for a tree without tokens. */
  Span span(ParserRuleContext tree) {
    Token first = tree.getStart();
    Token last = tree.getStop();
    if (last == null || last.getTokenIndex() < first.getTokenIndex()) {
      int start = span(first).start();
      return new Span(start, start);
    }
    return span(first).to(span(last));
  }

  /** From the start of one node of a tree to the end of another, both included. */
  Span span(ParseTree first, ParseTree last) {
    return node(first).to(node(last));
  }

  private Span node(ParseTree tree) {
    return tree instanceof TerminalNode leaf ? span(leaf) : span((ParserRuleContext) tree);
  }

  /** The text between the brackets at the ends of a tree, as it stands, variables replaced. */
  static String inside(ParserRuleContext tree) {
    int first = tree.getStart().getStartIndex() + 1;
    int last = tree.getStop().getStopIndex() - 1;
    return first > last ? "" : tree.getStart().getInputStream().getText(Interval.of(first, last));
  }

  /** The text from one token to another one, variables replaced. */
  static String text(Token first, Token last) {
    return first.getInputStream().getText(Interval.of(first.getStartIndex(), last.getStopIndex()));
  }

  /** The name that a tree of one token stands for. */
  Name name(ParserRuleContext tree) {
    Token token = tree.getStart();
    return name(identifier(token), span(token));
  }

  /** A name that may come from a text constant, which can hold what no name can. */
  static Name name(String text, Span span) {
    return new Name(checked(text, span), span);
  }

  /** A text that is used as a name. */
  static String checked(String text, Span span) {
    if (text.isEmpty()) {
      throw new StatementRefused(DiagnosticCode.SYNTAX, span, "a name has at least one character");
    }
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      throw new StatementRefused(DiagnosticCode.SYNTAX, span, "a name has no line breaks");
    }
    return text;
  }

  /** The names of a list. */
  List<Name> names(List<AnyNameContext> trees) {
    List<Name> names = new ArrayList<>(trees.size());
    for (AnyNameContext tree : trees) {
      names.add(name(tree));
    }
    return names;
  }

  /** A name without its quotes, or a word as it stands. */
  static String identifier(Token token) {
    String text = token.getText();
    return switch (token.getType()) {
      case EventFluxQLParser.QUOTED_IDENTIFIER -> unquoted(text, "`");
      case EventFluxQLParser.DOUBLE_STRING -> unquoted(text, "\"");
      default -> text;
    };
  }

  /** The content of a string token. */
  static String content(Token token) {
    String text = token.getText();
    return switch (token.getType()) {
      case EventFluxQLParser.TRIPLE_STRING -> text.substring(3, text.length() - 3);
      case EventFluxQLParser.SINGLE_STRING -> unquoted(text, "'");
      default -> unquoted(text, "\"");
    };
  }

  private static String unquoted(String text, String quote) {
    return text.substring(1, text.length() - 1).replace(quote + quote, quote);
  }
}
