package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.TypeName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.type.Type;
import io.eventflux.query.type.TypeWords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives meaning to type names. */
final class TypeBinder implements TypeName.Visitor<@Nullable Type> {
  private static final String USUAL =
      "usual types: BOOLEAN, INT, BIGINT, FLOAT, DOUBLE, DECIMAL, VARCHAR, TIMESTAMP, DATE, TIME,"
          + " INTERVAL, BINARY, JSON, OBJECT";

  private final BindContext context;

  TypeBinder(BindContext context) {
    this.context = context;
  }

  /** The type of a name; null if there is none, which has been reported. */
  @Nullable Type bind(TypeName name) {
    return name.accept(this);
  }

  /** The type of a column; where the type stands in front of the name, that is said. */
  @Nullable Type bind(Name column, TypeName name) {
    boolean isReversed =
        name instanceof TypeName.Simple simple
            && simple.parameters().isEmpty()
            && TypeWords.type(simple.word().text(), List.of()).isEmpty()
            && TypeWords.type(column.text(), List.of()).isPresent();
    if (isReversed) {
      String word = ((TypeName.Simple) name).word().text();
      context.report(
          Diagnostic.of(DiagnosticCode.UNKNOWN_TYPE, name.span(), "there is no type '" + word + "'")
              .suggest("the name stands in front of the type: " + word + " " + column));
      return null;
    }
    return bind(name);
  }

  @Override
  public @Nullable Type visitSimple(TypeName.Simple name) {
    Type type = TypeWords.type(name.word().text(), name.parameters()).orElse(null);
    if (type == null) {
      boolean isWord = TypeWords.words().stream().anyMatch(word -> name.word().is(word));
      context.report(
          isWord
              ? Diagnostic.of(
                      DiagnosticCode.UNKNOWN_TYPE,
                      name.span(),
                      "type " + name.word() + " cannot have these numbers")
                  .fact(
                      "DECIMAL(p, s) has p digits, 1 to "
                          + Type.Decimal.PRECISION_MAX
                          + ", and s of them behind the point; VARCHAR, CHAR, BINARY and TIMESTAMP"
                          + " take one number, other types none")
              : Diagnostic.of(
                      DiagnosticCode.UNKNOWN_TYPE,
                      name.span(),
                      "there is no type '" + name.word() + "'")
                  .fact(USUAL)
                  .didYouMean(name.word().text(), TypeWords.words()));
      return null;
    }
    return type;
  }

  @Override
  public @Nullable Type visitArray(TypeName.ArrayOf name) {
    Type element = bind(name.element());
    return element == null ? null : new Type.Array(element);
  }

  @Override
  public @Nullable Type visitMap(TypeName.MapOf name) {
    Type key = bind(name.key());
    Type value = bind(name.value());
    return key == null || value == null ? null : new Type.Map(key, value);
  }

  @Override
  public @Nullable Type visitRow(TypeName.RowOf name) {
    List<Type.Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    boolean isBroken = false;
    for (TypeName.Field field : name.fields()) {
      Type type = bind(field.type());
      if (!names.add(field.name().text())) {
        context.report(
            DiagnosticCode.DUPLICATE_ATTRIBUTE,
            field.name().span(),
            "field '" + field.name() + "' stands twice in this ROW");
        isBroken = true;
      }
      if (type == null) {
        isBroken = true;
      } else {
        fields.add(new Type.Field(field.name().text(), type));
      }
    }
    return isBroken ? null : new Type.Row(fields);
  }
}
