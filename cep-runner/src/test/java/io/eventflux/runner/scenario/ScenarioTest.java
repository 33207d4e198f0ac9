package io.eventflux.runner.scenario;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every scenario of the house and of the examples, in every variant. */
class ScenarioTest {
  private static final List<Path> FOLDERS =
      List.of(Path.of("src/test/scenarios"), Path.of("../examples"));

  @TestFactory
  Stream<DynamicContainer> shouldHoldInEveryVariant() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : FOLDERS) {
      try (Stream<Path> below = Files.walk(folder)) {
        below.filter(each -> each.toString().endsWith(".scenario")).sorted().forEach(files::add);
      }
    }
    assertFalse(files.isEmpty(), "there are scenarios");
    List<Variant> variants = Variant.all();
    return files.stream()
        .map(file -> dynamicContainer(file.toString(), file.toUri(), nodes(file, variants)));
  }

  private static Stream<? extends DynamicNode> nodes(Path path, List<Variant> variants) {
    ScenarioFile file;
    try {
      file = ScenarioParser.parse(path);
    } catch (IOException | ScenarioFormatException e) {
      return Stream.of(
          dynamicTest(
              "is a scenario file",
              () -> {
                throw e;
              }));
    }
    return variants.stream()
        .map(
            variant -> {
              ScenarioExecutor executor = new ScenarioExecutor(variant.engine(), variant.mode());
              return dynamicContainer(
                  variant.name(),
                  file.scenarios().stream().map(scenario -> test(path, scenario, executor)));
            });
  }

  private static DynamicTest test(Path path, Scenario scenario, ScenarioExecutor executor) {
    return dynamicTest(
        scenario.name(),
        () -> {
          Outcome outcome = executor.execute(scenario);
          Assumptions.assumeFalse(
              outcome.status() == Outcome.Status.SKIPPED, () -> "" + scenario.skipReason());
          if (!outcome.problems().isEmpty()) {
            fail(path + ":" + scenario.line() + "\n" + outcome.problemText());
          }
        });
  }
}
