package io.eventflux.query.print;

import io.eventflux.query.ast.TypeName;
import java.util.stream.Collectors;

/** Writes type names. */
final class TypePrinter implements TypeName.Visitor<String> {
  private static final TypePrinter PRINTER = new TypePrinter();

  private TypePrinter() {}

  static String print(TypeName type) {
    return type.accept(PRINTER);
  }

  @Override
  public String visitSimple(TypeName.Simple type) {
    String parameters =
        type.parameters().isEmpty()
            ? ""
            : type.parameters().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "(", ")"));
    return Names.function(type.word()) + parameters;
  }

  @Override
  public String visitArray(TypeName.ArrayOf type) {
    return "ARRAY<" + print(type.element()) + ">";
  }

  @Override
  public String visitMap(TypeName.MapOf type) {
    return "MAP<" + print(type.key()) + ", " + print(type.value()) + ">";
  }

  @Override
  public String visitRow(TypeName.RowOf type) {
    return type.fields().stream()
        .map(field -> Names.name(field.name()) + " " + print(field.type()))
        .collect(Collectors.joining(", ", "ROW(", ")"));
  }
}
