package io.eventflux.compiler;

/** The stages of the compiler whose product can be printed, in the order a text travels. */
public enum Stage {
  /** The text as it was understood, in canonical form. */
  AST,
  /** The logical plan: names resolved, types known, conversions written out. */
  LOGICAL,
  /** The logical plan after the rewrite rules. */
  OPTIMIZED,
  /** What will run: operators and how they are connected. */
  PLAN,
  /** The Java text of the generated kernels. */
  CODE
}
