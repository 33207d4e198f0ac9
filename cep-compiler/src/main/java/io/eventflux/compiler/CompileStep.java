package io.eventflux.compiler;

/** What the compiler does with a text, in this order; an error of the user ends it early. */
public enum CompileStep {
  /** The text becomes a tree. */
  PARSE,
  /** Names and types are resolved; every error of the user is found. */
  BIND,
  /** The logical plan is rewritten and lowered to what runs. */
  PLAN,
  /** Kernels are written as Java and compiled. */
  CODE
}
