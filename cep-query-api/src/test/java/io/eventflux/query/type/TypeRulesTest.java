package io.eventflux.query.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of language 2.2 to 2.4, cell by cell: rows are the left type, columns the right one.
 */
final class TypeRulesTest {
  private static final List<Type> TYPES =
      List.of(
          Type.BOOL,
          Type.INT,
          Type.LONG,
          Type.FLOAT,
          Type.DOUBLE,
          new Type.Decimal(10, 2),
          Type.STRING,
          Type.TIMESTAMP,
          Type.DATE,
          Type.TIME,
          Type.INTERVAL,
          Type.BINARY,
          Type.OBJECT,
          Type.JSON);

  @Test
  void shouldWidenAlongTheArrowsOnly() {
    assertEquals(
        """
        bool      x...........x.
        int       .xxxxx.x..x.x.
        bigint    ..xxxx.x..x.x.
        float     ...xx.......x.
        double    ....x.......x.
        decimal   ....xx......x.
        varchar   ......x.....xx
        timestamp ..x....x....x.
        date      .......xx...x.
        time      .........x..x.
        interval  ..x.......x.x.
        binary    ...........xx.
        object    ............x.
        json      ......x.....xx
        """,
        table((a, b) -> Conversions.widens(a, b) ? "x" : "."));
  }

  @Test
  void shouldFindTheCommonType() {
    assertEquals(
        """
        bool      B...........O.
        int       .ILFD#.T..V.O.
        bigint    .LLFD#.T..V.O.
        float     .FFFDD......O.
        double    .DDDDD......O.
        decimal   .##DD#......O.
        varchar   ......S.....OS
        timestamp .TT....TT...O.
        date      .......Td...O.
        time      .........t..O.
        interval  .VV.......V.O.
        binary    ...........YO.
        object    OOOOOOOOOOOOOO
        json      ......S.....OJ
        """,
        table((a, b) -> letter(Conversions.common(a, b))));
  }

  @Test
  void shouldAdd() {
    assertEquals(
        """
        bool      ..............
        int       .ILFD#.T..V...
        bigint    .LLFD#.T..V...
        float     .FFFDD........
        double    .DDDDD........
        decimal   .##DD#........
        varchar   ..............
        timestamp .TT.......T...
        date      ..........T...
        time      ..............
        interval  .VV....TT.V...
        binary    ..............
        object    ..............
        json      ..............
        """,
        table((a, b) -> letter(ArithmeticTypes.sum(a, b))));
  }

  @Test
  void shouldSubtract() {
    assertEquals(
        """
        bool      ..............
        int       .ILFD#.VV.V...
        bigint    .LLFD#.VV.V...
        float     .FFFDD........
        double    .DDDDD........
        decimal   .##DD#........
        varchar   ..............
        timestamp .TT....VV.T...
        date      .......VV.T...
        time      ..............
        interval  .VV.......V...
        binary    ..............
        object    ..............
        json      ..............
        """,
        table((a, b) -> letter(ArithmeticTypes.difference(a, b))));
  }

  @Test
  void shouldMultiply() {
    assertEquals(
        """
        bool      ..............
        int       .ILFD#....V...
        bigint    .LLFD#....V...
        float     .FFFDD........
        double    .DDDDD........
        decimal   .##DD#........
        varchar   ..............
        timestamp ..............
        date      ..............
        time      ..............
        interval  .VV...........
        binary    ..............
        object    ..............
        json      ..............
        """,
        table((a, b) -> letter(ArithmeticTypes.product(a, b))));
  }

  @Test
  void shouldDivide() {
    assertEquals(
        """
        bool      ..............
        int       .ILFD#........
        bigint    .LLFD#........
        float     .FFFDD........
        double    .DDDDD........
        decimal   .##DD#........
        varchar   ..............
        timestamp ..............
        date      ..............
        time      ..............
        interval  ..............
        binary    ..............
        object    ..............
        json      ..............
        """,
        table((a, b) -> letter(ArithmeticTypes.quotient(a, b))));
  }

  @Test
  void shouldTakeRemainders() {
    assertEquals(
        """
        bool      ..............
        int       .ILFD#........
        bigint    .LLFD#........
        float     .FFFDD........
        double    .DDDDD........
        decimal   .##DD#........
        varchar   ..............
        timestamp ..............
        date      ..............
        time      ..............
        interval  ..............
        binary    ..............
        object    ..............
        json      ..............
        """,
        table((a, b) -> letter(ArithmeticTypes.remainder(a, b))));
  }

  @Test
  void shouldPutTextsTogether() {
    assertEquals(
        """
        bool      SSSSSSSSSSS..S
        int       SSSSSSSSSSS..S
        bigint    SSSSSSSSSSS..S
        float     SSSSSSSSSSS..S
        double    SSSSSSSSSSS..S
        decimal   SSSSSSSSSSS..S
        varchar   SSSSSSSSSSS..S
        timestamp SSSSSSSSSSS..S
        date      SSSSSSSSSSS..S
        time      SSSSSSSSSSS..S
        interval  SSSSSSSSSSS..S
        binary    ..............
        object    ..............
        json      SSSSSSSSSSS..S
        """,
        table((a, b) -> letter(ArithmeticTypes.concatenation(a, b))));
  }

  @Test
  void shouldKeepDecimalsInside38Digits() {
    Type money = new Type.Decimal(10, 2);

    assertEquals("DECIMAL(11, 2)", name(ArithmeticTypes.sum(money, money)));
    assertEquals("DECIMAL(20, 4)", name(ArithmeticTypes.product(money, money)));
    assertEquals("DECIMAL(23, 13)", name(ArithmeticTypes.quotient(money, money)));
    assertEquals("DECIMAL(38, 20)", name(ArithmeticTypes.product(Type.DECIMAL, Type.DECIMAL)));
    assertEquals("DECIMAL(38, 6)", name(ArithmeticTypes.quotient(Type.DECIMAL, Type.DECIMAL)));
    assertEquals("DECIMAL(12, 2)", name(Conversions.common(Type.INT, money)));
    assertThrows(IllegalArgumentException.class, () -> new Type.Decimal(39, 0));
  }

  @Test
  void shouldKnowWhichNumbersNoTypeHoldsTogether() {
    Type whole = new Type.Decimal(38, 0);
    Type fraction = new Type.Decimal(38, 38);

    assertFalse(Conversions.holdsBoth(whole, fraction));
    assertFalse(Conversions.holdsBoth(Type.INT, new Type.Decimal(38, 29)));
    assertTrue(Conversions.holdsBoth(Type.INT, new Type.Decimal(38, 28)));
    assertFalse(Conversions.holdsBoth(new Type.Decimal(38, 20), Type.LONG));
    assertTrue(Conversions.holdsBoth(new Type.Decimal(38, 19), Type.LONG));
    assertTrue(Conversions.holdsBoth(Type.DOUBLE, fraction));
  }

  @Test
  void shouldCompareWhatGoesTogether() {
    assertEquals(
        """
        bool      =...........=.
        int       .<<<<<.<<<<.=.
        bigint    .<<<<<.<<<<.=.
        float     .<<<<<......=.
        double    .<<<<<......=.
        decimal   .<<<<<......=.
        varchar   ......<.....=<
        timestamp .<<....<<<..=.
        date      .<<....<<<..=.
        time      .<<....<<<..=.
        interval  .<<.......<.=.
        binary    ...........==.
        object    ==============
        json      ......<.....=<
        """,
        table((a, b) -> Conversions.ordered(a, b) ? "<" : Conversions.equatable(a, b) ? "=" : "."));
  }

  @Test
  void shouldKnowTheWordsOfBothDialects() {
    assertEquals(Optional.of(Type.LONG), TypeWords.type("BigInt", List.of()));
    assertEquals(Optional.of(Type.STRING), TypeWords.type("varchar", List.of(20)));
    assertEquals(Optional.of(new Type.Decimal(10, 2)), TypeWords.type("numeric", List.of(10, 2)));
    assertEquals(Optional.of(Type.DECIMAL), TypeWords.type("DEC", List.of()));
    assertEquals(Optional.empty(), TypeWords.type("decimal", List.of(39)));
    assertEquals(Optional.empty(), TypeWords.type("int", List.of(4)));
    assertEquals(Optional.empty(), TypeWords.type("strin", List.of()));
  }

  @Test
  void shouldNameTypesAsSqlDoes() {
    Type row =
        new Type.Row(
            List.of(
                new Type.Field("a", new Type.Array(Type.INT)),
                new Type.Field("b", new Type.Map(Type.STRING, Type.BOOL))));

    assertEquals("ROW(a ARRAY<INT>, b MAP<VARCHAR, BOOLEAN>)", row.sqlName());
  }

  private static String name(Optional<Type> type) {
    return type.map(Type::sqlName).orElse("none");
  }

  private static String letter(Optional<Type> type) {
    if (type.isEmpty()) {
      return ".";
    }
    if (type.get() instanceof Type.Decimal) {
      return "#";
    }
    int index = TYPES.indexOf(type.get());
    return "BILFD#STdtVYOJ".substring(index, index + 1);
  }

  private static String table(BiFunction<Type, Type, String> cell) {
    List<String> names =
        List.of(
            "bool",
            "int",
            "bigint",
            "float",
            "double",
            "decimal",
            "varchar",
            "timestamp",
            "date",
            "time",
            "interval",
            "binary",
            "object",
            "json");
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < TYPES.size(); i++) {
      Type left = TYPES.get(i);
      String cells =
          TYPES.stream().map(right -> cell.apply(left, right)).collect(Collectors.joining());
      rows.add(String.format("%-10s%s%n", names.get(i), cells).replace("\r", ""));
    }
    return String.join("", rows);
  }
}
