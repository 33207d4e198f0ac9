package io.eventflux.benchmark.siddhi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.benchmark.harness.Entrant;
import io.eventflux.benchmark.harness.KnownAnswers;
import io.eventflux.benchmark.harness.Question;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way into Siddhi gives the answers that the loops by hand give. */
class SiddhiContestantTest {
  @ParameterizedTest
  @EnumSource
  void shouldGiveTheAnswersOfTheLoopsByHand(Question question) throws Exception {
    Map<Entrant, String> expected = new TreeMap<>();
    Map<Entrant, String> answers = new TreeMap<>();

    for (Entrant entrant : Entrant.of(question)) {
      if (entrant.engine() == Entrant.Engine.SIDDHI) {
        expected.put(entrant, KnownAnswers.to(question));
        answers.put(entrant, KnownAnswers.of(question, entrant, SiddhiContestant::new));
      }
    }

    assertEquals(expected, answers);
  }
}
