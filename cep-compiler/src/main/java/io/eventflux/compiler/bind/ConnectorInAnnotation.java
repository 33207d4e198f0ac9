package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Option;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads which connector {@code @source} or {@code @sink} describes, with the format in {@code @map}
 * (language 3.3). One thread.
 */
final class ConnectorInAnnotation {
  private final BindContext context;
  private final AnnotationChecks annotations;

  ConnectorInAnnotation(BindContext context) {
    this.context = context;
    this.annotations = new AnnotationChecks(context);
  }

  /**
   * The connector that {@code @source(...)} or {@code @sink(...)} describes.
   *
   * @return null after a report
   */
  @Nullable ConnectorUse read(Definition.Stream stream, Annotation annotation) {
    boolean isSource = annotation.is("source");
    String word = isSource ? "source" : "sink";
    Option type = type(annotation);
    if (type == null) {
      context.report(
          DiagnosticCode.MISSING_OPTION, annotation.span(), "@" + word + " needs a 'type'");
      return null;
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
      return null;
    }
    if (connector.isComing()) {
      context.notSupported(type.span(), word + " '" + type.text() + "'");
      return null;
    }
    Annotation map = null;
    annotations.onlyOnce(annotation.nested(), Set.of("map", "distribution"));
    for (Annotation nested : annotation.nested()) {
      if (nested.is("map")) {
        map = map == null ? nested : map;
      } else if (nested.is("distribution") && !isSource) {
        context.notSupported(nested.span(), "@" + nested.name() + " in @" + word);
        return null;
      } else {
        annotations.unknown(nested);
      }
    }
    List<Option> rest = withoutType(annotation, type);
    Option format = null;
    List<Option> mapOptions = List.of();
    if (map != null) {
      format = type(map);
      if (format == null) {
        context.report(DiagnosticCode.MISSING_OPTION, map.span(), "@map needs a 'type'");
        return null;
      }
      mapOptions = mapOptions(stream, map, format);
    }
    return new ConnectorUse(stream, connector, type.span(), false, rest, format, mapOptions);
  }

  /** What the annotation names: its {@code type}, or else its first value without a key. */
  private static @Nullable Option type(Annotation annotation) {
    Option type = ConnectorBinder.find(annotation.options(), "type");
    return type != null
        ? type
        : annotation.options().stream().filter(o -> o.key() == null).findFirst().orElse(null);
  }

  /** The options beside {@code type}; a second one is reported and left out. */
  private List<Option> withoutType(Annotation annotation, Option type) {
    RepeatedOptions repeated = new RepeatedOptions(context);
    List<Option> rest = new ArrayList<>(annotation.options());
    rest.remove(type);
    repeated.note(type, "type");
    rest.removeIf(option -> repeated.noteIfOneOf(option, List.of("type")) != null);
    return rest;
  }

  /** The options of {@code @map}, with {@code @attributes} as mappings of columns. */
  private List<Option> mapOptions(Definition.Stream stream, Annotation map, Option formatType) {
    List<Option> options = withoutType(map, formatType);
    for (Annotation nested : map.nested()) {
      if (nested.is("payload")) {
        Option payload = payload(nested);
        if (payload != null) {
          options.add(payload);
        }
        continue;
      }
      if (!nested.is("attributes")) {
        annotations.unknown(nested);
        continue;
      }
      for (int i = 0; i < nested.options().size(); i++) {
        Option option = nested.options().get(i);
        String column = column(stream, option, i);
        if (column != null) {
          Name key = new Name("mapping." + column, option.span());
          options.add(new Option(key, option.value(), option.span()));
        }
      }
    }
    return options;
  }

  /** The column that an option of {@code @attributes} is for; null after a report. */
  private @Nullable String column(Definition.Stream stream, Option option, int index) {
    List<String> columns = stream.columns().stream().map(each -> each.name().text()).toList();
    Name key = option.key();
    if (key == null && index < columns.size()) {
      return columns.get(index);
    }
    if (key == null) {
      context.report(
          DiagnosticCode.BAD_ANNOTATION,
          option.span(),
          "stream '" + stream.name() + "' has only " + RowsBinder.count(columns.size(), "column"));
    } else if (columns.contains(key.text())) {
      return key.text();
    } else {
      context.report(OptionReports.unknownColumn(option, key.text(), stream.name(), columns));
    }
    return null;
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
}
