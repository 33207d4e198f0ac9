package io.eventflux.compiler.codegen;

import io.eventflux.core.column.PhysicalType;
import io.eventflux.query.type.Type;

/** How values of one SQL type are written in Java. */
enum JavaType {
  BOOLEAN("boolean", "Boolean", "BooleanColumn", "false"),
  INT("int", "Integer", "IntColumn", "0"),
  LONG("long", "Long", "LongColumn", "0L"),
  FLOAT("float", "Float", "FloatColumn", "0f"),
  DOUBLE("double", "Double", "DoubleColumn", "0d"),
  STRING("String", "String", "ObjectColumn", "null"),
  DECIMAL("BigDecimal", "BigDecimal", "ObjectColumn", "null"),
  BINARY("ByteString", "ByteString", "ObjectColumn", "null"),
  OBJECT("Object", "Object", "ObjectColumn", "null");

  private final String word;
  private final String box;
  private final String column;
  private final String zero;

  JavaType(String word, String box, String column, String zero) {
    this.word = word;
    this.box = box;
    this.column = column;
    this.zero = zero;
  }

  static JavaType of(Type type) {
    return switch (PhysicalType.of(type)) {
      case BOOLEAN -> BOOLEAN;
      case INT -> INT;
      case LONG -> LONG;
      case FLOAT -> FLOAT;
      case DOUBLE -> DOUBLE;
      case OBJECT -> {
        if (type instanceof Type.Decimal) {
          yield DECIMAL;
        }
        if (type == Type.BINARY) {
          yield BINARY;
        }
        yield type == Type.STRING || type == Type.JSON ? STRING : OBJECT;
      }
    };
  }

  /** The type of variables. */
  String word() {
    return word;
  }

  /** The class of boxed values; of references the type itself. */
  String box() {
    return box;
  }

  /** The column class. */
  String column() {
    return column;
  }

  /** The element type of the array of a column. */
  String element() {
    return isReference() ? "Object" : word;
  }

  /** A value to start variables with. */
  String zero() {
    return zero;
  }

  boolean isReference() {
    return this == STRING || this == DECIMAL || this == BINARY || this == OBJECT;
  }

  boolean isFloating() {
    return this == FLOAT || this == DOUBLE;
  }

  boolean isNumber() {
    return this == INT || this == LONG || isFloating();
  }

  /** A read of element {@code index} of {@code array}, the array of a column. */
  String load(String array, String index) {
    String element = array + "[" + index + "]";
    return isReference() && this != OBJECT ? "((" + word + ") " + element + ")" : element;
  }

  /** {@code value} in its box; references as they are. */
  String boxed(String value) {
    return isReference() ? value : box + ".valueOf(" + value + ")";
  }

  /** The primitive out of {@code value}, an expression of the box type; references as they are. */
  String unboxed(String value) {
    return isReference() ? value : value + "." + word + "Value()";
  }
}
