package io.eventflux.extension.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares with the JDK; seeds are in the messages. */
class NumberTextTest {
  // The group takes what makes a prefix no number at all, as 1e+ or 5. do, or 01 in JSON.
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+|([eE]))?");
  private static final Pattern JSON_NUMBER =
      Pattern.compile(
          "-?(?:0|[1-9][0-9]*)(?:([0-9])|(?:\\.[0-9]+|(\\.))?(?:[eE][-+]?[0-9]+|([eE]))?)");

  private final NumberText number = new NumberText();

  @Test
  void shouldReadDoublesAsTheJdkDoes() {
    for (int seed = 0; seed < 300_000; seed++) {
      String text = randomNumber(new Random(seed));
      byte[] bytes = scan(text);

      assertEquals(
          Double.doubleToRawLongBits(Double.parseDouble(text)),
          Double.doubleToRawLongBits(number.doubleValue(bytes, 0, bytes.length)),
          text);
      assertEquals(
          Float.floatToRawIntBits(Float.parseFloat(text)),
          Float.floatToRawIntBits(number.floatValue(bytes, 0, bytes.length)),
          text);
    }
  }

  @Test
  void shouldReadNumbersInTheMidstOfBytesAsAlone() {
    String signs = "0123456789.-+eE,\" ";
    for (int seed = 0; seed < 300_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[32];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) signs.charAt(random.nextInt(random.nextInt(5) > 0 ? 10 : signs.length()));
      }
      int from = random.nextInt(16);
      int to = from + random.nextInt(17);
      boolean json = random.nextBoolean();
      String text = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
      // The longest prefix, and nothing if it ends in half an exponent.
      Matcher matcher = (json ? JSON_NUMBER : NUMBER).matcher(text);
      int size = matcher.lookingAt() && hasNoGroup(matcher) ? matcher.end() : -1;
      String message = "'" + text + "' seed=" + seed + ", json=" + json;

      int behind = number.scan(bytes, from, to, json);

      assertEquals(size, behind < 0 ? -1 : behind - from, message);
      if (size >= 0) {
        String prefix = text.substring(0, size);
        assertEquals(Double.parseDouble(prefix), number.doubleValue(bytes, from, behind), message);
        assertEquals(prefix.chars().filter(c -> c >= '0' && c <= '9').count(), number.digitCount());
        boolean isWhole = prefix.matches("[-+]?[0-9]+");
        assertEquals(isWhole, number.isWhole(), message);
        if (isWhole) {
          BigInteger value = new BigInteger(prefix);
          assertEquals(value.bitLength() < 64, number.fitsLong(), message);
          assertEquals(
              value.bitLength() < 64,
              value.longValue() == number.longValue() && number.fitsLong(),
              message);
        }
      }
    }
  }

  @Test
  void shouldReadDecimalsAsTheJdkDoes() {
    for (int seed = 0; seed < 100_000; seed++) {
      Random random = new Random(seed);
      String text = randomNumber(random);
      int precision = 1 + random.nextInt(38);
      int scale = random.nextInt(precision + 1);
      byte[] bytes = scan(text);
      BigDecimal expected = new BigDecimal(text).setScale(scale, RoundingMode.HALF_UP);

      BigDecimal read = number.decimalValue(bytes, 0, bytes.length, precision, scale);

      assertEquals(
          expected.signum() != 0 && expected.precision() > precision ? null : expected,
          read,
          text + " as (" + precision + ", " + scale + ")");
    }
  }

  @Test
  void shouldReadWholeNumbersUpToTheBorders() {
    for (long value : new long[] {0, 1, -1, 9, 10, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53}) {
      scan(Long.toString(value));

      assertEquals(true, number.isWhole() && number.fitsLong(), Long.toString(value));
      assertEquals(value, number.longValue());
    }
    for (int shift = 0; shift < 200; shift++) {
      BigInteger value = BigInteger.ONE.shiftLeft(shift);
      for (BigInteger near :
          new BigInteger[] {
            value,
            value.subtract(BigInteger.ONE),
            value.negate(),
            value.negate().subtract(BigInteger.ONE)
          }) {
        scan(near.toString());

        assertEquals(near.bitLength() <= 63, number.fitsLong(), near.toString());
        if (number.fitsLong()) {
          assertEquals(near.longValueExact(), number.longValue());
        }
      }
    }
  }

  @Test
  void shouldNotBuildHugeNumbersForHugeExponents() {
    byte[] large = scan("1e999999999");
    assertNull(number.decimalValue(large, 0, large.length, 38, 10));

    byte[] small = scan("-1e-999999999");
    assertEquals(new BigDecimal("0.00"), number.decimalValue(small, 0, small.length, 10, 2));

    byte[] zero = scan("0e999999999");
    assertEquals(new BigDecimal("0.00"), number.decimalValue(zero, 0, zero.length, 10, 2));
    assertEquals(0.0, number.doubleValue(zero, 0, zero.length));
  }

  @Test
  void shouldInsistOnTheGrammarOfJsonWhereAsked() {
    for (String text : new String[] {"01", "+1", ".5", "5.", "-", "1e", "1e+", "--1", "e5", ""}) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

      assertEquals(-1, number.scan(bytes, 0, bytes.length, true), text);
    }
    for (String text : new String[] {"01", "+1", ".5", "5."}) {
      scan(text);
    }
  }

  private static boolean hasNoGroup(Matcher matcher) {
    for (int g = 1; g <= matcher.groupCount(); g++) {
      if (matcher.group(g) != null) {
        return false;
      }
    }
    return true;
  }

  private byte[] scan(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertEquals(bytes.length, number.scan(bytes, 0, bytes.length, false), text);
    return bytes;
  }

  private static String randomNumber(Random random) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
    digits(text, random, 1 + random.nextInt(random.nextInt(5) == 0 ? 40 : 12));
    if (random.nextBoolean()) {
      text.append('.');
      digits(text, random, 1 + random.nextInt(random.nextInt(5) == 0 ? 40 : 8));
    }
    if (random.nextInt(3) == 0) {
      text.append(random.nextBoolean() ? 'e' : 'E');
      text.append(random.nextBoolean() ? "-" : random.nextBoolean() ? "+" : "");
      text.append(random.nextInt(random.nextBoolean() ? 30 : 400));
    }
    return text.toString();
  }

  private static void digits(StringBuilder text, Random random, int count) {
    boolean zeros = random.nextInt(10) == 0;
    for (int i = 0; i < count; i++) {
      text.append((char) ('0' + (zeros ? 0 : random.nextInt(10))));
    }
  }
}
