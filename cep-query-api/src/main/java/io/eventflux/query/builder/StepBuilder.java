package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.value;

import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.StreamName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code alias=Stream[filter]<min:max>}: an element of a pattern. One thread. */
public final class StepBuilder implements Step {
  private final @Nullable Name alias;
  private final StreamName stream;
  private final List<Handler> handlers = new ArrayList<>();
  private PatternStep.@Nullable Count count;

  StepBuilder(@Nullable String alias, StreamName stream) {
    this.alias = Trees.nameOrNull(alias);
    this.stream = stream;
  }

  /** {@code [condition]}. */
  public StepBuilder filter(Object condition) {
    handlers.add(new Handler.Filter(value(condition), NOWHERE));
    return this;
  }

  /** {@code #name(arguments)}: a stream function; {@code "ns:name"} too. */
  public StepBuilder function(String function, @Nullable Object... arguments) {
    handlers.add(
        new Handler.Function(
            Trees.namespace(function),
            Trees.local(function),
            SourceBuilder.arguments(arguments),
            NOWHERE));
    return this;
  }

  /** {@code <min:max>} events. */
  public StepBuilder times(int min, int max) {
    count = new PatternStep.Count(min, max, NOWHERE);
    return this;
  }

  /** {@code <min:>}: that many events or more. */
  public StepBuilder atLeast(int min) {
    count = new PatternStep.Count(min, null, NOWHERE);
    return this;
  }

  /** {@code NOT alias=Stream[..] FOR duration}: none for that time. */
  public Step absentFor(Object duration) {
    return absent(Trees.duration(duration));
  }

  /** {@code NOT alias=Stream[..]}, beside another element. */
  public Step absent() {
    return absent(null);
  }

  private Step absent(@Nullable Expression duration) {
    PatternStep tree = new PatternStep.Absent(element(), duration, NOWHERE);
    return () -> tree;
  }

  private PatternStep.Element element() {
    return new PatternStep.Element(alias, stream, handlers, count, NOWHERE);
  }

  @Override
  public PatternStep build() {
    return element();
  }
}
