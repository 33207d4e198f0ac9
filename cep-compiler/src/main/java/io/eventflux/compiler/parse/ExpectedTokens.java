package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.NotSetTransition;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;
import org.antlr.v4.runtime.atn.WildcardTransition;
import org.antlr.v4.runtime.misc.Interval;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * Finds how far a statement makes sense under any reading of it, and everything that could have
 * stood there.
 *
 * <p>ANTLR predicts with as much lookahead as it needs; when no alternative survives, it knows
 * where the decision began but not what would have helped. So the automaton of the grammar is
 * walked once more over the same tokens, all alternatives side by side. The walk notes the furthest
 * token that was looked at and the tokens and {@linkplain Wording#rule named rules} that were
 * possible there.
 *
 * <p>Cost: for each token the rules that can start there, each walked once. One use per object.
 */
final class ExpectedTokens {
  private static final ATN GRAMMAR = EventFluxQLParser._ATN;

  private final List<Token> tokens;
  private final int substituted;
  private final Map<Long, int[]> ends = new HashMap<>();
  private final Set<String> names = new TreeSet<>();
  private final IntervalSet types = new IntervalSet();
  private int furthest;
  private boolean isComplete;

  private ExpectedTokens(List<Token> tokens, int start, int substituted) {
    this.tokens = tokens;
    this.substituted = substituted;
    this.furthest = start;
  }

  /**
   * Walks one statement.
   *
   * @param tokens the tokens of the text, the last one is EOF
   * @param start index of the first token of the statement
   * @param rule the rule that the statement should follow
   */
  static ExpectedTokens at(List<Token> tokens, int start, int rule) {
    return walk(tokens, start, rule, -1);
  }

  /** Whether a statement would follow its rule if one of its tokens were a plain name. */
  static boolean fitsWithName(List<Token> tokens, int start, int rule, int name) {
    return walk(tokens, start, rule, name).isComplete;
  }

  private static ExpectedTokens walk(List<Token> tokens, int start, int rule, int substituted) {
    ExpectedTokens walk = new ExpectedTokens(tokens, start, substituted);
    walk.isComplete = walk.rule(rule, start, false).length > 0;
    return walk;
  }

  /** Index of the first token that no reading of the statement can take. */
  int index() {
    return furthest;
  }

  /** Token types that could have stood at {@link #index}, those inside named rules left out. */
  IntervalSet types() {
    return types;
  }

  /** User words of the named rules that could have started at {@link #index}. */
  Set<String> names() {
    return names;
  }

  /**
   * Walks a rule.
   *
   * @param rule the rule
   * @param start index of its first token
   * @param isNamed whether a rule with a name starts at the same token, which then speaks for all
   *     that is possible there
   * @return indexes behind the last token, one for every way to read the rule
   */
  private int[] rule(int rule, int start, boolean isNamed) {
    long key = ((long) start << 16 | rule) << 1 | (isNamed ? 1 : 0);
    int[] known = ends.get(key);
    if (known != null) {
      return known;
    }
    List<Integer> found = new ArrayList<>();
    ArrayDeque<Long> open = new ArrayDeque<>();
    Set<Long> seen = new HashSet<>();
    open.add(position(GRAMMAR.ruleToStartState[rule], start));
    while (!open.isEmpty()) {
      long position = open.removeLast();
      if (!seen.add(position)) {
        continue;
      }
      ATNState state = GRAMMAR.states.get((int) (position & 0xFFFF_FFFFL));
      int index = (int) (position >>> 32);
      if (state instanceof RuleStopState) {
        found.add(index);
        continue;
      }
      boolean isNamedHere = isNamed && index == start;
      for (Transition transition : state.getTransitions()) {
        if (transition instanceof RuleTransition call) {
          int called = call.target.ruleIndex;
          String name = Wording.rule(called);
          if (name != null && !isNamedHere) {
            possible(index, name);
          }
          for (int end : rule(called, index, isNamedHere || name != null)) {
            open.add(position(call.followState, end));
          }
        } else if (transition.isEpsilon()) {
          open.add(position(transition.target, index));
        } else {
          if (!isNamedHere) {
            possible(index, transition);
          }
          if (matches(transition, index)) {
            open.add(position(transition.target, index + 1));
          }
        }
      }
    }
    int[] result = found.stream().mapToInt(Integer::intValue).distinct().toArray();
    Arrays.sort(result);
    ends.put(key, result);
    return result;
  }

  private static long position(ATNState state, int index) {
    return (long) index << 32 | state.stateNumber;
  }

  private boolean matches(Transition transition, int index) {
    if (index >= tokens.size()) {
      return false;
    }
    reached(index);
    int type = index == substituted ? EventFluxQLParser.IDENTIFIER : tokens.get(index).getType();
    boolean takesAll =
        transition instanceof WildcardTransition || transition instanceof NotSetTransition;
    if (takesAll && type == Token.EOF) {
      return false;
    }
    return transition.matches(type, Token.MIN_USER_TOKEN_TYPE, GRAMMAR.maxTokenType);
  }

  private boolean reached(int index) {
    if (index > furthest) {
      furthest = index;
      names.clear();
      types.clear();
    }
    return index == furthest;
  }

  private void possible(int index, String name) {
    if (index < tokens.size() && reached(index) && !name.isEmpty()) {
      names.add(name);
    }
  }

  private void possible(int index, Transition transition) {
    // "Anything but a brace" is no help to anybody.
    if (index < tokens.size() && reached(index) && !(transition instanceof NotSetTransition)) {
      for (Interval interval : transition.label().getIntervals()) {
        types.add(interval.a, interval.b);
      }
    }
  }
}
