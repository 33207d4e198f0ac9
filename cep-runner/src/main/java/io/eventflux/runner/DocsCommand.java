package io.eventflux.runner;

import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.query.catalog.Descriptor;
import io.eventflux.query.diagnostic.NearMatches;
import io.eventflux.runner.reference.DescriptorText;
import io.eventflux.runner.reference.ReferenceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code eventflux docs}. */
@Command(
    name = "docs",
    header = "Say what a function, window, connector or format does.",
    footer = {
      "",
      "Examples:",
      "  eventflux docs timeBatch",
      "  eventflux docs str:substr",
      "  eventflux docs kafka",
      "",
      "eventflux list shows what there is."
    })
final class DocsCommand extends Verb {
  private static final int COLUMNS_DEFAULT = 100;
  private static final int COLUMNS_MIN = 40;

  @Parameters(paramLabel = "NAME", description = "Its name, in any case.")
  String name = "";

  DocsCommand(Console console) {
    super(console);
  }

  @Override
  ExitCode run(Messages messages) throws CommandException, IOException {
    Catalogs catalogs = Catalogs.installed();
    List<Descriptor> all = new ArrayList<>();
    for (ReferenceKind kind : ReferenceKind.values()) {
      all.addAll(kind.descriptors(catalogs));
    }
    List<Descriptor> found = all.stream().filter(each -> each.isCalled(name)).toList();
    if (found.isEmpty()) {
      throw new CommandException(ExitCode.USAGE, unknown(all));
    }
    int width = console().columns() > 0 ? console().columns() : COLUMNS_DEFAULT;
    int columns = Math.max(COLUMNS_MIN, Math.min(width, COLUMNS_DEFAULT));
    StringBuilder text = new StringBuilder();
    for (Descriptor each : found) {
      text.append(text.length() == 0 ? "" : "\n\n").append(DescriptorText.page(each, columns));
    }
    console().out().write(text.toString().getBytes(StandardCharsets.UTF_8));
    return ExitCode.OK;
  }

  private String unknown(List<Descriptor> all) {
    List<String> names = new ArrayList<>();
    for (Descriptor each : all) {
      names.add(each.name());
      names.addAll(each.aliases());
    }
    List<String> local =
        names.stream()
            .filter(each -> each.substring(each.indexOf(':') + 1).equalsIgnoreCase(name))
            .distinct()
            .toList();
    List<String> near = local.isEmpty() ? NearMatches.of(name, names) : local;
    return "nothing is called '"
        + name
        + "'"
        + (near.isEmpty()
            ? "; see eventflux list"
            : "; did you mean '" + String.join("' or '", near) + "'?");
  }
}
