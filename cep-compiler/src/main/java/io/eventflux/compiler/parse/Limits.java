package io.eventflux.compiler.parse;

import static io.eventflux.grammar.EventFluxQLLexer.ARRAY;
import static io.eventflux.grammar.EventFluxQLLexer.BEGIN;
import static io.eventflux.grammar.EventFluxQLLexer.CASE;
import static io.eventflux.grammar.EventFluxQLLexer.END;
import static io.eventflux.grammar.EventFluxQLLexer.GREATER;
import static io.eventflux.grammar.EventFluxQLLexer.LEFT_BRACE;
import static io.eventflux.grammar.EventFluxQLLexer.LEFT_BRACKET;
import static io.eventflux.grammar.EventFluxQLLexer.LEFT_EXCLUSION;
import static io.eventflux.grammar.EventFluxQLLexer.LEFT_PAREN;
import static io.eventflux.grammar.EventFluxQLLexer.LESS;
import static io.eventflux.grammar.EventFluxQLLexer.MAP;
import static io.eventflux.grammar.EventFluxQLLexer.OF;
import static io.eventflux.grammar.EventFluxQLLexer.RIGHT_BRACE;
import static io.eventflux.grammar.EventFluxQLLexer.RIGHT_BRACKET;
import static io.eventflux.grammar.EventFluxQLLexer.RIGHT_EXCLUSION;
import static io.eventflux.grammar.EventFluxQLLexer.RIGHT_PAREN;
import static io.eventflux.grammar.EventFluxQLLexer.ROW;
import static io.eventflux.grammar.EventFluxQLLexer.SEMICOLON;
import static io.eventflux.grammar.EventFluxQLLexer.STRUCT;

import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * How large and how deep a text may be. Depth is counted on the tokens, before anything recurses
 * over them, so that no text can exhaust the stack.
 */
final class Limits {
  /** UTF-16 units of a text, before and after variables are replaced. */
  static final int TEXT_LENGTH_MAX = 1 << 20;

  /** Tokens of a text, without comments and white space. */
  static final int TOKEN_COUNT_MAX = 100_000;

  /** Brackets of any kind, {@code CASE}s and partitions inside one another. */
  static final int DEPTH_MAX = 256;

  /** Nodes of all expressions of a text together. */
  static final int EXPRESSION_COUNT_MAX = 20_000;

  /** Columns of a definition, or entries of a select list. */
  static final int COLUMN_COUNT_MAX = 4_096;

  /** Elements of one pattern. */
  static final int PATTERN_ELEMENT_COUNT_MAX = 256;

  /** The number in a count of a pattern element. */
  static final int PATTERN_REPEAT_MAX = 10_000;

  private Limits() {}

  /**
   * Finds the first place where the nesting is too deep. The grammar recurses in brackets, in
   * {@code CASE .. END}, in {@code BEGIN .. END} and in type arguments only. A {@code CASE} that is
   * a name is counted too, up to the end of its statement; 256 of them in one statement are not
   * expected.
   *
   * @param tokens the tokens of a text
   * @return the index of the token that goes too deep, -1 if there is none
   */
  static int tooDeep(List<Token> tokens) {
    int depth = 0;
    int braceDepth = 0;
    int typeDepth = 0;
    int caseDepth = 0;
    int partitionDepth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      switch (tokens.get(i).getType()) {
        case LEFT_PAREN, LEFT_BRACKET -> depth++;
        case RIGHT_PAREN, RIGHT_BRACKET -> depth = Math.max(0, depth - 1);
        case LEFT_BRACE, LEFT_EXCLUSION -> braceDepth++;
        case RIGHT_BRACE, RIGHT_EXCLUSION -> braceDepth = Math.max(0, braceDepth - 1);
        case CASE -> caseDepth++;
        case BEGIN -> partitionDepth += isBody(tokens, i) ? 1 : 0;
        case END -> {
          if (caseDepth > 0) {
            caseDepth--;
          } else {
            partitionDepth = Math.max(0, partitionDepth - 1);
          }
        }
        case LESS -> {
          int before = i == 0 ? Token.INVALID_TYPE : tokens.get(i - 1).getType();
          if (before == ARRAY || before == MAP || before == ROW || before == STRUCT) {
            typeDepth++;
          }
        }
        case GREATER -> typeDepth = Math.max(0, typeDepth - 1);
        case SEMICOLON -> {
          // Braces and partitions go on: inside them a semicolon does not end the statement.
          depth = 0;
          typeDepth = 0;
          caseDepth = 0;
        }
        default -> {}
      }
      if (depth + braceDepth + typeDepth + caseDepth + partitionDepth > DEPTH_MAX) {
        return i;
      }
    }
    return -1;
  }

  /** Whether {@code BEGIN} stands behind the keys of a partition; anywhere else it is a name. */
  private static boolean isBody(List<Token> tokens, int index) {
    return index > 1
        && (tokens.get(index - 1).getType() == RIGHT_PAREN
            || tokens.get(index - 2).getType() == OF);
  }
}
