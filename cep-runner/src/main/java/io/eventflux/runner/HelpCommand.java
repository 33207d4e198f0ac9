package io.eventflux.runner;

import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.Explanation;
import io.eventflux.query.diagnostic.NearMatches;
import io.eventflux.runner.reference.ExplanationText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eventflux help}. */
@Command(
    name = "help",
    header = "Show the help of a verb, or explain the code of a message.",
    footer = {
      "",
      "Examples:",
      "  eventflux help run",
      "  eventflux help CEP2103",
      "  eventflux help UNKNOWN_ATTRIBUTE"
    })
final class HelpCommand extends Verb {
  private static final int COLUMNS = 100;

  @Parameters(paramLabel = "TOPIC", arity = "0..1", description = "A verb or a code.")
  @Nullable String topic;

  @Spec CommandSpec spec = CommandSpec.create();

  HelpCommand(Console console) {
    super(console);
  }

  @Override
  ExitCode run(Messages messages) throws CommandException, IOException {
    Optional<DiagnosticCode> code = topic == null ? Optional.empty() : DiagnosticCode.named(topic);
    if (code.isPresent()) {
      String text = ExplanationText.page(Explanation.of(code.get()), COLUMNS);
      console().out().write(text.getBytes(StandardCharsets.UTF_8));
      return ExitCode.OK;
    }
    CommandLine root = spec.commandLine().getParent();
    CommandLine verb = topic == null ? root : root.getSubcommands().get(topic);
    if (verb == null) {
      List<String> topics = new ArrayList<>(root.getSubcommands().keySet());
      for (DiagnosticCode each : DiagnosticCode.values()) {
        topics.add(each.name());
        topics.add(each.code());
      }
      List<String> near = NearMatches.of(String.valueOf(topic), topics);
      throw new CommandException(
          ExitCode.USAGE,
          "there is no help on '"
              + topic
              + "'"
              + (near.isEmpty()
                  ? "; see eventflux --help"
                  : "; did you mean 'eventflux help " + near.get(0) + "'?"));
    }
    verb.usage(root.getOut());
    return ExitCode.OK;
  }
}
