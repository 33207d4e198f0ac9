package io.eventflux.runner.reference;

import io.eventflux.query.catalog.AggregateDescriptor;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Descriptor;
import io.eventflux.query.catalog.Example;
import io.eventflux.query.catalog.FormatDescriptor;
import io.eventflux.query.catalog.FunctionDescriptor;
import io.eventflux.query.catalog.Option;
import io.eventflux.query.catalog.StreamFunctionDescriptor;
import io.eventflux.query.catalog.WindowDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What descriptors say, in words. Stateless; any thread. */
public final class Wording {
  private static final Descriptor.Visitor<String> KIND =
      new Descriptor.Visitor<>() {
        @Override
        public String visitFunction(FunctionDescriptor function) {
          return "function";
        }

        @Override
        public String visitAggregate(AggregateDescriptor aggregate) {
          return "aggregate";
        }

        @Override
        public String visitWindow(WindowDescriptor window) {
          return "window";
        }

        @Override
        public String visitStreamFunction(StreamFunctionDescriptor function) {
          return "stream function";
        }

        @Override
        public String visitConnector(ConnectorDescriptor connector) {
          return connector.role().name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String visitFormat(FormatDescriptor format) {
          return "format";
        }
      };

  private static final Descriptor.Visitor<List<String>> RULES =
      new Descriptor.Visitor<>() {
        @Override
        public List<String> visitFunction(FunctionDescriptor function) {
          return function.deterministic()
              ? List.of(function.nullRule().sentence())
              : List.of(
                  function.nullRule().sentence(), "Equal arguments may give different results.");
        }

        @Override
        public List<String> visitAggregate(AggregateDescriptor aggregate) {
          return List.of(
              aggregate.nullRule().sentence(),
              aggregate.retractable()
                  ? "May stand behind any window."
                  : "Cannot stand behind a sliding window.");
        }

        @Override
        public List<String> visitWindow(WindowDescriptor window) {
          return List.of(window.expiry().words());
        }

        @Override
        public List<String> visitStreamFunction(StreamFunctionDescriptor function) {
          return List.of(
              function.adds().isEmpty()
                  ? "Adds no columns."
                  : "Adds the columns " + String.join(", ", function.adds()) + ".");
        }

        @Override
        public List<String> visitConnector(ConnectorDescriptor connector) {
          String format = connector.needsFormat() ? "Needs a format." : "Needs no format.";
          return switch (connector.role()) {
            case SOURCE ->
                List.of(
                    format, connector.replayable() ? "Can be replayed." : "Cannot be replayed.");
            case SINK ->
                List.of(
                    format,
                    connector.transactional()
                        ? "Can give each row exactly once."
                        : "Shows rows at once.");
            case STORE -> List.of();
          };
        }

        @Override
        public List<String> visitFormat(FormatDescriptor format) {
          return List.of();
        }
      };

  private static final Descriptor.Visitor<List<Option>> OPTIONS =
      new Descriptor.Visitor<>() {
        @Override
        public List<Option> visitFunction(FunctionDescriptor function) {
          return List.of();
        }

        @Override
        public List<Option> visitAggregate(AggregateDescriptor aggregate) {
          return List.of();
        }

        @Override
        public List<Option> visitWindow(WindowDescriptor window) {
          return List.of();
        }

        @Override
        public List<Option> visitStreamFunction(StreamFunctionDescriptor function) {
          return List.of();
        }

        @Override
        public List<Option> visitConnector(ConnectorDescriptor connector) {
          return connector.options();
        }

        @Override
        public List<Option> visitFormat(FormatDescriptor format) {
          return format.options();
        }
      };

  private static final Descriptor.Visitor<List<List<String>>> EXAMPLES =
      new Descriptor.Visitor<>() {
        @Override
        public List<List<String>> visitFunction(FunctionDescriptor function) {
          return function.examples().stream()
              .map(example -> List.of(example.expression() + " = " + example.result()))
              .toList();
        }

        @Override
        public List<List<String>> visitAggregate(AggregateDescriptor aggregate) {
          return lines(aggregate.examples());
        }

        @Override
        public List<List<String>> visitWindow(WindowDescriptor window) {
          return lines(window.examples());
        }

        @Override
        public List<List<String>> visitStreamFunction(StreamFunctionDescriptor function) {
          return lines(function.examples());
        }

        @Override
        public List<List<String>> visitConnector(ConnectorDescriptor connector) {
          return lines(connector.examples());
        }

        @Override
        public List<List<String>> visitFormat(FormatDescriptor format) {
          return lines(format.examples());
        }
      };

  private Wording() {}

  /** What a thing is: function, aggregate, window, source and so on. */
  public static String kind(Descriptor descriptor) {
    return descriptor.accept(KIND);
  }

  /** What holds beside the summary, in sentences: NULL, expiry, formats. */
  public static List<String> rules(Descriptor descriptor) {
    return descriptor.accept(RULES);
  }

  /** Its options; empty if it takes none. */
  public static List<Option> options(Descriptor descriptor) {
    return descriptor.accept(OPTIONS);
  }

  /** Its examples, each as lines. */
  public static List<List<String>> examples(Descriptor descriptor) {
    return descriptor.accept(EXAMPLES);
  }

  /** {@code available} or {@code coming}. */
  public static String state(Descriptor descriptor) {
    return descriptor.availability().name().toLowerCase(Locale.ROOT);
  }

  /** What an option takes. */
  public static String takes(Option option) {
    if (option.rule() != null) {
      boolean isTemplate = option.kind() == Option.Kind.TEMPLATE;
      return option.allowed() + (isTemplate ? ", also with `{{column}}`" : "");
    }
    return switch (option.kind()) {
      case TEXT -> "text";
      case NUMBER -> "whole number";
      case FLAG -> "true or false";
      case DURATION -> "duration, as `30 sec`";
      case TEMPLATE -> "text with `{{column}}`";
      case SIZE -> "size, as `64MiB`";
      case CHOICE ->
          option.choices().stream()
              .map(choice -> "`" + choice + "`")
              .collect(Collectors.joining(", "));
    };
  }

  /** The first sentence of the summary. */
  public static String firstSentence(Descriptor descriptor) {
    String summary = descriptor.summary();
    for (int i = 0; i < summary.length(); i++) {
      boolean isEnd = i + 1 == summary.length() || summary.charAt(i + 1) == ' ';
      if (isEnd && (summary.charAt(i) == '.' || summary.charAt(i) == ';')) {
        return summary.substring(0, i) + ".";
      }
    }
    return summary;
  }

  private static List<List<String>> lines(List<Example> examples) {
    return examples.stream()
        .map(
            example -> {
              List<String> lines = new ArrayList<>(List.of(example.statement() + ";"));
              lines.addAll(example.steps());
              return List.copyOf(lines);
            })
        .toList();
  }
}
