package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Option;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads which connector a {@code WITH} clause describes: {@code type}, {@code extension} and {@code
 * format} (language 3.3). One thread.
 */
final class ConnectorInWith {
  /** What is read here, by {@link DefinitionBinder} and by {@link EventTimeBinder}. */
  private static final List<String> KEYS =
      List.of(
          "type",
          "extension",
          "format",
          DefinitionBinder.STRING_LENGTH_CHECK,
          "event.time",
          "watermark.delay",
          "allowed.lateness",
          "late.stream",
          "idle.timeout",
          "max-future");

  private final BindContext context;
  private final OptionReports reports;

  ConnectorInWith(BindContext context, OptionReports reports) {
    this.context = context;
    this.reports = reports;
  }

  /**
   * The connector that the {@code WITH} clause of a stream describes.
   *
   * @return null if it describes none, or after a report
   */
  @Nullable ConnectorUse read(Definition.Stream stream) {
    Option type = ConnectorBinder.find(stream.options(), "type");
    Option extension = ConnectorBinder.find(stream.options(), "extension");
    Option format = ConnectorBinder.find(stream.options(), "format");
    List<Option> rest = new ArrayList<>();
    RepeatedOptions repeated = new RepeatedOptions(context);
    for (Option option : stream.options()) {
      if (repeated.noteIfOneOf(option, KEYS) == null) {
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
      return null;
    }
    if (extension == null) {
      withoutExtension(stream, type, role, format, rest);
      return null;
    }
    if (role != null && role.equals("internal")) {
      context.report(
          DiagnosticCode.BAD_OPTION_COMBINATION,
          extension.span(),
          "a stream of type 'internal' has no extension");
      return null;
    }
    ConnectorDescriptor connector = connector(extension, role, type);
    return connector == null
        ? null
        : new ConnectorUse(stream, connector, extension.span(), true, rest, format, List.of());
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
      if (CommonOptions.keyOf(option) != null) {
        // Errors of connectors are meant, and there is none.
        context.report(
            DiagnosticCode.UNKNOWN_OPTION,
            option.span(),
            "option '" + OptionKeys.key(option) + "' belongs to a source or a sink");
      } else {
        reports.unknown(option, OptionKeys.key(option), List.of("type", "extension", "format"));
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
}
