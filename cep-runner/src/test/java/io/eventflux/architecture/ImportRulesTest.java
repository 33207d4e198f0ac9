package io.eventflux.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Shows that the rules can be broken: one refused import for each, and its neighbour that is
 * allowed.
 */
class ImportRulesTest {
  @Test
  void shouldRefuseArrowsBetweenModulesThatAreNotOnThePage() {
    assertEquals(
        Optional.of("module core may import [query], not compiler"),
        ImportRules.module("io.eventflux.core.app", "io.eventflux.compiler"));
    assertEquals(
        Optional.of("module 'sandbox' is not in the table of modules"),
        ImportRules.module("io.eventflux.sandbox", "io.eventflux.core.app"));
    assertEquals(
        Optional.empty(), ImportRules.module("io.eventflux.core.app", "io.eventflux.query.type"));
  }

  @Test
  void shouldRefuseLibrariesOutsideTheirPackages() {
    assertEquals(
        Optional.of("com.lmax.disruptor belongs to [io.eventflux.core.junction]"),
        ImportRules.library("io.eventflux.core.pipeline", "com.lmax.disruptor"));
    assertEquals(
        Optional.of("org.rocksdb belongs to [io.eventflux.persistence]"),
        ImportRules.library("io.eventflux.core.state", "org.rocksdb"));
    assertEquals(Optional.empty(), ImportRules.library("io.eventflux.persistence", "org.rocksdb"));
    assertEquals(
        Optional.of("com.sun.net.httpserver belongs to [io.eventflux.runner]"),
        ImportRules.library("io.eventflux.core.app", "com.sun.net.httpserver"));
    assertEquals(
        Optional.of("java.net.http belongs to [io.eventflux.runner, io.eventflux.extension]"),
        ImportRules.library("io.eventflux.core.app", "java.net.http"));
    assertEquals(
        Optional.empty(), ImportRules.library("io.eventflux.extension.http", "java.net.http"));
    assertEquals(
        Optional.of("org.example is not in the table of libraries"),
        ImportRules.library("io.eventflux.core.app", "org.example"));
    assertEquals(
        Optional.empty(),
        ImportRules.library("io.eventflux.core.junction", "com.lmax.disruptor.dsl"));
    assertEquals(Optional.empty(), ImportRules.library("io.eventflux.core.app", "java.util"));
  }

  @Test
  void shouldRefuseImportsUpwardsInTheCore() {
    assertEquals(
        Optional.of("core.operator.select stands beside or below core.operator.window"),
        ImportRules.coreLevel(
            "io.eventflux.core.operator.select", "io.eventflux.core.operator.window"));
    assertEquals(
        Optional.of("an operator knows no junction"),
        ImportRules.coreLevel("io.eventflux.core.operator.join", "io.eventflux.core.junction"));
    assertEquals(
        Optional.of("an operator knows no connector"),
        ImportRules.coreLevel("io.eventflux.core.operator", "io.eventflux.core.connector"));
    assertEquals(
        Optional.of("core.operator stands beside or below core.pipeline"),
        ImportRules.coreLevel("io.eventflux.core.operator", "io.eventflux.core.pipeline"));
    assertEquals(
        Optional.of("core.function stands beside or below core.plan"),
        ImportRules.coreLevel("io.eventflux.core.function.text", "io.eventflux.core.plan"));
    assertEquals(
        Optional.of("package core.sandbox has no level"),
        ImportRules.coreLevel("io.eventflux.core.app", "io.eventflux.core.sandbox"));
    assertEquals(
        Optional.empty(),
        ImportRules.coreLevel("io.eventflux.core.operator.select", "io.eventflux.core.operator"));
    assertEquals(
        Optional.empty(),
        ImportRules.coreLevel("io.eventflux.core.plan", "io.eventflux.core.function"));
  }

  @Test
  void shouldRefuseToLookBackInTheCompiler() {
    assertEquals(
        Optional.of("compiler.parse may import [], not compiler.bind"),
        ImportRules.compilerStage("io.eventflux.compiler.parse", "io.eventflux.compiler.bind"));
    assertEquals(
        Optional.of("compiler.lower may import [logical], not compiler."),
        ImportRules.compilerStage("io.eventflux.compiler.lower", "io.eventflux.compiler"));
    assertEquals(
        Optional.empty(),
        ImportRules.compilerStage("io.eventflux.compiler", "io.eventflux.compiler.bind"));
  }
}
