package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a token cannot stand where it stands because its clause stood there before, or
 * belongs in front of one that did. Asked for statements that follow no rule only, so it looks at
 * words, not at trees. Stateless; any thread.
 */
final class ClauseOrder {
  /** Words that begin a clause, as messages call it. */
  private static final Map<Integer, String> CLAUSES =
      Map.ofEntries(
          Map.entry(EventFluxQLParser.SELECT, "SELECT"),
          Map.entry(EventFluxQLParser.FROM, "FROM"),
          Map.entry(EventFluxQLParser.WHERE, "WHERE"),
          Map.entry(EventFluxQLParser.GROUP, "GROUP BY"),
          Map.entry(EventFluxQLParser.HAVING, "HAVING"),
          Map.entry(EventFluxQLParser.WINDOW, "WINDOW"),
          Map.entry(EventFluxQLParser.ORDER, "ORDER BY"),
          Map.entry(EventFluxQLParser.LIMIT, "LIMIT"),
          Map.entry(EventFluxQLParser.FETCH, "FETCH"),
          Map.entry(EventFluxQLParser.OFFSET, "OFFSET"),
          Map.entry(EventFluxQLParser.EMIT, "EMIT"),
          Map.entry(EventFluxQLParser.OUTPUT, "OUTPUT"),
          Map.entry(EventFluxQLParser.INSERT, "INSERT"),
          Map.entry(EventFluxQLParser.RETURN, "RETURN"),
          Map.entry(EventFluxQLParser.SET, "SET"),
          Map.entry(EventFluxQLParser.ON, "ON"),
          Map.entry(EventFluxQLParser.USING, "USING"),
          Map.entry(EventFluxQLParser.WITHIN, "WITHIN"),
          Map.entry(EventFluxQLParser.PER, "PER"),
          Map.entry(EventFluxQLParser.WITH, "WITH"),
          Map.entry(EventFluxQLParser.PARTITION, "PARTITION BY"),
          Map.entry(EventFluxQLParser.MEASURES, "MEASURES"),
          Map.entry(EventFluxQLParser.PATTERN, "PATTERN"),
          Map.entry(EventFluxQLParser.SUBSET, "SUBSET"),
          Map.entry(EventFluxQLParser.DEFINE, "DEFINE"),
          Map.entry(EventFluxQLParser.ELSE, "ELSE"));

  /** The clauses of a query that have one order in all of its forms. */
  private static final List<Integer> ORDER =
      List.of(
          EventFluxQLParser.WHERE,
          EventFluxQLParser.GROUP,
          EventFluxQLParser.HAVING,
          EventFluxQLParser.ORDER,
          EventFluxQLParser.LIMIT,
          EventFluxQLParser.OFFSET,
          EventFluxQLParser.FETCH,
          EventFluxQLParser.EMIT);

  private ClauseOrder() {}

  /**
   * A clause in a wrong place.
   *
   * @param index the token that begins it
   * @param clause what it is called
   * @param other index of the token that begins the clause it collides with
   * @param otherClause what that is called; the same name if the clause stands twice
   */
  record Collision(int index, String clause, int other, String otherClause) {
    boolean isRepeated() {
      return clause.equals(otherClause);
    }
  }

  /**
   * Looks for a collision.
   *
   * @param tokens the tokens of the text
   * @param start index of the first token of the statement
   * @param wrong index of the first token that no reading of the statement can take
   * @return what collides; null if that is not the problem
   */
  static @Nullable Collision find(List<Token> tokens, int start, int wrong) {
    Collision found = find(tokens, start, wrong, false);
    // ON CONFLICT and WINDOW .. AS may follow a clause of the same word, so the parser gets
    // further.
    for (int back = 1; found == null && back <= 2 && wrong - back > start; back++) {
      int type = tokens.get(wrong - back).getType();
      if (type == EventFluxQLParser.ON || type == EventFluxQLParser.WINDOW) {
        found = find(tokens, start, wrong - back, true);
      }
    }
    return found;
  }

  private static @Nullable Collision find(
      List<Token> tokens, int start, int index, boolean onlyRepeated) {
    String clause = clause(tokens, start, index);
    if (clause == null) {
      return null;
    }
    int rank = ORDER.indexOf(tokens.get(index).getType());
    Collision later = null;
    int depth = 0;
    for (int i = index - 1; i >= start; i--) {
      int type = tokens.get(i).getType();
      if (isClosing(type)) {
        depth++;
      } else if (isOpening(type) && depth-- == 0) {
        break;
      }
      if (depth > 0) {
        continue;
      }
      if (isBorder(type, clause)) {
        break;
      }
      String other = clause(tokens, start, i);
      if (other == null) {
        continue;
      }
      if (other.equals(clause)) {
        return new Collision(index, clause, i, other);
      }
      if (!onlyRepeated && rank >= 0 && ORDER.indexOf(type) > rank) {
        later = new Collision(index, clause, i, other);
      }
    }
    return later;
  }

  /** Whether a clause in front of this token is one of something else. */
  private static boolean isBorder(int type, String clause) {
    return switch (type) {
      case EventFluxQLParser.UNION,
          EventFluxQLParser.INTERSECT,
          EventFluxQLParser.EXCEPT,
          EventFluxQLParser.SEMICOLON,
          EventFluxQLParser.BEGIN ->
          true;
      case EventFluxQLParser.JOIN -> clause.equals("ON") || clause.equals("USING");
      case EventFluxQLParser.COMMA -> clause.equals("ON") || clause.equals("WINDOW");
      case EventFluxQLParser.CASE -> clause.equals("ELSE");
      default -> false;
    };
  }

  private static boolean isClosing(int type) {
    return type == EventFluxQLParser.RIGHT_PAREN
        || type == EventFluxQLParser.RIGHT_BRACKET
        || type == EventFluxQLParser.RIGHT_BRACE
        || type == EventFluxQLParser.END;
  }

  private static boolean isOpening(int type) {
    return type == EventFluxQLParser.LEFT_PAREN
        || type == EventFluxQLParser.LEFT_BRACKET
        || type == EventFluxQLParser.LEFT_BRACE
        || type == EventFluxQLParser.CASE;
  }

  /** The clause that begins at a token; null if none does, or the word is a name there. */
  private static @Nullable String clause(List<Token> tokens, int start, int index) {
    int type = tokens.get(index).getType();
    String clause = CLAUSES.get(type);
    if (clause == null) {
      return null;
    }
    int next = tokens.get(Math.min(index + 1, tokens.size() - 1)).getType();
    int before = index > start ? tokens.get(index - 1).getType() : EventFluxQLParser.SEMICOLON;
    boolean isName =
        before == EventFluxQLParser.DOT
            || before == EventFluxQLParser.AS
            || before == EventFluxQLParser.INTO
            || before == EventFluxQLParser.HASH
            || next == EventFluxQLParser.DOT
            || (clause.endsWith(" BY") && next != EventFluxQLParser.BY);
    // IS DISTINCT FROM, DELETE FROM, OR INSERT, ON CONFLICT, WITH ORDINALITY belong to something
    // else.
    boolean isPart =
        switch (type) {
          case EventFluxQLParser.FROM ->
              before == EventFluxQLParser.DISTINCT || before == EventFluxQLParser.DELETE;
          case EventFluxQLParser.INSERT -> before == EventFluxQLParser.OR;
          case EventFluxQLParser.ON ->
              next == EventFluxQLParser.CONFLICT
                  || before == EventFluxQLParser.EMIT
                  || before == EventFluxQLParser.EMPTY;
          case EventFluxQLParser.WITH -> next == EventFluxQLParser.ORDINALITY;
          case EventFluxQLParser.SET -> before == EventFluxQLParser.UPDATE;
          default -> false;
        };
    return isName || isPart ? null : clause;
  }
}
