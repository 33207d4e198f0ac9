package io.eventflux.runner;

import io.eventflux.compiler.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eventflux explain}. */
@Command(
    name = "explain",
    header = "Show what the compiler makes of an app.",
    footer = {
      "",
      "Examples:",
      "  eventflux explain fraud.eventflux              the plan that runs",
      "  eventflux explain --stage logical fraud.eventflux",
      "  eventflux explain --stage code -c \"...\"        the generated Java"
    })
final class ExplainCommand extends Verb {
  @Parameters(paramLabel = "FILE", arity = "0..1", description = "The app; - is standard input.")
  @Nullable String file;

  @Option(
      names = {"-c", "--command"},
      paramLabel = "TEXT",
      description = "The app itself, in place of FILE.")
  @Nullable String command;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "ast, logical, optimized, plan or code (default plan).")
  Stage stage = Stage.PLAN;

  @Mixin CommonOptions.Compile compile = new CommonOptions.Compile();

  private final AppCompiler compiler;

  ExplainCommand(Console console, AppCompiler compiler) {
    super(console);
    this.compiler = compiler;
  }

  @Override
  ExitCode run(Messages messages) throws CommandException, IOException {
    AppText text = AppText.load(file, command, console());
    String shown = compiler.explain(text, compile, stage);
    console()
        .out()
        .write((shown.endsWith("\n") ? shown : shown + "\n").getBytes(StandardCharsets.UTF_8));
    return ExitCode.OK;
  }
}
