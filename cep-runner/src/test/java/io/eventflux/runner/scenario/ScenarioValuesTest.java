package io.eventflux.runner.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioValuesTest {
  private static @Nullable Object json(String text) {
    try {
      return JsonLine.read(text, 0).value();
    } catch (LineException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldGiveTheBoxedTypeOfTheColumn() throws ScenarioValues.MisfitException {
    assertEquals(12, ScenarioValues.columnValue(json("12"), Type.INT));
    assertEquals(12L, ScenarioValues.columnValue(json("12"), Type.LONG));
    assertEquals(0.1f, ScenarioValues.columnValue(json("0.1"), Type.FLOAT));
    assertEquals(12.0, ScenarioValues.columnValue(json("12"), Type.DOUBLE));
    assertEquals(Double.NaN, ScenarioValues.columnValue(json("\"NaN\""), Type.DOUBLE));
    assertEquals(
        new BigDecimal("1.50"), ScenarioValues.columnValue(json("1.5"), new Type.Decimal(10, 2)));
    assertEquals(
        1500L, ScenarioValues.columnValue(json("\"1970-01-01T00:00:01.500Z\""), Type.TIMESTAMP));
    assertEquals(86_400_000L, ScenarioValues.columnValue(json("\"1970-01-02\""), Type.DATE));
    assertEquals(3_600_000L, ScenarioValues.columnValue(json("\"01:00\""), Type.TIME));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '$',
      value = {
        "INT; 2147483648; 2147483648 is no value of type INT",
        "INT; 1.0; 1.0 is no value of type INT",
        "BOOL; 1; 1 is no value of type BOOLEAN",
        "STRING; 1; 1 is no value of type VARCHAR",
        "DOUBLE; \"1\"; \"1\" is no value of type DOUBLE",
        "DATE; \"soon\"; \"soon\" is no value of type DATE",
        "LONG; [1]; [1] is no value of type BIGINT"
      })
  void shouldRefuseValuesThatDoNotFit(Type.Scalar type, String text, String message) {
    assertEquals(
        message,
        assertThrows(
                ScenarioValues.MisfitException.class,
                () -> ScenarioValues.columnValue(json(text), type))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '$',
      value = {
        "1; true",
        "1.0; true",
        "1.0000000001; true",
        "1.00000001; false",
        "\"1\"; false",
        "null; false",
        "true; false"
      })
  void shouldCompareDoublesByValue(String text, boolean same) {
    assertEquals(same, ScenarioValues.matches(json(text), 1.0, Type.DOUBLE));
  }

  @Test
  void shouldTellWholeNumbersFromOthers() {
    assertEquals(true, ScenarioValues.matches(json("7"), 7, Type.INT));
    assertEquals(false, ScenarioValues.matches(json("7.0"), 7, Type.INT));
    assertEquals(false, ScenarioValues.matches(json("4294967303"), 7, Type.INT));
    assertEquals(true, ScenarioValues.matches(json("0.1"), 0.1f, Type.FLOAT));
    assertEquals(
        true, ScenarioValues.matches(json("1.5"), new BigDecimal("1.50"), new Type.Decimal(10, 2)));
    assertEquals(true, ScenarioValues.matches(json("\"NaN\""), Double.NaN, Type.DOUBLE));
    assertEquals(true, ScenarioValues.matches(null, null, Type.INT));
    assertEquals(true, ScenarioValues.matches(json("\"1970-01-02\""), 86_400_000L, Type.DATE));
  }
}
