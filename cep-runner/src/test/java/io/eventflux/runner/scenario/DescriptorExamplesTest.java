package io.eventflux.runner.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.eventflux.compiler.EventFluxCompiler;
import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.query.catalog.ComingAggregates;
import io.eventflux.query.catalog.ComingConnectors;
import io.eventflux.query.catalog.ComingWindows;
import io.eventflux.query.catalog.Descriptor;
import io.eventflux.query.catalog.Example;
import io.eventflux.query.catalog.FunctionDescriptor;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.runner.reference.ReferenceKind;
import io.eventflux.runner.reference.Wording;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What descriptors show is so: examples of what is available give the rows beside them, those of
 * what is coming are refused as not supported yet and for nothing else.
 */
class DescriptorExamplesTest {
  private static final Catalogs CATALOGS = Catalogs.installed();
  private static final EventFluxCompiler COMPILER = EventFluxCompiler.installed();
  private static final List<Variant> VARIANTS = Variant.all();

  private static List<Descriptor> all() {
    List<Descriptor> all = new ArrayList<>();
    for (ReferenceKind kind : ReferenceKind.values()) {
      all.addAll(kind.descriptors(CATALOGS));
    }
    return all;
  }

  @TestFactory
  Stream<DynamicTest> shouldGiveWhatTheExampleShows() {
    return all().stream()
        // Expressions are compared where the compiler is tested.
        .filter(each -> !(each instanceof FunctionDescriptor))
        .map(each -> dynamicTest(Wording.kind(each) + " " + each.name(), () -> check(each)));
  }

  private static void check(Descriptor descriptor) throws ScenarioFormatException {
    assertFalse(Wording.examples(descriptor).isEmpty(), "there is an example");
    for (List<String> lines : Wording.examples(descriptor)) {
      String statement = lines.get(0);
      List<String> steps = lines.subList(1, lines.size());
      String app =
          (statement.contains(" S") && !statement.startsWith("CREATE")
                  ? Example.STREAM + ";\n"
                  : "")
              + statement;
      List<Diagnostic> found = COMPILER.compile(descriptor.name(), app).diagnostics();
      String text =
          "app <<<\n" + app + "\n>>>\nscenario example\n" + String.join("\n", steps) + "\n";
      // The steps of what is coming are read, and run when it has come.
      ScenarioFile file = ScenarioParser.parse(Path.of(descriptor.name() + ".scenario"), text);
      if (descriptor.isComing()) {
        assertEquals(
            List.of(DiagnosticCode.NOT_SUPPORTED_YET),
            found.stream().filter(Diagnostic::isError).map(Diagnostic::code).toList(),
            () -> app + "\n" + found);
      } else {
        assertEquals(List.of(), found);
        run(file);
      }
    }
  }

  /** What an extension shows of itself is the first thing that is tried in every variant. */
  private static void run(ScenarioFile file) {
    for (Variant variant : VARIANTS) {
      Outcome outcome =
          new ScenarioExecutor(variant.engine(), variant.mode()).execute(file.scenarios().get(0));
      if (!outcome.problems().isEmpty()) {
        fail(variant.name() + "\n" + outcome.problemText());
      }
    }
  }

  @Test
  void shouldDescribeEverythingOnce() {
    List<String> names = new ArrayList<>();
    for (Descriptor each : all()) {
      String kind = Wording.kind(each);
      names.add(kind + " " + each.name().toLowerCase(Locale.ROOT));
      each.aliases().forEach(alias -> names.add(kind + " " + alias.toLowerCase(Locale.ROOT)));
    }
    List<String> repeated = new ArrayList<>(names);
    Set<String> distinct = new TreeSet<>(names);
    distinct.forEach(repeated::remove);

    assertEquals(List.of(), repeated);
    // Nothing that is coming hides behind something that has come.
    assertTrue(CATALOGS.windows().descriptors().containsAll(ComingWindows.descriptors()));
    assertTrue(CATALOGS.functions().aggregates().containsAll(ComingAggregates.descriptors()));
    assertTrue(CATALOGS.connectors().connectors().containsAll(ComingConnectors.connectors()));
    assertTrue(CATALOGS.connectors().formats().containsAll(ComingConnectors.formats()));
  }

  @Test
  void shouldDescribeEveryWindowOfTheLanguage() {
    assertDescribed(
        ReferenceKind.WINDOWS,
        "length lengthBatch time timeBatch timeLength externalTime externalTimeBatch hopping"
            + " session batch delay cron sort unique firstUnique frequent lossyFrequent expression"
            + " expressionBatch unique:ever unique:first unique:length unique:lengthBatch"
            + " unique:firstLengthBatch unique:time unique:timeBatch unique:firstTimeBatch"
            + " unique:timeLengthBatch unique:externalTimeBatch");
  }

  @Test
  void shouldDescribeEveryAggregateAndStreamFunctionOfTheLanguage() {
    assertDescribed(
        ReferenceKind.FUNCTIONS,
        "sum avg count distinctCount min max minForever maxForever stdDev stddev_pop variance"
            + " var_pop stddev_samp var_samp and or bool_and bool_or first last unionSet"
            + " str:groupConcat listagg string_agg math:percentile list:collect array_agg collect"
            + " list:merge map:collect map:merge json:group json:groupAsObject"
            + " approx_count_distinct"
            + " log pol2Cart str:tokenize json:tokenize json:tokenizeAsObject list:tokenize"
            + " map:tokenize unique:deduplicate reorder:kslack reorder:akslack watermark");
  }

  @Test
  void shouldDescribeEveryConnectorAndFormatOfTheLanguage() {
    assertDescribed(
        ReferenceKind.CONNECTORS,
        "inMemory log timer http kafka rabbitmq file websocket tcp cache jdbc rdbms");
    assertDescribed(ReferenceKind.FORMATS, "json csv bytes text xml passThrough");
  }

  private static void assertDescribed(ReferenceKind kind, String names) {
    List<Descriptor> described = kind.descriptors(CATALOGS);
    List<String> missing =
        Stream.of(names.split(" ", -1))
            .filter(name -> described.stream().noneMatch(each -> each.isCalled(name)))
            .toList();

    assertEquals(List.of(), missing);
  }
}
