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
      assertEquals(
          firstOfEither < 0 && ByteSearch.indexOf(bytes, from, to, (byte) 7) < 0,
          ByteSearch.hasNone(bytes, from, to, one, other, (byte) 7),
          "seed=" + seed);
      assertEquals(first, ByteSearch.indexOf(bytes, from, to, one), "seed=" + seed);
      assertEquals(count, ByteSearch.count(bytes, from, to, one), "seed=" + seed);
      assertEquals(
          firstOfEither, ByteSearch.indexOfEither(bytes, from, to, one, other), "seed=" + seed);
    }
  }

  @Test
  void shouldReadShortNumbersAsTheJdkDoes() {
    String signs = "0123456789,-. x/:";
    for (int seed = 0; seed < 200_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 12; i++) {
        text.append(signs.charAt(random.nextInt(random.nextInt(4) == 0 ? signs.length() : 11)));
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
      int at = random.nextInt(4);
      int end = at + random.nextInt(12 - at + 1);
      int separator = text.indexOf(",", at);
      String digits = separator < 0 ? "" : text.substring(at, separator);
      boolean isShort = end - at >= 8 && separator < at + 8 && digits.matches("[0-9]{1,7}");

      assertEquals(
          isShort ? Integer.parseInt(digits) : -1,
          ByteSearch.shortNumber(bytes, at, end, (byte) ','),
          text + " at=" + at + ", end=" + end);
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
