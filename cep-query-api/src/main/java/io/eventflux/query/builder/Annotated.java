package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.name;

import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that annotations stand in front of. One thread.
 *
 * @param <B> the builder itself, so that calls can be chained
 */
public abstract class Annotated<B extends Annotated<B>> {
  private final List<Annotation> annotations = new ArrayList<>();

  Annotated() {}

  /** {@code @name(..)} in front. */
  public final B annotate(Part<Annotation> annotation) {
    annotations.add(annotation.build());
    return self();
  }

  /** {@code @info(name = 'name')}: the name of a query, which is that of its callbacks. */
  public final B named(String queryName) {
    return annotate(new AnnotationBuilder("info").option("name", queryName));
  }

  abstract B self();

  final List<Annotation> annotations() {
    return List.copyOf(annotations);
  }

  static Option option(@Nullable String key, Object value) {
    if (!(Trees.value(value) instanceof Literal constant)) {
      throw new IllegalArgumentException("the value of an option is a constant");
    }
    return new Option(key == null ? null : name(key), constant, NOWHERE);
  }
}
