package io.eventflux.core.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.ConnectorDescriptor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectorRegistryTest {
  /** Is found by name and never asked for a sink. */
  private record NamedSink(String name, List<String> aliases) implements SinkProvider {
    @Override
    public ConnectorDescriptor descriptor() {
      return new ConnectorDescriptor(
          name,
          aliases,
          ConnectorDescriptor.Role.SINK,
          List.of(),
          false,
          false,
          false,
          Availability.AVAILABLE,
          "A fake.",
          List.of());
    }

    @Override
    public Sink create(ConnectorOptions options) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void shouldFindByNameAndAliasWithoutRegardToCase() {
    NamedSink log = new NamedSink("log", List.of("print"));
    ConnectorRegistry registry = new ConnectorRegistry(List.of(), List.of(log), List.of());

    assertSame(log, registry.sink("LOG").orElseThrow());
    assertSame(log, registry.sink("Print").orElseThrow());
    assertTrue(registry.sink("file").isEmpty());
    assertTrue(registry.source("log").isEmpty());
    assertEquals(List.of(log), registry.sinks());
  }

  @Test
  void shouldRefuseTwoProvidersOfOneName() {
    NamedSink log = new NamedSink("log", List.of());
    NamedSink other = new NamedSink("print", List.of("Log"));

    assertEquals(
        "two providers of a sink are called 'Log'",
        assertThrows(
                IllegalArgumentException.class,
                () -> new ConnectorRegistry(List.of(), List.of(log, other), List.of()))
            .getMessage());
  }
}
