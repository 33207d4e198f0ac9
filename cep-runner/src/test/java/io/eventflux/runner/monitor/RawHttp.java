package io.eventflux.runner.monitor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests byte by byte, so that they can be wrong in any way. */
final class RawHttp {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final Pattern CONTENT_LENGTH = Pattern.compile("content-length: (\\d+)");

  private RawHttp() {}

  /**
   * What came back.
   *
   * @param status the code, or 0 if the connection was closed without an answer
   * @param head status line and headers, in lower case
   * @param body what follows
   */
  record Reply(int status, String head, String body) {
    private static Reply of(byte[] bytes) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      int end = text.indexOf("\r\n\r\n");
      if (end < 0) {
        return new Reply(0, text, "");
      }
      String head = text.substring(0, end);
      return new Reply(
          Integer.parseInt(head.split(" ", 3)[1]),
          head.toLowerCase(Locale.ROOT),
          text.substring(end + 4));
    }

    /** Whether it is the last of its connection, and all of it is there. */
    private boolean isWholeAndLast() {
      Matcher length = CONTENT_LENGTH.matcher(head);
      return status != 0
          && head.contains("connection: close")
          && length.find()
          && body.length() == Integer.parseInt(length.group(1));
    }
  }

  static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  /** Sends {@code request} and reads until the last answer is whole or the connection is closed. */
  static Reply send(int port, String request) throws IOException {
    try (Socket socket = connect(port)) {
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
      } catch (IOException refusedEarly) {
        // The server may answer and close before it has read everything.
        return read(socket);
      }
      return read(socket);
    }
  }

  static Reply read(Socket socket) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8_192];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes.write(buffer, 0, count);
        // A server that waits for the rest of a request closes seconds later.
        if (Reply.of(bytes.toByteArray()).isWholeAndLast()) {
          break;
        }
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException reset) {
      // Closed with unread input: what came before counts.
      return Reply.of(bytes.toByteArray());
    }
    return Reply.of(bytes.toByteArray());
  }

  /** A request without a body; {@code headers} end with CR LF each. */
  static Reply request(int port, String method, String path, String headers) throws IOException {
    return send(
        port,
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nConnection: close\r\n"
            + headers
            + "\r\n");
  }

  static Reply get(int port, String path) throws IOException {
    return request(port, "GET", path, "");
  }
}
