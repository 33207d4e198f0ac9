package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.name;

import io.eventflux.query.ast.TypeName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The type of a column, field or result. Immutable; any thread. */
public final class Types implements Part<TypeName> {
  private final TypeName tree;

  private Types(TypeName tree) {
    this.tree = tree;
  }

  /** A word with its numbers: {@code of("BIGINT")}, {@code of("DECIMAL", 10, 2)}. */
  public static Types of(String word, Integer... parameters) {
    return new Types(new TypeName.Simple(name(word), Arrays.asList(parameters), NOWHERE));
  }

  /** {@code ARRAY<element>}. */
  public static Types array(Types element) {
    return new Types(new TypeName.ArrayOf(element.tree, NOWHERE));
  }

  /** {@code MAP<key, value>}. */
  public static Types map(Types key, Types value) {
    return new Types(new TypeName.MapOf(key.tree, value.tree, NOWHERE));
  }

  /** {@code ROW(name type, ..)}; fields are added by {@link #field}. */
  public static Types row() {
    return new Types(new TypeName.RowOf(List.of(), NOWHERE));
  }

  /**
   * This row with one more field.
   *
   * @throws IllegalStateException if this is no row
   */
  public Types field(String field, Types type) {
    if (!(tree instanceof TypeName.RowOf row)) {
      throw new IllegalStateException("only a row has fields");
    }
    List<TypeName.Field> fields = new ArrayList<>(row.fields());
    fields.add(new TypeName.Field(name(field), type.tree, NOWHERE));
    return new Types(new TypeName.RowOf(fields, NOWHERE));
  }

  @Override
  public TypeName build() {
    return tree;
  }
}
