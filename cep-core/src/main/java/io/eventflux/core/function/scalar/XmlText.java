package io.eventflux.core.function.scalar;

import io.eventflux.core.function.JsonReader;
import io.eventflux.core.function.Numbers;
import io.eventflux.core.function.ValueConversion;
import io.eventflux.query.type.Type;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Maps as XML and back. A text with a DTD is refused before anything in it is looked at: no entity
 * is expanded, no file and no address is read. Stateless.
 */
final class XmlText {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  private XmlText() {}

  /** What stands below the root element; null if the text is no XML or nested too deep. */
  static @Nullable Map<Object, @Nullable Object> read(String text) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
      while (reader.next() != XMLStreamConstants.START_ELEMENT) {
        if (reader.getEventType() == XMLStreamConstants.DTD) {
          return null;
        }
      }
      Object root = element(reader, 1);
      while (reader.hasNext()) {
        reader.next();
      }
      return asMap(root);
    } catch (XMLStreamException notXml) {
      return null;
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, @Nullable Object> asMap(@Nullable Object root) {
    return root instanceof Map<?, ?> ? (Map<Object, @Nullable Object>) root : Map.of();
  }

  /** Reads up to the end of the element that has just begun. */
  private static @Nullable Object element(XMLStreamReader reader, int depth)
      throws XMLStreamException {
    if (depth > JsonReader.DEPTH_MAX - 1) {
      throw new XMLStreamException("nested too deep");
    }
    Map<Object, List<@Nullable Object>> children = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          String name = reader.getLocalName();
          children.computeIfAbsent(name, key -> new ArrayList<>()).add(element(reader, depth + 1));
        }
        case XMLStreamConstants.CHARACTERS -> text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          return children.isEmpty() ? scalar(text.toString()) : map(children);
        }
        default -> {
          // Comments and instructions say nothing about values.
        }
      }
    }
  }

  private static Map<Object, @Nullable Object> map(Map<Object, List<@Nullable Object>> children) {
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    children.forEach(
        (name, values) ->
            map.put(
                name, values.size() == 1 ? values.get(0) : Collections.unmodifiableList(values)));
    return Collections.unmodifiableMap(map);
  }

  private static Object scalar(String text) {
    Long whole = Numbers.parseLong(text);
    if (whole != null) {
      return whole == whole.intValue() ? (Object) whole.intValue() : whole;
    }
    Double number = Numbers.parseDouble(text);
    if (number != null && Double.isFinite(number)) {
      return number;
    }
    String word = text.strip();
    boolean isTruth = word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false");
    return isTruth ? (Object) Boolean.valueOf(word) : text;
  }

  /** One element an entry; null if a key is no name. */
  static @Nullable String print(Map<?, ?> map) {
    StringBuilder out = new StringBuilder();
    return append(map, out) ? out.toString() : null;
  }

  private static boolean append(Map<?, ?> map, StringBuilder out) {
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = String.valueOf(entry.getKey());
      if (!NAME.matcher(name).matches()) {
        return false;
      }
      Object value = entry.getValue();
      Collection<?> values =
          value instanceof Collection<?> list ? list : Collections.singleton(value);
      for (Object each : values) {
        out.append('<').append(name).append('>');
        if (each instanceof Map<?, ?> inner) {
          if (!append(inner, out)) {
            return false;
          }
        } else if (each != null) {
          escape(ValueConversion.text(each, Type.OBJECT), out);
        }
        out.append("</").append(name).append('>');
      }
    }
    return true;
  }

  /** Escapes what has a meaning, and leaves out what XML cannot have. */
  private static void escape(String text, StringBuilder out) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '\r' -> out.append("&#13;");
                default -> {
                  boolean isAllowed =
                      c == '\n'
                          || c == '\t'
                          || (c >= ' ' && c < 0xD800)
                          || (c > 0xDFFF && c < 0xFFFE)
                          || c > 0xFFFF;
                  if (isAllowed) {
                    out.appendCodePoint(c);
                  }
                }
              }
            });
  }
}
