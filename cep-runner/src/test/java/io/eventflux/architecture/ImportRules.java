package io.eventflux.architecture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The allowed imports, as tables. Every rule answers for one import, from one package to another,
 * with the reason why it is refused, or nothing.
 */
final class ImportRules {
  private static final String ROOT = "io.eventflux";

  /** What every module may use besides the JDK. */
  private static final List<String> ANNOTATIONS = List.of("org.jspecify");

  /** What a module of ours may import of ours. */
  private static final Map<String, Set<String>> MODULES =
      Map.of(
          "grammar", Set.of(),
          "query", Set.of(),
          "core", Set.of("query"),
          "compiler", Set.of("grammar", "query", "core"),
          "persistence", Set.of("query", "core"),
          "extension", Set.of("query", "core"),
          "runner", Set.of("grammar", "query", "core", "compiler", "persistence", "extension"));

  /** Libraries, and the only packages that may see them. */
  private static final Map<String, List<String>> LIBRARIES = libraries();

  /** The packages of the JDK that speak HTTP, and the only packages that may see them. */
  private static final Map<String, List<String>> HTTP =
      Map.of(
          "com.sun.net.httpserver", List.of(ROOT + ".runner"),
          "java.net.http", List.of(ROOT + ".runner", ROOT + ".extension"));

  /** Packages of the core from bottom to top. */
  private static final Map<String, Integer> CORE_LEVELS = coreLevels();

  /** What a package of the compiler may import of the compiler; the facade on top sees all. */
  private static final Map<String, Set<String>> COMPILER =
      Map.of(
          "parse", Set.of(),
          "format", Set.of("parse"),
          "logical", Set.of(),
          "bind", Set.of("logical"),
          "rewrite", Set.of("logical"),
          "lower", Set.of("logical"),
          "codegen", Set.of());

  private ImportRules() {}

  private static Map<String, List<String>> libraries() {
    Map<String, List<String>> libraries = new LinkedHashMap<>();
    List<String> calcite =
        List.of(
            ROOT + ".compiler.bind",
            ROOT + ".compiler.logical",
            ROOT + ".compiler.rewrite",
            ROOT + ".compiler.lower");
    libraries.put("org.apache.calcite", calcite);
    libraries.put("com.google.common", calcite);
    libraries.put("org.antlr", List.of(ROOT + ".grammar", ROOT + ".compiler.parse"));
    libraries.put("org.codehaus", List.of(ROOT + ".compiler.codegen"));
    libraries.put("com.lmax.disruptor", List.of(ROOT + ".core.junction"));
    libraries.put("org.agrona", List.of(ROOT + ".core"));
    libraries.put("com.google.re2j", List.of(ROOT + ".core.function"));
    libraries.put("org.rocksdb", List.of(ROOT + ".persistence"));
    libraries.put("io.lettuce", List.of(ROOT + ".persistence"));
    libraries.put("io.micrometer", List.of(ROOT + ".runner.monitor"));
    libraries.put("io.prometheus", List.of(ROOT + ".runner.monitor"));
    libraries.put("picocli", List.of(ROOT + ".runner"));
    libraries.put("com.fasterxml.jackson", List.of(ROOT + ".runner"));
    return libraries;
  }

  private static Map<String, Integer> coreLevels() {
    List<List<String>> levels =
        List.of(
            List.of("time", "metric", "column", "fault"),
            List.of("state", "kernel", "junction"),
            List.of("function"),
            // Level 2 as well, but a plan names the functions it calls.
            List.of("plan"),
            List.of("operator"),
            List.of(
                "operator.select",
                "operator.window",
                "operator.aggregate",
                "operator.join",
                "operator.pattern",
                "operator.table",
                "operator.emit",
                "connector"),
            List.of("pipeline"),
            List.of("app"));
    Map<String, Integer> byName = new LinkedHashMap<>();
    for (int level = 0; level < levels.size(); level++) {
      for (String name : levels.get(level)) {
        byName.put(name, level);
      }
    }
    return byName;
  }

  /** Modules import along the arrows only. */
  static Optional<String> module(String from, String to) {
    String origin = moduleOf(from);
    String target = moduleOf(to);
    if (origin.isEmpty() || target.isEmpty() || origin.equals(target)) {
      return Optional.empty();
    }
    Set<String> allowed = MODULES.get(origin);
    if (allowed == null) {
      return Optional.of("module '" + origin + "' is not in the table of modules");
    }
    return allowed.contains(target)
        ? Optional.empty()
        : Optional.of("module " + origin + " may import " + allowed + ", not " + target);
  }

  /** Libraries stay in the packages that own them, and nothing else is used at all. */
  static Optional<String> library(String from, String to) {
    if (isOurs(to) || isJdk(to) || isUnder(to, ANNOTATIONS)) {
      return HTTP.entrySet().stream()
          .filter(http -> isUnder(to, List.of(http.getKey())) && !isUnder(from, http.getValue()))
          .findFirst()
          .map(http -> http.getKey() + " belongs to " + http.getValue());
    }
    return LIBRARIES.entrySet().stream()
        .filter(library -> isUnder(to, List.of(library.getKey())))
        .findFirst()
        .map(
            library ->
                isUnder(from, library.getValue())
                    ? Optional.<String>empty()
                    : Optional.of(library.getKey() + " belongs to " + library.getValue()))
        .orElseGet(() -> Optional.of(to + " is not in the table of libraries"));
  }

  /** Packages of the core import lower levels only; operator families never each other. */
  static Optional<String> coreLevel(String from, String to) {
    String core = ROOT + ".core.";
    if (!from.startsWith(core) || !to.startsWith(core)) {
      return Optional.empty();
    }
    String origin = corePackage(from.substring(core.length()));
    String target = corePackage(to.substring(core.length()));
    if (origin.equals(target)) {
      return Optional.empty();
    }
    Integer originLevel = CORE_LEVELS.get(origin);
    Integer targetLevel = CORE_LEVELS.get(target);
    if (originLevel == null || targetLevel == null) {
      return Optional.of(
          "package core." + (originLevel == null ? origin : target) + " has no level");
    }
    if (origin.startsWith("operator") && Set.of("connector", "junction").contains(target)) {
      return Optional.of("an operator knows no " + target);
    }
    return targetLevel < originLevel
        ? Optional.empty()
        : Optional.of("core." + origin + " stands beside or below core." + target);
  }

  /** The longest known name that {@code name} starts with, so that sub-packages share a level. */
  private static String corePackage(String name) {
    String found = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    for (String known : CORE_LEVELS.keySet()) {
      if (isUnder(name, List.of(known)) && known.length() > found.length()) {
        found = known;
      }
    }
    return found;
  }

  /** The stages of the compiler hand their product on and never look back. */
  static Optional<String> compilerStage(String from, String to) {
    String compiler = ROOT + ".compiler.";
    if (!from.startsWith(compiler) || !to.startsWith(ROOT + ".compiler")) {
      return Optional.empty();
    }
    String origin = firstWord(from.substring(compiler.length()));
    String target = to.startsWith(compiler) ? firstWord(to.substring(compiler.length())) : "";
    Set<String> allowed = COMPILER.get(origin);
    if (allowed == null) {
      return Optional.of("package compiler." + origin + " is no stage");
    }
    if (origin.equals(target) || allowed.contains(target)) {
      return Optional.empty();
    }
    return Optional.of(
        "compiler." + origin + " may import " + allowed + ", not compiler." + target);
  }

  private static String firstWord(String name) {
    return name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
  }

  private static String moduleOf(String name) {
    if (name.equals(ROOT)) {
      return "compiler"; // The facade may live at the root.
    }
    return isOurs(name) ? firstWord(name.substring(ROOT.length() + 1)) : "";
  }

  private static boolean isOurs(String name) {
    return isUnder(name, List.of(ROOT));
  }

  private static boolean isJdk(String name) {
    return name.isEmpty()
        || isUnder(name, List.of("java", "javax.xml", "javax.net", "com.sun.net.httpserver"));
  }

  private static boolean isUnder(String name, List<String> packages) {
    return packages.stream().anyMatch(each -> name.equals(each) || name.startsWith(each + "."));
  }
}
