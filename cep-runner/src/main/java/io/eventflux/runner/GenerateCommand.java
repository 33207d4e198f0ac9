package io.eventflux.runner;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.connector.ConnectorRegistry;
import io.eventflux.extension.local.GeneratorTemplate;
import io.eventflux.extension.local.GeneratorTemplates;
import io.eventflux.extension.local.RowGenerator;
import io.eventflux.query.diagnostic.NearMatches;
import io.eventflux.runner.output.OutputStreamSchema;
import io.eventflux.runner.output.RowWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eventflux generate}. */
@Command(
    name = "generate",
    header = "Write sample data with anomalies to find.",
    footer = {
      "",
      "Examples:",
      "  eventflux generate fraud --rows 100000 -o transactions.csv",
      "  eventflux generate market --rows 10 --format jsonl",
      "  eventflux generate iot --seed 7 | head",
      "",
      "The same template, seed and number of rows give the same bytes everywhere."
    })
final class GenerateCommand extends Verb {
  /** 2025-01-01 00:00:00 UTC, epoch milliseconds. */
  private static final long START_MILLIS = 1_735_689_600_000L;

  private static final int BATCH_ROWS = 1024;

  @Parameters(
      paramLabel = "TEMPLATE",
      description = "fraud (card transactions), market (trades) or iot (sensor readings).")
  String template = "";

  @ArgGroup(validate = false, heading = "%nData:%n")
  Data data = new Data();

  /** Options of this verb. */
  static final class Data {
    @Option(names = "--rows", paramLabel = "N", description = "How many rows (default 1000).")
    long rows = 1000;

    @Option(names = "--seed", paramLabel = "N", description = "Which rows (default 1).")
    long seed = 1;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description = "Where to (default standard output).")
    @Nullable Path output;

    @Option(
        names = "--format",
        paramLabel = "FORM",
        description = "csv or jsonl (default by the name of the file, else csv).")
    @Nullable OutputFormat format;
  }

  GenerateCommand(Console console) {
    super(console);
  }

  @Override
  ExitCode run(Messages messages) throws CommandException, IOException {
    if (data.rows < 0) {
      throw new CommandException(ExitCode.USAGE, "--rows must not be negative");
    }
    GeneratorTemplate chosen = chosen();
    Path file = data.output;
    if (file == null) {
      write(chosen, console().out());
      return ExitCode.OK;
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      long anomalies = write(chosen, out);
      messages.note(data.rows + " rows with " + anomalies + " anomalies written to '" + file + "'");
    } catch (AccessDeniedException e) {
      throw new CommandException(
          ExitCode.PERMISSION, "no permission to write the file '" + file + "'", e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.CANNOT_CREATE, "the file '" + file + "' cannot be written", e);
    }
    messages.detail(chosen.definition());
    return ExitCode.OK;
  }

  private GeneratorTemplate chosen() throws CommandException {
    List<String> names = GeneratorTemplates.all().stream().map(GeneratorTemplate::name).toList();
    List<String> near = NearMatches.of(template, names);
    return GeneratorTemplates.named(template)
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.USAGE,
                    "there is no template '"
                        + template
                        + "'; there are "
                        + String.join(", ", names)
                        + (near.isEmpty() ? "" : "; did you mean '" + near.get(0) + "'?")));
  }

  private OutputFormat format() {
    OutputFormat asked = data.format;
    if (asked != null) {
      return asked;
    }
    String name = String.valueOf(data.output);
    return name.endsWith(".jsonl") || name.endsWith(".json") || name.endsWith(".ndjson")
        ? OutputFormat.jsonl
        : OutputFormat.csv;
  }

  private long write(GeneratorTemplate chosen, OutputStream out)
      throws CommandException, IOException {
    RowGenerator generator = chosen.generator(data.seed, START_MILLIS);
    RowWriter writer =
        format()
            .writer(
                List.of(new OutputStreamSchema(chosen.streamName(), chosen.schema())),
                ConnectorRegistry.installed(),
                out,
                console().columns());
    ColumnBatch batch = new ColumnBatch(chosen.schema(), BATCH_ROWS);
    long left = data.rows;
    while (left > 0) {
      int count = (int) Math.min(left, BATCH_ROWS);
      generator.fill(batch, count);
      writer.write(0, batch, 0, count);
      left -= count;
    }
    writer.flush();
    return generator.anomalyCount();
  }
}
