package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** A type as it was written; whether the word means anything is the binder's to say. */
public sealed interface TypeName extends Node {
  /**
   * Calls the method of the visitor for this case.
   *
   * @param <R> what the visitor returns
   * @param visitor has one method per case
   * @return what that method returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * One word, perhaps with numbers: {@code BIGINT}, {@code VARCHAR(20)}, {@code DECIMAL(10,2)}.
   * {@code DOUBLE PRECISION} is the word {@code DOUBLE}; the units of {@code INTERVAL DAY TO
   * SECOND} have no meaning and are not kept.
   *
   * @param word the type word as written
   * @param parameters the numbers in parentheses
   * @param span word and numbers
   */
  record Simple(Name word, List<Integer> parameters, Span span) implements TypeName {
    /** Copies the list and checks that it holds what it must. */
    public Simple {
      parameters = List.copyOf(parameters);
      Require.that(
          parameters.stream().allMatch(each -> each >= 0), "a type has no negative numbers");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSimple(this);
    }
  }

  /**
   * {@code ARRAY<T>} or {@code T ARRAY}.
   *
   * @param element the type of the elements
   * @param span the whole type
   */
  record ArrayOf(TypeName element, Span span) implements TypeName {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitArray(this);
    }
  }

  /**
   * {@code MAP<K, V>}.
   *
   * @param key the type of the keys
   * @param value the type of the values
   * @param span the whole type
   */
  record MapOf(TypeName key, TypeName value, Span span) implements TypeName {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitMap(this);
    }
  }

  /**
   * {@code ROW(a INT, b STRING)} or {@code STRUCT<...>}.
   *
   * @param fields the named fields
   * @param span the whole type
   */
  record RowOf(List<Field> fields, Span span) implements TypeName {
    /** Copies the list and checks that it holds what it must. */
    public RowOf {
      fields = Require.some(fields, "a row has at least one field");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRow(this);
    }
  }

  /**
   * One field of a row type.
   *
   * @param name the name of the field
   * @param type its type
   * @param span both
   */
  record Field(Name name, TypeName type, Span span) implements Node {}

  /**
   * One method per case.
   *
   * <p>Whether a result may be null is for the visitor to say; the null checker cannot follow a
   * type variable on Java 17, so it takes each visitor's word.
   *
   * @param <R> what the methods return
   */
  @NullUnmarked
  interface Visitor<R> {
    /**
     * A word with optional numbers.
     *
     * @param type the node
     * @return the visitor's answer
     */
    R visitSimple(Simple type);

    /**
     * An array type.
     *
     * @param type the node
     * @return the visitor's answer
     */
    R visitArray(ArrayOf type);

    /**
     * A map type.
     *
     * @param type the node
     * @return the visitor's answer
     */
    R visitMap(MapOf type);

    /**
     * A row type.
     *
     * @param type the node
     * @return the visitor's answer
     */
    R visitRow(RowOf type);
  }
}
