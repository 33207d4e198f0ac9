package io.eventflux.core.metric;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * One series of a described metric: where its number is read. Immutable; the number may be read by
 * any thread at any time.
 */
public sealed interface Metric {
  /** What is measured. */
  MetricDescriptor descriptor();

  /** The values of the labels of the descriptor, in their order. */
  List<String> labelValues();

  /** Reads a number that only grows. */
  record OfCounter(MetricDescriptor descriptor, List<String> labelValues, LongSupplier count)
      implements Metric {
    /** Checks the labels. */
    public OfCounter {
      labelValues = checked(descriptor, labelValues, MetricDescriptor.Kind.COUNTER);
    }
  }

  /** Reads a number in the unit of the descriptor; NaN: not known yet. */
  record OfGauge(MetricDescriptor descriptor, List<String> labelValues, DoubleSupplier value)
      implements Metric {
    /** Checks the labels. */
    public OfGauge {
      labelValues = checked(descriptor, labelValues, MetricDescriptor.Kind.GAUGE);
    }
  }

  /** Shows a histogram of nanoseconds, for a metric in seconds. */
  record OfHistogram(MetricDescriptor descriptor, List<String> labelValues, Histogram nanos)
      implements Metric {
    /** Checks the labels. */
    public OfHistogram {
      labelValues = checked(descriptor, labelValues, MetricDescriptor.Kind.HISTOGRAM);
      if (descriptor.unit() != MetricDescriptor.Unit.SECONDS) {
        throw new IllegalArgumentException(
            "metric '" + descriptor.name() + "': histograms measure times");
      }
    }
  }

  private static List<String> checked(
      MetricDescriptor descriptor, List<String> labelValues, MetricDescriptor.Kind kind) {
    if (descriptor.kind() != kind) {
      throw new IllegalArgumentException(
          "metric '" + descriptor.name() + "' is no " + kind + " but a " + descriptor.kind());
    }
    if (descriptor.labels().size() != labelValues.size()) {
      throw new IllegalArgumentException(
          "metric '"
              + descriptor.name()
              + "' has the labels "
              + descriptor.labels()
              + ", not the values "
              + labelValues);
    }
    return labelValues.stream().map(Metric::printable).toList();
  }

  /** A quoted name may hold anything; a line of output must stay one line. */
  private static String printable(String name) {
    if (name.codePoints().noneMatch(Character::isISOControl)) {
      return name;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      text.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : c);
    }
    return text.toString();
  }
}
