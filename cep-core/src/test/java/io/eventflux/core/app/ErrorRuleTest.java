package io.eventflux.core.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.core.plan.ConnectorPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ErrorRuleTest {
  private static List<Long> delays(Map<String, String> more) {
    Map<String, String> options = new HashMap<>(Map.of("error.strategy", "retry"));
    options.putAll(more);
    ErrorRule rule =
        ErrorRule.of(new ConnectorPlan("Out", "log", Map.of(), null, Map.of(), options));
    return IntStream.of(1, 2, 3, 100).mapToObj(rule::delayMillisAfter).toList();
  }

  @Test
  void shouldLetDelaysGrowAsTheBackoffSays() {
    assertEquals(List.of(100L, 200L, 400L, 30_000L), delays(Map.of()));
    assertEquals(
        List.of(100L, 200L, 300L, 10_000L), delays(Map.of("error.retry.backoff", "linear")));
    assertEquals(List.of(100L, 100L, 100L, 100L), delays(Map.of("error.retry.backoff", "fixed")));
  }

  @Test
  void shouldNotGrowBeyondTheGreatestDelay() {
    String tooLong = "200000 days";
    Map<String, String> options =
        Map.of("error.retry.initial-delay", tooLong, "error.retry.max-delay", "500 ms");

    assertEquals(List.of(500L, 500L, 500L, 500L), delays(options));
  }

  @Test
  void shouldLetTimePassBetweenAttemptsWithoutEnd() {
    Map<String, String> none = Map.of("error.retry.initial-delay", "0 ms");
    Map<String, String> endless = new HashMap<>(none);
    endless.put("error.dlq.fallback-strategy", "retry");

    assertEquals(List.of(0L, 0L, 0L, 0L), delays(none));
    assertEquals(List.of(1L, 1L, 1L, 1L), delays(endless));
  }
}
