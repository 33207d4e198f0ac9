package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.EngineTypes;
import io.eventflux.query.ast.TypeName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.type.Type;
import io.eventflux.query.type.TypeWords;
import org.jspecify.annotations.Nullable;

/** Gives meaning to type names. */
final class TypeBinder implements TypeName.Visitor<@Nullable Type> {
  private final BindContext context;

  TypeBinder(BindContext context) {
    this.context = context;
  }

  /** The type of a name; null if there is none, which has been reported. */
  @Nullable Type bind(TypeName name) {
    return name.accept(this);
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
              : Diagnostic.of(
                      DiagnosticCode.UNKNOWN_TYPE,
                      name.span(),
                      "there is no type '" + name.word() + "'")
                  .didYouMean(name.word().text(), TypeWords.words()));
      return null;
    }
    return supported(name, type);
  }

  @Override
  public @Nullable Type visitArray(TypeName.ArrayOf name) {
    return refuse(name, "ARRAY");
  }

  @Override
  public @Nullable Type visitMap(TypeName.MapOf name) {
    return refuse(name, "MAP");
  }

  @Override
  public @Nullable Type visitRow(TypeName.RowOf name) {
    return refuse(name, "ROW");
  }

  private @Nullable Type supported(TypeName name, Type type) {
    return EngineTypes.isSupported(type) ? type : refuse(name, type.sqlName());
  }

  private @Nullable Type refuse(TypeName name, String word) {
    context.notSupported(name.span(), "type " + word);
    return null;
  }
}
