package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;

import io.eventflux.query.ast.RowPattern;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pattern of MATCH_RECOGNIZE: a regular expression over rows. Immutable; any thread. */
public final class RowPatterns implements Part<RowPattern> {
  private final RowPattern tree;

  private RowPatterns(RowPattern tree) {
    this.tree = tree;
  }

  /** One row of a variable. */
  public static RowPatterns variable(String name) {
    return new RowPatterns(new RowPattern.Variable(Trees.name(name), NOWHERE));
  }

  /** One part behind the other; without parts a match of no rows. */
  public static RowPatterns sequence(RowPatterns... parts) {
    if (parts.length == 1) {
      return parts[0];
    }
    return new RowPatterns(new RowPattern.Sequence(trees(parts), NOWHERE));
  }

  /** {@code a | b}: the first that fits. */
  public static RowPatterns either(RowPatterns... alternatives) {
    return new RowPatterns(new RowPattern.Alternatives(trees(alternatives), NOWHERE));
  }

  /** {@code PERMUTE (a, b)}: all parts in any order. */
  public static RowPatterns permute(RowPatterns... parts) {
    return new RowPatterns(new RowPattern.Permuted(trees(parts), NOWHERE));
  }

  /** {@code ^}: the first row of the partition. */
  public static RowPatterns start() {
    return new RowPatterns(new RowPattern.Anchor(true, NOWHERE));
  }

  /** {@code $}: the last row of the partition. */
  public static RowPatterns end() {
    return new RowPatterns(new RowPattern.Anchor(false, NOWHERE));
  }

  /** {@code this*}. */
  public RowPatterns any() {
    return repeated(0, null);
  }

  /** {@code this+}. */
  public RowPatterns some() {
    return repeated(1, null);
  }

  /** {@code this?}. */
  public RowPatterns maybe() {
    return repeated(0, 1);
  }

  /** {@code this{min,max}}. */
  public RowPatterns times(int min, int max) {
    return repeated(min, max);
  }

  /** {@code this{min,}}. */
  public RowPatterns atLeast(int min) {
    return repeated(min, null);
  }

  private RowPatterns repeated(int min, @Nullable Integer max) {
    return new RowPatterns(new RowPattern.Repeated(tree, min, max, false, NOWHERE));
  }

  /**
   * {@code this*?}: as few rows as possible.
   *
   * @throws IllegalStateException if this is not repeated
   */
  public RowPatterns reluctant() {
    if (!(tree instanceof RowPattern.Repeated repeated)) {
      throw new IllegalStateException("only what is repeated can be reluctant");
    }
    return new RowPatterns(
        new RowPattern.Repeated(repeated.part(), repeated.min(), repeated.max(), true, NOWHERE));
  }

  /** <code>{- this -}</code>: rows that are matched and not shown. */
  public RowPatterns excluded() {
    return new RowPatterns(new RowPattern.Excluded(tree, NOWHERE));
  }

  private static List<RowPattern> trees(RowPatterns... parts) {
    return Arrays.stream(parts).map(RowPatterns::build).toList();
  }

  @Override
  public RowPattern build() {
    return tree;
  }
}
