package io.eventflux.runner;

import io.eventflux.compiler.Compilation;
import io.eventflux.compiler.StateBound;
import io.eventflux.core.time.EngineClock;
import io.eventflux.query.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eventflux check}. */
@Command(
    name = "check",
    header = "Say what is wrong with apps, without running them.",
    footer = {
      "",
      "Examples:",
      "  eventflux check fraud.eventflux",
      "  eventflux check --deny-warnings examples/*/*.eventflux",
      "  eventflux check --timings fraud.eventflux",
      "  eventflux check --error-format json fraud.eventflux | jq .code",
      "",
      "What is found goes to standard output, and what the app keeps in memory to standard error.",
      "Exit code 1: errors; 2: warnings that were denied; 66: a file is missing, the others are",
      "checked all the same."
    })
final class CheckCommand extends Verb {
  @Parameters(paramLabel = "FILE", description = "Apps; - is standard input.")
  List<String> files = new ArrayList<>();

  @Option(
      names = {"-c", "--command"},
      paramLabel = "TEXT",
      description = "The app itself, in place of FILE.")
  @Nullable String command;

  @Option(
      names = "--timings",
      description = "Say on standard error how long the steps of the compiler took.")
  boolean timings;

  @Mixin CommonOptions.Compile compile = new CommonOptions.Compile();

  private final AppCompiler compiler;

  CheckCommand(Console console, AppCompiler compiler) {
    super(console);
    this.compiler = compiler;
  }

  @Override
  ExitCode run(Messages messages) throws CommandException, IOException {
    List<AppText> texts = new ArrayList<>();
    List<CommandException> unread = new ArrayList<>();
    for (String file : files) {
      try {
        texts.add(AppText.load(file, null, console()));
      } catch (CommandException e) {
        // What can be read is checked all the same.
        unread.add(e);
      }
    }
    if (files.isEmpty() || command != null) {
      texts.add(AppText.load(files.isEmpty() ? null : files.get(0), command, console()));
    }
    int errors = 0;
    int warnings = 0;
    for (AppText text : texts) {
      CompileTimings times = new CompileTimings(EngineClock.system());
      Compilation compilation = compiler.check(text, compile, times);
      if (timings) {
        console().err().println(text.source().name() + ": " + times);
      }
      List<Diagnostic> found = compilation.diagnostics();
      int errorsHere = (int) found.stream().filter(Diagnostic::isError).count();
      errors += errorsHere;
      warnings += found.size() - errorsHere;
      String rendered = messages.rendered(compilation.source(), found, console().outIsTerminal());
      console().out().write(rendered.getBytes(StandardCharsets.UTF_8));
      if (!compilation.hasErrors()) {
        state(text.source().name(), compilation.stateBounds(), messages);
      }
    }
    console().out().flush();
    unread.forEach(failure -> messages.error(String.valueOf(failure.getMessage())));
    if (texts.isEmpty()) {
      return unread.get(0).exitCode();
    }
    messages.note(
        counted(texts.size(), "app")
            + ": "
            + counted(errors, "error")
            + ", "
            + counted(warnings, "warning"));
    if (!unread.isEmpty()) {
      // Not all was checked: that weighs more than what was found.
      return unread.get(0).exitCode();
    }
    if (errors > 0) {
      return ExitCode.FAILED;
    }
    return warnings > 0 && compile.denyWarnings ? ExitCode.WARNINGS : ExitCode.OK;
  }

  /** A short table of what an app keeps in memory; nothing if it keeps nothing. */
  private static void state(String name, List<StateBound> bounds, Messages messages) {
    if (bounds.isEmpty()) {
      return;
    }
    int owner = "state".length();
    int keeps = "keeps".length();
    for (StateBound bound : bounds) {
      owner = Math.max(owner, bound.owner().length());
      keeps = Math.max(keeps, bound.keeps().length());
    }
    String format = "  %-" + owner + "s  %-" + keeps + "s  %s";
    messages.note(name + ":");
    messages.note(String.format(Locale.ROOT, format, "state", "keeps", "bounded by"));
    for (StateBound bound : bounds) {
      messages.note(
          String.format(Locale.ROOT, format, bound.owner(), bound.keeps(), bound.words()));
    }
  }

  private static String counted(int count, String word) {
    return (count == 0 ? "no" : Integer.toString(count)) + " " + word + (count == 1 ? "" : "s");
  }
}
