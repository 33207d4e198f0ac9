package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.name;
import static io.eventflux.query.builder.Trees.names;
import static io.eventflux.query.builder.Trees.value;

import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A single source: a stream, a sub-query and so on, with handlers and an alias. One thread. */
public final class SourceBuilder implements Part<Source> {
  /** Makes the node of whatever kind of source this is. */
  interface Maker {
    Source make(List<Handler> handlers, @Nullable Name alias, List<Name> columns);
  }

  private final Maker maker;
  private final List<Handler> handlers = new ArrayList<>();
  private @Nullable Name alias;
  private List<Name> columns = List.of();

  SourceBuilder(Maker maker) {
    this.maker = maker;
  }

  /** {@code [condition]}: only rows for which it holds. Handlers work in the order of the calls. */
  public SourceBuilder filter(Object condition) {
    handlers.add(new Handler.Filter(value(condition), NOWHERE));
    return this;
  }

  /** {@code WINDOW name(arguments)}, {@code #window.name(arguments)}; {@code "ns:name"} too. */
  public SourceBuilder window(String window, @Nullable Object... arguments) {
    handlers.add(handler(window, arguments));
    return this;
  }

  /** {@code #name(arguments)}: a stream function; {@code "ns:name"} too. */
  public SourceBuilder function(String function, @Nullable Object... arguments) {
    handlers.add(
        new Handler.Function(
            Trees.namespace(function), Trees.local(function), arguments(arguments), NOWHERE));
    return this;
  }

  /** {@code AS alias}. */
  public SourceBuilder as(String alias) {
    this.alias = name(alias);
    return this;
  }

  /** {@code AS alias (columns)}, behind a sub-query or UNNEST. */
  public SourceBuilder as(String alias, String... columns) {
    this.columns = names(columns);
    return as(alias);
  }

  /** A join that starts with this source. */
  public JoinBuilder join(Part<Source> other) {
    return new JoinBuilder(build()).join(other);
  }

  /** A join with {@code LEFT JOIN}. */
  public JoinBuilder leftJoin(Part<Source> other) {
    return new JoinBuilder(build()).leftJoin(other);
  }

  /** A join with {@code RIGHT JOIN}. */
  public JoinBuilder rightJoin(Part<Source> other) {
    return new JoinBuilder(build()).rightJoin(other);
  }

  /** A join with {@code FULL JOIN}. */
  public JoinBuilder fullJoin(Part<Source> other) {
    return new JoinBuilder(build()).fullJoin(other);
  }

  /** A join with {@code CROSS JOIN}. */
  public JoinBuilder crossJoin(Part<Source> other) {
    return new JoinBuilder(build()).crossJoin(other);
  }

  /** A join that only events of this source start; the join follows. */
  public JoinBuilder unidirectional() {
    return new JoinBuilder(build()).unidirectional();
  }

  @Override
  public Source build() {
    return maker.make(handlers, alias, columns);
  }

  static Handler.Window handler(String window, @Nullable Object... arguments) {
    return new Handler.Window(
        Trees.namespace(window), Trees.local(window), arguments(arguments), NOWHERE);
  }

  static List<Argument> arguments(@Nullable Object... arguments) {
    return Arrays.stream(arguments)
        .map(
            each ->
                each instanceof Argument argument
                    ? argument
                    : new Argument(null, value(each), NOWHERE))
        .toList();
  }
}
