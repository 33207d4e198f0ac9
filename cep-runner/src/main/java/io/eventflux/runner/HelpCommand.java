package io.eventflux.runner;

import io.eventflux.query.diagnostic.NearMatches;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eventflux help}. */
@Command(
    name = "help",
    header = "Show the help of a verb.",
    footer = {"", "Examples:", "  eventflux help run"})
final class HelpCommand extends Verb {
  @Parameters(paramLabel = "TOPIC", arity = "0..1", description = "A verb.")
  @Nullable String topic;

  @Spec CommandSpec spec = CommandSpec.create();

  HelpCommand(Console console) {
    super(console);
  }

  @Override
  ExitCode run(Messages messages) throws CommandException, IOException {
    CommandLine root = spec.commandLine().getParent();
    CommandLine verb = topic == null ? root : root.getSubcommands().get(topic);
    if (verb == null) {
      List<String> topics = new ArrayList<>(root.getSubcommands().keySet());
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
