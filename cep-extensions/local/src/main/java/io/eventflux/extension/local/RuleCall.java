package io.eventflux.extension.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The text of a rule, taken apart: {@code name} or {@code name(argument, argument)}. An argument
 * that holds a comma or a blank at its border stands in single quotes. Immutable.
 *
 * @param text the rule as the user wrote it
 * @param name in lower case
 */
record RuleCall(String text, String name, List<String> arguments) {
  RuleCall {
    arguments = List.copyOf(arguments);
  }

  /** A call as the user would write it. */
  RuleCall(String name, String... arguments) {
    this(
        arguments.length == 0 ? name : name + "(" + String.join(", ", arguments) + ")",
        name,
        List.of(arguments));
  }

  /** Takes a rule apart; null if it has another form. */
  static @Nullable RuleCall parse(String text) {
    String rule = text.strip();
    int open = rule.indexOf('(');
    String name = (open < 0 ? rule : rule.substring(0, open)).strip();
    boolean isClosed = open < 0 || rule.endsWith(")");
    if (!name.matches("[A-Za-z]+") || !isClosed) {
      return null;
    }
    List<String> arguments = new ArrayList<>();
    String inside = open < 0 ? "" : rule.substring(open + 1, rule.length() - 1);
    int at = 0;
    while (at < inside.length() || !arguments.isEmpty()) {
      while (at < inside.length() && inside.charAt(at) == ' ') {
        at++;
      }
      int end;
      if (at < inside.length() && inside.charAt(at) == '\'') {
        int close = inside.indexOf('\'', at + 1);
        if (close < 0) {
          return null;
        }
        arguments.add(inside.substring(at + 1, close));
        end = close + 1;
        while (end < inside.length() && inside.charAt(end) == ' ') {
          end++;
        }
      } else {
        int comma = inside.indexOf(',', at);
        end = comma < 0 ? inside.length() : comma;
        String argument = inside.substring(at, end).strip();
        if (argument.isEmpty()) {
          return null;
        }
        arguments.add(argument);
      }
      if (end == inside.length()) {
        break;
      }
      if (inside.charAt(end) != ',') {
        return null;
      }
      at = end + 1;
    }
    return new RuleCall(rule, name.toLowerCase(Locale.ROOT), arguments);
  }
}
