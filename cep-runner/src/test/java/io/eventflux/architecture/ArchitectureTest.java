package io.eventflux.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.eventflux.compiler.EventFluxCompiler;
import io.eventflux.compiler.Stage;
import io.eventflux.core.connector.FormatProvider;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.core.function.FunctionProvider;
import io.eventflux.core.operator.WindowProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** What every kind of generated class may name: the layout of rows, kernels, functions. */
  private static final List<String> NAMED_BY_GENERATED_CODE =
      List.of("io.eventflux.core.column", "io.eventflux.core.kernel", "io.eventflux.core.function");

  private static final Pattern QUALIFIED_NAME = Pattern.compile("\\b(?:[a-z]\\w*\\.)+[A-Z]\\w*");

  private static final Pattern CLOCK_READER =
      Pattern.compile(
          "java\\.lang\\.System\\.(currentTimeMillis|nanoTime)"
              + "|java\\.time\\.(\\w+|chrono\\.\\w+)\\.now"
              + "|java\\.time\\.Clock\\.(system|tick).*"
              + "|java\\.util\\.Calendar\\.getInstance"
              + "|java\\.util\\.(Date|GregorianCalendar)\\.<init>");

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
          "java.util.concurrent.CompletableFuture.supplyAsync",
          "java.util.Collection.parallelStream",
          "java.util.stream.BaseStream.parallel",
          "java.util.stream.Stream.parallel");

  private static final List<Class<?>> PROVIDERS =
      List.of(
          FunctionProvider.class,
          WindowProvider.class,
          SourceProvider.class,
          SinkProvider.class,
          FormatProvider.class);

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
  void shouldFindEveryProviderByTheServiceLoader() {
    Set<String> written = new TreeSet<>();
    Set<String> found = new TreeSet<>();
    for (Class<?> kind : PROVIDERS) {
      for (JavaClass each : CLASSES) {
        // The loader takes public classes only; those of programs are not.
        if (!each.isInterface()
            && each.isAssignableTo(kind)
            && each.getModifiers().contains(JavaModifier.PUBLIC)) {
          written.add(each.getName());
        }
      }
      ServiceLoader.load(kind).stream().forEach(each -> found.add(each.type().getName()));
    }

    assertEquals(written, found, "a provider needs a line in META-INF/services");
  }

  @Test
  void shouldNameColumnsKernelsFunctionsAndTheJdkInGeneratedCode() throws IOException {
    Set<String> named = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("..", "examples"))) {
      for (Path app : files.filter(each -> each.toString().endsWith(".eventflux")).toList()) {
        Matcher name =
            QUALIFIED_NAME.matcher(
                EventFluxCompiler.installed()
                    .compile(app.toString(), Files.readString(app))
                    .print(Stage.CODE));
        while (name.find()) {
          named.add(name.group());
        }
      }
    }

    assertTrue(named.contains("io.eventflux.core.column.ColumnBatch"), "names are found");
    named.removeIf(
        name ->
            isUnder(name, "java")
                || NAMED_BY_GENERATED_CODE.stream().anyMatch(allowed -> isUnder(name, allowed)));
    assertEquals(Set.of(), named);
  }

  @Test
  void shouldNeverReadOrWriteSerializedObjects() {
    assertAccesses(
        "Java serialization is not used",
        (origin, target) ->
            target.startsWith("java.io.ObjectInputStream.")
                || target.startsWith("java.io.ObjectOutputStream."));
  }

  @Test
  void shouldReadTheClockInOnePackageOnly() {
    assertAccesses(
        "a clock is read in core.time only",
        (origin, target) ->
            CLOCK_READER.matcher(target).matches() && !isUnder(origin, "io.eventflux.core.time"));
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
