package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step between a stream and the selector. Steps act in the order of their list. */
public sealed interface Handler extends Node {
  /**
   * Calls the method of the visitor for this case.
   *
   * @param <R> what the visitor returns
   * @param visitor has one method per case
   * @return what that method returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code [condition]}: keeps the events for which the condition is TRUE.
   *
   * @param condition the condition
   * @param span where it stands
   */
  record Filter(Expression condition, Span span) implements Handler {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFilter(this);
    }
  }

  /**
   * {@code #window.name(args)} or {@code WINDOW name(args)}: certainly a window.
   *
   * @param namespace the part before the colon; null if there is none
   * @param name the window as written; SQL names are not translated
   * @param arguments in text order
   * @param span where it stands
   */
  record Window(@Nullable Name namespace, Name name, List<Argument> arguments, Span span)
      implements Handler {
    /** Copies the list. */
    public Window {
      arguments = List.copyOf(arguments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitWindow(this);
    }
  }

  /**
   * {@code #name(args)}: a stream function if there is one of that name, else a window.
   *
   * @param namespace the part before the colon; null if there is none
   * @param name the function or window as written
   * @param arguments in text order
   * @param span where it stands
   */
  record Function(@Nullable Name namespace, Name name, List<Argument> arguments, Span span)
      implements Handler {
    /** Copies the list. */
    public Function {
      arguments = List.copyOf(arguments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFunction(this);
    }
  }

  /**
   * One method per case.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    /**
     * A filter.
     *
     * @param filter the node
     * @return the visitor's answer
     */
    R visitFilter(Filter filter);

    /**
     * A window.
     *
     * @param window the node
     * @return the visitor's answer
     */
    R visitWindow(Window window);

    /**
     * A stream function, or a window written like one.
     *
     * @param function the node
     * @return the visitor's answer
     */
    R visitFunction(Function function);
  }
}
