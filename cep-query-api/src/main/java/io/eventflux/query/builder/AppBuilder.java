package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;

import io.eventflux.query.ast.App;
import io.eventflux.query.ast.Statement;
import java.util.ArrayList;
import java.util.List;

/** An app: its annotations and statements, in order. One thread. */
public final class AppBuilder extends Annotated<AppBuilder> implements Part<App> {
  private final List<Statement> statements = new ArrayList<>();

  AppBuilder() {}

  /** One more statement. */
  public AppBuilder add(Part<? extends Statement> statement) {
    statements.add(statement.build());
    return this;
  }

  @Override
  AppBuilder self() {
    return this;
  }

  @Override
  public App build() {
    return new App(annotations(), statements, NOWHERE);
  }
}
