package io.eventflux.compiler.codegen;

import io.eventflux.query.type.Type;

/** Writes conversions (language 2.7) and widenings (2.2). */
final class CastWriter {
  private CastWriter() {}

  /** The value of {@code operand}, of type {@code from}, as {@code to}. */
  static Operand cast(Operand operand, Type from, Type to, ExpressionWriter writer) {
    if (from.equals(to)) {
      return operand;
    }
    JavaType source = JavaType.of(from);
    JavaType target = JavaType.of(to);
    if (operand.isAlwaysNull()) {
      return new Operand("true", target.zero(), true);
    }
    if (to == Type.OBJECT) {
      return new Operand(operand.isNull(), source.boxed(operand.value()), operand.total());
    }
    if (source == JavaType.OBJECT) {
      throw new IllegalArgumentException("no conversion written for " + from + " to " + to);
    }
    if (to == Type.JSON) {
      return writer.held(
          operand.isNull(), "JsonReader.checked(" + operand.value() + ")", JavaType.STRING);
    }
    if (target == JavaType.STRING) {
      return toText(operand, from);
    }
    if (source == JavaType.STRING) {
      return writer.held(operand.isNull(), parse(operand.value(), to), target);
    }
    if (to instanceof Type.Decimal decimal) {
      return writer.held(operand.isNull(), toDecimal(operand.value(), source, decimal), target);
    }
    if (target == JavaType.BOOLEAN) {
      return toTruth(operand, source);
    }
    if (to == Type.DATE || to == Type.TIME) {
      String name = to == Type.DATE ? "Times.dateOf(" : "Times.timeOf(";
      return new Operand(operand.isNull(), name + operand.value() + ")", operand.total());
    }
    return toNumber(operand, source, target, writer);
  }

  private static Operand toText(Operand operand, Type from) {
    String value = operand.value();
    String text;
    if (from == Type.STRING || from == Type.JSON) {
      return operand;
    } else if (from == Type.TIMESTAMP) {
      text = "Times.printTimestamp(" + value + ")";
    } else if (from == Type.DATE) {
      text = "Times.printDate(" + value + ")";
    } else if (from == Type.TIME) {
      text = "Times.printTime(" + value + ")";
    } else if (from == Type.BINARY) {
      text = value + ".toHex()";
    } else if (from instanceof Type.Decimal) {
      text = value + ".toPlainString()";
    } else {
      text = "String.valueOf(" + value + ")";
    }
    return new Operand(operand.isNull(), text, false);
  }

  private static String parse(String text, Type to) {
    if (to instanceof Type.Decimal decimal) {
      return "Numbers.parseDecimal(" + text + ExpressionWriter.digits(decimal) + ")";
    }
    if (to == Type.TIMESTAMP) {
      return "Times.parseTimestamp(" + text + ")";
    }
    if (to == Type.DATE) {
      return "Times.parseDate(" + text + ")";
    }
    if (to == Type.TIME) {
      return "Times.parseTime(" + text + ")";
    }
    return switch (JavaType.of(to)) {
      case BOOLEAN -> "Numbers.parseBoolean(" + text + ")";
      case INT -> "Numbers.parseInt(" + text + ")";
      case LONG -> "Numbers.parseLong(" + text + ")";
      case FLOAT -> "Numbers.parseFloat(" + text + ")";
      case DOUBLE -> "Numbers.parseDouble(" + text + ")";
      case STRING, DECIMAL, BINARY, OBJECT ->
          throw new IllegalArgumentException("no conversion from VARCHAR to " + to);
    };
  }

  private static String toDecimal(String value, JavaType source, Type.Decimal decimal) {
    String digits = ExpressionWriter.digits(decimal);
    return switch (source) {
      case DECIMAL -> "Decimals.fit(" + value + digits + ")";
      case BOOLEAN -> "Decimals.of((" + value + " ? 1L : 0L)" + digits + ")";
      case INT, LONG -> "Decimals.of((long) " + value + digits + ")";
      case FLOAT, DOUBLE -> "Decimals.of(" + value + digits + ")";
      case STRING, BINARY, OBJECT -> throw new AssertionError("handled before: " + source);
    };
  }

  private static Operand toTruth(Operand operand, JavaType source) {
    return source == JavaType.DECIMAL
        ? new Operand(operand.isNull(), "(" + operand.value() + ".signum() != 0)", false)
        : new Operand(operand.isNull(), "(" + operand.value() + " != 0)", operand.total());
  }

  private static Operand toNumber(
      Operand operand, JavaType source, JavaType target, ExpressionWriter writer) {
    String value = operand.value();
    String word = target.word();
    if (source == target) {
      return operand;
    }
    if (source == JavaType.BOOLEAN) {
      String number = "((" + word + ") (" + value + " ? 1 : 0))";
      return new Operand(operand.isNull(), number, operand.total());
    }
    if (source == JavaType.DECIMAL) {
      return switch (target) {
        case INT -> writer.held(operand.isNull(), "Decimals.toInt(" + value + ")", target);
        case LONG -> writer.held(operand.isNull(), "Decimals.toLong(" + value + ")", target);
        default -> new Operand(operand.isNull(), value + "." + word + "Value()", false);
      };
    }
    boolean mayNotFit =
        (source.isFloating() && !target.isFloating())
            || (source == JavaType.LONG && target == JavaType.INT);
    Operand held = mayNotFit ? writer.held(operand, source) : operand;
    String converted = "((" + word + ") " + held.value() + ")";
    String isNull = held.isNull();
    if (mayNotFit) {
      String fits =
          source == JavaType.LONG
              ? "(" + converted + " == " + held.value() + ")"
              : "Numbers.fits"
                  + (target == JavaType.INT ? "Int" : "Long")
                  + "("
                  + held.value()
                  + ")";
      isNull = Logic.or(isNull, Logic.not(fits));
    }
    return new Operand(isNull, converted, held.total());
  }
}
