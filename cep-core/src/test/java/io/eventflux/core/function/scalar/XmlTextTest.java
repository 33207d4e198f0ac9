package io.eventflux.core.function.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XmlTextTest {
  @Test
  void shouldReadElementsAsTheirValues() {
    assertEquals(
        Map.of("n", 5, "d", 1.5, "t", true, "s", " x ", "l", List.of(1, "b"), "e", ""),
        XmlText.read(
            "<?xml version='1.0'?><r id='7'><n>5</n><d>1.5</d><t>true</t><s> x </s><l>1</l><l><![CDATA[b]]></l><e/></r>"));
  }

  @Test
  void shouldNotLookAtDefinitions(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "s3cret");

    assertNull(
        XmlText.read(
            "<!DOCTYPE r [<!ENTITY x SYSTEM '" + secret.toUri() + "'>]><r><a>&x;</a></r>"));
    assertNull(XmlText.read("<!DOCTYPE r [<!ENTITY x 'xx'>]><r><a>&x;&x;</a></r>"));
    assertNull(XmlText.read("<r><a>&x;</a></r>"));
  }

  @Test
  void shouldBoundTheDepth() {
    assertNotNull(XmlText.read("<a>".repeat(63) + "</a>".repeat(63)));
    assertNull(XmlText.read("<a>".repeat(64) + "</a>".repeat(64)));
    assertNull(XmlText.read("<a>".repeat(100_000)));
  }

  @Test
  void shouldEscapeWhatHasAMeaning() {
    String xml = XmlText.print(Map.of("r", Map.of("a", "<&>\r\u0000x")));

    assertEquals("<r><a>&lt;&amp;&gt;&#13;x</a></r>", xml);
    assertEquals(Map.of("a", "<&>\rx"), XmlText.read(String.valueOf(xml)));
  }
}
