package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventFluxCommandTest {
  @Test
  void shouldSuggestTheNearestVerb() {
    assertEquals(
        new CommandRun(
            64,
            "",
            "error: there is no verb and no file 'vrsion'; did you mean 'eventflux version'?\n"),
        CommandRun.of("vrsion"));
    assertEquals(
        new CommandRun(
            64, "", "error: there is no verb and no file 'zzzzzz'; see eventflux --help\n"),
        CommandRun.of("zzzzzz"));
  }

  @Test
  void shouldPrintVersionJavaAndSystem() {
    CommandRun run = CommandRun.of("version");

    assertEquals(0, run.exitCode());
    assertEquals("", run.err());
    assertTrue(
        run.out().matches("eventflux \\d\\S* \\(revision \\S+\\)\\njava \\d\\S*, .+\\n.+ .+ .+\\n"),
        run.out());
    assertEquals(run, CommandRun.of("--version"));
    assertEquals(run, CommandRun.of("-q", "version"));
  }

  @Test
  void shouldRefuseUnknownOptionsWithASuggestion() {
    assertEquals(
        new CommandRun(
            64,
            "",
            """
            error: unknown option: '--colour'; did you mean '--color'?
            see eventflux version --help
            """),
        CommandRun.of("version", "--colour"));
  }

  @Test
  void shouldTakeWordsBehindTheEndOfOptionsAsArguments() {
    for (String verb : List.of("run", "explain")) {
      assertEquals(
          new CommandRun(
              64, "", "error: argument '-q' is too many\nsee eventflux " + verb + " --help\n"),
          CommandRun.of(verb, "--", "a.eventflux", "-q"));
    }
    for (String verb : List.of("run", "check", "explain")) {
      assertEquals(
          new CommandRun(66, "", "error: there is no file '-q'\n"),
          CommandRun.of(verb, "-q", "--", "-q"));
    }
  }

  @Test
  void shouldRefuseAVariableWithoutValue() {
    assertEquals(
        new CommandRun(
            64,
            "",
            """
            error: value for option '--define' (NAME=VALUE) should be in KEY=VALUE format but was rows
            see eventflux run --help
            """),
        CommandRun.of("run", "-D", "rows"));
  }

  @Test
  void shouldShowHelpAsAnErrorWhenNothingIsAsked() {
    CommandRun run = CommandRun.of();

    assertEquals(64, run.exitCode());
    assertEquals("", run.out());
    assertEquals(CommandRun.of("--help").out(), run.err());
  }
}
