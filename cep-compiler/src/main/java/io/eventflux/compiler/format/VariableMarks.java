package io.eventflux.compiler.format;

import io.eventflux.compiler.parse.Variables;
import io.eventflux.query.text.DurationUnit;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A text in which every {@code ${NAME}} has become a name or a number that occurs nowhere else, so
 * that it can be parsed without values, and the way back. Immutable.
 *
 * @param text the text without variables
 * @param marks what stands for the variables, in text order
 * @param written the variables as they were written, in the same order
 */
record VariableMarks(String text, List<String> marks, List<String> written) {
  private static final Pattern INTEGER = Pattern.compile("\\s*-?[0-9]+\\s*");

  /** What follows the number of a duration. */
  private static final Pattern UNIT =
      Pattern.compile(
          "\\s+(" + String.join("|", DurationUnit.allWords()) + ")\\b", Pattern.CASE_INSENSITIVE);

  private static final int NUMBER_MAX = 2_000_000_000;

  VariableMarks {
    marks = List.copyOf(marks);
    written = List.copyOf(written);
  }

  /** A variable of a text. */
  private record Variable(
      String written, boolean isPartOfName, boolean hasDefault, boolean isNumber, Span span) {}

  /** Where the first variable stands; the start of the text if there is none. */
  static Span first(String text) {
    List<Variable> variables = variables(text, name -> null);
    return variables.isEmpty() ? new Span(0, 0) : variables.get(0).span();
  }

  /**
   * The texts that may be meant, best guess first: a number where the value looks like one, a name
   * otherwise. Without variables it is the text itself.
   */
  static List<VariableMarks> of(String text, Variables values) {
    List<Variable> variables = variables(text, values);
    if (variables.isEmpty()) {
      return List.of(new VariableMarks(text, List.of(), List.of()));
    }
    List<VariableMarks> guesses = new ArrayList<>();
    guesses.add(marked(text, variables, Variable::isNumber));
    guesses.add(marked(text, variables, each -> each.isNumber() || !each.hasDefault()));
    guesses.add(marked(text, variables, each -> false));
    guesses.add(marked(text, variables, each -> true));
    return guesses.stream().distinct().toList();
  }

  private static VariableMarks marked(
      String text, List<Variable> variables, Predicate<Variable> isNumber) {
    String prefix = "eventflux_variable_";
    while (text.contains(prefix)) {
      prefix += "_";
    }
    int number = NUMBER_MAX;
    StringBuilder out = new StringBuilder();
    List<String> marks = new ArrayList<>();
    int copied = 0;
    for (Variable variable : variables) {
      while (text.contains(Integer.toString(number))) {
        number--;
      }
      String mark =
          isNumber.test(variable) && !variable.isPartOfName()
              ? Integer.toString(number--)
              : prefix + marks.size() + "_";
      marks.add(mark);
      out.append(text, copied, variable.span().start()).append(mark);
      copied = variable.span().end();
    }
    out.append(text, copied, text.length());
    return new VariableMarks(
        out.toString(), marks, variables.stream().map(Variable::written).toList());
  }

  /** The variables, by the rules of language 1.5. */
  private static List<Variable> variables(String text, Variables values) {
    List<Variable> variables = new ArrayList<>();
    int i = 0;
    while ((i = text.indexOf("${", i)) >= 0) {
      int close = closingBrace(text, i + 2);
      boolean isEscaped = i > 0 && text.charAt(i - 1) == '$';
      if (isEscaped || close < 0) {
        i += 2;
        continue;
      }
      String inside = text.substring(i + 2, close);
      int colon = inside.indexOf(':');
      String name = (colon < 0 ? inside : inside.substring(0, colon)).strip();
      String value = values.value(name);
      if (value == null) {
        value = colon < 0 ? "" : inside.substring(colon + 1);
      }
      boolean isPartOfName =
          (i > 0 && Character.isJavaIdentifierPart(text.charAt(i - 1)))
              || (close + 1 < text.length()
                  && Character.isJavaIdentifierPart(text.charAt(close + 1)));
      boolean isNumber =
          INTEGER.matcher(value).matches()
              || UNIT.matcher(text).region(close + 1, text.length()).lookingAt();
      variables.add(
          new Variable(
              text.substring(i, close + 1),
              isPartOfName,
              colon >= 0,
              isNumber,
              new Span(i, close + 1)));
      i = close + 1;
    }
    return variables;
  }

  private static int closingBrace(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '}') {
        return i;
      }
      if (c == '\n' || c == '\r') {
        return -1;
      }
    }
    return -1;
  }

  /** The variables again as they were written. */
  String restored(String marked) {
    String result = marked;
    for (int i = 0; i < marks.size(); i++) {
      result = result.replace(marks.get(i), written.get(i));
    }
    return result;
  }
}
