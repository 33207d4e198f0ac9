package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventflux.core.app.AppError;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.core.column.ByteString;
import io.eventflux.core.time.VirtualClock;
import io.eventflux.query.diagnostic.CompileException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine as a Java program uses it, from text to rows. */
public final class EventFluxTest {
  private static final String TRADES =
      "CREATE STREAM Trades (symbol VARCHAR, price DOUBLE, volume BIGINT);\n";

  private static final String BIG =
      TRADES
          + "INSERT INTO Big SELECT symbol, price * volume AS notional FROM Trades"
          + " WHERE price * volume > 1000;\n";

  private final List<String> seen = new ArrayList<>();

  /** Functions of a user. */
  public static final class Finance {
    private Finance() {}

    /** Two overloads, strict. */
    public static double fee(double amount) {
      return amount / 100;
    }

    /** The other. */
    public static String fee(String grade) {
      return grade + "%";
    }

    /** Sees NULL. */
    public static String grade(@Nullable Long volume) {
      return volume == null ? "none" : volume > 50 ? "high" : "low";
    }

    /** Throws for some rows. */
    public static int refuse(String symbol) {
      if (symbol.equals("BAD")) {
        throw new IllegalStateException("a bad symbol");
      }
      return symbol.length();
    }
  }

  /** A class with a function of the same name. */
  public static final class OtherFinance {
    private OtherFinance() {}

    /** Same name in another case. */
    public static int FEE(int amount) {
      return amount;
    }
  }

  private EventFlux engine() {
    return EventFlux.engine().options(options -> options.withClock(new VirtualClock(0)));
  }

  private void show(Row row) {
    seen.add(row + (row.isExpired() ? " expired @" : " @") + row.timestampMillis());
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldShowRowsThatQueriesMake(RuntimeOptions.Mode mode) {
    EventFlux engine = engine().options(options -> options.withMode(mode));
    try (EventFluxApp app = engine.compile(BIG)) {
      app.subscribe("Big", this::show).start();
      app.input("Trades").sendAt(5, "IBM", 12.5, 100L);
      app.input("Trades").sendAt(6, "MSFT", 2.0, 100L);
      app.input("Trades").sendAt(7, null, 50, 100);
      app.input("Trades").sendAt(8, "GE", null, 1L);
    }

    assertEquals(
        List.of("{symbol=IBM, notional=1250.0} @5", "{symbol=NULL, notional=5000.0} @7"), seen);
  }

  @Test
  void shouldReadValuesOfEveryType() {
    String text =
        """
        CREATE STREAM S (b BOOLEAN, i INT, l BIGINT, f FLOAT, d DOUBLE, m DECIMAL(10, 2), s VARCHAR, t TIMESTAMP);
        INSERT INTO Out SELECT * FROM S;
        """;
    List<Object> values = new ArrayList<>();
    List<List<Object>> all = new ArrayList<>();
    try (EventFluxApp app = engine().compile(text)) {
      app.subscribe(
              "Out",
              row -> {
                all.add(row.values());
                if (!row.isNull("b")) {
                  values.add(row.booleanValue("b"));
                  values.add(row.intValue("i"));
                  values.add(row.longValue("l"));
                  values.add(row.floatValue("f"));
                  values.add(row.doubleValue("d"));
                  values.add(row.doubleValue("m"));
                  values.add(row.decimal("m"));
                  values.add(row.text("s"));
                  values.add(row.longValue("t"));
                  values.add(row.text("t"));
                }
              })
          .start();
      RowWriter writer = app.input("S").writer();
      writer
          .setBoolean(0, true)
          .setInt(1, 1)
          .setLong(2, 2L)
          .setFloat(3, 3.5f)
          .setDouble(writer.indexOf("d"), 4.5)
          .setDecimal(5, new BigDecimal("6.789"))
          .setText(6, "seven")
          .setLong(7, 8_000L)
          .emit();
      writer.emit();
    }

    assertEquals(
        List.of(
            true,
            1,
            2L,
            3.5f,
            4.5,
            6.79,
            new BigDecimal("6.79"),
            "seven",
            8_000L,
            "1970-01-01 00:00:08.000"),
        values);
    assertEquals(
        "[[true, 1, 2, 3.5, 4.5, 6.79, seven, 8000],"
            + " [null, null, null, null, null, null, null, null]]",
        all.toString());
  }

  @Test
  void shouldPublishColumnsAsSingleEvents() {
    String text =
        TRADES
            + "INSERT INTO Last SELECT symbol, count() AS n FROM Trades WINDOW('lengthBatch', 2);";
    try (EventFluxApp app = engine().compile(text)) {
      app.subscribe("Last", this::show).start();
      BulkWriter bulk = app.input("Trades").bulkWriter(4);
      Object[] symbols = bulk.texts("symbol");
      double[] prices = bulk.doubles("price");
      for (int i = 0; i < 4; i++) {
        symbols[i] = i == 3 ? null : "S" + i;
        prices[i] = i;
        bulk.longs("volume")[i] = i;
        bulk.timestamps()[i] = 10L + i;
      }
      bulk.publishTimed(4);
    }

    assertEquals(List.of("{symbol=S1, n=2} @11", "{symbol=NULL, n=2} @13"), seen);
  }

  @Test
  void shouldTakeAndGiveValuesWithParts() {
    List<Integer> numbers = new ArrayList<>(List.of(1, 2));
    byte[] bytes = {0x0A, (byte) 0xFF};
    List<List<@Nullable Object>> values = new ArrayList<>();
    List<byte @Nullable []> raw = new ArrayList<>();
    String text =
        """
        CREATE STREAM S (a ARRAY<BIGINT>, r ROW(x INT, day DATE), b BINARY, j JSON, o OBJECT);
        INSERT INTO Kept SELECT a, r, b, j, o FROM S#window.length(1);
        """;
    try (EventFluxApp app = engine().compile(text)) {
      app.subscribe(
              "Kept",
              row -> {
                values.add(row.values());
                raw.add(row.bytes("b"));
                seen.add(row.text("r"));
              })
          .start();
      app.input("S")
          .send(
              numbers,
              Map.of("x", 7, "day", LocalDate.of(2025, 3, 1)),
              bytes,
              " [1] ",
              Map.of("list", numbers));
      numbers.set(0, 9);
      bytes[0] = 0;
      assertThrows(
          IllegalArgumentException.class,
          () -> app.input("S").send(List.of("x"), null, null, null, null));
      assertThrows(
          IllegalArgumentException.class, () -> app.input("S").send(null, null, null, "{", null));
    }

    assertEquals(1, values.size());
    assertEquals(
        List.of(
            List.of(1L, 2L),
            Map.of("x", 7, "day", 1_740_787_200_000L),
            ByteString.copyOf(new byte[] {0x0A, (byte) 0xFF}),
            "[1]",
            Map.of("list", List.of(1, 2))),
        values.get(0));
    assertArrayEquals(new byte[] {0x0A, (byte) 0xFF}, raw.get(0));
    assertEquals(List.of("{\"x\":7,\"day\":\"2025-03-01\"}"), seen);
  }

  @Test
  void shouldShowExpiredRowsOfQueries() {
    String text =
        TRADES
            + "@info(name = 'latest') from Trades#window.length(1) select symbol"
            + " insert all events into Latest;";
    try (EventFluxApp app = engine().compile(text)) {
      app.subscribeQuery("latest", this::show).start();
      app.input("Trades").sendAt(1, "A", 1.0, 1L);
      app.input("Trades").sendAt(2, "B", 1.0, 1L);
    }

    assertEquals(List.of("{symbol=A} @1", "{symbol=A} expired @0", "{symbol=B} @2"), seen);
  }

  @Test
  void shouldCallFunctionsOfTheUser() {
    String text =
        TRADES
            + "INSERT INTO Out SELECT Fee(price) AS fee, fee(symbol) AS text,"
            + " grade(volume) AS grade FROM Trades;";
    try (EventFluxApp app = engine().register(Finance.class).compile(text)) {
      app.subscribe("Out", this::show).start();
      app.input("Trades").sendAt(1, "A", 50.0, 100L);
      app.input("Trades").sendAt(2, null, null, null);
    }

    assertEquals(
        List.of("{fee=0.5, text=A%, grade=high} @1", "{fee=NULL, text=NULL, grade=none} @2"), seen);
  }

  @Test
  void shouldSetEventAsideWhenFunctionThrows() {
    String text = TRADES + "INSERT INTO Out SELECT refuse(symbol) AS n FROM Trades;";
    List<AppError> errors = new ArrayList<>();
    EventFlux engine =
        engine().register(Finance.class).options(options -> options.withErrorListener(errors::add));
    try (EventFluxApp app = engine.compile(text)) {
      app.subscribe("Out", this::show).start();
      app.input("Trades").sendAt(1, "BAD", 1.0, 1L);
      app.input("Trades").sendAt(2, "GOOD", 1.0, 1L);
    }

    assertEquals(List.of("{n=4} @2"), seen);
    assertEquals(1, errors.size());
    assertInstanceOf(IllegalStateException.class, errors.get(0).cause());
    assertEquals("function 'refuse' failed: a bad symbol", errors.get(0).reason());
  }

  @Test
  void shouldRefuseFunctionOfNameTwice() {
    EventFlux engine = engine().register(Finance.class);

    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> engine.register(OtherFinance.class));

    assertEquals(
        "function 'FEE' of class io.eventflux.compiler.EventFluxTest$OtherFinance is registered"
            + " already, by class io.eventflux.compiler.EventFluxTest$Finance",
        refusal.getMessage());
  }

  @Test
  void shouldShowAllCompileErrorsWithTheirPlaces() {
    CompileException error =
        assertThrows(
            CompileException.class,
            () -> engine().compile("CREATE STREAM S (a INT);\nINSERT INTO T SELECT aa FROM S;"));

    assertEquals(
        """
        error[CEP2103]: column 'aa' does not exist in stream 'S'
          --> app.eventflux:2:22
           |
         1 | CREATE STREAM S (a INT);
         2 | INSERT INTO T SELECT aa FROM S;
           |                      ^^
           |
           = columns: a INT
           = did you mean 'a'?
        """,
        error.getMessage());
  }

  @Test
  void shouldExplainWrongUseWithColumnsAndTypes() {
    try (EventFluxApp app = engine().compile(BIG)) {
      app.start();
      EventInput trades = app.input("Trades");
      RowWriter writer = trades.writer();
      BulkWriter bulk = trades.bulkWriter(1);

      assertRefused(
          "stream 'Trades' has 3 attributes, 1 values were sent; columns: symbol VARCHAR, price"
              + " DOUBLE, volume BIGINT",
          () -> trades.send("IBM"));
      assertRefused(
          "attribute 'price' of stream 'Trades' is DOUBLE, a value of Java type String was sent;"
              + " columns: symbol VARCHAR, price DOUBLE, volume BIGINT",
          () -> trades.send("IBM", "12", 1L));
      assertRefused(
          "column 'price' of stream 'Trades' is DOUBLE and cannot hold a long",
          () -> writer.setLong(1, 1L));
      assertRefused(
          "stream 'Trades' has no column 3; columns, from 0: symbol VARCHAR, price DOUBLE, volume"
              + " BIGINT",
          () -> writer.setNull(3));
      assertRefused(
          "stream 'Trades' has no column 'prize'; columns: symbol VARCHAR, price DOUBLE, volume"
              + " BIGINT",
          () -> bulk.doubles("prize"));
      assertRefused(
          "app '" + app.name() + "' has no stream 'Trade'; streams: Trades, Big",
          () -> app.input("Trade"));
      assertRefused(
          "app '" + app.name() + "' has no stream 'Bigger'; streams: Trades, Big",
          () -> app.subscribe("Bigger", this::show));
    }
  }

  private static void assertRefused(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void shouldUseVariablesOfTheEngine() {
    String text = TRADES + "INSERT INTO Out SELECT symbol FROM Trades WHERE price > ${LIMIT};";
    try (EventFluxApp app = engine().variable("LIMIT", "10").compile(text)) {
      app.subscribe("Out", this::show).start();
      app.input("Trades").sendAt(1, "A", 9.0, 1L);
      app.input("Trades").sendAt(2, "B", 11.0, 1L);
    }

    assertEquals(List.of("{symbol=B} @2"), seen);
  }
}
