package io.eventflux.compiler.bind;

import io.eventflux.core.plan.ConnectorPlan;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Option;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.ConnectorDescriptor.Role;
import io.eventflux.query.catalog.Descriptor;
import io.eventflux.query.catalog.FormatDescriptor;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds the connectors that are described in {@code WITH} options and in {@code @source} and {@code
 * @sink}: gives each option to whom it belongs, and has it checked there. One thread.
 */
final class ConnectorBinder {
  private final BindContext context;
  private final OptionReports reports;
  private final ConnectorInWith inWith;
  private final ConnectorInAnnotation inAnnotation;
  private final OptionValues values;
  private final CommonOptions common;
  private final DeliveryRules delivery;
  private final List<ConnectorPlan> sources = new ArrayList<>();
  private final List<ConnectorPlan> sinks = new ArrayList<>();

  ConnectorBinder(BindContext context) {
    this.context = context;
    reports = new OptionReports(context);
    inWith = new ConnectorInWith(context, reports);
    inAnnotation = new ConnectorInAnnotation(context);
    values = new OptionValues(context, reports);
    common = new CommonOptions(context, reports);
    delivery = new DeliveryRules(context);
  }

  /** What one connector is given, by key. */
  private record Given(
      OptionValues.Given ofConnector,
      OptionValues.Given ofFormat,
      Map<String, String> common,
      RepeatedOptions repeated) {}

  List<ConnectorPlan> sources() {
    return sources;
  }

  List<ConnectorPlan> sinks() {
    return sinks;
  }

  /** The values of {@code error.dlq.stream} where dead letters are wanted, in text order. */
  List<Option> deadLetterStreams() {
    return delivery.deadLetterStreams();
  }

  /** The sinks that have to show each row once and can, with the places where that is said. */
  Map<ConnectorPlan, Span> exactlyOnce() {
    return delivery.exactlyOnce();
  }

  /**
   * Checks that failed rows of sinks have a fault stream to go to.
   *
   * @param streams the streams that have one
   */
  void faultSinks(Set<String> streams) {
    delivery.faultSinks(streams);
  }

  /**
   * The connector that the {@code WITH} clause of a stream describes, if it does.
   *
   * @param columns of the stream
   */
  void with(Definition.Stream stream, List<Column> columns) {
    ConnectorUse use = inWith.read(stream);
    if (use != null) {
      add(use, columns);
    }
  }

  /**
   * {@code @source(...)} or {@code @sink(...)}.
   *
   * @param columns of the stream
   */
  void annotation(Definition.Stream stream, Annotation annotation, List<Column> columns) {
    ConnectorUse use = inAnnotation.read(stream, annotation);
    if (use != null) {
      add(use, columns);
    }
  }

  /** Adds a connector after checking its options. */
  private void add(ConnectorUse use, List<Column> columns) {
    Definition.Stream stream = use.stream();
    ConnectorDescriptor connector = use.connector();
    int errors = errorCount();
    FormatDescriptor format = use.format() == null ? null : format(use.format());
    if (use.format() == null && connector.needsFormat()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.MISSING_OPTION,
                  use.span(),
                  "'" + connector.name() + "' needs the option 'format'")
              .fact(
                  "formats: " + String.join(", ", context.catalogs().connectors().formatNames())));
    }
    Given given =
        new Given(
            new OptionValues.Given(),
            new OptionValues.Given(),
            new LinkedHashMap<>(),
            new RepeatedOptions(context));
    use.options().forEach(option -> read(option, use, format, given));
    if (format != null) {
      for (Option option : use.mapOptions()) {
        ofFormat(option, OptionKeys.key(option), use, format, given);
      }
    }
    delivery.errors(stream, use.options(), given.common());
    missing(use, connector, connector.options(), given.ofConnector());
    Role role = connector.role();
    values.checkTogether(connector.rule(), role, columns, given.ofConnector(), use.span());
    if (format != null) {
      missing(use, format, format.options(), given.ofFormat());
      values.checkTogether(format.rule(), role, columns, given.ofFormat(), use.span());
    }
    if (errorCount() == errors) {
      ConnectorPlan plan =
          new ConnectorPlan(
              stream.name().text(),
              connector.name(),
              given.ofConnector().values(),
              format == null ? null : format.name(),
              given.ofFormat().values(),
              given.common());
      (role == Role.SOURCE ? sources : sinks).add(plan);
      if ("exactly-once".equals(given.common().get("delivery"))) {
        delivery.exactlyOnce(stream, connector, plan, use.options());
      }
    }
  }

  /** Finds out whose an option is, and adds it to what that one is given. */
  private void read(
      Option option, ConnectorUse use, @Nullable FormatDescriptor format, Given given) {
    ConnectorDescriptor connector = use.connector();
    String key = OptionKeys.key(option);
    String owned =
        use.isWith() ? OptionKeys.withoutPrefix(key, FunctionCatalog.names(connector)) : key;
    String ofFormat =
        use.isWith() && format != null
            ? OptionKeys.withoutPrefix(key, FunctionCatalog.names(format))
            : null;
    String commonKey = CommonOptions.keyOf(option);
    Role owner = commonKey == null ? null : CommonOptions.owner(commonKey);
    if (owner != null && owner != connector.role()) {
      context.report(
          DiagnosticCode.UNKNOWN_OPTION,
          option.span(),
          "option '" + commonKey + "' belongs to a " + owner.name().toLowerCase(Locale.ROOT));
    } else if (commonKey != null) {
      given.repeated().note(option, commonKey);
      common.read(option, commonKey, given.common());
    } else if (owned != null) {
      OptionValues.Reader reader =
          new OptionValues.Reader(
              use.stream(), connector.role(), connector.name(), connector.options(), use.isWith());
      String found = values.check(option, owned, reader, given.ofConnector());
      if (found != null) {
        given.repeated().note(option, "connector." + found);
      }
    } else if (ofFormat != null && format != null) {
      ofFormat(option, ofFormat, use, format, given);
    } else {
      reports.unknown(option, key, prefixed(connector, format));
    }
  }

  private void ofFormat(
      Option option, String key, ConnectorUse use, FormatDescriptor format, Given given) {
    OptionValues.Reader reader =
        new OptionValues.Reader(
            use.stream(), use.connector().role(), format.name(), format.options(), use.isWith());
    String found = values.check(option, key, reader, given.ofFormat());
    if (found != null) {
      given.repeated().note(option, "format." + found);
    }
  }

  private void missing(
      ConnectorUse use,
      Descriptor owner,
      List<io.eventflux.query.catalog.Option> known,
      OptionValues.Given given) {
    reports.missing(
        known, given.values(), use.isWith() ? owner.name() + "." : "", use.span(), owner.name());
  }

  private int errorCount() {
    return (int) context.diagnostics().inTextOrder().stream().filter(Diagnostic::isError).count();
  }

  private static List<String> prefixed(
      ConnectorDescriptor connector, @Nullable FormatDescriptor format) {
    List<String> keys = new ArrayList<>(List.of("type", "extension", "format"));
    connector.options().forEach(option -> keys.add(connector.name() + "." + option.key()));
    if (format != null) {
      format.options().forEach(option -> keys.add(format.name() + "." + option.key()));
    }
    keys.addAll(CommonOptions.KEYS);
    return keys;
  }

  private @Nullable FormatDescriptor format(Option option) {
    if (option.text().equalsIgnoreCase("passThrough")) {
      return null;
    }
    FormatDescriptor format = context.catalogs().connectors().format(option.text());
    if (format == null) {
      List<String> known = context.catalogs().connectors().formatNames();
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_EXTENSION,
                  option.span(),
                  "there is no format '" + option.text() + "'")
              .fact("formats: " + String.join(", ", known))
              .didYouMean(option.text(), known));
    } else if (format.isComing()) {
      context.notSupported(option.span(), "format '" + option.text() + "'");
      return null;
    }
    return format;
  }

  /** The first option with the given key, or null. */
  static @Nullable Option find(List<Option> options, String key) {
    return options.stream().filter(option -> option.is(key)).findFirst().orElse(null);
  }
}
