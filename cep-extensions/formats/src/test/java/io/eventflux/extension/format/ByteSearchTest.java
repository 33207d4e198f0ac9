package io.eventflux.extension.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares with byte by byte search and with the JDK's decoder. */
class ByteSearchTest {
  @Test
  void shouldFindAndCountAsALoopDoes() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(40)];
      int spread = random.nextBoolean() ? 3 : 256;
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextInt(spread) + (spread == 3 ? 127 : 0));
      }
      int from = random.nextInt(bytes.length + 1);
      int to = from + random.nextInt(bytes.length - from + 1);
      byte one = (byte) (127 + random.nextInt(3));
      byte other = (byte) (127 + random.nextInt(3));

      int first = -1;
      int firstOfEither = -1;
      int count = 0;
      for (int i = to - 1; i >= from; i--) {
        if (bytes[i] == one) {
          first = i;
          count++;
        }
        if (bytes[i] == one || bytes[i] == other) {
          firstOfEither = i;
        }
      }
      assertEquals(first, ByteSearch.indexOf(bytes, from, to, one), "seed=" + seed);
      assertEquals(count, ByteSearch.count(bytes, from, to, one), "seed=" + seed);
      assertEquals(
          firstOfEither, ByteSearch.indexOfEither(bytes, from, to, one, other), "seed=" + seed);
    }
  }

  @Test
  void shouldFindTheEndOfPlainTextAsALoopDoes() {
    String signs = "abc,\\\"\n\r\t\u0000\u001f !~\u007f\u0080\u00ff";
    for (int seed = 0; seed < 100_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(30)];
      int spread = random.nextBoolean() ? 3 : signs.length();
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) signs.charAt(random.nextInt(random.nextInt(9) > 0 ? 3 : spread));
      }
      int from = random.nextInt(bytes.length + 1);
      int to = from + random.nextInt(bytes.length - from + 1);
      byte mark = (byte) ",\\\t".charAt(random.nextInt(3));

      int expected = from;
      while (expected < to
          && bytes[expected] != mark
          && bytes[expected] != '"'
          && bytes[expected] >= ' ') {
        expected++;
      }
      assertEquals(expected, ByteSearch.plainTextEnd(bytes, from, to, mark), "seed=" + seed);
    }
  }

  @Test
  void shouldReadDigitsAsTheJdkDoes() {
    for (int seed = 0; seed < 100_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[8];
      int expectedOthers = 0;
      for (int i = 0; i < 8; i++) {
        bytes[i] = (byte) (random.nextInt(4) > 0 ? '0' + random.nextInt(10) : random.nextInt());
        expectedOthers |= bytes[i] < '0' || bytes[i] > '9' ? 1 << i : 0;
      }
      long digits = ByteSearch.digits(bytes, 0);
      long others = ByteSearch.otherThanDigits(digits);

      int foundOthers = 0;
      for (int i = 0; i < 8; i++) {
        foundOthers |= (others >>> (8 * i + 7) & 1) == 1 ? 1 << i : 0;
      }
      assertEquals(expectedOthers, foundOthers, "seed=" + seed);
      assertEquals(Integer.bitCount(expectedOthers), Long.bitCount(others), "seed=" + seed);
      int count = Math.min(8, Integer.numberOfTrailingZeros(expectedOthers));
      if (count > 0) {
        assertEquals(
            Integer.parseInt(new String(bytes, 0, count, StandardCharsets.US_ASCII)),
            ByteSearch.number(digits, count),
            "seed=" + seed);
      }
    }
  }

  @Test
  void shouldJudgeUtf8AsTheJdkDoes() {
    String sample = "abcdefgh é€😀 \u07ff\u0800\ud7ff\ue000\uffff\udbff\udfff zzzzzzzzzz";
    for (int seed = 0; seed < 100_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = sample.getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(3); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      int to = random.nextInt(bytes.length + 1);
      boolean isValid;
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, to));
        isValid = true;
      } catch (CharacterCodingException malformed) {
        isValid = false;
      }

      assertEquals(isValid, ByteSearch.malformedUtf8(bytes, 0, to) < 0, "seed=" + seed);
    }
  }
}
