package io.eventflux.compiler.bind;

/** How many events a pattern element stands for. */
enum ElementKind {
  /** One. */
  SINGLE,
  /** A list. */
  COUNTED,
  /** None: the event stayed away. */
  ABSENT
}
