package io.eventflux.query.text;

/**
 * A piece of a program text: the UTF-16 offsets {@code [start, end)}, start included, end excluded.
 * Immutable.
 *
 * <p><b>All spans are equal.</b> A span says where something was written, not what it means; two
 * trees are equal when they say the same, wherever their texts stand. So {@link #equals} holds for
 * any two spans and {@link #hashCode} is constant. Use {@link #covers} to compare places.
 *
 * @param start offset of the first character, from 0
 * @param end offset behind the last character, at least {@code start}
 */
public record Span(int start, int end) {
  /** The place of a node that no text stands behind, for example one made by a builder. */
  public static final Span NONE = new Span(0, 0);

  /**
   * Checks the order of the ends.
   *
   * @throws IllegalArgumentException if {@code start} is negative or behind {@code end}
   */
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("not a span: start=" + start + ", end=" + end);
    }
  }

  /**
   * The smallest span that covers this one and another.
   *
   * @param other the other span
   * @return from the lower start to the higher end
   */
  public Span to(Span other) {
    return new Span(Math.min(start, other.start), Math.max(end, other.end));
  }

  /**
   * Whether both spans name the same place.
   *
   * @param other the span to compare with
   * @return true if start and end agree
   */
  public boolean covers(Span other) {
    return start == other.start && end == other.end;
  }

  /** Always true for a span; see the class comment. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Span;
  }

  /** The same for every span; see the class comment. */
  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return "[" + start + "," + end + ")";
  }
}
