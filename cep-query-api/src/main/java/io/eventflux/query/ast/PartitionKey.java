package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;

/** How the events of one stream are divided by a partition. */
public sealed interface PartitionKey extends Node {
  /**
   * The stream that is divided.
   *
   * @return the name after {@code OF}
   */
  Name stream();

  /**
   * Calls the method of the visitor for this case.
   *
   * @param <R> what the visitor returns
   * @param visitor has one method per case
   * @return what that method returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code expression OF stream}: one instance per value.
   *
   * @param value the key
   * @param stream the stream that is divided
   * @param span where it stands
   */
  record ByValue(Expression value, Name stream, Span span) implements PartitionKey {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitByValue(this);
    }
  }

  /**
   * {@code condition AS 'label' OR condition AS 'label' OF stream}: one instance per label.
   *
   * @param ranges at least one, in text order
   * @param stream the stream that is divided
   * @param span where it stands
   */
  record ByRange(List<Range> ranges, Name stream, Span span) implements PartitionKey {
    /** Copies the list and checks that it holds what it must. */
    public ByRange {
      ranges = Require.some(ranges, "a key by ranges has at least one range");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitByRange(this);
    }
  }

  /**
   * One range of {@link ByRange}.
   *
   * @param condition which events belong to it
   * @param label its name
   * @param span where it stands
   */
  record Range(Expression condition, String label, Span span) implements Node {
    /** Checks that quotes could hold the label. */
    public Range {
      Require.text(label);
    }
  }

  /**
   * One method per case.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    /**
     * A key per value.
     *
     * @param key the node
     * @return the visitor's answer
     */
    R visitByValue(ByValue key);

    /**
     * A key per range.
     *
     * @param key the node
     * @return the visitor's answer
     */
    R visitByRange(ByRange key);
  }
}
