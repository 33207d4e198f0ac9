package io.eventflux.query.builder;

/**
 * Something that gives a piece of a tree. A tree that is there already is a part too: {@code () ->
 * tree}.
 *
 * @param <T> the kind of piece
 */
@FunctionalInterface
public interface Part<T> {
  /** The piece as it is now: immutable, without places, because there is no text. */
  T build();
}
