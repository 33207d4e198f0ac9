package io.eventflux.runner.scenario;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes outcomes in the XML form that build servers read: a suite a file, a case a scenario. */
public final class JunitXml {
  private static final double NANOS_PER_SECOND = 1e9;

  private JunitXml() {}

  /** Writes {@code files} to {@code out}, UTF-8; leaves {@code out} open. */
  public static void write(List<ScenarioReport.FileOutcome> files, OutputStream out)
      throws IOException {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      for (ScenarioReport.FileOutcome file : files) {
        writeSuite(file, xml);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  private static void writeSuite(ScenarioReport.FileOutcome file, XMLStreamWriter xml)
      throws XMLStreamException {
    int failed = file.count(Outcome.Status.FAILED);
    int skipped = file.count(Outcome.Status.SKIPPED);
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", printable(file.name()));
    xml.writeAttribute(
        "tests", Integer.toString(failed + skipped + file.count(Outcome.Status.PASSED)));
    xml.writeAttribute("failures", Integer.toString(failed));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", Integer.toString(skipped));
    xml.writeAttribute(
        "time", seconds(file.outcomes().stream().mapToLong(Outcome::durationNanos).sum()));
    if (!file.mistakes().isEmpty()) {
      startCase(file.name(), "(file)", 0, xml);
      writeFailure("not a scenario file", file.mistakes(), xml);
      endCase(xml);
    }
    for (Outcome outcome : file.outcomes()) {
      startCase(file.name(), outcome.scenario().name(), outcome.durationNanos(), xml);
      switch (outcome.status()) {
        case PASSED -> {}
        case FAILED ->
            writeFailure(
                file.name() + ":" + outcome.problems().get(0).line(), outcome.problemText(), xml);
        case SKIPPED -> {
          xml.writeEmptyElement("skipped");
          xml.writeAttribute("message", printable(String.valueOf(outcome.scenario().skipReason())));
        }
      }
      endCase(xml);
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static void startCase(String file, String name, long nanos, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", printable(file));
    xml.writeAttribute("name", printable(name));
    xml.writeAttribute("time", seconds(nanos));
  }

  private static void endCase(XMLStreamWriter xml) throws XMLStreamException {
    xml.writeEndElement();
  }

  private static void writeFailure(String message, String text, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeStartElement("failure");
    xml.writeAttribute("message", printable(message));
    xml.writeCharacters(printable(text));
    xml.writeEndElement();
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_SECOND);
  }

  /** XML 1.0 has no way to write most control characters. */
  private static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> (c < ' ' && c != '\n' && c != '\t') || c == 0xFFFE || c == 0xFFFF ? '?' : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
