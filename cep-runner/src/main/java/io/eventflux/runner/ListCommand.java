package io.eventflux.runner;

import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.query.catalog.Descriptor;
import io.eventflux.runner.reference.DescriptorJson;
import io.eventflux.runner.reference.DescriptorText;
import io.eventflux.runner.reference.ReferenceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code eventflux list}. */
@Command(
    name = "list",
    header = "List functions, windows, connectors and formats.",
    footer = {
      "",
      "Examples:",
      "  eventflux list windows",
      "  eventflux list connectors --format json | jq '.[].name'",
      "",
      "What is 'coming' belongs to the language and is not supported yet."
    })
final class ListCommand extends Verb {
  /** How lists look. */
  enum Form {
    /** A line each. */
    text,
    /** An array of objects. */
    json
  }

  @Parameters(
      paramLabel = "KIND",
      arity = "0..1",
      description = "functions, windows, connectors or formats (default: all).",
      converter = KindWord.class)
  @Nullable ReferenceKind kind;

  @Option(names = "--format", paramLabel = "FORM", description = "text or json (default text).")
  Form format = Form.text;

  /** Reads the word for a kind. */
  private static final class KindWord implements ITypeConverter<ReferenceKind> {
    @Override
    public ReferenceKind convert(String word) {
      List<String> words = new ArrayList<>();
      for (ReferenceKind each : ReferenceKind.values()) {
        if (each.toString().equalsIgnoreCase(word)) {
          return each;
        }
        words.add(each.toString());
      }
      throw new TypeConversionException(
          "expected one of " + String.join(", ", words) + " but was '" + word + "'");
    }
  }

  ListCommand(Console console) {
    super(console);
  }

  @Override
  ExitCode run(Messages messages) throws IOException {
    Catalogs catalogs = Catalogs.installed();
    List<Descriptor> listed = new ArrayList<>();
    for (ReferenceKind each : ReferenceKind.values()) {
      if (kind == null || kind == each) {
        listed.addAll(each.descriptors(catalogs));
      }
    }
    int columns = console().outIsTerminal() ? console().columns() : 0;
    String text =
        format == Form.json ? DescriptorJson.array(listed) : DescriptorText.list(listed, columns);
    console().out().write(text.getBytes(StandardCharsets.UTF_8));
    return ExitCode.OK;
  }
}
