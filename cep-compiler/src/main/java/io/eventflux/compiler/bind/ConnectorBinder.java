package io.eventflux.compiler.bind;

import io.eventflux.core.connector.TemplateText;
import io.eventflux.core.plan.ConnectorPlan;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Option;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.ConnectorDescriptor.Role;
import io.eventflux.query.catalog.FormatDescriptor;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.DurationText;
import io.eventflux.query.text.SizeText;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks what is said about connectors, in {@code WITH} options and in {@code @source} and
 * {@code @sink}, against the descriptors. One thread.
 */
final class ConnectorBinder {
  private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?\\d{1,18}\\s*");
  private static final Pattern PERCENTAGE =
      Pattern.compile("\\s*(100(\\.0{1,6})?|\\d{1,2}(\\.\\d{1,6})?)\\s*%\\s*");

  /** Where a template takes the value of a column. */
  private static final List<String> COMMON =
      List.of(
          "error.strategy",
          "error.retry.max-attempts",
          "error.retry.backoff",
          "error.retry.initial-delay",
          "error.retry.max-delay",
          "error.dlq.stream",
          "error.dlq.fallback-strategy",
          "error.log-level",
          "error.max-rate",
          "on.error",
          "max-in-flight",
          "delivery");

  private static final Map<String, List<String>> COMMON_CHOICES =
      Map.of(
          "error.strategy", List.of("drop", "retry", "dlq", "fail"),
          "error.retry.backoff", List.of("exponential", "linear", "fixed"),
          "error.dlq.fallback-strategy", List.of("log", "fail", "retry"),
          "error.log-level", List.of("trace", "debug", "info", "warn", "error"),
          "on.error", List.of("log", "wait", "stream", "store"),
          "delivery", List.of("exactly-once", "at-least-once"));

  /** Common options that only one kind of connector has. */
  private static final Map<String, Role> OWNERS =
      Map.of(
          "delivery", Role.SINK,
          "on.error", Role.SINK,
          "error.max-rate", Role.SOURCE,
          "max-in-flight", Role.SOURCE);

  /** Options of event time, which {@link EventTimeBinder} reads. */
  static final List<String> EVENT_TIME =
      List.of(
          "event.time",
          "watermark.delay",
          "allowed.lateness",
          "late.stream",
          "idle.timeout",
          "max-future");

  private final BindContext context;
  private final List<ConnectorPlan> sources = new ArrayList<>();
  private final List<ConnectorPlan> sinks = new ArrayList<>();
  private final List<Option> deadLetterStreams = new ArrayList<>();
  private final List<FaultSink> faultSinks = new ArrayList<>();
  private final IdentityHashMap<ConnectorPlan, Span> exactlyOnce = new IdentityHashMap<>();

  ConnectorBinder(BindContext context) {
    this.context = context;
  }

  List<ConnectorPlan> sources() {
    return sources;
  }

  List<ConnectorPlan> sinks() {
    return sinks;
  }

  /** The values of {@code error.dlq.stream} where dead letters are wanted, in text order. */
  List<Option> deadLetterStreams() {
    return deadLetterStreams;
  }

  /** A sink whose failed rows go to the fault stream of its stream, and where that is said. */
  private record FaultSink(String stream, Option option) {}

  /**
   * A connector or format of one stream, which reads options.
   *
   * @param role of the connector
   * @param isPrefixed whether its name stands in front of its options
   */
  private record Reader(
      Definition.Stream stream,
      Role role,
      String name,
      List<io.eventflux.query.catalog.Option> options,
      boolean isPrefixed) {}

  private static Reader reader(
      Definition.Stream stream,
      ConnectorDescriptor connector,
      FormatDescriptor format,
      boolean isPrefixed) {
    return new Reader(stream, connector.role(), format.name(), format.options(), isPrefixed);
  }

  /** One option with the name it has for its owner. */
  private record Given(String key, Option option) {}

  // ---- WITH

  /** The connector that the {@code WITH} clause of a stream describes, if it does. */
  @SuppressWarnings("ReferenceEquality") // Two options may say the same; one of them is read.
  void with(Definition.Stream stream) {
    Option type = find(stream.options(), "type");
    Option extension = find(stream.options(), "extension");
    Option format = find(stream.options(), "format");
    List<Option> rest = new ArrayList<>();
    for (Option option : stream.options()) {
      boolean isRead =
          option == type
              || option == extension
              || option == format
              || option.is(DefinitionBinder.STRING_LENGTH_CHECK);
      if (!isRead && EVENT_TIME.stream().noneMatch(option::is)) {
        rest.add(option);
      }
    }
    String role = type == null ? null : type.text().toLowerCase(Locale.ROOT);
    if (type != null && role != null && !Set.of("source", "sink", "internal").contains(role)) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_OPTION_VALUE,
                  type.span(),
                  "option 'type' cannot be '" + type.text() + "'")
              .fact("values: source, sink, internal")
              .didYouMean(role, List.of("source", "sink", "internal")));
      return;
    }
    if (extension == null) {
      withoutExtension(stream, type, role, format, rest);
      return;
    }
    if (role != null && role.equals("internal")) {
      context.report(
          DiagnosticCode.BAD_OPTION_COMBINATION,
          extension.span(),
          "a stream of type 'internal' has no extension");
      return;
    }
    ConnectorDescriptor connector = connector(extension, role, type);
    if (connector != null) {
      Given formatOption = format == null ? null : new Given("format", format);
      add(stream, connector, extension.span(), rest, connector.name(), formatOption, rest);
    }
  }

  private void withoutExtension(
      Definition.Stream stream,
      @Nullable Option type,
      @Nullable String role,
      @Nullable Option format,
      List<Option> rest) {
    if (type != null && role != null && !role.equals("internal")) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.MISSING_OPTION,
                  type.span(),
                  "a " + role + " needs the option 'extension'")
              .fact(
                  "extensions: "
                      + String.join(", ", context.catalogs().connectors().connectorNames())));
      return;
    }
    if (format != null) {
      context.report(
          DiagnosticCode.BAD_OPTION_COMBINATION,
          format.span(),
          "a format needs a source or a sink; stream '" + stream.name() + "' has neither");
    }
    for (Option option : rest) {
      if (COMMON.stream().anyMatch(option::is)) {
        // Errors of connectors are meant, and there is none.
        context.report(
            DiagnosticCode.UNKNOWN_OPTION,
            option.span(),
            "option '" + key(option) + "' belongs to a source or a sink");
      } else {
        unknown(option, key(option), List.of("type", "extension", "format"));
      }
    }
  }

  private @Nullable ConnectorDescriptor connector(
      Option extension, @Nullable String role, @Nullable Option type) {
    ConnectorCatalog catalog = context.catalogs().connectors();
    ConnectorDescriptor source = catalog.source(extension.text());
    ConnectorDescriptor sink = catalog.sink(extension.text());
    if (source == null && sink == null) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_EXTENSION,
                  extension.span(),
                  "there is no source or sink '" + extension.text() + "'")
              .fact("extensions: " + String.join(", ", catalog.connectorNames()))
              .didYouMean(extension.text(), catalog.connectorNames()));
      return null;
    }
    ConnectorDescriptor meant = "source".equals(role) ? source : "sink".equals(role) ? sink : null;
    boolean isComing =
        meant != null
            ? meant.isComing()
            : role == null
                && (source == null || source.isComing())
                && (sink == null || sink.isComing());
    if (isComing) {
      context.notSupported(
          extension.span(), (role == null ? "connector" : role) + " '" + extension.text() + "'");
      return null;
    }
    if (role == null) {
      if (source != null && sink != null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.MISSING_OPTION,
                    extension.span(),
                    "'" + extension.text() + "' can be a source and a sink")
                .suggest("add 'type' = 'source' or 'type' = 'sink'"));
        return null;
      }
      return source != null ? source : sink;
    }
    ConnectorDescriptor chosen = role.equals("source") ? source : sink;
    if (chosen == null && type != null) {
      context.report(
          DiagnosticCode.BAD_OPTION_COMBINATION,
          type.span(),
          "'" + extension.text() + "' cannot be a " + role);
    }
    return chosen;
  }

  // ---- annotations

  /** {@code @source(...)} or {@code @sink(...)}. */
  void annotation(Definition.Stream stream, Annotation annotation) {
    boolean isSource = annotation.is("source");
    String word = isSource ? "source" : "sink";
    Option type = find(annotation.options(), "type");
    if (type == null) {
      type = annotation.options().stream().filter(o -> o.key() == null).findFirst().orElse(null);
    }
    if (type == null) {
      context.report(
          DiagnosticCode.MISSING_OPTION, annotation.span(), "@" + word + " needs a 'type'");
      return;
    }
    ConnectorCatalog catalog = context.catalogs().connectors();
    ConnectorDescriptor connector =
        isSource ? catalog.source(type.text()) : catalog.sink(type.text());
    if (connector == null) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_EXTENSION,
                  type.span(),
                  "there is no " + word + " '" + type.text() + "'")
              .fact("extensions: " + String.join(", ", catalog.connectorNames()))
              .didYouMean(type.text(), catalog.connectorNames()));
      return;
    }
    if (connector.isComing()) {
      context.notSupported(type.span(), word + " '" + type.text() + "'");
      return;
    }
    Annotation map = null;
    for (Annotation nested : annotation.nested()) {
      if (nested.is("map")) {
        map = nested;
      } else {
        context.notSupported(nested.span(), "@" + nested.name() + " in @" + word);
        return;
      }
    }
    List<Option> rest = new ArrayList<>(annotation.options());
    rest.remove(type);
    Given format = null;
    List<Option> formatRest = List.of();
    if (map != null) {
      Option formatType = find(map.options(), "type");
      if (formatType == null) {
        formatType = map.options().stream().filter(o -> o.key() == null).findFirst().orElse(null);
      }
      if (formatType == null) {
        context.report(DiagnosticCode.MISSING_OPTION, map.span(), "@map needs a 'type'");
        return;
      }
      format = new Given("type", formatType);
      formatRest = mapOptions(stream, map, formatType);
    }
    add(stream, connector, type.span(), rest, "", format, formatRest);
  }

  /** The options of {@code @map}, with {@code @attributes} as mappings of columns. */
  private List<Option> mapOptions(Definition.Stream stream, Annotation map, Option formatType) {
    List<Option> options = new ArrayList<>(map.options());
    options.remove(formatType);
    for (Annotation nested : map.nested()) {
      if (nested.is("payload")) {
        Option payload = payload(nested);
        if (payload != null) {
          options.add(payload);
        }
        continue;
      }
      if (!nested.is("attributes")) {
        context.notSupported(nested.span(), "@" + nested.name() + " in @map");
        continue;
      }
      for (int i = 0; i < nested.options().size(); i++) {
        Option option = nested.options().get(i);
        String column =
            option.key() != null
                ? option.key().text()
                : i < stream.columns().size() ? stream.columns().get(i).name().text() : null;
        if (column == null) {
          context.report(
              DiagnosticCode.BAD_ANNOTATION,
              option.span(),
              "stream '" + stream.name() + "' has " + stream.columns().size() + " columns only");
          continue;
        }
        Name key = new Name("mapping." + column, option.span());
        options.add(new Option(key, option.value(), option.span()));
      }
    }
    return options;
  }

  /** {@code @payload} as the option of the format; null after a report. */
  private @Nullable Option payload(Annotation annotation) {
    if (annotation.options().size() == 1 && annotation.options().get(0).key() == null) {
      Option text = annotation.options().get(0);
      return new Option(new Name("payload", text.span()), text.value(), text.span());
    }
    if (annotation.options().isEmpty()) {
      context.report(
          DiagnosticCode.BAD_ANNOTATION,
          annotation.span(),
          "@payload needs the text of a template");
    } else {
      context.notSupported(annotation.span(), "@payload with names");
    }
    return null;
  }

  /** Whether the values of columns fit where an option has {@code {{column}}}. */
  private boolean isFilled(Option option, io.eventflux.query.catalog.Option known, Reader reader) {
    boolean isTemplate = known.kind() == io.eventflux.query.catalog.Option.Kind.TEMPLATE;
    if (reader.role() == Role.SOURCE) {
      if (isTemplate && known.key().equals("payload")) {
        context.report(
            DiagnosticCode.UNKNOWN_OPTION,
            option.span(),
            "a payload is written, and a source reads");
      }
      return true;
    }
    List<String> names =
        reader.stream().columns().stream().map(column -> column.name().text()).toList();
    for (String name : TemplateText.parse(option.text()).columns()) {
      if (!isTemplate) {
        badValue(
            option,
            "option '"
                + known.key()
                + "' of '"
                + reader.name()
                + "' is the same for all rows, and cannot hold '{{"
                + name
                + "}}'");
        return false;
      }
      if (!names.contains(name)) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.UNKNOWN_ATTRIBUTE,
                    option.span(),
                    "column '"
                        + name
                        + "' does not exist in stream '"
                        + reader.stream().name()
                        + "'")
                .fact("columns: " + String.join(", ", names))
                .didYouMean(name, names));
        return false;
      }
    }
    return true;
  }

  // ---- checks against descriptors

  /**
   * Adds a connector after checking its options.
   *
   * @param prefix the word in front of connector options; empty in annotations
   * @param formatRest where options of the format stand
   */
  private void add(
      Definition.Stream stream,
      ConnectorDescriptor connector,
      Span span,
      List<Option> rest,
      String prefix,
      @Nullable Given formatOption,
      List<Option> formatRest) {
    int errors = errorCount();
    FormatDescriptor format = formatOption == null ? null : format(formatOption.option());
    if (formatOption == null && connector.needsFormat()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.MISSING_OPTION,
                  span,
                  "'" + connector.name() + "' needs the option 'format'")
              .fact(
                  "formats: " + String.join(", ", context.catalogs().connectors().formatNames())));
    }
    Map<String, String> options = new LinkedHashMap<>();
    Map<String, String> formatOptions = new LinkedHashMap<>();
    Map<String, String> common = new LinkedHashMap<>();
    boolean isWith = !prefix.isEmpty();
    Reader ofConnector =
        new Reader(stream, connector.role(), connector.name(), connector.options(), isWith);
    for (Option option : rest) {
      String key = key(option);
      String owned = isWith ? withoutPrefix(key, names(connector)) : key;
      String ofFormat =
          isWith && format != null && formatRest == rest
              ? withoutPrefix(key, FunctionCatalog.names(format))
              : null;
      String commonKey = COMMON.stream().filter(option::is).findFirst().orElse(null);
      Role owner = commonKey == null ? null : OWNERS.get(commonKey);
      if (owner != null && owner != connector.role()) {
        context.report(
            DiagnosticCode.UNKNOWN_OPTION,
            option.span(),
            "option '" + commonKey + "' belongs to a " + owner.name().toLowerCase(Locale.ROOT));
      } else if (commonKey != null) {
        common(option, commonKey, common);
      } else if (owned != null) {
        check(option, owned, ofConnector, options);
      } else if (ofFormat != null && format != null) {
        check(option, ofFormat, reader(stream, connector, format, true), formatOptions);
      } else {
        unknown(option, key, prefixed(connector, format));
      }
    }
    if (!isWith && format != null) {
      for (Option option : formatRest) {
        check(option, key(option), reader(stream, connector, format, false), formatOptions);
      }
    }
    deadLetters(rest, common);
    onError(stream, rest, common);
    missing(
        connector.options(), options, isWith ? connector.name() + "." : "", span, connector.name());
    if (format != null) {
      missing(
          format.options(), formatOptions, isWith ? format.name() + "." : "", span, format.name());
    }
    if (errorCount() == errors) {
      ConnectorPlan plan =
          new ConnectorPlan(
              stream.name().text(),
              connector.name(),
              options,
              format == null ? null : format.name(),
              formatOptions,
              common);
      (connector.role() == Role.SOURCE ? sources : sinks).add(plan);
      if ("exactly-once".equals(common.get("delivery"))) {
        exactlyOnce(stream, connector, plan, rest);
      }
    }
  }

  /** A sink that wants to show each row once: it must be able to, and its sources too. */
  private void exactlyOnce(
      Definition.Stream stream,
      ConnectorDescriptor connector,
      ConnectorPlan plan,
      List<Option> options) {
    Option delivery = find(options, "delivery");
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

  /** The sinks that have to show each row once and can, with the places where that is said. */
  Map<ConnectorPlan, Span> exactlyOnce() {
    return exactlyOnce;
  }

  private int errorCount() {
    return (int) context.diagnostics().inTextOrder().stream().filter(Diagnostic::isError).count();
  }

  private static List<String> names(ConnectorDescriptor connector) {
    return FunctionCatalog.names(connector);
  }

  private static @Nullable String withoutPrefix(String key, List<String> owners) {
    String folded = key.toLowerCase(Locale.ROOT);
    for (String owner : owners) {
      boolean isOwned =
          folded.startsWith(owner)
              && folded.length() > owner.length()
              && (folded.charAt(owner.length()) == '.' || folded.charAt(owner.length()) == '_');
      if (isOwned) {
        return key.substring(owner.length() + 1);
      }
    }
    return null;
  }

  private static List<String> prefixed(
      ConnectorDescriptor connector, @Nullable FormatDescriptor format) {
    List<String> keys = new ArrayList<>(List.of("type", "extension", "format"));
    connector.options().forEach(option -> keys.add(connector.name() + "." + option.key()));
    if (format != null) {
      format.options().forEach(option -> keys.add(format.name() + "." + option.key()));
    }
    keys.addAll(COMMON);
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

  private void common(Option option, String key, Map<String, String> common) {
    List<String> choices = COMMON_CHOICES.get(key);
    String value = option.text();
    if (choices != null) {
      String folded = value.toLowerCase(Locale.ROOT);
      if (!choices.contains(folded)) {
        badChoice(option, key, choices);
        return;
      }
      value = folded;
    }
    boolean isNumber = key.equals("error.retry.max-attempts");
    boolean isDuration = key.endsWith("-delay");
    if (isNumber && !NUMBER.matcher(value).matches()) {
      badValue(option, "option '" + key + "' takes a whole number, not '" + value + "'");
      return;
    }
    if (isDuration && DurationText.millis(value).isEmpty()) {
      badValue(option, "option '" + key + "' takes a duration, not '" + value + "'");
      return;
    }
    if (key.equals("error.max-rate") && !PERCENTAGE.matcher(value).matches()) {
      badValue(option, "option '" + key + "' takes a percentage such as '5%', not '" + value + "'");
      return;
    }
    if (key.equals("max-in-flight") && SizeText.bytes(value).isEmpty()) {
      badValue(option, "option '" + key + "' takes a size such as '64MiB', not '" + value + "'");
      return;
    }
    if (key.equals("on.error") && value.equals("store")) {
      context.notSupported(option.span(), "'on.error' = '" + option.text() + "'");
      return;
    }
    common.put(key, value);
  }

  private void badValue(Option option, String message) {
    context.report(DiagnosticCode.BAD_OPTION_VALUE, option.span(), message);
  }

  /** The stream for dead letters that a connector names: needed if its strategy is dlq. */
  private void deadLetters(List<Option> given, Map<String, String> common) {
    Option strategy = find(given, "error.strategy");
    if (strategy == null || !"dlq".equals(common.get("error.strategy"))) {
      return;
    }
    Option stream = find(given, "error.dlq.stream");
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
    Option option = find(given, "on.error");
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

  private void badChoice(Option option, String key, List<String> choices) {
    context.report(
        Diagnostic.of(
                DiagnosticCode.BAD_OPTION_VALUE,
                option.span(),
                "option '" + key + "' cannot be '" + option.text() + "'")
            .fact("values: " + String.join(", ", choices))
            .didYouMean(option.text(), choices));
  }

  /** One option of a connector or format: is it known, and can it have this value? */
  private void check(Option option, String key, Reader reader, Map<String, String> values) {
    for (io.eventflux.query.catalog.Option candidate : reader.options()) {
      String found = matches(key, candidate.key());
      if (found != null) {
        String value =
            isFilled(option, candidate, reader) ? value(option, candidate, reader.name()) : null;
        // A value that was reported is given all the same; the app does not run.
        values.put(found, value == null ? option.text() : value);
        return;
      }
    }
    String prefix = reader.isPrefixed() ? reader.name() + "." : "";
    unknown(
        option, key(option), reader.options().stream().map(each -> prefix + each.key()).toList());
  }

  /** The key under which a value is kept, or null if the keys differ. */
  private static @Nullable String matches(String key, String known) {
    String folded = key.toLowerCase(Locale.ROOT);
    if (known.endsWith(".*")) {
      String stem = known.substring(0, known.length() - 1);
      boolean isOfStem = folded.startsWith(stem) || folded.startsWith(stem.replace('.', '_'));
      // What follows is a name of the user, whose case matters.
      return isOfStem && folded.length() > stem.length()
          ? stem + key.substring(stem.length())
          : null;
    }
    return folded.equals(known) || folded.equals(known.replace('.', '_')) ? known : null;
  }

  private @Nullable String value(
      Option option, io.eventflux.query.catalog.Option known, String owner) {
    String text = option.text();
    boolean fits =
        switch (known.kind()) {
          case TEXT, TEMPLATE -> true;
          case NUMBER -> NUMBER.matcher(text).matches();
          case FLAG -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
          case DURATION -> DurationText.millis(text).isPresent();
          case SIZE -> SizeText.bytes(text).isPresent();
          case CHOICE -> known.choices().stream().anyMatch(choice -> choice.equalsIgnoreCase(text));
        };
    if (!fits) {
      if (!known.choices().isEmpty()) {
        badChoice(option, known.key(), known.choices());
      } else {
        context.report(
            DiagnosticCode.BAD_OPTION_VALUE,
            option.span(),
            "option '"
                + known.key()
                + "' of '"
                + owner
                + "' takes "
                + wanted(known)
                + ", not '"
                + text
                + "'");
      }
      return null;
    }
    return switch (known.kind()) {
      case TEXT, TEMPLATE, SIZE -> text;
      case NUMBER -> text.trim();
      case FLAG -> text.toLowerCase(Locale.ROOT);
      case DURATION -> Long.toString(DurationText.millis(text).orElse(0));
      case CHOICE ->
          known.choices().stream()
              .filter(choice -> choice.equalsIgnoreCase(text))
              .findFirst()
              .orElse(text);
    };
  }

  private static String wanted(io.eventflux.query.catalog.Option known) {
    return switch (known.kind()) {
      case TEXT, TEMPLATE -> "a text";
      case NUMBER -> "a whole number";
      case FLAG -> "true or false";
      case DURATION -> "a duration such as '30 sec'";
      case SIZE -> "a size such as '64MiB'";
      case CHOICE -> "one of a list";
    };
  }

  private void missing(
      List<io.eventflux.query.catalog.Option> known,
      Map<String, String> values,
      String prefix,
      Span span,
      String owner) {
    String keys =
        known.stream()
            .filter(option -> option.required() && !values.containsKey(option.key()))
            .map(option -> "'" + prefix + option.key() + "'")
            .collect(Collectors.joining(", "));
    if (!keys.isEmpty()) {
      context.report(
          DiagnosticCode.MISSING_OPTION,
          span,
          "'" + owner + "' needs the option" + (keys.contains(",") ? "s " : " ") + keys);
    }
  }

  private void unknown(Option option, String key, List<String> known) {
    context.report(
        Diagnostic.of(
                DiagnosticCode.UNKNOWN_OPTION,
                option.span(),
                "nobody reads the option '" + key + "'")
            .didYouMean(key, known));
  }

  private static String key(Option option) {
    return option.key() == null ? "value" : option.key().text();
  }

  static @Nullable Option find(List<Option> options, String key) {
    return options.stream().filter(option -> option.is(key)).findFirst().orElse(null);
  }
}
