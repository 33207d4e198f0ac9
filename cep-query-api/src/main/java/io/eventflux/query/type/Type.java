package io.eventflux.query.type;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The type of a value. Immutable, compared by content. Names in messages are {@link #sqlName SQL
 * names}, whatever the dialect of the query.
 */
public sealed interface Type {
  // No default methods: with one, initialising Scalar would initialise Type, which needs Scalar,
  // and two threads could wait for each other.

  /** True or false. */
  Type BOOL = Scalar.BOOL;

  /** 32-bit integer. */
  Type INT = Scalar.INT;

  /** 64-bit integer. */
  Type LONG = Scalar.LONG;

  /** 32-bit IEEE number. */
  Type FLOAT = Scalar.FLOAT;

  /** 64-bit IEEE number. */
  Type DOUBLE = Scalar.DOUBLE;

  /** Unicode text. */
  Type STRING = Scalar.STRING;

  /** Instant: epoch milliseconds, UTC. */
  Type TIMESTAMP = Scalar.TIMESTAMP;

  /** Day: epoch milliseconds of its midnight, UTC. */
  Type DATE = Scalar.DATE;

  /** Time of day: milliseconds since midnight. */
  Type TIME = Scalar.TIME;

  /** Length of time: milliseconds. */
  Type INTERVAL = Scalar.INTERVAL;

  /** Byte string. */
  Type BINARY = Scalar.BINARY;

  /** Any host value. */
  Type OBJECT = Scalar.OBJECT;

  /** Text that was checked to be JSON. */
  Type JSON = Scalar.JSON;

  /** A decimal number as large and as fine as a declaration without numbers gives. */
  Type DECIMAL = new Decimal(Decimal.PRECISION_MAX, 10);

  /**
   * The name that SQL has for this type.
   *
   * @return for example {@code BIGINT}, {@code DECIMAL(10, 2)}, {@code ARRAY<VARCHAR>}
   */
  String sqlName();

  /**
   * Whether values are numbers.
   *
   * @return true for INT, LONG, FLOAT, DOUBLE and DECIMAL
   */
  boolean isNumeric();

  /**
   * Whether values are whole numbers.
   *
   * @return true for INT and LONG
   */
  boolean isInteger();

  /** Types without parameters; use the constants of {@link Type}. */
  enum Scalar implements Type {
    /** See {@link Type#BOOL}. */
    BOOL("BOOLEAN"),
    /** See {@link Type#INT}. */
    INT("INT"),
    /** See {@link Type#LONG}. */
    LONG("BIGINT"),
    /** See {@link Type#FLOAT}. */
    FLOAT("FLOAT"),
    /** See {@link Type#DOUBLE}. */
    DOUBLE("DOUBLE"),
    /** See {@link Type#STRING}. */
    STRING("VARCHAR"),
    /** See {@link Type#TIMESTAMP}. */
    TIMESTAMP("TIMESTAMP"),
    /** See {@link Type#DATE}. */
    DATE("DATE"),
    /** See {@link Type#TIME}. */
    TIME("TIME"),
    /** See {@link Type#INTERVAL}. */
    INTERVAL("INTERVAL"),
    /** See {@link Type#BINARY}. */
    BINARY("BINARY"),
    /** See {@link Type#OBJECT}. */
    OBJECT("OBJECT"),
    /** See {@link Type#JSON}. */
    JSON("JSON");

    private final String sqlName;

    Scalar(String sqlName) {
      this.sqlName = sqlName;
    }

    @Override
    public String sqlName() {
      return sqlName;
    }

    @Override
    public boolean isNumeric() {
      return this == INT || this == LONG || this == FLOAT || this == DOUBLE;
    }

    @Override
    public boolean isInteger() {
      return this == INT || this == LONG;
    }

    @Override
    public String toString() {
      return sqlName;
    }
  }

  /**
   * Exact decimal numbers.
   *
   * @param precision count of digits, 1 to 38
   * @param scale count of digits behind the point, 0 to {@code precision}
   */
  record Decimal(int precision, int scale) implements Type {
    /** The most digits a decimal number can have. */
    public static final int PRECISION_MAX = 38;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if they are out of range
     */
    public Decimal {
      if (precision < 1 || precision > PRECISION_MAX || scale < 0 || scale > precision) {
        throw new IllegalArgumentException(
            "not a decimal type: precision=" + precision + ", scale=" + scale);
      }
    }

    @Override
    public String sqlName() {
      return "DECIMAL(" + precision + ", " + scale + ")";
    }

    @Override
    public boolean isNumeric() {
      return true;
    }

    @Override
    public boolean isInteger() {
      return false;
    }

    @Override
    public String toString() {
      return sqlName();
    }
  }

  /**
   * Lists.
   *
   * @param element the type of the elements
   */
  record Array(Type element) implements Type {
    @Override
    public String sqlName() {
      return "ARRAY<" + element.sqlName() + ">";
    }

    @Override
    public boolean isNumeric() {
      return false;
    }

    @Override
    public boolean isInteger() {
      return false;
    }

    @Override
    public String toString() {
      return sqlName();
    }
  }

  /**
   * Maps.
   *
   * @param key the type of the keys
   * @param value the type of the values
   */
  record Map(Type key, Type value) implements Type {
    @Override
    public String sqlName() {
      return "MAP<" + key.sqlName() + ", " + value.sqlName() + ">";
    }

    @Override
    public boolean isNumeric() {
      return false;
    }

    @Override
    public boolean isInteger() {
      return false;
    }

    @Override
    public String toString() {
      return sqlName();
    }
  }

  /**
   * Values with named fields.
   *
   * @param fields the fields in order
   */
  record Row(List<Field> fields) implements Type {
    /** Copies the list. */
    public Row {
      fields = List.copyOf(fields);
    }

    @Override
    public String sqlName() {
      return fields.stream()
          .map(field -> field.name() + " " + field.type().sqlName())
          .collect(Collectors.joining(", ", "ROW(", ")"));
    }

    @Override
    public boolean isNumeric() {
      return false;
    }

    @Override
    public boolean isInteger() {
      return false;
    }

    @Override
    public String toString() {
      return sqlName();
    }
  }

  /**
   * A field of a {@link Row}.
   *
   * @param name the name, case-sensitive
   * @param type the type of its values
   */
  record Field(String name, Type type) {}
}
