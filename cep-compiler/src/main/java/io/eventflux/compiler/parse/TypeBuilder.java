package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser.FieldContext;
import io.eventflux.grammar.EventFluxQLParser.SimpleTypeContext;
import io.eventflux.grammar.EventFluxQLParser.TypeContext;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.TypeName;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Builds type names. */
final class TypeBuilder {
  private final Places places;
  private final LiteralReader literals;
  private int depth;

  TypeBuilder(Places places, LiteralReader literals) {
    this.places = places;
    this.literals = literals;
  }

  TypeName type(TypeContext tree) {
    depth += tree.ARRAY().size();
    if (depth > Limits.DEPTH_MAX) {
      throw new StatementRefused(
          DiagnosticCode.TOO_COMPLEX,
          places.span(tree),
          "the type is nested more than " + Limits.DEPTH_MAX + " deep");
    }
    TypeName type = simple(tree.simpleType());
    for (TerminalNode array : tree.ARRAY()) {
      type = new TypeName.ArrayOf(type, places.span(tree.simpleType(), array));
    }
    depth -= tree.ARRAY().size();
    return type;
  }

  private TypeName simple(SimpleTypeContext tree) {
    Span span = places.span(tree);
    if (tree.ARRAY() != null) {
      return new TypeName.ArrayOf(type(tree.type(0)), span);
    }
    if (tree.MAP() != null) {
      return new TypeName.MapOf(type(tree.type(0)), type(tree.type(1)), span);
    }
    if (!tree.field().isEmpty()) {
      return new TypeName.RowOf(fields(tree.field()), span);
    }
    List<Integer> parameters = new ArrayList<>();
    for (TerminalNode number : tree.INTEGER()) {
      parameters.add(literals.count(number.getSymbol()));
    }
    // DOUBLE PRECISION and INTERVAL DAY TO SECOND are their first words.
    Name word = new Name(Places.identifier(tree.getStart()), places.span(tree.getStart()));
    return new TypeName.Simple(word, parameters, span);
  }

  List<TypeName.Field> fields(List<FieldContext> trees) {
    List<TypeName.Field> fields = new ArrayList<>(trees.size());
    for (FieldContext tree : trees) {
      Name name = places.name(tree.anyName());
      fields.add(new TypeName.Field(name, type(tree.type()), places.span(tree)));
    }
    return fields;
  }
}
