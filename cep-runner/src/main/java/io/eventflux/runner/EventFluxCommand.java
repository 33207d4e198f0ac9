package io.eventflux.runner;

import io.eventflux.query.diagnostic.NearMatches;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code eventflux} command. {@code eventflux FILE} and {@code eventflux -c TEXT} stand for
 * {@code eventflux run ...}; options that every verb takes may stand in front of the verb.
 */
@Command(
    name = "eventflux",
    header = "Query streams of events with SQL.",
    synopsisHeading = "%nUsage: ",
    customSynopsis = {"eventflux [run] FILE [options]", "       eventflux VERB [options]"},
    commandListHeading = "%nVerbs:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  eventflux examples/fraud/fraud.eventflux",
      "  eventflux run trades.eventflux --format csv > alerts.csv",
      "  eventflux check trades.eventflux",
      "  eventflux test examples",
      "  eventflux docs timeBatch",
      "  eventflux help run"
    })
public final class EventFluxCommand implements Callable<Integer> {
  private static final List<String> FLAGS =
      List.of("-q", "--quiet", "-v", "-vv", "--verbose", "--debug");

  private static final String HELP = "help";
  private static final String LOG_FORM = "java.util.logging.SimpleFormatter.format";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      description = "Same as the verb version.")
  boolean version;

  private final Console console;

  private EventFluxCommand(Console console) {
    this.console = console;
  }

  /** Runs the command line of this process and ends it. */
  public static void main(String[] args) {
    MemoryExit.install();
    // Read by the JDK when something is logged for the first time. Its own form has two lines and
    // names the class that speaks.
    if (System.getProperty(LOG_FORM) == null) {
      System.setProperty(LOG_FORM, "%4$s: %5$s%n");
    }
    System.exit(execute(Console.system(), args));
  }

  /**
   * Runs one command line.
   *
   * @param console the process around it
   * @param args the arguments behind {@code eventflux}
   * @return the exit code, see {@link ExitCode}
   */
  public static int execute(Console console, String... args) {
    Map<String, Supplier<Object>> verbs = verbs(console);
    List<String> words = new ArrayList<>(List.of(args));
    int first = firstWord(words);
    if (first < words.size()
        && verbs.containsKey(words.get(first))
        && FLAGS.containsAll(words.subList(0, first))) {
      words.add(0, words.remove(first));
    } else if (first < words.size() && isUnknownVerb(words.get(first)) && first == 0) {
      return unknownVerb(console, words.get(0), List.copyOf(verbs.keySet()));
    } else if (!words.isEmpty() && !isForRoot(words.get(0))) {
      words.add(0, "run");
    }
    String verb = words.isEmpty() ? HELP : words.get(0);
    if (verbs.containsKey(verb) && !verb.equals(HELP)) {
      // The annotations of a verb take some milliseconds to read; only help shows them all.
      verbs.keySet().retainAll(List.of(verb));
    }
    return commandLine(console, verbs).execute(words.toArray(String[]::new));
  }

  /** The verbs by name, each made when it is asked for. The order is that of the help. */
  private static Map<String, Supplier<Object>> verbs(Console console) {
    AppCompiler compiler = new AppCompiler();
    Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();
    verbs.put("run", () -> new RunCommand(console, compiler));
    verbs.put("check", () -> new CheckCommand(console, compiler));
    verbs.put("fmt", () -> new FmtCommand(console));
    verbs.put("test", () -> new TestCommand(console, compiler::engine));
    verbs.put("explain", () -> new ExplainCommand(console, compiler));
    verbs.put("generate", () -> new GenerateCommand(console));
    verbs.put("list", () -> new ListCommand(console));
    verbs.put("docs", () -> new DocsCommand(console));
    verbs.put("version", () -> new VersionCommand(console));
    verbs.put(HELP, () -> new HelpCommand(console));
    return verbs;
  }

  private static int firstWord(List<String> words) {
    int first = 0;
    while (first < words.size()
        && words.get(first).startsWith("-")
        && !words.get(first).equals(AppText.STDIN)) {
      first++;
    }
    return first;
  }

  private static boolean isForRoot(String word) {
    return List.of("-h", "--help", "-V", "--version").contains(word);
  }

  /** A word that is neither a file nor looks like one. */
  private static boolean isUnknownVerb(String word) {
    if (word.equals(AppText.STDIN) || word.contains(".") || word.contains("/")) {
      return false;
    }
    try {
      return !Files.exists(Path.of(word));
    } catch (InvalidPathException e) {
      return true;
    }
  }

  private static int unknownVerb(Console console, String word, List<String> verbs) {
    List<String> near = NearMatches.of(word, verbs);
    new Messages(console, new CommonOptions())
        .error(
            "there is no verb and no file '"
                + word
                + "'"
                + (near.isEmpty()
                    ? "; see eventflux --help"
                    : "; did you mean 'eventflux " + near.get(0) + "'?"));
    return ExitCode.USAGE.code();
  }

  private static CommandLine commandLine(Console console, Map<String, Supplier<Object>> verbs) {
    CommandLine commandLine = new CommandLine(new EventFluxCommand(console));
    verbs.forEach((name, verb) -> commandLine.addSubcommand(name, verb.get()));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    commandLine.setParameterExceptionHandler((e, args) -> usageError(console, e));
    commandLine.setUsageHelpWidth(100);
    commandLine.setUsageHelpAutoWidth(false);
    examplesFirst(commandLine);
    commandLine.getSubcommands().values().forEach(EventFluxCommand::examplesFirst);
    return commandLine;
  }

  /** Examples are the footer of each verb, shown where people look first. */
  private static void examplesFirst(CommandLine commandLine) {
    List<String> sections = new ArrayList<>(commandLine.getHelpSectionKeys());
    sections.remove(UsageMessageSpec.SECTION_KEY_FOOTER);
    sections.add(
        sections.indexOf(UsageMessageSpec.SECTION_KEY_SYNOPSIS) + 1,
        UsageMessageSpec.SECTION_KEY_FOOTER);
    commandLine.setHelpSectionKeys(sections);
    commandLine.getCommandSpec().usageMessage().abbreviateSynopsis(true);
    if (commandLine.getParent() != null) {
      commandLine.getCommandSpec().usageMessage().optionListHeading("%nOptions:%n");
      commandLine.getCommandSpec().usageMessage().parameterListHeading("%nArguments:%n");
      commandLine.getCommandSpec().usageMessage().synopsisHeading("%nUsage: ");
    }
  }

  private static int usageError(Console console, ParameterException e) {
    StringBuilder sentence = new StringBuilder();
    // Of an option with a key and a value picocli says the word twice.
    String message = String.valueOf(e.getMessage()).replace("option option", "option");
    if (e instanceof UnmatchedArgumentException unmatched && isOperand(unmatched)) {
      sentence.append("argument '").append(unmatched.getUnmatched().get(0)).append("' is too many");
    } else {
      sentence.append(message.isEmpty() ? message : lowerFirst(message));
    }
    if (e instanceof UnmatchedArgumentException unmatched
        && unmatched.isUnknownOption()
        && !isOperand(unmatched)) {
      List<String> options = new ArrayList<>();
      e.getCommandLine()
          .getCommandSpec()
          .options()
          .forEach(option -> options.addAll(List.of(option.names())));
      List<String> near = NearMatches.of(unmatched.getUnmatched().get(0), options);
      if (!near.isEmpty()) {
        sentence.append("; did you mean '").append(near.get(0)).append("'?");
      }
    }
    new Messages(console, new CommonOptions()).error(sentence.toString());
    console.err().println("see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE.code();
  }

  /** Whether what nobody takes stands behind {@code --}, where no word is an option. */
  private static boolean isOperand(UnmatchedArgumentException unmatched) {
    List<String> words = unmatched.getCommandLine().getParseResult().originalArgs();
    int end = words.indexOf("--");
    String word = unmatched.getUnmatched().get(0);
    return end >= 0 && words.lastIndexOf(word) > end && !words.subList(0, end).contains(word);
  }

  private static String lowerFirst(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  /** Without a verb: the version, or help as a usage error. */
  @Override
  public Integer call() {
    if (version) {
      return new VersionCommand(console).call();
    }
    commandLine(console, verbs(console)).usage(console.err());
    return ExitCode.USAGE.code();
  }
}
