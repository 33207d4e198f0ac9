package io.eventflux.compiler.bind;

import io.eventflux.core.connector.TemplateText;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Option;
import io.eventflux.query.catalog.ConnectorDescriptor.Role;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.DurationText;
import io.eventflux.query.text.SizeText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the options of connectors and formats against what their descriptors say. One thread. */
final class OptionValues {
  /** A whole number that is sure to fit into a long. */
  static final Pattern NUMBER = Pattern.compile("\\s*[+-]?\\d{1,18}\\s*");

  private final BindContext context;
  private final OptionReports reports;

  OptionValues(BindContext context, OptionReports reports) {
    this.context = context;
    this.reports = reports;
  }

  /**
   * A connector or format of one stream, which reads options.
   *
   * @param role of the connector
   * @param isPrefixed whether its name stands in front of its options
   */
  record Reader(
      Definition.Stream stream,
      Role role,
      String name,
      List<io.eventflux.query.catalog.Option> options,
      boolean isPrefixed) {}

  /**
   * One option of a connector or format: is it known, and can it have this value?
   *
   * @return the key under which it stands in {@code values} now; null if it is not known
   */
  @Nullable String check(Option option, String key, Reader reader, Map<String, String> values) {
    for (io.eventflux.query.catalog.Option candidate : reader.options()) {
      String found = OptionKeys.matches(key, candidate.key());
      if (found != null) {
        String value =
            isFilled(option, candidate, reader) ? value(option, candidate, reader.name()) : null;
        // A value that was reported is given all the same; the app does not run.
        values.put(found, value == null ? option.text() : value);
        return found;
      }
    }
    String prefix = reader.isPrefixed() ? reader.name() + "." : "";
    reports.unknown(
        option,
        OptionKeys.key(option),
        reader.options().stream().map(each -> prefix + each.key()).toList());
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
        reports.badValue(
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
        reports.badChoice(option, known.key(), known.choices());
      } else {
        reports.badValue(
            option,
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
}
