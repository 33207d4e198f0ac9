package io.eventflux.runner;

import io.eventflux.runner.scenario.EngineUnderTest;
import io.eventflux.runner.scenario.ExpectationUpdate;
import io.eventflux.runner.scenario.JunitXml;
import io.eventflux.runner.scenario.Outcome;
import io.eventflux.runner.scenario.Scenario;
import io.eventflux.runner.scenario.ScenarioExecutor;
import io.eventflux.runner.scenario.ScenarioFile;
import io.eventflux.runner.scenario.ScenarioFormatException;
import io.eventflux.runner.scenario.ScenarioParser;
import io.eventflux.runner.scenario.ScenarioReport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eventflux test}. */
@Command(
    name = "test",
    header = "Run scenario files and say what came out differently.",
    footer = {
      "",
      "Examples:",
      "  eventflux test examples                  all *.scenario files below a folder",
      "  eventflux test fraud.scenario --filter burst",
      "  eventflux test --chunk=1 --restart-everywhere --junit-xml=report.xml examples",
      "  eventflux test --update fraud.scenario   write what came out into the file"
    })
final class TestCommand extends Verb {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Scenario files or folders.")
  List<Path> files = new ArrayList<>();

  @ArgGroup(validate = false, heading = "%nRunning:%n")
  Running running = new Running();

  private final IntFunction<EngineUnderTest> engines;

  /** Options of this verb. */
  static final class Running {
    @Option(
        names = "--filter",
        paramLabel = "TEXT",
        description = "Only scenarios whose name contains TEXT.")
    String filter = "";

    @Option(
        names = "--chunk",
        paramLabel = "ROWS",
        description =
            "Send neighbouring lines together and process 1, 7, any number of rows at once, or"
                + " all (default: line by line).")
    @Nullable String chunk;

    @Option(
        names = "--restart-everywhere",
        description = "Snapshot, stop and restore before every step.")
    boolean restartEverywhere;

    @Option(names = "--junit-xml", paramLabel = "FILE", description = "Write a JUnit report.")
    @Nullable Path junitXml;

    @Option(names = "--update", description = "Rewrite expectations with what came out.")
    boolean update;
  }

  /**
   * The verb.
   *
   * @param engines an engine for a number of rows handed on at once; 0: all
   */
  TestCommand(Console console, IntFunction<EngineUnderTest> engines) {
    super(console);
    this.engines = engines;
  }

  @Override
  ExitCode run(Messages messages) throws CommandException, IOException {
    EngineUnderTest engine = engines.apply(running.chunk == null ? 0 : Chunk.rows(running.chunk));
    List<Path> found = scenarioFiles();
    PrintStream out = new PrintStream(console().out(), false, StandardCharsets.UTF_8);
    ScenarioReport report = new ScenarioReport(out, common.isVerbose());
    for (Path file : found) {
      report.add(execute(file, engine));
      if (out.checkError()) {
        return ExitCode.OK;
      }
    }
    report.close();
    Path xml = running.junitXml;
    if (xml != null) {
      try (OutputStream to = Files.newOutputStream(xml)) {
        JunitXml.write(report.files(), to);
      } catch (IOException e) {
        throw new CommandException(ExitCode.CANNOT_CREATE, "'" + xml + "' cannot be written", e);
      }
    }
    return report.count(Outcome.Status.FAILED) == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private ScenarioReport.FileOutcome execute(Path path, EngineUnderTest engine)
      throws CommandException, IOException {
    ScenarioFile file;
    try {
      file = ScenarioParser.parse(path);
    } catch (ScenarioFormatException e) {
      return new ScenarioReport.FileOutcome(
          path.toString(), List.of(), String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      throw new CommandException(ExitCode.NO_INPUT, "there is no file '" + path + "'", e);
    }
    ScenarioExecutor executor = new ScenarioExecutor(engine, mode());
    List<Outcome> outcomes = new ArrayList<>();
    for (Scenario scenario : file.scenarios()) {
      if (scenario.name().contains(running.filter)) {
        outcomes.add(executor.execute(scenario));
      }
    }
    if (running.update) {
      String text = ExpectationUpdate.rewrite(file, outcomes);
      if (!text.equals(String.join("\n", file.lines()))) {
        Files.writeString(path, text);
      }
    }
    return new ScenarioReport.FileOutcome(path.toString(), outcomes, "");
  }

  private ScenarioExecutor.Mode mode() {
    if (running.restartEverywhere) {
      return ScenarioExecutor.Mode.RESTART_EVERYWHERE;
    }
    return running.chunk == null
        ? ScenarioExecutor.Mode.STEP_BY_STEP
        : ScenarioExecutor.Mode.TOGETHER;
  }

  private List<Path> scenarioFiles() throws CommandException, IOException {
    List<Path> found = new ArrayList<>();
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw new CommandException(ExitCode.NO_INPUT, "there is no file or folder '" + file + "'");
      }
      if (Files.isDirectory(file)) {
        try (Stream<Path> below = Files.walk(file)) {
          below.filter(each -> each.toString().endsWith(".scenario")).sorted().forEach(found::add);
        }
      } else {
        found.add(file);
      }
    }
    if (found.isEmpty()) {
      throw new CommandException(ExitCode.NO_INPUT, "there are no *.scenario files");
    }
    return found;
  }
}
