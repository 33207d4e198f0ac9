package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.value;

import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Expression.JsonFallback;
import io.eventflux.query.ast.Expression.JsonFallbackKind;
import io.eventflux.query.ast.TypeName;
import org.jspecify.annotations.Nullable;

/** {@code JSON_VALUE(json, path ..)} and its relatives. One thread. */
public final class JsonBuilder {
  private final Expression.JsonKind kind;
  private final Expression json;
  private final Expression path;
  private @Nullable TypeName returning;
  private @Nullable JsonFallback onEmpty;
  private @Nullable JsonFallback onError;

  JsonBuilder(Expression.JsonKind kind, Expression json, Expression path) {
    this.kind = kind;
    this.json = json;
    this.path = path;
  }

  /** {@code RETURNING type}. */
  public JsonBuilder returning(Types type) {
    returning = type.build();
    return this;
  }

  /** {@code DEFAULT value ON EMPTY}: for a path that leads nowhere. */
  public JsonBuilder defaultOnEmpty(@Nullable Object value) {
    onEmpty = new JsonFallback(JsonFallbackKind.DEFAULT, value(value), NOWHERE);
    return this;
  }

  /** {@code DEFAULT value ON ERROR}: for a text that is no JSON. */
  public JsonBuilder defaultOnError(@Nullable Object value) {
    onError = new JsonFallback(JsonFallbackKind.DEFAULT, value(value), NOWHERE);
    return this;
  }

  /** {@code NULL ON EMPTY}, {@code ERROR ON EMPTY}. */
  public JsonBuilder onEmpty(JsonFallbackKind what) {
    onEmpty = new JsonFallback(what, null, NOWHERE);
    return this;
  }

  /** {@code NULL ON ERROR}, {@code ERROR ON ERROR}. */
  public JsonBuilder onError(JsonFallbackKind what) {
    onError = new JsonFallback(what, null, NOWHERE);
    return this;
  }

  /** The call. */
  public Expr end() {
    if (returning == null && onEmpty == null && onError == null) {
      return Syntax.call("JSON_" + kind, json, path);
    }
    return new Expr(
        new Expression.JsonFunction(kind, json, path, returning, onEmpty, onError, NOWHERE));
  }
}
