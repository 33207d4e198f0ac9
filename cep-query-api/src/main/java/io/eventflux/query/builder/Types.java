package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.name;

import io.eventflux.query.ast.TypeName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The type of a column, field or result. Immutable; any thread. */
public final class Types implements Part<TypeName> {
  /** The type; null for a row, which is made of its fields. */
  private final @Nullable TypeName tree;

  private final List<TypeName.Field> fields;

  private Types(TypeName tree) {
    this.tree = tree;
    this.fields = List.of();
  }

  private Types(List<TypeName.Field> fields) {
    this.tree = null;
    this.fields = fields;
  }

  /** A word with its numbers: {@code of("BIGINT")}, {@code of("DECIMAL", 10, 2)}. */
  public static Types of(String word, Integer... parameters) {
    return new Types(new TypeName.Simple(name(word), Arrays.asList(parameters), NOWHERE));
  }

  /** {@code ARRAY<element>}. */
  public static Types array(Types element) {
    return new Types(new TypeName.ArrayOf(element.build(), NOWHERE));
  }

  /** {@code MAP<key, value>}. */
  public static Types map(Types key, Types value) {
    return new Types(new TypeName.MapOf(key.build(), value.build(), NOWHERE));
  }

  /** {@code ROW(name type, ..)}; fields are added by {@link #field}. */
  public static Types row() {
    return new Types(List.of());
  }

  /**
   * This row with one more field.
   *
   * @throws IllegalStateException if this is no row
   */
  public Types field(String field, Types type) {
    if (tree != null) {
      throw new IllegalStateException("only a row has fields");
    }
    List<TypeName.Field> longer = new ArrayList<>(fields);
    longer.add(new TypeName.Field(name(field), type.build(), NOWHERE));
    return new Types(longer);
  }

  /**
   * The type.
   *
   * @throws IllegalArgumentException if this is a row without fields
   */
  @Override
  public TypeName build() {
    return tree == null ? new TypeName.RowOf(fields, NOWHERE) : tree;
  }
}
