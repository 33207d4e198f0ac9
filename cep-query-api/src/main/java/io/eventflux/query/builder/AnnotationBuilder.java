package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;

import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Option;
import java.util.ArrayList;
import java.util.List;

/** {@code @name(key = 'value', @nested(..))}. One thread. */
public final class AnnotationBuilder implements Part<Annotation> {
  private final String name;
  private final List<Option> options = new ArrayList<>();
  private final List<Annotation> nested = new ArrayList<>();

  AnnotationBuilder(String name) {
    this.name = name;
  }

  /**
   * {@code key = value}.
   *
   * @throws IllegalArgumentException if the value is no constant
   */
  public AnnotationBuilder option(String key, Object value) {
    options.add(Annotated.option(key, value));
    return this;
  }

  /**
   * A value without a key.
   *
   * @throws IllegalArgumentException if the value is no constant
   */
  public AnnotationBuilder value(Object value) {
    options.add(Annotated.option(null, value));
    return this;
  }

  /** An annotation inside this one. */
  public AnnotationBuilder nested(Part<Annotation> annotation) {
    nested.add(annotation.build());
    return this;
  }

  @Override
  public Annotation build() {
    return new Annotation(Trees.name(name), options, nested, NOWHERE);
  }
}
