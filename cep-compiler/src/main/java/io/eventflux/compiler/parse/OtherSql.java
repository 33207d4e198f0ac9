package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Statements of SQL that have no meaning here (language 7.6): transactions, privileges, sequences
 * and cursors. They are no part of the grammar; the parser asks when it cannot read a statement.
 * Pure functions.
 */
final class OtherSql {
  private static final Set<String> TRANSACTIONS =
      Set.of("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE");
  private static final Set<String> CURSORS = Set.of("DECLARE", "OPEN", "CLOSE", "FETCH");
  private static final Set<String> OWNERS = Set.of("USER", "ROLE");

  private OtherSql() {}

  /**
   * What is said about a statement of this kind.
   *
   * @param tokens the tokens of the text, the end of the text last
   * @param start index of the first token of the statement
   * @return a diagnostic at the first words of the statement; null if it is of no such kind
   */
  static @Nullable Diagnostic refused(List<Token> tokens, int start, Places places) {
    String first = word(tokens, start);
    String second = start + 1 < tokens.size() ? word(tokens, start + 1) : "";
    boolean isStart = first.equals("START") || first.equals("SET");
    if (TRANSACTIONS.contains(first) || (isStart && second.equals("TRANSACTION"))) {
      return refused(
          tokens,
          start,
          start,
          places,
          "there are no transactions: every event takes effect by itself");
    }
    if (first.equals("GRANT") || first.equals("REVOKE")) {
      return refused(tokens, start, start, places, noPrivileges());
    }
    if (CURSORS.contains(first)) {
      return refused(
          tokens, start, start, places, "there are no cursors: a query gives all of its rows");
    }
    boolean isDefinition =
        tokens.get(start).getType() == EventFluxQLParser.CREATE
            || tokens.get(start).getType() == EventFluxQLParser.DROP;
    if (isDefinition && second.equals("SEQUENCE")) {
      Diagnostic refusal =
          refused(tokens, start, start + 1, places, "there are no sequences of numbers");
      return refusal.suggest("UUID() gives a different text for every row");
    }
    return isDefinition && OWNERS.contains(second)
        ? refused(tokens, start, start + 1, places, noPrivileges())
        : null;
  }

  private static String noPrivileges() {
    return "there are no users and privileges: who can start an app can read and write all of it";
  }

  private static Diagnostic refused(
      List<Token> tokens, int start, int end, Places places, String sentence) {
    return Diagnostic.of(
        DiagnosticCode.UNSUPPORTED_SQL,
        places.span(tokens.get(start)).to(places.span(tokens.get(end))),
        sentence);
  }

  private static String word(List<Token> tokens, int index) {
    return tokens.get(index).getText().toUpperCase(Locale.ROOT);
  }
}
