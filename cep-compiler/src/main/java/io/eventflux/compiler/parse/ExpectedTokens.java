package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
 * <p>All readings share their work: what a rule can be at one token is found once, whoever asks,
 * and its ends are handed to all who wait for them. Nothing recurses. Two walks are made: the first
 * finds the furthest token and enters only rules that can start with the token at hand; the second
 * notes what was possible there. Cost: linear in tokens for practical statements; a walk gives up
 * when its steps are used up.
 */
final class ExpectedTokens {
  private static final ATN GRAMMAR = EventFluxQLParser._ATN;

  private static final BitSet[] FIRST_TOKENS = firstTokens();

  private final List<Token> tokens;
  private final Map<Long, Call> calls = new HashMap<>();
  private final ArrayDeque<Step> open = new ArrayDeque<>();
  private final Set<String> names = new TreeSet<>();
  private final IntervalSet types = new IntervalSet();
  private final IntervalSet allTypes = new IntervalSet();

  /** Where possibilities are noted; -1 while the furthest token is sought. */
  private final int noted;

  private final int stepCountMax;
  private int stepCount;

  private int furthest;
  private boolean isComplete;
  private boolean hasGivenUp;

  private ExpectedTokens(List<Token> tokens, int start, int noted, int stepCountMax) {
    this.stepCountMax = stepCountMax;
    this.tokens = tokens;
    this.noted = noted;
    this.furthest = start;
  }

  /**
   * Walks one statement.
   *
   * @param tokens the tokens of the text, the last one is EOF
   * @param start index of the first token of the statement
   * @param rule the rule that the statement should follow
   * @param stepCountMax give up after so many steps
   */
  static ExpectedTokens at(List<Token> tokens, int start, int rule, int stepCountMax) {
    ExpectedTokens search = new ExpectedTokens(tokens, start, -1, stepCountMax);
    search.walk(start, rule);
    if (search.hasGivenUp) {
      return search;
    }
    // The second walk stops where the first did and takes a few steps more there.
    ExpectedTokens walk = new ExpectedTokens(tokens, start, search.furthest, Integer.MAX_VALUE);
    walk.stepCount = search.stepCount;
    walk.walk(start, rule);
    return walk;
  }

  /**
   * Reads one statement without finding out what could have stood in it: only {@link #index} and
   * {@link #isComplete} say something.
   *
   * @param statement its tokens, the last one is EOF
   * @param rule the rule that the statement should follow
   * @param stepCountMax give up after so many steps
   */
  static ExpectedTokens read(List<Token> statement, int rule, int stepCountMax) {
    ExpectedTokens walk = new ExpectedTokens(statement, 0, -1, stepCountMax);
    walk.walk(0, rule);
    return walk;
  }

  private void walk(int start, int rule) {
    Call statement = call(rule, start, false);
    while (!open.isEmpty() && stepCount < stepCountMax) {
      take(open.removeLast());
      stepCount++;
    }
    hasGivenUp = !open.isEmpty();
    isComplete = !statement.ends.isEmpty();
    calls.clear();
    open.clear();
  }

  /** Whether the statement was too long to find out anything. */
  boolean hasGivenUp() {
    return hasGivenUp;
  }

  /** Whether the statement follows its rule. */
  boolean isComplete() {
    return isComplete;
  }

  /** How many steps were taken. */
  int stepCount() {
    return stepCount;
  }

  /** Index of the first token that no reading of the statement can take. */
  int index() {
    return furthest;
  }

  /** Token types that could have stood at {@link #index}, those inside named rules left out. */
  IntervalSet types() {
    return types;
  }

  /** All token types that could have stood at {@link #index}. */
  IntervalSet allTypes() {
    return allTypes;
  }

  /** User words of the named rules that could have started at {@link #index}. */
  Set<String> names() {
    return names;
  }

  /**
   * A rule read from one token on.
   *
   * @param start index of its first token
   * @param isNamed whether a rule with a name starts at the same token, which then speaks for all
   *     that is possible there
   * @param seen states and indexes that have been taken up
   * @param ends indexes behind the last token, one for every way to read the rule
   * @param waiting those who go on at its ends
   */
  private record Call(
      int start, boolean isNamed, Set<Long> seen, Set<Integer> ends, List<Waiting> waiting) {}

  private record Waiting(Call caller, ATNState next) {}

  private record Step(Call call, ATNState state, int index) {}

  private Call call(int rule, int start, boolean isNamed) {
    long key = ((long) start << 16 | rule) << 1 | (isNamed ? 1 : 0);
    Call known = calls.get(key);
    if (known != null) {
      return known;
    }
    Call call = new Call(start, isNamed, new HashSet<>(), new LinkedHashSet<>(), new ArrayList<>());
    calls.put(key, call);
    open.add(new Step(call, GRAMMAR.ruleToStartState[rule], start));
    return call;
  }

  private void take(Step step) {
    Call call = step.call;
    int index = step.index;
    if (!call.seen.add((long) index << 32 | step.state.stateNumber)) {
      return;
    }
    if (step.state instanceof RuleStopState) {
      if (call.ends.add(index)) {
        call.waiting.forEach(each -> open.add(new Step(each.caller, each.next, index)));
      }
      return;
    }
    boolean isNamedHere = call.isNamed && index == call.start;
    for (Transition transition : step.state.getTransitions()) {
      if (transition instanceof RuleTransition entry) {
        enter(call, entry, index, isNamedHere);
      } else if (transition.isEpsilon()) {
        open.add(new Step(call, transition.target, index));
      } else {
        possible(index, transition, isNamedHere);
        if (matches(transition, index)) {
          open.add(new Step(call, transition.target, index + 1));
        }
      }
    }
  }

  private void enter(Call caller, RuleTransition entry, int index, boolean isNamedHere) {
    int rule = entry.target.ruleIndex;
    String name = Wording.rule(rule);
    if (name != null && !name.isEmpty() && !isNamedHere && index == noted) {
      names.add(name);
    }
    int type = type(index);
    boolean canStart = FIRST_TOKENS[rule].get(0) || (type > 0 && FIRST_TOKENS[rule].get(type));
    if (!canStart && index != noted) {
      furthest = Math.max(furthest, Math.min(index, tokens.size() - 1));
      return;
    }
    Call called = call(rule, index, isNamedHere || name != null);
    called.waiting.add(new Waiting(caller, entry.followState));
    called.ends.forEach(end -> open.add(new Step(caller, entry.followState, end)));
  }

  private int type(int index) {
    return index >= tokens.size() ? Token.EOF : tokens.get(index).getType();
  }

  private boolean matches(Transition transition, int index) {
    if (index >= tokens.size()) {
      return false;
    }
    furthest = Math.max(furthest, index);
    int type = type(index);
    boolean takesAll =
        transition instanceof WildcardTransition || transition instanceof NotSetTransition;
    if (takesAll && type == Token.EOF) {
      return false;
    }
    return transition.matches(type, Token.MIN_USER_TOKEN_TYPE, GRAMMAR.maxTokenType);
  }

  private void possible(int index, Transition transition, boolean isNamedHere) {
    // "Anything but a brace" is no help to anybody.
    if (index == noted && !(transition instanceof NotSetTransition)) {
      for (Interval interval : transition.label().getIntervals()) {
        allTypes.add(interval.a, interval.b);
        if (!isNamedHere) {
          types.add(interval.a, interval.b);
        }
      }
    }
  }

  /**
   * For every rule the tokens it can start with; bit 0 is set if it can be empty or start at EOF.
   */
  private static BitSet[] firstTokens() {
    BitSet[] first = new BitSet[GRAMMAR.ruleToStartState.length];
    for (int rule = 0; rule < first.length; rule++) {
      first[rule] = new BitSet();
      for (int type : GRAMMAR.nextTokens(GRAMMAR.ruleToStartState[rule]).toList()) {
        first[rule].set(Math.max(0, type));
      }
    }
    return first;
  }
}
