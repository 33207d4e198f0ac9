package io.eventflux.query.print;

import io.eventflux.query.ast.RowPattern;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the patterns of {@code MATCH_RECOGNIZE}, with parentheses only where they are needed. */
final class RowPatternPrinter implements RowPattern.Visitor<String> {
  private static final RowPatternPrinter PRINTER = new RowPatternPrinter();

  private RowPatternPrinter() {}

  static String print(RowPattern pattern) {
    return pattern.accept(PRINTER);
  }

  /** A part of something larger. */
  private static String part(RowPattern pattern) {
    boolean isCompound =
        pattern instanceof RowPattern.Sequence || pattern instanceof RowPattern.Alternatives;
    return isCompound ? "(" + print(pattern) + ")" : print(pattern);
  }

  @Override
  public String visitVariable(RowPattern.Variable pattern) {
    return Names.name(pattern.name());
  }

  @Override
  public String visitSequence(RowPattern.Sequence pattern) {
    return pattern.parts().stream().map(RowPatternPrinter::part).collect(Collectors.joining(" "));
  }

  @Override
  public String visitAlternatives(RowPattern.Alternatives pattern) {
    return alternatives(pattern.alternatives(), " | ");
  }

  private static String alternatives(List<RowPattern> patterns, String separator) {
    return patterns.stream()
        .map(
            each ->
                each instanceof RowPattern.Sequence sequence && !sequence.parts().isEmpty()
                    ? print(each)
                    : part(each))
        .collect(Collectors.joining(separator));
  }

  @Override
  public String visitRepeated(RowPattern.Repeated pattern) {
    boolean isRepeatedAgain = pattern.part() instanceof RowPattern.Repeated;
    String part = isRepeatedAgain ? "(" + print(pattern.part()) + ")" : part(pattern.part());
    return part + count(pattern) + (pattern.isReluctant() ? "?" : "");
  }

  private static String count(RowPattern.Repeated pattern) {
    Integer max = pattern.max();
    if (max == null) {
      return pattern.min() == 0 ? "*" : pattern.min() == 1 ? "+" : "{" + pattern.min() + ",}";
    }
    if (pattern.min() == 0 && max == 1) {
      return "?";
    }
    return max == pattern.min() ? "{" + max + "}" : "{" + pattern.min() + "," + max + "}";
  }

  @Override
  public String visitExcluded(RowPattern.Excluded pattern) {
    return "{- " + print(pattern.part()) + " -}";
  }

  @Override
  public String visitPermuted(RowPattern.Permuted pattern) {
    return "PERMUTE (" + alternatives(pattern.parts(), ", ") + ")";
  }

  @Override
  public String visitAnchor(RowPattern.Anchor pattern) {
    return pattern.isStart() ? "^" : "$";
  }
}
