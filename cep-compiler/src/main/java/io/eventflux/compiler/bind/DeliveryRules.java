package io.eventflux.compiler.bind;

import io.eventflux.core.plan.ConnectorPlan;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Option;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the rows go that a connector cannot read or write, and how often a sink shows a row: what
 * options say together, and what other parts of the app must have for it. One thread.
 */
final class DeliveryRules {
  private final BindContext context;
  private final List<Option> deadLetterStreams = new ArrayList<>();
  private final List<FaultSink> faultSinks = new ArrayList<>();
  private final IdentityHashMap<ConnectorPlan, Span> exactlyOnce = new IdentityHashMap<>();

  DeliveryRules(BindContext context) {
    this.context = context;
  }

  /** A sink whose failed rows go to the fault stream of its stream, and where that is said. */
  private record FaultSink(String stream, Option option) {}

  /** The values of {@code error.dlq.stream} where dead letters are wanted, in text order. */
  List<Option> deadLetterStreams() {
    return deadLetterStreams;
  }

  /** The sinks that have to show each row once and can, with the places where that is said. */
  Map<ConnectorPlan, Span> exactlyOnce() {
    return exactlyOnce;
  }

  /**
   * Checks what the options of one connector say together about errors.
   *
   * @param given all its options
   * @param common those of them that are sound, by documented key
   */
  void errors(Definition.Stream stream, List<Option> given, Map<String, String> common) {
    deadLetters(given, common);
    onError(stream, given, common);
  }

  /** The stream for dead letters that a connector names: needed if its strategy is dlq. */
  private void deadLetters(List<Option> given, Map<String, String> common) {
    Option strategy = ConnectorBinder.find(given, "error.strategy");
    if (strategy == null || !"dlq".equals(common.get("error.strategy"))) {
      return;
    }
    Option stream = ConnectorBinder.find(given, "error.dlq.stream");
    if (stream == null) {
      context.report(
          DiagnosticCode.MISSING_OPTION,
          strategy.span(),
          "'error.strategy' = 'dlq' needs the option 'error.dlq.stream'");
    } else {
      deadLetterStreams.add(stream);
    }
  }

  /** {@code on.error} of a sink is the older word for a strategy: one of the two is said. */
  private void onError(Definition.Stream stream, List<Option> given, Map<String, String> common) {
    Option option = ConnectorBinder.find(given, "on.error");
    if (option == null || common.get("on.error") == null) {
      return;
    }
    if (common.get("error.strategy") != null) {
      context.report(
          DiagnosticCode.BAD_OPTION_COMBINATION,
          option.span(),
          "'on.error' and 'error.strategy' say the same; write one of them");
    } else if ("stream".equals(common.get("on.error"))) {
      faultSinks.add(new FaultSink(stream.name().text(), option));
    }
  }

  /**
   * Checks that failed rows of sinks have a fault stream to go to.
   *
   * @param streams the streams that have one
   */
  void faultSinks(Set<String> streams) {
    for (FaultSink sink : faultSinks) {
      if (!streams.contains(sink.stream())) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.BAD_OPTION_COMBINATION,
                    sink.option().span(),
                    "stream '"
                        + sink.stream()
                        + "' has no fault stream for rows that a sink cannot write")
                .suggest("write @OnError(action='STREAM') in front of its definition"));
      }
    }
  }

  /** A sink that wants to show each row once: it must be able to, and its sources too. */
  void exactlyOnce(
      Definition.Stream stream,
      ConnectorDescriptor connector,
      ConnectorPlan plan,
      List<Option> options) {
    Option delivery = ConnectorBinder.find(options, "delivery");
    if (delivery == null) {
      return;
    }
    if (connector.transactional()) {
      exactlyOnce.put(plan, delivery.span());
      return;
    }
    String able =
        context.catalogs().connectors().connectors().stream()
            .filter(each -> each.transactional() && !each.isComing())
            .map(ConnectorDescriptor::name)
            .distinct()
            .collect(Collectors.joining(", "));
    context.report(
        Diagnostic.of(
                DiagnosticCode.BAD_OPTION_COMBINATION,
                delivery.span(),
                "sink '"
                    + connector.name()
                    + "' of stream '"
                    + stream.name()
                    + "' shows rows at once, and cannot show each exactly once")
            .fact("sinks that can: " + (able.isEmpty() ? "none" : able)));
  }
}
