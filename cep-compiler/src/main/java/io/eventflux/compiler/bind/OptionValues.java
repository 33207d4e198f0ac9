package io.eventflux.compiler.bind;

import io.eventflux.core.connector.TemplateText;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Option;
import io.eventflux.query.catalog.ConnectorDescriptor.Role;
import io.eventflux.query.catalog.GivenOptions;
import io.eventflux.query.catalog.OptionProblem;
import io.eventflux.query.catalog.OptionsRule;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.DurationText;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the options of connectors and formats against what their descriptors say. One thread. */
final class OptionValues {
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
   * What a connector or format is given.
   *
   * @param values by key as the descriptor has it, also those that were reported
   * @param places where each of them stands
   * @param accepted the values that can be used
   */
  record Given(
      Map<String, String> values, Map<String, Option> places, Map<String, String> accepted) {
    /** Nothing yet. */
    Given() {
      this(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }
  }

  /**
   * One option of a connector or format: is it known, and can it have this value?
   *
   * @return the key under which it stands in {@code given} now; null if it is not known
   */
  @Nullable String check(Option option, String key, Reader reader, Given given) {
    for (io.eventflux.query.catalog.Option candidate : reader.options()) {
      String found = OptionKeys.matches(key, candidate.key());
      if (found != null) {
        String value =
            isFilled(option, candidate, reader)
                ? value(option, found, candidate, reader.name())
                : null;
        // A value that was reported is given all the same; the app does not run.
        given.values().put(found, value == null ? option.text() : value);
        given.places().put(found, option);
        if (value != null) {
          given.accepted().put(found, value);
        }
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
        context.report(OptionReports.unknownColumn(option, name, reader.stream().name(), names));
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the options of a connector or format go together, and with the columns of the stream.
   *
   * @param columns of the stream; one without type has been reported
   * @param span where the connector is named
   */
  void checkTogether(OptionsRule rule, Role role, List<Column> columns, Given given, Span span) {
    List<GivenOptions.Column> typed = new ArrayList<>();
    for (Column column : columns) {
      Type type = column.type();
      if (type == null) {
        return;
      }
      typed.add(new GivenOptions.Column(column.name(), type));
    }
    for (OptionProblem problem : rule.problems(new GivenOptions(role, typed, given.accepted()))) {
      Option place = given.places().get(problem.key());
      DiagnosticCode code =
          switch (problem.kind()) {
            case VALUE -> DiagnosticCode.BAD_OPTION_VALUE;
            case COMBINATION -> DiagnosticCode.BAD_OPTION_COMBINATION;
          };
      reports.problem(problem, code, place == null ? span : place.span());
    }
  }

  private @Nullable String value(
      Option option, String key, io.eventflux.query.catalog.Option known, String owner) {
    String text = option.text();
    if (!known.accepts(text)) {
      reports.notAccepted(option, "'" + key + "' of '" + owner + "'", key, known);
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
}
