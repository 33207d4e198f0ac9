package io.eventflux.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Holds the arrows of the architecture over all classes of the distribution. A failure names each
 * offending import and the rule that it breaks.
 */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // Test classes of other modules come as a folder or, once packaged, as a jar.
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.eventflux");

  private static final Set<String> CLOCK_READERS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalTime.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.Year.now",
          "java.time.YearMonth.now",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.system",
          "java.util.Calendar.getInstance",
          "java.util.Date.<init>");

  private static final Set<String> THREAD_STARTERS =
      Set.of(
          "java.lang.Thread.start",
          "java.lang.Thread.startVirtualThread",
          "java.util.Timer.<init>",
          "java.util.concurrent.ForkJoinPool.<init>",
          "java.util.concurrent.ForkJoinPool.commonPool",
          "java.util.concurrent.ThreadPoolExecutor.<init>",
          "java.util.concurrent.ScheduledThreadPoolExecutor.<init>",
          "java.util.concurrent.CompletableFuture.runAsync",
          "java.util.concurrent.CompletableFuture.supplyAsync");

  @Test
  void shouldSeeTheClassesOfEveryModule() {
    Set<String> modules =
        CLASSES.stream()
            .map(each -> each.getPackageName().split("\\."))
            .filter(names -> names.length > 2)
            .map(names -> names[2])
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(
        Set.of("grammar", "query", "core", "compiler", "persistence", "extension", "runner"),
        modules);
  }

  @Test
  void shouldKeepTheArrowsBetweenModules() {
    assertImports(ImportRules::module);
  }

  @Test
  void shouldKeepLibrariesInTheirPackages() {
    assertImports(ImportRules::library);
  }

  @Test
  void shouldKeepTheLevelsOfTheCore() {
    assertImports(ImportRules::coreLevel);
  }

  @Test
  void shouldKeepTheOrderOfTheCompiler() {
    assertImports(ImportRules::compilerStage);
  }

  @Test
  void shouldReadTheClockInOnePackageOnly() {
    assertAccesses(
        "a clock is read in core.time only",
        (origin, target) ->
            CLOCK_READERS.contains(target) && !isUnder(origin, "io.eventflux.core.time"));
  }

  @Test
  void shouldStartThreadsInPipelinesAppsConnectorsAndTheRunnerOnly() {
    assertAccesses(
        "threads start in pipeline, app, connectors and runner only",
        (origin, target) ->
            (THREAD_STARTERS.contains(target)
                    || target.startsWith("java.util.concurrent.Executors."))
                && !isUnder(origin, "io.eventflux.core.pipeline")
                && !isUnder(origin, "io.eventflux.core.app")
                && !isUnder(origin, "io.eventflux.extension")
                && !isUnder(origin, "io.eventflux.runner"));
  }

  @Test
  void shouldNeverReadSerializedObjects() {
    assertImports(
        (from, to) -> Optional.empty(),
        (origin, target) ->
            target.getFullName().equals("java.io.ObjectInputStream")
                ? Optional.of("no Java serialization, anywhere")
                : Optional.empty());
  }

  @Test
  void shouldHaveNoCyclesBetweenPackages() {
    SlicesRuleDefinition.slices()
        .matching("io.eventflux.(**)")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  private static void assertImports(BiFunction<String, String, Optional<String>> rule) {
    assertImports(rule, (origin, target) -> Optional.empty());
  }

  private static void assertImports(
      BiFunction<String, String, Optional<String>> packages,
      BiFunction<JavaClass, JavaClass, Optional<String>> classes) {
    Set<String> broken = new TreeSet<>();
    for (JavaClass each : CLASSES) {
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        packages
            .apply(each.getPackageName(), target.getPackageName())
            .or(() -> classes.apply(each, target))
            .ifPresent(
                reason ->
                    broken.add(
                        outermost(each).getFullName()
                            + " imports "
                            + target.getFullName()
                            + ": "
                            + reason));
      }
    }
    assertNothing(broken);
  }

  private static void assertAccesses(String rule, BiPredicate<String, String> isBroken) {
    Set<String> broken = new TreeSet<>();
    for (JavaClass each : CLASSES) {
      List<JavaAccess<?>> accesses =
          each.getAccessesFromSelf().stream()
              .sorted(Comparator.comparing(JavaAccess::getLineNumber))
              .collect(Collectors.toList());
      for (JavaAccess<?> access : accesses) {
        String target = access.getTargetOwner().getFullName() + "." + access.getTarget().getName();
        if (isBroken.test(each.getPackageName(), target)) {
          broken.add(
              each.getFullName()
                  + " uses "
                  + target
                  + " in line "
                  + access.getLineNumber()
                  + ": "
                  + rule);
        }
      }
    }
    assertNothing(broken);
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }

  private static void assertNothing(Set<String> broken) {
    assertEquals(
        "", String.join("\n", broken), () -> "broken rules:\n" + String.join("\n", broken));
  }

  private static boolean isUnder(String name, String packageName) {
    return name.equals(packageName) || name.startsWith(packageName + ".");
  }
}
